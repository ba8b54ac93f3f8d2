"""EXIF: every directory read as text, and a new block made of the orientation and the fields that are kept.

Source: Exif 3.0 (CIPA DC-008-2023).
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import ExifTags, Image

from redact.core.flow import PartNote, PartState
from redact.core.upright import ORIENTATIONS
from redact.media.image.anatomy import Dress, Saying
from redact.media.image.words import latin, said

PREFIX = b"Exif\x00\x00"
_ORIENTATION = 0x0112
_FIRST = 0  # our number for the first directory
_DIRECTORIES = (
    (_FIRST, ""),
    (int(ExifTags.IFD.Exif), ""),
    (int(ExifTags.IFD.GPSInfo), "GPS "),
    (int(ExifTags.IFD.Interop), "interoperability "),
    (int(ExifTags.IFD.IFD1), "thumbnail "),
)
_POINTERS = frozenset({int(ExifTags.IFD.Exif), int(ExifTags.IFD.GPSInfo), int(ExifTags.IFD.Interop), 0x0201, 0x0202})
#: Tags whose bytes are UTF-16 (Windows Explorer). Source: Microsoft, WIC photo metadata policies, 2023.
_WIDE = range(0x9C9B, 0x9CA0)
_USER_COMMENT = 0x9286
_CODED = frozenset({*_WIDE, _USER_COMMENT, 0x927C})  # not plain characters; the last is the maker's own
_KEPT_IN = frozenset({_FIRST, int(ExifTags.IFD.Exif)})
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, AttributeError, struct.error)


#: Directory by directory, tag by tag.
Directories = Mapping[int, Mapping[int, Any]]


class Exif:
    """A block of EXIF taken apart."""

    def __init__(self, block: bytes, directories: Directories | None = None, before: str = "EXIF ") -> None:
        """`block` is the TIFF structure, with or without the prefix that JPEG puts before it.

        Or `directories` are given, as a TIFF has them itself; `before` stands before the names of their fields.
        """
        self._block = block.removeprefix(PREFIX)
        self._directories = _directories(self._block) if directories is None else directories
        self._before = before

    @property
    def orientation(self) -> int:
        """1 to 8; 1 where nothing sensible is said."""
        value = (self._directories or {}).get(_FIRST, {}).get(_ORIENTATION, 1)
        return int(value) if value in ORIENTATIONS else 1

    def sayings(self) -> Iterator[Saying]:
        """Every field that holds words, and the position in decimal degrees."""
        if self._directories is None:
            if self._block:
                yield Saying("EXIF", "", said(self._block))
            return
        for number, before in _DIRECTORIES:
            for tag, value in self._directories.get(number, {}).items():
                text = _text(tag, value)
                if len(text) > 1:  # one letter says which side of the equator, or how sure
                    name = _name(number, tag)
                    keep = (number, tag) if number in _KEPT_IN and tag not in _CODED else ()
                    yield Saying(f"{self._before}{before}{name}", name, text, keep)
        position = _position(self._directories.get(int(ExifTags.IFD.GPSInfo), {}))
        if position:
            yield Saying(f"{self._before}GPS position", "GPS position", position)

    def leftover(self) -> Iterator[PartNote]:
        """What is dropped without words."""
        if self._directories is None:
            if self._block and not said(self._block):
                yield PartNote("EXIF", PartState.DROPPED, "not readable")
            return
        if self._directories.get(int(ExifTags.IFD.IFD1)):
            yield PartNote(f"{self._before}thumbnail", PartState.DROPPED)
        if any(self._numbers()):
            yield PartNote(f"{self._before}numbers", PartState.DROPPED, "values without words")

    def _numbers(self) -> Iterator[bool]:
        for number, _ in _DIRECTORIES:
            for tag, value in (self._directories or {}).get(number, {}).items():
                yield (
                    tag not in _POINTERS
                    and not (number == _FIRST and tag == _ORIENTATION)
                    and len(_text(tag, value)) < 2
                )


def exif_block(dress: Dress) -> bytes:
    """A TIFF structure with the orientation and what is kept; nothing where there is nothing to say."""
    first = {int(key[1]): text for key, text in dress.kept.items() if key[0] == _FIRST and len(key) == 2}
    second = {int(key[1]): text for key, text in dress.kept.items() if key[0] == int(ExifTags.IFD.Exif)}
    if dress.orientation == 1 and not first and not second:
        return b""
    made = Image.Exif()
    if dress.orientation != 1:
        made[_ORIENTATION] = dress.orientation
    for tag, text in sorted(first.items()):
        made[tag] = _stored(text)
    if second:
        made[int(ExifTags.IFD.Exif)] = {tag: _stored(text) for tag, text in sorted(second.items())}
    return made.tobytes().removeprefix(PREFIX)


def _stored(text: str) -> str | bytes:
    """Pillow would write question marks for what is not ASCII; what is ASCII it types as such."""
    return text if text.isascii() else text.encode("utf-8")


def _directories(block: bytes) -> Directories | None:
    """Directory by directory; None where the block cannot be understood."""
    found = Image.Exif()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.load(block)
            made: dict[int, Mapping[int, Any]] = {_FIRST: dict(found)}
            for number, _ in _DIRECTORIES[1:]:
                made[number] = dict(found.get_ifd(number))
    except _BROKEN:
        return None
    return made if not block or any(made.values()) else None


def _name(number: int, tag: int) -> str:
    table: Mapping[int, str] = ExifTags.GPSTAGS if number == int(ExifTags.IFD.GPSInfo) else ExifTags.TAGS
    return table.get(tag, f"tag 0x{tag:04x}")


def _text(tag: int, value: Any) -> str:
    if isinstance(value, tuple) and value and all(isinstance(each, str) for each in value):
        return "\n".join(value).strip("\x00 ")
    if isinstance(value, str):
        return _again(value).strip("\x00 ")
    if not isinstance(value, bytes):
        return ""
    if tag in _WIDE:
        return value.decode("utf-16-le", "replace").strip("\x00 ")
    if tag == _USER_COMMENT:
        return _comment(value)
    return said(value)


def _again(value: str) -> str:
    """Pillow reads ASCII fields as Latin-1; most programs write UTF-8 there."""
    try:
        return latin(value.encode("latin-1"))
    except UnicodeEncodeError:
        return value


def _comment(value: bytes) -> str:
    """Source: Exif 3.0, 4.6.6, UserComment: eight bytes name the encoding."""
    code, rest = value[:8], value[8:]
    if code.startswith(b"UNICODE"):
        codec = "utf-16-be" if rest[:1] == b"\x00" else "utf-16-le"
        return rest.decode(codec, "replace").strip("\x00 ")
    return latin(rest) if code.startswith((b"ASCII", b"\x00")) else said(value)


def _position(gps: Mapping[int, Any]) -> str:
    latitude = _degrees(gps.get(2), gps.get(1), "S")
    longitude = _degrees(gps.get(4), gps.get(3), "W")
    return f"{latitude}, {longitude}" if latitude and longitude else ""


def _degrees(value: Any, side: Any, negative: str) -> str:
    if not isinstance(value, tuple) or len(value) != 3:
        return ""
    try:
        degrees, minutes, seconds = (float(each) for each in value)
    except (TypeError, ValueError, ArithmeticError):
        return ""
    total = degrees + minutes / 60 + seconds / 3600
    return f"{-total if side == negative else total:.6f}"
