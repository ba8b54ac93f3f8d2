"""Header values between bytes and characters: encoded words, parameters, folding.

Source: RFC 2047 (encoded words), RFC 2231 (parameters), RFC 5322 section 2.2.3 (folding).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from email.message import Message
from email.utils import collapse_rfc2231_value
from urllib.parse import quote

from redact.core.errors import LimitExceeded
from redact.media.mail.charset import decode

_WORD = re.compile(r"=\?([\w.:+-]+)(?:\*[\w-]*)?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN = re.compile(r"\s*")
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
_PLAIN = re.compile(r"[\x20-\x7e]*")
#: What a boundary of ours looks like, and so nothing else may.
BOUNDARY = re.compile(r"=_+p\d+\.")
_LINE_CHARS = 76
_CHUNK_BYTES = 42  # in base64, with `=?utf-8?b?` and `?=`, 70 characters of the 75 that a word may have
_LONGEST_WORD = 400
_LONGEST_STRUCTURED = 1 << 14
_TOKEN = re.compile(r"[A-Za-z0-9!#$&+.^_`{|}~-]+")


def plain_value(raw: bytes) -> str | None:
    """A header's raw value as one line of characters, encoded words as they are; None where it is in no charset."""
    text = decode(raw)
    return None if text is None else _SPACES.sub(" ", text).strip()


def decoded(value: str) -> str | None:
    """The value as it is read, on one line; None where a word of it is in no charset that we know."""
    if "=?" not in value:
        return _SPACES.sub(" ", value).strip()
    kept: list[str] = []
    done = 0
    for start, end, charset, raw in _runs(value):
        text = decode(raw, charset)
        if text is None:
            return None
        kept += value[done:start], text
        done = end
    kept.append(value[done:])
    return _SPACES.sub(" ", "".join(kept)).strip()


def _runs(value: str) -> Iterator[tuple[int, int, str, bytes]]:
    """Words that follow each other, joined where they are in one charset: broken mailers part them within a letter."""
    waiting: tuple[int, int, str, bytes] | None = None
    for match in _WORD.finditer(value):
        charset, raw = match[1].lower(), _bytes(match[2].lower(), match[3])
        if waiting and _BETWEEN.fullmatch(value, waiting[1], match.start()):
            if waiting[2] == charset:
                waiting = (waiting[0], match.end(), charset, waiting[3] + raw)
                continue
            yield waiting
            waiting = (waiting[1], match.end(), charset, raw)  # the white space between two words is not read
            continue
        if waiting:
            yield waiting
        waiting = (match.start(), match.end(), charset, raw)
    if waiting:
        yield waiting


def _bytes(encoding: str, text: str) -> bytes:
    raw = text.encode("utf-8", "replace")
    if encoding == "q":
        return binascii.a2b_qp(raw, header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    whole = letters[: len(letters) - (len(letters) % 4 == 1)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))


def is_plain(text: str) -> bool:
    """Whether ASCII text may stand in a header as it is."""
    longest = max(map(len, text.split(" ")))
    return bool(_PLAIN.fullmatch(text)) and "=?" not in text and longest <= _LONGEST_WORD and not BOUNDARY.search(text)


def encoded(text: str) -> str:
    """Text as encoded words, one a line."""
    chunks, chunk = [], b""
    for char in text:
        piece = char.encode("utf-8", "replace")
        if len(chunk) + len(piece) > _CHUNK_BYTES:
            chunks.append(chunk)
            chunk = b""
        chunk += piece
    chunks.append(chunk)
    return "\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode()}?=" for part in chunks)


def header(name: str, text: str) -> str:
    """A header line, folded, of a value that has no structure."""
    if not is_plain(text):
        return f"{name}: {encoded(text)}\n"
    return f"{name}: {folded(text, len(name) + 2)}\n"


def folded(text: str, used: int) -> str:
    """Plain text with line ends before some of its spaces; `used` characters stand before it on its line."""
    kept: list[str] = []
    for word in re.split(r" (?=\S)", text):
        if kept and used + 1 + len(word) > _LINE_CHARS and kept[-1].strip():
            kept.append("\n " + word)
            used = 1 + len(word)
        else:
            kept.append(" " + word if kept else word)
            used += len(kept[-1])
    return "".join(kept)


def parameter(name: str, text: str) -> str:
    """A parameter of a structured header."""
    if _TOKEN.fullmatch(text):
        return f"{name}={text}"
    if _PLAIN.fullmatch(text) and len(text) <= _LINE_CHARS and not BOUNDARY.search(text) and "=?" not in text:
        escaped = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}="{escaped}"'
    spelt = quote(text.encode("utf-8", "replace"), safe="")
    pieces = [spelt]
    if len(spelt) > _LINE_CHARS - 20:
        pieces = re.findall(rf"(?:%..|[^%]){{1,{20}}}", spelt)
    if len(pieces) == 1:
        return f"{name}*=utf-8''{spelt}"
    first, *rest = pieces
    return ";\n ".join((f"{name}*0*=utf-8''{first}", *(f"{name}*{n}*={piece}" for n, piece in enumerate(rest, 1))))


class Structured:
    """A value with parameters, as Content-Type and Content-Disposition have them."""

    def __init__(self, value: str) -> None:
        """Raises LimitExceeded where there is more of it than any mailer writes."""
        if len(value) > _LONGEST_STRUCTURED:  # the library takes the square of its length to read it
            raise LimitExceeded("a header is longer than any mailer writes", "leave the message out")
        self._message = Message()
        # In a message of its own, so that nothing of it can be taken for another header.
        self._message["Content-Type"] = value
        self.value = value.partition(";")[0].strip().lower()

    def param(self, name: str) -> str:
        """A parameter decoded, on one line; "" where it is absent or makes no sense."""
        try:
            found = self._message.get_param(name, "")
        except (TypeError, ValueError):  # continuations that contradict each other
            return ""
        text = collapse_rfc2231_value(found) if found else ""
        return decoded(text) or ""
