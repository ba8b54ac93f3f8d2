"""Which encoding a file is in. Whatever the guess rests on, it counts only if it decodes the whole file."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from redact.core.errors import CorruptInput, UnsupportedMedia, WriteError
from redact.core.flow import Source
from redact.media._encoding import Encoding, characters, chunks

_SAMPLE = 1 << 16
#: Longest first: the mark of UTF-16 begins that of UTF-32. Source: Unicode 16.0, section 23.8.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_AROUND_HIGH = re.compile(rb"[\x00-\x7f]{0,60}[\x80-\xff]+[\x00-\x7f]{0,60}")
#: UTF-8 for what Western text is made of (accented letters, typographic marks): in a file that is not UTF-8, a sign
#: that two encodings were pasted together. `CAFÉ’S` in cp1252 is UTF-8 for a phonetic sign, and so no sign of that.
_STRAY_UTF8 = re.compile(
    rb"\xc2[\xa0-\xbf]|\xc3[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xe2\x80[\x90-\xa6]|\xe2\x82\xac|\xe2\x84\xa2"
)
#: Sixteen UTF-16 units in a row whose both bytes are printable ASCII: single-byte text inside a UTF-16 file.
_ASCII_PAIRS = "".join(f"{chr(high << 8 | 0x20)}-{chr(high << 8 | 0x7E)}" for high in range(0x20, 0x7F))
_STRAY_ASCII = re.compile(f"[{_ASCII_PAIRS}]{{16}}")
#: cp1250's ł, ą, ż and ľ, as they look in cp1252: signs in the middle of words, as in `Micha³`.
_POLISH = re.compile(r"[^\W\d_][³¹¿¾](?!\w*\d)")


def detect(source: Source, declared: str = "") -> Encoding:
    """The encoding of the whole source. `declared` is what the file says of itself (XML declaration, `meta charset`).

    Raises:
        CorruptInput: no encoding decodes it, or it mixes two.
        UnsupportedMedia: it is binary.
        InputError: it cannot be read.
    """
    head = next(chunks(source), b"")[:_SAMPLE]
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return _wide(source, Encoding(codec, bom))
    if b"\x00" in head:
        return _wide(source, Encoding(_wide_codec(source, head)))
    known = _known(source, declared)
    if _decodes(source, "utf-8"):
        return Encoding("utf-8")
    if _mixed(source):
        raise _not_one(source)
    for codec in (known, _guess(_sample(source))):
        if codec and codec != "utf-8" and _decodes(source, codec):
            return Encoding(codec)
    raise _not_one(source)


def _not_one(source: Source) -> CorruptInput:
    return CorruptInput(f"source {source.id} is not in one encoding that we know", "save it as UTF-8 and try again")


def _decodes(source: Source, codec: str) -> bool:
    """Whether the codec decodes every byte, and gives the same bytes back."""
    encoding = Encoding(codec)
    original = chunks(source) if codec != "utf-8" else None  # strict UTF-8 always comes back the same
    waiting = b""
    try:
        for text in characters(source, encoding):
            if original is None:
                continue
            again = encoding.encode(text)
            waiting += next(original, b"")
            if not waiting.startswith(again):
                return False
            waiting = waiting[len(again) :]
    except (CorruptInput, WriteError):
        return False
    return not waiting


def _wide(source: Source, encoding: Encoding) -> Encoding:
    """`encoding` if it holds over the whole file and no other text is hidden in it."""
    for text in characters(source, encoding):
        if encoding.codec.startswith("utf-16") and _STRAY_ASCII.search(text):
            raise _not_one(source)
    return encoding


def _wide_codec(source: Source, head: bytes) -> str:
    """UTF-16 without a mark: Western text has its zero bytes all on one side."""
    even, odd, half = head[0::2].count(0), head[1::2].count(0), len(head) // 2
    codec = ""
    if odd > 0.3 * half and even <= 0.05 * half:
        codec = "utf-16-le"
    elif even > 0.3 * half and odd <= 0.05 * half:
        codec = "utf-16-be"
    if codec and len(_CONTROLS.findall(head.decode(codec, "replace"))) <= half // 50:
        return codec
    raise UnsupportedMedia(f"source {source.id} holds binary content, not text", "find out what it is, or leave it out")


def _known(source: Source, declared: str) -> str:
    """The codec of a declared encoding; "" when nothing we know is declared.

    Raises:
        CorruptInput: in it, ASCII bytes mean something else (UTF-7, EBCDIC): a reader would see another text.
    """
    if not declared:
        return ""
    letters = bytes(range(0x20, 0x7F))
    try:
        codec = codecs.lookup(declared).name
        faithful = letters.decode(codec) == letters.decode("ascii")
    except UnicodeError:
        faithful = False
    except LookupError:
        return ""
    if not faithful and not codec.startswith(("utf-16", "utf-32")):
        raise CorruptInput(f"source {source.id} declares an encoding that hides text", "save it as UTF-8 and try again")
    return "cp1252" if codec in ("iso8859-1", "ascii") else codec  # as browsers read it (WHATWG Encoding, section 4.2)


def _mixed(source: Source) -> bool:
    before = b""
    for chunk in chunks(source):
        if _STRAY_UTF8.search(before + chunk):
            return not _foreign(_sample(source))
        before = chunk[-2:]
    return False


def _sample(source: Source) -> bytes:
    """The neighbourhoods of bytes beyond ASCII, as many as fit: the head of a long file may hold none."""
    found = bytearray()
    for chunk in chunks(source):
        for match in _AROUND_HIGH.finditer(chunk):
            found += match.group()
            if len(found) >= _SAMPLE:
                return bytes(found)
    return bytes(found)


def _foreign(sample: bytes) -> bool:
    """Whether bytes beyond ASCII come in runs, as in Greek or Chinese, and not one by one as in Western text."""
    runs = [len(match.group()) for match in _HIGH.finditer(sample)]
    return sum(n for n in runs if n >= 3) > 0.5 * sum(runs)


def _guess(sample: bytes) -> str:
    """The likely codec of bytes that are not UTF-8; Western text is cp1252, which is what Windows wrote here."""
    if _foreign(sample):
        best = charset_normalizer.from_bytes(sample).best()
        return best.encoding if best is not None and not best.encoding.startswith(("utf_7", "iso2022", "hz")) else ""
    western = sample.decode("cp1252", "replace")
    high = sum(len(match.group()) for match in _HIGH.finditer(sample))
    return "cp1250" if len(_POLISH.findall(western)) > 0.1 * high else "cp1252"
