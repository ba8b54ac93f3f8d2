"""Whole PDFs for the tests: made, opened through the adapter, written with some words cut, and read again by others."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pdfminer.high_level import extract_text
from pikepdf import Array, Dictionary, Name, Stream

from redact.core.flow import Edit, PartState, Source
from redact.core.place import Box, Chars
from redact.core.segment import Raster, Segment, Text
from redact.media.pdf import open_pdf
from redact.media.pdf.document import Pdf
from redact.settings import Settings

LABEL = "s40"


def paper(*contents: str) -> pikepdf.Pdf:
    """A document with a page of 400 by 300 points for each content; Helvetica is ``/F1``."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    held = pdf.make_indirect(font)
    for content in contents:
        pdf.add_blank_page(page_size=(400, 300))
        page: Any = pdf.pages[-1].obj
        page["/Resources"] = Dictionary(Font=Dictionary(F1=held))
        page["/Contents"] = pdf.make_stream(content.encode("latin-1"))
    return pdf


def line(text: str, y: int = 200) -> str:
    """Content that shows a line of text."""
    return f"BT /F1 12 Tf 20 {y} Td ({text}) Tj ET "


def with_image(pdf: pikepdf.Pdf, pixels: Any, name: str = "Im", **keys: Any) -> Stream:
    """An image among the resources of the first page: ``uint8 [height, width]``, grey."""
    image = Stream(pdf, pixels.tobytes())
    about = {"/Type": Name.XObject, "/Subtype": Name.Image, "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8}
    about |= {"/Width": pixels.shape[1], "/Height": pixels.shape[0]}
    image.update({**about, **{"/" + key: value for key, value in keys.items()}})
    resources: Any = pdf.pages[0].obj["/Resources"]
    if "/XObject" not in resources:
        resources["/XObject"] = Dictionary()
    held = pdf.make_indirect(image)
    resources["/XObject"]["/" + name] = held
    return held


def gradient(height: int = 40, width: int = 60) -> Any:
    """Pixels of which no two columns are alike."""
    return np.tile(np.linspace(40, 230, width, dtype=np.uint8), (height, 1))


def pattern(pdf: pikepdf.Pdf, text: str) -> None:
    """A pattern ``/P1`` with writing in it: nobody can cut that."""
    resources: Any = pdf.pages[0].obj["/Resources"]
    cell = Stream(pdf, line(text).encode())
    cell.update({"/Type": Name.Pattern, "/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/XStep": 400})
    cell.update({"/YStep": 300, "/BBox": Array([0, 0, 400, 300]), "/Resources": Dictionary(Font=resources["/Font"])})
    resources["/Pattern"] = Dictionary(P1=pdf.make_indirect(cell))


def source(folder: Path, pdf: pikepdf.Pdf | bytes, name: str = "in.pdf") -> Source:
    """A document as a source."""
    out = io.BytesIO()
    if isinstance(pdf, bytes):
        out.write(pdf)
    else:
        pdf.save(out)
    content = out.getvalue()
    path = folder / name
    path.write_bytes(content)
    return Source(path, name, hashlib.sha256(content).hexdigest(), len(content), "pdf")


def opened(folder: Path, pdf: pikepdf.Pdf | bytes, *, pictures: bool = False, **settings: Any) -> Pdf:
    """A document through the adapter."""
    return Pdf(source(folder, pdf), Settings(**settings), as_pictures=pictures)


def cutting(*words: str, boxes: dict[str, Box] | None = None) -> Callable[[Segment], Sequence[Edit]]:
    """A change that cuts words wherever they are read, and boxes out of pictures by their parts."""
    sought = re.compile("|".join(map(re.escape, words))) if words else None

    def change(segment: Segment) -> Sequence[Edit]:
        if isinstance(segment, Text) and sought is not None:
            return [Edit(Chars(*found.span()), LABEL) for found in sought.finditer(segment.text)]
        if isinstance(segment, Raster) and boxes and segment.part in boxes:
            return [Edit(boxes[segment.part], LABEL)]
        return []

    return change


def written(document: Pdf, change: Callable[[Segment], Sequence[Edit]]) -> bytes:
    """The file that a change makes."""
    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def said(content: bytes) -> str:
    """What pdfium and pdfminer read in a file, all of it, in small letters, words one space apart."""
    with pdfium.PdfDocument(content) as document:
        seen = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join([*seen, extract_text(io.BytesIO(content))]).lower().split())


def pixels_of(content: bytes, index: int = 0) -> Any:
    """``uint8 [height, width, 3]``: a page as it is seen, a pixel a point."""
    with pdfium.PdfDocument(content) as document:
        return document[index].render(scale=1).to_numpy()[:, :, :3].copy()


def rasters(document: Any) -> list[tuple[str, tuple[int, ...]]]:
    """The pictures of a document: their parts and sizes."""
    return [(each.part, each.pixels.shape[:2]) for each in document.segments() if isinstance(each, Raster)]


def dropped(folder: Path, content: bytes) -> list[str]:
    """What would still be left out if a draft were written again."""
    notes = open_pdf(source(folder, content, "draft.pdf")).census()
    return [note.part for note in notes if note.state in (PartState.DROPPED, PartState.REFUSED)]
