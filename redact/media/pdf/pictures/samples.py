"""The samples of an image as they are stored, before `Decode` and colour: what a repaint changes and writes again.

Source: ISO 32000-2:2020, sections 7.4 (filters) and 8.9.5 (image dictionaries).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any

import numpy as np
import pikepdf
from PIL import Image, JpegImagePlugin

from redact.core.errors import LimitExceeded
from redact.media.pdf.objects.filters import PLAIN, filters, parameters_of, unwrapped
from redact.media.pdf.pictures.colours import space_of
from redact.media.pdf.pictures.seen import bilevel, seen
from redact.media.pdf.terms import Untrusted

# Ours is `Settings.max_pixels`, asked before anything is decoded; Pillow's own would refuse what a user allowed.
Image.MAX_IMAGE_PIXELS = None

_FAX = frozenset({"/CCITTFaxDecode", "/JBIG2Decode"})
_DEPTHS = (1, 2, 4, 8, 16)
_BROKEN = (
    *(pikepdf.PdfError, pikepdf.DataDecodingError, OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError),
    *(ArithmeticError, AttributeError, RuntimeError, NotImplementedError),
)


class Coding(Enum):
    """How the samples were coded, and so how they are coded again."""

    EXACT = auto()  # Flate and its like
    FAX = auto()  # one bit a pixel: CCITT, JBIG2
    PHOTO = auto()  # JPEG, JPEG 2000


@dataclass(frozen=True, slots=True)
class Samples:
    """``uint8`` (16 bits: ``uint16``) ``[height, width, components]`` of `bits` each.

    `alpha` is the transparency that JPEG 2000 keeps beside them; `tables` is how a JPEG file was quantised. `coloured`
    says that the image's own `ColorSpace` and `Decode` no longer apply: these are plain 8-bit RGB.
    """

    values: Any = field(repr=False)
    bits: int
    coding: Coding
    alpha: Any = field(default=None, repr=False)
    tables: Mapping[str, Any] = field(default_factory=dict)
    coloured: bool = False


@contextmanager
def decoding() -> Iterator[None]:
    """Errors of the decoders as ours; their warnings, which may quote the file, are swallowed.

    Raises:
        Untrusted: the bytes are not what they claim.
        LimitExceeded: there is no memory for them.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except MemoryError as err:
        raise LimitExceeded("a picture needs more memory than there is", "scale it down") from err
    except _BROKEN as err:
        raise Untrusted("an image cannot be decoded") from err


def size_of(image: pikepdf.Stream, max_pixels: int) -> tuple[int, int]:
    """Its width and height as it claims them.

    Raises:
        LimitExceeded: it claims more than `max_pixels`.
        Untrusted: it claims none.
    """
    with decoding():
        width, height = int(image["/Width"]), int(image["/Height"])
    if width < 1 or height < 1:
        raise Untrusted("an image has no pixels")
    if width * height > max_pixels:
        raise LimitExceeded("a picture on a page is too large", "raise max_pixels, or scale it down")
    return width, height


def samples_of(image: pikepdf.Stream, components: int | None) -> Samples:
    """The stored samples; where nobody can tell them, the colours that they stand for.

    `components` is how many the colour space has, None where nobody knows.

    Raises:
        LimitExceeded: there is no memory for them.
        Untrusted: they cannot be decoded.
    """
    try:
        with decoding():
            return _stored(image, components)
    except Untrusted:
        with decoding():
            return Samples(seen(image), 8, _coding(filters(image)), coloured=True)


def row_bytes(image: pikepdf.Stream) -> int:
    """Bytes of one row of samples, once no filter is left; 0 where nobody can tell."""
    if bool(image.get("/ImageMask", False)):
        return (int(image["/Width"]) + 7) // 8
    space = space_of(image.get("/ColorSpace"))
    bits = image.get("/BitsPerComponent")
    return 0 if space is None or bits is None else (int(image["/Width"]) * space.components * int(bits) + 7) // 8


def _coding(names: Sequence[str]) -> Coding:
    last = names[-1] if names else ""
    return Coding.FAX if last in _FAX else Coding.EXACT if last in PLAIN or not last else Coding.PHOTO


def _stored(image: pikepdf.Stream, components: int | None) -> Samples:
    width, height = int(image["/Width"]), int(image["/Height"])
    names = filters(image)
    if names and names[-1] in _FAX:
        return Samples(bilevel(image), 1, Coding.FAX)
    content, coding = unwrapped(image)
    if coding == "/DCTDecode":
        found = _jpeg(content, parameters_of(image))
    elif coding == "/JPXDecode":
        found = _jpx(content)
    else:
        found = _exact(content, image, components)
    if found.values.shape[:2] != (height, width):
        raise Untrusted("an image is not of the size that it claims")
    if components not in (None, found.values.shape[2]):
        raise Untrusted("an image is not of the colours that it claims")
    return found


def _exact(content: bytes, image: pikepdf.Stream, components: int | None) -> Samples:
    width, height = int(image["/Width"]), int(image["/Height"])
    stencil = bool(image.get("/ImageMask", False))
    bits = 1 if stencil else int(image["/BitsPerComponent"])
    count = 1 if stencil else components
    if count is None or bits not in _DEPTHS:
        raise Untrusted("an image is of an unknown kind")
    row = (width * count * bits + 7) // 8
    # Readers take what is missing for zeros, and do not look at what is too much.
    content = content[: row * height].ljust(row * height, b"\0")
    rows = np.frombuffer(content, np.uint8).reshape(height, row)
    values = _unpacked(rows, bits)[:, : width * count].reshape(height, width, count)
    return Samples(values.copy(), bits, Coding.EXACT)


def _unpacked(rows: Any, bits: int) -> Any:
    if bits == 16:
        return rows.view(">u2").astype(np.uint16)
    if bits == 8:
        return rows
    if bits == 1:
        return np.unpackbits(rows, axis=1)
    shifts = np.arange(8 - bits, -1, -bits, dtype=np.uint8)
    return ((rows[:, :, None] >> shifts) & ((1 << bits) - 1)).reshape(rows.shape[0], -1)


def _jpeg(content: bytes, parameters: Sequence[Any]) -> Samples:
    with JpegImagePlugin.JpegImageFile(io.BytesIO(content)) as picture:
        adobe = "adobe" in picture.info
        if (
            not adobe
            and parameters
            and parameters[-1] is not None
            and int(parameters[-1].get("/ColorTransform", 1)) == 0
        ):
            raise Untrusted("an image is coded in an unusual way")  # Pillow would take it for YCbCr
        tables = {"qtables": picture.quantization, "subsampling": max(JpegImagePlugin.get_sampling(picture), 0)}
        values = _layered(np.asarray(picture))
    if values.shape[2] == 4:
        # Pillow takes Adobe's ink for light and turns it over; a PDF says so in its Decode array.
        values = 255 - values if adobe else values
        tables = {}  # Pillow writes CMYK as it is, and these may be for YCCK
    return Samples(values, 8, Coding.PHOTO, tables=tables)


def _jpx(content: bytes) -> Samples:
    with Image.open(io.BytesIO(content), formats=("JPEG2000",)) as picture:
        if picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
            raise Untrusted("an image is coded in an unusual way")
        values, with_alpha = _layered(np.asarray(picture)), picture.mode in ("LA", "RGBA")
    made = Samples(values, 8, Coding.PHOTO)
    return replace(made, values=values[:, :, :-1], alpha=values[:, :, -1:]) if with_alpha else made


def _layered(values: Any) -> Any:
    return values[:, :, None] if values.ndim == 2 else values
