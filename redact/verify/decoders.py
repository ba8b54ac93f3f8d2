"""The ways in which a text may stand in a file in other letters: each decoder gives a text as its reader would see it.

A decoder reads only what stands within `reach` of its trigger, and so costs nothing where there is none. None of them
ever fails: what cannot be decoded stays as it is.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import unquote

from redact.verify.windows import between_words

_PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
_REFERENCE = re.compile(r"&#?\w")
_TAG = re.compile(r"<[!/?a-zA-Z][^<>]{0,2000}>")
_ESCAPE = re.compile(r"""\\(?:u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,5})\}|x([0-9a-fA-F]{2})|(["'\\/bfnrt]))""")
_PLAIN_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_QUOTED = re.compile(r"=(?:[0-9A-F]{2}|[ \t]*\r?\n)")
_BASE64 = re.compile(
    r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}(?:\r?\n[ \t]?[A-Za-z0-9+/_-]{4,})*", re.ASCII
)  # Source: RFC 4648 sections 4 and 5 (both alphabets), RFC 2045 section 6.8 (lines)
#: A long word. That base64 of a text has one case and no digit over 12 signs has a chance of about (26/64)^12, 2e-5.
_PROSE = re.compile(r"[A-Za-z]?[a-z/_+-]+|[A-Z/_+-]+")
_WEB_SAFE = str.maketrans("-_", "+/", "\r\n \t")
_SPACE = re.compile(r"\s")
_BETWEEN = "\n\n"  # a blank line: no value runs over it
_LEGIBLE_RUN = 16  # in decoded bytes that are no text, as long a stretch of text is no chance
_STRETCH = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]+")


def percent(text: str, reach: int) -> Iterator[str]:
    """URL escapes, in UTF-8 and where that fails in Latin-1. Source: RFC 3986 section 2.1."""
    if "%" not in text:
        return
    near = _near(_PERCENT, text, reach)
    decoded = unquote(near)
    yield decoded
    if "\ufffd" in decoded:
        yield unquote(near, "latin-1")


def markup(text: str, reach: int) -> Iterator[str]:
    """Character references resolved, and tags taken away: once with nothing, once with a space in their place."""
    if "&" in text:
        plain = html.unescape(_near(_REFERENCE, text, reach))
        yield plain
        if _TAG.search(plain):
            yield _TAG.sub("", plain)
    if "<" in text:
        near = _near(_TAG, text, reach)
        yield html.unescape(_TAG.sub("", near))
        yield html.unescape(_TAG.sub(" ", near))


def escapes(text: str, reach: int) -> Iterator[str]:
    """Backslash escapes of JSON, JavaScript and the like. Source: RFC 8259 section 7."""
    if "\\" in text:
        joined = _ESCAPE.sub(_unescape, _near(_ESCAPE, text, reach))
        yield joined.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves become one character


def quoted_printable(text: str, reach: int) -> Iterator[str]:
    """Quoted-printable, in UTF-8 and where that fails in Latin-1. Source: RFC 2045 section 6.7."""
    if "=" not in text:
        return
    raw = binascii.a2b_qp(_near(_QUOTED, text, reach).encode("utf-8", "replace"))
    decoded = raw.decode("utf-8", "replace")
    yield decoded
    if "\ufffd" in decoded:
        yield raw.decode("latin-1")


def base64_runs(text: str, _: int) -> Iterator[str]:
    """What runs of base64 hold, if it is text, from each of the four places at which a run may begin."""
    runs = (match[0] for match in _BASE64.finditer(text) if not _PROSE.fullmatch(match[0]))
    yield _BETWEEN.join(stretch for run in runs for stretch in _decoded(run.translate(_WEB_SAFE)))


#: Name in reports -> decoder.
DECODERS: Mapping[str, Callable[[str, int], Iterator[str]]] = {
    "percent": percent,
    "html": markup,
    "json": escapes,
    "quoted-printable": quoted_printable,
    "base64": base64_runs,
}


def _near(trigger: re.Pattern[str], text: str, reach: int) -> str:
    """The text around each trigger, `reach` characters either way and on to the next white space."""
    kept: list[str] = []
    start = end = 0
    for match in trigger.finditer(text):
        if match.start() - reach > end:
            kept.append(text[start:end])
            start = between_words(text, max(0, match.start() - reach))
        if match.end() + reach > end:
            end = _outward(text, match.end() + reach)
    kept.append(text[start:end])
    return _BETWEEN.join(filter(None, kept))


def _outward(text: str, at: int) -> int:
    """The next white space from `at` on, or the end."""
    space = _SPACE.search(text, at)
    return space.start() if space else len(text)


def _unescape(match: re.Match[str]) -> str:
    digits = match[1] or match[2] or match[3]
    if digits is None:
        return _PLAIN_ESCAPES.get(match[4], match[4])
    return chr(int(digits, 16))


def _decoded(run: str) -> Iterator[str]:
    for offset in range(4):
        whole = (len(run) - offset) // 4 * 4
        tail = run[offset + whole :]
        padded = run[offset : offset + whole] + (tail + "=" * (4 - len(tail)) if len(tail) > 1 else "")
        raw = base64.b64decode(padded)
        yield from _legible(raw.decode("utf-8", "replace"))
        if raw.count(0) * 3 > len(raw):
            yield from _legible(raw.decode("utf-16-le", "replace"))
            yield from _legible(raw.decode("utf-16-be", "replace"))


def _legible(decoded: str) -> Iterator[str]:
    """All of it if it is text, else the stretches that are too long to be so by chance."""
    for match in _STRETCH.finditer(decoded):
        if len(match[0]) >= min(len(decoded), _LEGIBLE_RUN):
            yield match[0]
