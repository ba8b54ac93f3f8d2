"""Samples written as image streams: what was exact stays exact, photographs stay photographs.

Source: ISO 32000-2:2020, sections 7.4.4 (Flate and its predictors), 7.4.6 (CCITT fax) and 7.4.8 (DCT).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, TiffImagePlugin

from redact.media.pdf.pictures.samples import Coding, Samples, decoding

_QUALITY = 92
_LEVEL = 6
_UP = 2  # PNG: each byte less the one above it
_STRIP_OFFSETS, _ROWS_PER_STRIP, _STRIP_SIZES = 273, 278, 279
_PHOTO_LAYERS = frozenset({1, 3, 4})


#: What an image keeps of its dictionary. All else is metadata, an older version of it, or belongs to its old coding.
_KEPT = ("/Intent", "/Interpolate", "/OC", "/StructParent", "/Name")


class Coded(NamedTuple):
    """The bytes of a stream, and the entries of its dictionary that say how to read them."""

    content: bytes
    filter: Name
    parameters: Dictionary | None = None


def coded(found: Samples, *, palette: bool = False) -> Coded:
    """The samples in a coding that suits them; `palette` says that they are numbers, which no photograph is.

    Raises:
        Untrusted: no encoder could write them.
    """
    with decoding():
        if found.bits == 1 and found.values.shape[2] == 1 and found.coding is Coding.FAX:
            return _fax(found.values[:, :, 0])
        if found.coding is Coding.PHOTO and not palette and found.values.shape[2] in _PHOTO_LAYERS and found.bits == 8:
            return Coded(_jpeg(found.values, found.tables), Name.DCTDecode)
        return flate(found)


def stream_of(pdf: pikepdf.Pdf, old: pikepdf.Stream, found: Samples, *, palette: bool = False) -> pikepdf.Stream:
    """A new image of `pdf` in place of `old`: all but what its samples stand for (`ColorSpace`, `Decode`, masks).

    Raises:
        Untrusted: as `coded`.
    """
    content, name, parameters = coded(found, palette=palette)
    made = pdf.make_stream(content)
    made["/Type"], made["/Subtype"], made["/Filter"] = Name.XObject, Name.Image, name
    if parameters is not None:
        made["/DecodeParms"] = parameters
    height, width = found.values.shape[:2]
    made["/Width"], made["/Height"], made["/BitsPerComponent"] = width, height, found.bits
    carry(old, made, *_KEPT)
    return made


def carry(old: pikepdf.Stream, made: pikepdf.Stream, *keys: str) -> None:
    """Give the new image these entries of the old one, if it has them."""
    for key in keys:
        if key in old:
            made[key] = old[key]


def _jpeg(values: Any, tables: Mapping[str, Any]) -> bytes:
    """A JPEG file quantised as it was: what was not painted over changes by rounding alone."""
    layers = values.shape[2]
    if layers == 4:
        picture = Image.frombytes("CMYK", values.shape[1::-1], (255 - values).tobytes())  # Pillow turns it over again
    else:
        picture = Image.fromarray(values[:, :, 0] if layers == 1 else np.ascontiguousarray(values))
    out = io.BytesIO()
    try:
        picture.save(out, "JPEG", optimize=True, **(tables or {"quality": _QUALITY, "subsampling": 0}))
    except (ValueError, TypeError):  # tables that a decoder takes and the encoder does not
        out = io.BytesIO()
        picture.save(out, "JPEG", optimize=True, quality=_QUALITY, subsampling=0)
    return out.getvalue()


def _fax(values: Any) -> Coded:
    """One bit a pixel in Group 4; ones are taken for the paper, as most scans have it."""
    paper = bool(values.mean() > 0.5)
    picture = Image.fromarray((values > 0) != paper)
    out = io.BytesIO()
    height, width = values.shape
    picture.save(out, "TIFF", compression="group4", tiffinfo={_ROWS_PER_STRIP: height})
    content = out.getvalue()
    with TiffImagePlugin.TiffImageFile(io.BytesIO(content)) as written:
        (start,), (size,) = written.tag_v2[_STRIP_OFFSETS], written.tag_v2[_STRIP_SIZES]
    parameters = Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=not paper)
    return Coded(content[start : start + size], Name.CCITTFaxDecode, parameters)


def flate(found: Samples) -> Coded:
    """The samples as they are, whole bytes of them as differences from the row above."""
    height, width, layers = found.values.shape
    rows = _packed(found.values.reshape(height, width * layers), found.bits)
    if found.bits < 8:
        return Coded(zlib.compress(rows.tobytes(), _LEVEL), Name.FlateDecode)
    above = np.zeros_like(rows)
    above[1:] = rows[:-1]
    marked = np.empty((height, rows.shape[1] + 1), np.uint8)
    marked[:, 0] = _UP
    marked[:, 1:] = rows - above
    parameters = Dictionary(Predictor=15, Colors=layers, BitsPerComponent=found.bits, Columns=width)
    return Coded(zlib.compress(marked.tobytes(), _LEVEL), Name.FlateDecode, parameters)


def _packed(rows: Any, bits: int) -> Any:
    """``uint8``: each row's samples packed, the last byte of a row filled with zeros."""
    if bits == 16:
        return rows.astype(">u2").view(np.uint8)
    if bits == 8:
        return rows
    if bits == 1:
        return np.packbits(rows, axis=1)
    in_byte = 8 // bits
    padded = np.pad(rows, ((0, 0), (0, -rows.shape[1] % in_byte))).reshape(rows.shape[0], -1, in_byte)
    shifts = np.arange(8 - bits, -1, -bits, dtype=np.uint8)
    return np.bitwise_or.reduce(padded << shifts, axis=2).astype(np.uint8)
