"""Images that are not cut lose what no reader shows: metadata in and around their coded bytes. Their pixels stay to the bit.

Source: ISO 32000-2:2020, section 8.9.5.
"""

from __future__ import annotations

import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name

from redact.media.pdf.objects.filters import unwrapped
from redact.media.pdf.pictures.coded_jpeg import bare_jpeg
from redact.media.pdf.pictures.coded_jpx import bare_jpx
from redact.media.pdf.pictures.samples import decoding, row_bytes

#: What an image is: all that a reader looks at. The rest is about it, or an older version of it.
_KEPT = frozenset(
    "/Type /Subtype /Width /Height /ColorSpace /BitsPerComponent /Intent /ImageMask /Mask /Decode /Interpolate /SMask"
    " /SMaskInData /Matte /Name /StructParent /Filter /DecodeParms /Length /OC".split()
)


def cleaned(image: pikepdf.Stream) -> None:
    """Take the metadata off an image, in place; what is cleaned already stays as it is.

    Raises:
        Untrusted: its coded bytes contradict their format.
    """
    for key in set(image.keys()) - _KEPT:
        del image[key]
    with decoding():
        content, coding = unwrapped(image)
        if coding == "/DCTDecode":
            bare = bare_jpeg(content)
        elif coding == "/JPXDecode":
            bare = bare_jpx(content)
        elif not coding:
            _shorten(image, content)
            return
        else:
            return
        if bare != content:
            image.write(bare, filter=Name(coding), decode_parms=_own_parameters(image))


def _own_parameters(image: pikepdf.Stream) -> Dictionary | None:
    """The parameters of the last filter, those of the image's own coding."""
    given = image.get("/DecodeParms")
    own = given[len(given) - 1] if isinstance(given, Array) else given
    return own if isinstance(own, Dictionary) else None


def _shorten(image: pikepdf.Stream, content: bytes) -> None:
    """Drop what stands behind the last sample, where no reader looks."""
    needed = row_bytes(image) * int(image["/Height"])
    if 0 < needed < len(content):
        image.write(zlib.compress(content[:needed]), filter=Name.FlateDecode)
