"""A PDF of one page with things around the page, for the tests of what is flattened, scrubbed and said."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name, Stream

WORDS = "The witness said nothing else"
RECT = [40, 100, 240, 120]


class Paper:
    """A page with one line of text."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.pdf.add_blank_page(page_size=(400, 300))
        self.page: Any = self.pdf.pages[0].obj
        self.root: Any = self.pdf.Root
        self.font = self.pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        self.page["/Resources"] = Dictionary(Font=Dictionary(F1=self.font))
        self.page["/Contents"] = self.pdf.make_stream(f"BT /F1 12 Tf 40 200 Td ({WORDS}) Tj ET".encode())

    def look(self, words: str) -> Any:
        form = Stream(self.pdf, f"BT /F1 12 Tf 2 5 Td ({words}) Tj ET".encode())
        form.update({"/BBox": Array([0, 0, 200, 20]), "/Resources": Dictionary(Font=Dictionary(F1=self.font))})
        return Dictionary(N=self.pdf.make_indirect(form))

    def annotate(self, **keys: Any) -> Any:
        mark = self.pdf.make_indirect(Dictionary(Type=Name.Annot, Rect=Array(RECT), **keys))
        held = self.page.get("/Annots", Array())
        held.append(mark)
        self.page["/Annots"] = held
        return mark

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.pdf.save(out)
        return out.getvalue()

    def seen(self) -> str:
        return text_of(self.saved())


def text_of(content: bytes) -> str:
    with pdfium.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def pixels_of(content: bytes) -> Any:
    with pdfium.PdfDocument(content) as document:
        return document[0].render(scale=1, may_draw_forms=False).to_numpy()[:, :, :3].copy()


def reopened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))
