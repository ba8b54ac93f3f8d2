"""The pages of a PDF read by pdfminer, which shares no code with pdfium; where it fails on a page, by pdfium after all."""

from __future__ import annotations

import logging
import math
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.psexceptions import PSException

from redact.core.errors import CorruptInput

#: What pdfminer raises where a page is not as it expects.
_BROKEN = (
    *(PDFException, PSException, struct.error, zlib.error, ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(AssertionError, RecursionError, OverflowError, EOFError, ZeroDivisionError, UnicodeError, NotImplementedError),
)
#: In sizes of the type: a letter that starts so far from the end of the last is of another word, or of another line.
_WORD, _LINE, _ASIDE = 0.15, 3.0, 0.4


class _Letters(PDFTextDevice):
    """Letters in the order in which they are drawn, with spaces and line ends from where they stand.

    pdfminer's own layout takes seven times as long and tells no more letters.
    """

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self._told: list[str] = []
        self._end = (0.0, 0.0)

    @property
    def text(self) -> str:
        """All that was drawn."""
        return "".join(self._told)

    def render_char(self, matrix: Any, font: Any, fontsize: float, scaling: float, *rest: Any) -> float:
        """Take a letter and say how far it reaches."""
        cid = rest[1]
        try:
            sign = str(font.to_unichr(cid))
        except PDFUnicodeNotDefined:
            sign = ""
        reach = float(font.char_width(cid) * fontsize * scaling)
        a, b, c, d, x, y = matrix
        size = abs(fontsize) * math.hypot(c, d) or 1.0
        self._told.append(_between(x - self._end[0], y - self._end[1], (a, b), size) + sign)
        self._end = (x, y + reach * d) if font.is_vertical() else (x + reach * a, y + reach * b)
        return reach


def _between(x: float, y: float, along: tuple[float, float], size: float) -> str:
    """What stands between two letters, the second of which starts so far from the end of the first."""
    length = math.hypot(*along) or 1.0
    forward = (x * along[0] + y * along[1]) / length
    aside = abs(y * along[0] - x * along[1]) / length
    if aside > _ASIDE * size or not -_WORD * size * 2 < forward < _LINE * size:
        return "\n"
    return " " if forward > _WORD * size else ""


def page_texts(path: Path) -> Iterator[str]:
    """The text of each page, in order.

    Raises:
        CorruptInput: neither reader can read a page.
    """
    for name in ("pdfminer", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they would quote the document in their logs
    resources, at = PDFResourceManager(caching=True), 0
    with path.open("rb") as file:
        pages = PDFPage.get_pages(file)
        while True:
            try:
                page = next(pages, None)
            except _BROKEN:
                break
            if page is None:
                break
            yield _read(resources, page, path, at)
            at += 1
    yield from _others(path, at)


def _read(resources: PDFResourceManager, page: PDFPage, path: Path, index: int) -> str:
    device = _Letters(resources)
    try:
        PDFPageInterpreter(resources, device).process_page(page)
    except _BROKEN:
        return device.text + "\n" + next(_others(path, index), "")
    return device.text


def _others(path: Path, first: int) -> Iterator[str]:
    """The pages from `first` on through pdfium."""
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as err:
        raise CorruptInput("the PDF cannot be read again", "please report this") from err
    try:
        for index in range(first, len(document)):
            page = document[index]
            yield page.get_textpage().get_text_range()
            page.close()
    except pdfium.PdfiumError as err:
        raise CorruptInput("a page of the PDF cannot be read again", "please report this") from err
    finally:
        document.close()
