"""Bytes of a letter as characters, whatever it says of them: all goes out as UTF-8, so what was read is what goes out."""

from __future__ import annotations

import codecs
import hashlib
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from redact.core.errors import InputError
from redact.core.flow import Source
from redact.media._charset import detect
from redact.media._encoding import characters

#: Names that mail uses and Python has not, or has for something narrower. Source: WHATWG Encoding, section 4.2, 2025.
_KNOWN_AS: Mapping[str, str] = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949",
    "shift_jis": "cp932", "iso8859-9": "cp1254", "x-sjis": "cp932", "iso-8859-8-i": "iso8859-8", "x-gbk": "gb18030",
    "x-mac-roman": "mac_roman",
}  # fmt: skip
#: Charsets, and none of the codecs of Python that are no charset (`unicode_escape`, `idna`).
_CHARSETS = re.compile(r"utf|iso|cp\d|koi8|mac|big5|gb|euc|shift|hz$|tis|johab|kz1048|ptcp154")
#: Several bytes a character, or few enough bits that every byte is ASCII: what they say of themselves comes first.
_TELLING = re.compile(r"utf-?16|utf-?32|utf-?7|iso2022|hz$|gb18030|cp949|cp932|big5|euc")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SHIFTS = re.compile(rb"\x1b[$(]")
_SHIFTING = ("iso2022_jp_2", "iso2022_jp_ext", "iso2022_kr")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def decode(raw: bytes, declared: str = "") -> str | None:
    """The characters, lines parted by line feeds, controls left out; None where no charset makes text of them."""
    for codec in _candidates(raw, declared):
        text = _strictly(raw, codec)
        if text is not None:
            return text
    return _guessed(raw)


def _candidates(raw: bytes, declared: str) -> list[str]:
    marked = [codec for bom, codec in _BOMS if raw.startswith(bom)]
    said = _codec(declared)
    telling = [said] if said and _TELLING.match(said) else []
    shifting = list(_SHIFTING) if _SHIFTS.search(raw) else []
    return [*marked, *telling, *shifting, "utf-8", *([said] if said else [])]


def _codec(declared: str) -> str:
    name = declared.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(_KNOWN_AS.get(name, name)).name
    except (LookupError, ValueError):  # ValueError: a null character in it
        return ""
    name = _KNOWN_AS.get(name, name)
    return name if _CHARSETS.match(name) else ""


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return _legible(raw.decode(codec))
    except ValueError:  # a UnicodeError, which some codecs raise without saying where
        return None


def _guessed(raw: bytes) -> str | None:
    """As text files are guessed, which goes over a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "part"
        path.write_bytes(raw)
        source = Source(path, "part", hashlib.sha256(raw).hexdigest(), len(raw), "text")
        try:
            return _legible("".join(characters(source, detect(source))))
        except InputError:
            return None


def _legible(text: str) -> str | None:
    text = _LINE_ENDS.sub("\n", text).removeprefix("\ufeff")
    controls = len(_CONTROLS.findall(text))
    if controls > max(2, len(text) // 50):
        return None
    return _CONTROLS.sub("", text) if controls else text
