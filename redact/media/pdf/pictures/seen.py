"""What pdfium makes of one image by itself: the decoder for kinds that nothing else here reads."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pikepdf import Dictionary, Name
from pypdfium2 import raw

from redact.media.pdf.terms import Untrusted

#: All that says what the samples mean, for whoever wants them as they are stored.
_MEANING = ("/ColorSpace", "/Decode", "/ImageMask")
_AROUND = ("/SMask", "/Mask", "/SMaskInData", "/Alternates", "/OPI", "/Metadata", "/OC", "/PieceInfo", "/Measure")
_PDFIUM = (pdfium.PdfiumError, ValueError, RuntimeError)


def seen(image: pikepdf.Stream) -> Any:
    """``uint8 [height, width, 3], RGB`` of an image without its masks, in its own pixels.

    Raises:
        Untrusted: pdfium cannot decode it either.
    """
    return _bitmap(image, ())


def bilevel(image: pikepdf.Stream) -> Any:
    """``uint8 [height, width, 1]`` of zeros and ones: the samples of an image of one bit, as they are stored.

    Raises:
        Untrusted: pdfium cannot decode it.
    """
    return (_bitmap(image, _MEANING)[:, :, :1] > 127).astype(np.uint8)


def _bitmap(image: pikepdf.Stream, without: tuple[str, ...]) -> Any:
    width, height = int(image["/Width"]), int(image["/Height"])
    document = pdfium.PdfDocument(_alone(image, without))
    try:
        found = next(iter(document[0].get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,))), None)
        if found is None:
            raise Untrusted("an image cannot be decoded")
        pixels = _rgb(found.get_bitmap(render=False))
    except _PDFIUM as err:
        raise Untrusted("an image cannot be decoded") from err
    finally:
        document.close()
    if pixels.shape[:2] != (height, width):
        raise Untrusted("an image is not of the size that it claims")
    return pixels


def _alone(image: pikepdf.Stream, without: tuple[str, ...]) -> bytes:
    """A file of one page that shows nothing but the image."""
    with pikepdf.new() as pdf:
        copy = pdf.copy_foreign(image)
        for key in (*_AROUND, *without):
            if key in copy:
                del copy[key]
        if without:
            copy["/ColorSpace"] = Name.DeviceGray
            copy["/BitsPerComponent"] = 1
        page = pdf.add_blank_page(page_size=(100, 100))
        page.obj["/Resources"] = Dictionary(XObject=Dictionary(Im=copy))
        page.obj["/Contents"] = pdf.make_stream(b"q 100 0 0 100 0 0 cm /Im Do Q")
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _rgb(bitmap: Any) -> Any:
    """The pixels of a bitmap of any of pdfium's formats, which keep blue first."""
    pixels = np.asarray(bitmap.to_numpy())
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    channels = pixels.shape[2]
    if channels < 3:
        return np.repeat(pixels[:, :, :1], 3, axis=2)
    return np.ascontiguousarray(pixels[:, :, 2::-1])
