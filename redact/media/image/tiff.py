"""TIFF: pages decoded one by one and written again with the tags that pixels need and no other.

Source: Adobe, TIFF 6.0 (1992) and Supplements 1 and 2; tag numbers as registered by Adobe and the Library of Congress.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from PIL import ExifTags, Image, TiffImagePlugin

from redact.core.flow import PartNote, PartState
from redact.media.image import iptc
from redact.media.image.anatomy import Anatomy, Dress, Saying, counted, numbered
from redact.media.image.bounds import reading
from redact.media.image.exif import Directories, Exif
from redact.media.image.stills import writing
from redact.media.image.words import of_xml

#: Tags that say how pixels are stored, with no words in them.
_STORED = frozenset(
    {*range(254, 260), *range(262, 267), 273, 274, *range(277, 285), *range(290, 294), 296, 297, 301, *range(317, 326),
     327, 328, 332, 334, 336, *range(338, 343), 347, *range(512, 516), *range(517, 522), *range(529, 533), 34675}
)  # fmt: skip
_XMP, _IPTC, _ORIENTATION, _COMPRESSION = 700, 33723, 274, 259
#: Tags that hold pictures or whole blocks of their own.
_BLOCKS = {330: "further pictures", 34377: "Photoshop resources", 37724: "Photoshop layers", 50740: "private data"}
_APART = frozenset({_XMP, _IPTC, *_BLOCKS})
#: Without loss, by TIFF's number; any other becomes Deflate. Source: TIFF 6.0, Section 8 and after.
_COMPRESSIONS = {1: "raw", 5: "tiff_lzw", 8: "tiff_adobe_deflate", 32946: "tiff_adobe_deflate", 32773: "packbits"}
_FAX = {3: "group3", 4: "group4"}
#: Modes of pixels that TIFF cannot hold, or that hold more than is shown.
_SHOWN = {"PA": "RGBA", "RGBX": "RGB", "RGBa": "RGBA", "La": "LA"}
_DIRECTORIES = (int(ExifTags.IFD.Exif), int(ExifTags.IFD.GPSInfo), int(ExifTags.IFD.Interop))


def anatomy(content: bytes) -> Anatomy:
    """The file with what is said on each of its pages.

    Raises:
        CorruptInput: its directories contradict the format.
        UnsupportedMedia: Pillow cannot read its pixels.
    """
    sayings: list[Saying] = []
    leftover: list[PartNote] = []
    with reading():
        image = TiffImagePlugin.TiffImageFile(io.BytesIO(content))
        count = image.n_frames
        for page in range(count):
            image.seek(page)
            before = f"page {page + 1}, " if count > 1 else ""
            sayings += _sayings(image, before)
            leftover += _leftover(image, before)
        image.seek(0)
        orientation, profile = Exif(b"", {0: dict(image.tag_v2)}).orientation, image.info.get("icc_profile", b"")
    return Anatomy(content, numbered(sayings), counted(leftover), orientation, profile)


def orientation_of(image: Image.Image) -> int:
    """How the page that was decoded is turned; each page says so for itself."""
    return Exif(b"", {0: {_ORIENTATION: getattr(image, "tag_v2", {}).get(_ORIENTATION, 1)}}).orientation


class Binder:
    """Writes pages into one file, one after another."""

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._pages = TiffImagePlugin.AppendingTiffWriter(self._file, new=True)

    def add(self, image: Image.Image, source: Image.Image, dress: Dress) -> None:
        """Write a page, compressed as the one it was made from where that was without loss.

        Raises:
            WriteError: the page could not be encoded.
        """
        tags = TiffImagePlugin.ImageFileDirectory_v2()
        if dress.orientation != 1:
            tags[_ORIENTATION] = dress.orientation
        for key, text in dress.kept.items():
            if len(key) == 2 and key[0] == 0:
                tags[int(key[1])] = text.encode("utf-8")
        how: dict[str, Any] = {"dpi": source.info["dpi"]} if "dpi" in source.info else {}
        if dress.profile:
            how["icc_profile"] = dress.profile
        bare = image.convert(_SHOWN[image.mode]) if image.mode in _SHOWN else image.copy()
        bare.info = {}
        with writing():
            bare.save(self._pages, "TIFF", compression=_compression(image, source), tiffinfo=tags, **how)
            self._pages.newFrame()

    def content(self) -> bytes:
        """The whole file."""
        with writing():
            self._pages.close()
        return self._file.getvalue()


def _compression(image: Image.Image, source: Image.Image) -> str:
    number = getattr(source, "tag_v2", {}).get(_COMPRESSION, 1)
    if image.mode == "1" and number in _FAX:
        return _FAX[number]
    return _COMPRESSIONS.get(number, "tiff_adobe_deflate")


def _directories(image: TiffImagePlugin.TiffImageFile) -> Directories:
    found = image.getexif()
    first = {tag: value for tag, value in image.tag_v2.items() if tag not in _STORED | _APART}
    return {0: first, **{number: dict(found.get_ifd(number)) for number in _DIRECTORIES}}


def _sayings(image: TiffImagePlugin.TiffImageFile, before: str) -> Iterator[Saying]:
    tags = image.tag_v2
    for saying in Exif(b"", _directories(image), f"{before}TIFF ").sayings():
        # Only what belongs to the whole file, and stands in its main directory, can be kept.
        yield saying if saying.tag[:1] == (0,) and not before else replace(saying, tag=())
    if _XMP in tags:
        yield Saying(f"{before}XMP", "XMP", of_xml(_as_bytes(tags[_XMP])))
    if _IPTC in tags:
        for saying in iptc.records(_as_bytes(tags[_IPTC])):
            yield Saying(f"{before}{saying.part}", saying.name, saying.text)


def _leftover(image: TiffImagePlugin.TiffImageFile, before: str) -> Iterable[PartNote]:
    yield from Exif(b"", _directories(image), f"{before}TIFF ").leftover()
    for tag, what in _BLOCKS.items():
        if tag in image.tag_v2:
            yield PartNote(f"{before}{what}", PartState.DROPPED, "not read")


def _as_bytes(value: Any) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8")
    if isinstance(value, tuple):  # IPTC is often typed as numbers of 32 bits
        return b"".join(int(each).to_bytes(4 if max(value) > 0xFF else 1, "little") for each in value)
    return bytes(value)
