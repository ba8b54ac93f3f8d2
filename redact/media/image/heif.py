"""HEIC, which is read here and written as JPEG: there is no free encoder for it.

Source: ISO/IEC 23008-12:2022 (HEIF).
"""

from __future__ import annotations

import io

import pi_heif
from PIL import Image

from redact.core.flow import PartNote, PartState
from redact.media.image import jpeg
from redact.media.image.anatomy import Anatomy, Dress, Saying, counted, numbered
from redact.media.image.bounds import reading
from redact.media.image.exif import Exif
from redact.media.image.pixels import to_rgb
from redact.media.image.stills import saved
from redact.media.image.words import of_xml, said

_QUALITY = 92


def anatomy(content: bytes) -> Anatomy:
    """What is said beside the primary picture, and the pictures that are left out."""
    with reading():
        heif = pi_heif.open_heif(io.BytesIO(content))
        info = dict(heif.info)
        others = len(heif) - 1
    exif = Exif(info.get("exif") or b"")
    sayings = [*exif.sayings()]
    if info.get("xmp"):
        sayings.append(Saying("XMP", "XMP", of_xml(info["xmp"])))
    for block in info.get("metadata") or ():
        sayings.append(Saying("HEIF metadata", "", said(bytes(block.get("data", b"")))))
    notes = [*exif.leftover()]
    notes += [PartNote("further picture", PartState.DROPPED, "only the primary picture is kept")] * others
    for name, what in (("thumbnails", "thumbnail"), ("depth_images", "depth map")):
        notes += [PartNote(what, PartState.DROPPED)] * len(info.get(name) or ())
    for numbers in (info.get("aux") or {}).values():
        notes += [PartNote("auxiliary picture", PartState.DROPPED)] * len(numbers)
    # The decoder has turned the pixels already.
    return Anatomy(content, numbered(sayings), counted(notes), 1, info.get("icc_profile") or b"")


def still(image: Image.Image, _source: Image.Image, _bare: bytes, dress: Dress) -> bytes:
    """The picture as JPEG."""
    flat = image if image.mode == "L" else Image.fromarray(to_rgb(image))
    return jpeg.dressed(jpeg.anatomy(saved(flat, "JPEG", quality=_QUALITY, optimize=True)).bare, dress)
