"""Pages made of a few instructions, and what is read on them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name, Stream

from redact.media.pdf import content
from redact.media.pdf.terms import Area, Cut, Placement

WIDTHS = dict(
    zip(
        range(32, 127),
        [278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278]
        + [556] * 10
        + [
            278,
            278,
            584,
            584,
            584,
            556,
            1015,
            667,
            667,
            722,
            722,
            667,
            611,
            778,
            722,
            278,
            500,
            667,
            556,
            833,
            722,
            778,
        ]
        + [667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556]
        + [278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334]
        + [260, 334, 584],
        strict=True,
    )
)


def wide(text: str, size: float = 12) -> float:
    """How wide a text is in Helvetica."""
    return sum(WIDTHS[ord(char)] for char in text) * size / 1000


def made(body: str | bytes | Sequence[str], **resources: Any) -> pikepdf.Pdf:
    """A document of one page of 400 by 300 points, with Helvetica as ``/F1``."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 300))
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    held = Dictionary(Font=Dictionary(F1=pdf.make_indirect(helvetica)))
    for kind, value in resources.items():
        held[f"/{kind}"] = value
    pdf.pages[0].obj["/Resources"] = held
    write(pdf, body)
    return pdf


def write(pdf: pikepdf.Pdf, body: str | bytes | Sequence[str]) -> None:
    """Give the page another content."""
    if isinstance(body, (str, bytes)):
        pdf.pages[0].obj["/Contents"] = pdf.make_stream(_raw(body))
    else:
        pdf.pages[0].obj["/Contents"] = Array([pdf.make_stream(_raw(piece)) for piece in body])


def form(pdf: pikepdf.Pdf, body: str, **entries: Any) -> pikepdf.Stream:
    """A form of the size of the page."""
    return Stream(pdf, _raw(body), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 400, 300]), **entries)


def image(pdf: pikepdf.Pdf, width: int = 2, height: int = 2) -> pikepdf.Stream:
    """A grey image."""
    entries = {"Width": width, "Height": height, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
    return Stream(pdf, bytes(width * height), Type=Name.XObject, Subtype=Name.Image, **entries)


def named(pdf: pikepdf.Pdf, kind: str, name: str, value: Any) -> None:
    """Give the page another resource."""
    resources = pdf.pages[0].obj["/Resources"]
    if kind not in resources:
        resources[kind] = Dictionary()
    resources[kind][name] = value


def chars(pdf: pikepdf.Pdf) -> str:
    """What the glyphs of the page stand for."""
    return "".join(glyph.char for glyph in content.read(pdf, pdf.pages[0]).glyphs)


def starts(pdf: pikepdf.Pdf) -> list[tuple[str, float, float]]:
    """Every glyph with where its box begins."""
    found = content.read(pdf, pdf.pages[0]).glyphs
    return [(glyph.char, round(glyph.area.x0, 2), round(glyph.area.y0, 2)) for glyph in found]


def cut(pdf: pikepdf.Pdf, *areas: Area, label: str = "", guarded: bool = False) -> tuple[Cut, ...]:
    """Cut areas out of the page."""
    cuts = [Cut(area, label, guarded) for area in areas]
    return content.rewrite(pdf, pdf.pages[0], cuts, lambda _placement, _areas: image(pdf, 1, 1))


def where(pdf: pikepdf.Pdf, word: str) -> Area:
    """The area of a word's glyphs on the page."""
    glyphs = content.read(pdf, pdf.pages[0]).glyphs
    at = "".join(glyph.char for glyph in glyphs).index(word)
    area = glyphs[at].area
    for glyph in glyphs[at + 1 : at + len(word)]:
        area = area.join(glyph.area)
    return area.grown(-0.01)


def body(pdf: pikepdf.Pdf) -> bytes:
    """The content of the page."""
    return b"".join(bytes(stream.read_bytes()) for stream in _streams(pdf.pages[0].obj["/Contents"]))


def saved(pdf: pikepdf.Pdf) -> bytes:
    """The document as a file."""
    out = io.BytesIO()
    pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


def pixels(pdf: pikepdf.Pdf) -> Any:
    """The page as pdfium shows it, twice as large as it is."""
    document = pdfium.PdfDocument(saved(pdf))
    try:
        return document[0].render(scale=2).to_numpy().copy()
    finally:
        document.close()


def seen_text(pdf: pikepdf.Pdf) -> str:
    """What pdfium reads on the page."""
    document = pdfium.PdfDocument(saved(pdf))
    try:
        page = document[0].get_textpage()
        return str(page.get_text_range())
    finally:
        document.close()


def placed(pdf: pikepdf.Pdf) -> tuple[Placement, ...]:
    """The images of the page."""
    return content.read(pdf, pdf.pages[0]).placements


def _streams(held: Any) -> list[Any]:
    return list(held) if isinstance(held, Array) else [held]


def _raw(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")
