"""Transfer encodings. Source: RFC 2045, section 6."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from pathlib import Path

from redact.media.mail.words import BOUNDARY

_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,2}")
_WHOLE_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]*+[\r\n]*+)*+={0,2}\s*")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_LONGEST_LINE = 998  # Source: RFC 5322, section 2.1.1
_LINE_BYTES = 57  # of content, which makes 76 characters
_READ_BYTES = _LINE_BYTES << 12
_UU_NAMES = frozenset({"x-uuencode", "uuencode", "uue", "x-uue"})
_UU = re.compile(rb"^begin [0-7]{3,4} [^\n]*\n(.*?)^(?:`|\s)*\n?end\b", re.M | re.S)


def undone(raw: bytes, encoding: str) -> bytes:
    """The content of a part. What is in no encoding that we know is taken as it stands."""
    name = encoding.strip().lower().partition(";")[0].strip()
    if name == "base64":
        return _base64(raw)
    if name == "quoted-printable":
        return quopri.decodestring(raw)
    if name in _UU_NAMES:
        found = _UU.search(raw.replace(b"\r\n", b"\n"))
        return uudecoded(found[1]) if found else raw
    return raw


def _base64(raw: bytes) -> bytes:
    """Lines of base64, and behind them lines that are none: a mailing list has put its footer there, in clear.

    Signs outside the alphabet are passed over in a line that is otherwise one, as the standard asks.
    """
    if _WHOLE_BASE64.fullmatch(raw):  # nearly always, and then without a list of its lines
        return b"".join(_groups(raw.translate(None, b" \t\r\n")))
    lines = raw.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not _BASE64_LINE.fullmatch(line.strip())), len(lines))
    if count == 0 and _is_clear(raw):
        return raw
    rest = b"".join(lines[count:])
    if not _is_clear(rest):
        count, rest = len(lines), b""
    return b"".join(_groups(b"".join(lines[:count]))) + rest


def _is_clear(rest: bytes) -> bool:
    """Whether words stand here: spaces between them, which base64 has not."""
    return len(rest.split()) > 2 and max(map(len, rest.split())) < 60


def _groups(raw: bytes) -> Iterator[bytes]:
    """Stretches between padding: some mailers pad each of several pieces."""
    for stretch in re.split(rb"=+", raw):
        letters = _NO_BASE64.sub(b"", stretch)
        whole = letters[: len(letters) - (len(letters) % 4 == 1)]
        yield base64.b64decode(whole + b"=" * (-len(whole) % 4))


def uudecoded(lines: bytes) -> bytes:
    """What lines of uuencoding hold; a line that is none ends it. Source: POSIX.1-2024, uuencode."""
    made = []
    for line in lines.splitlines():
        try:
            made.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders fill the last line up; what counts is the length at its beginning.
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                made.append(binascii.a2b_uu(line[:count]))
            except binascii.Error:
                break
    return b"".join(made)


def clothed(text: str) -> tuple[str, bytes]:
    """A text as transfer encoding and lines, in ASCII alone, with line feeds at their ends."""
    content = text.encode("utf-8", "replace")
    raw = content if content.endswith(b"\n") else content + b"\n"
    if raw.isascii() and _stands_as_is(raw):
        return "7bit", raw
    if sum(byte > 0x7F for byte in raw) * 3 > len(raw):
        return "base64", b"".join(_lines(content))
    spelt = binascii.b2a_qp(raw, istext=True)
    return "quoted-printable", re.sub(rb"^From ", b"=46rom ", spelt, flags=re.M)


def _stands_as_is(raw: bytes) -> bool:
    """Whether no line is too long, taken for the beginning of a message, or for one of our boundaries."""
    longest = max(map(len, raw.split(b"\n")))
    return longest <= _LONGEST_LINE and b"\nFrom " not in b"\n" + raw and not BOUNDARY.search(raw.decode("ascii"))


def in_base64(path: Path) -> Iterator[bytes]:
    """A file in base64, streamed, with line feeds at the ends of lines."""
    with path.open("rb") as file:
        while chunk := file.read(_READ_BYTES):
            yield b"".join(_lines(chunk))


def _lines(raw: bytes) -> Iterator[bytes]:
    for at in range(0, len(raw), _LINE_BYTES):
        yield binascii.b2a_base64(raw[at : at + _LINE_BYTES])
