"""BMP, which is written again from its pixels.

Source: Microsoft, Bitmap Storage (BITMAPFILEHEADER, BITMAPV5HEADER).
"""

from __future__ import annotations

from PIL import Image

from redact.core.flow import PartNote, PartState
from redact.media.image.anatomy import Anatomy, Dress, Saying
from redact.media.image.stills import saved
from redact.media.image.words import said

_V5 = 124  # bytes of the only header that can carry a profile


def anatomy(content: bytes) -> Anatomy:
    """The picture and what stands behind it."""
    end = int.from_bytes(content[2:6], "little")
    rest = content[end:] if 0 < end < len(content) else b""
    sayings = (Saying("bytes after the end", "", said(rest)),) if said(rest) else ()
    leftover = [PartNote("trailer", PartState.DROPPED, "bytes after the end")] if rest else []
    if int.from_bytes(content[14:18], "little") >= _V5 and any(content[126:134]):
        leftover.append(PartNote("colour profile of a BMP", PartState.DROPPED, "not read"))
    return Anatomy(content, sayings, tuple(leftover))


def still(image: Image.Image, source: Image.Image, _bare: bytes, _dress: Dress) -> bytes:
    """The picture."""
    return saved(image, "BMP", **({"dpi": source.info["dpi"]} if "dpi" in source.info else {}))
