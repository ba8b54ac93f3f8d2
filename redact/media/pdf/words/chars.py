"""The characters of a page as pdfium gives them: what each stands for, where its ink is, which way it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from redact.media.pdf.terms import Area
from redact.media.pdf.words.charboxes import Style, boxes

__all__ = ["Char", "Gap", "Style", "characters"]

_LIGATURES = range(0xFB00, 0xFB07)
_SURROGATES = range(0xD800, 0xE000)
#: A hyphen that is seen at the end of a line only; and what pdfium puts in place of any that it finds there.
_SOFT, _AT_END = 0xAD, frozenset({0x02, 0xFFFE})
_NOTHING = frozenset({0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFF})
_LINE_END = frozenset({0x0A, 0x0D})


class Char(NamedTuple):
    """One character: what it stands for (a ligature may be two letters), its ink, its place in its own line.

    `start` and `end` are measured along its line, `base` up from it. `soft` marks a hyphen that only a line end asked for.
    """

    text: str
    area: Area
    style: Style
    start: float
    end: float
    base: float
    soft: bool = False

    def __repr__(self) -> str:
        return f"Char(area={self.area})"


class Gap(NamedTuple):
    """White space between characters: `drawn` by the page itself, or concluded by pdfium from the distance."""

    drawn: bool
    line_end: bool = False


def characters(page: pdfium.PdfPage) -> Iterator[Char | Gap]:
    """All characters of a page in the order in which pdfium reads them, seen or not."""
    with closing(page.get_textpage()) as text_page:
        raw, count = text_page.raw, text_page.count_chars()
        measured = boxes(raw, count)
        rows = zip(measured.styles, measured.areas, measured.extents, strict=True)
        for (index, code), (style, area, extent) in zip(_codes(raw, count), rows, strict=True):
            text = _plain(code)
            if not text:
                continue
            if text.isspace():
                ended = code in _LINE_END
                yield Gap(not ended and not pdfium_c.FPDFText_IsGenerated(raw, index), ended)
            elif area[2] > area[0]:
                yield Char(text, Area(*area), style, extent[0], extent[1], extent[2], code == _SOFT)


def _codes(raw: Any, count: int) -> Iterator[tuple[int, int]]:
    """Each character's number and code point; of two surrogates, for pdfium counts in UTF-16, the first is nothing."""
    high = 0
    for index in range(count):
        code = pdfium_c.FPDFText_GetUnicode(raw, index)
        if code in _SURROGATES:
            low = code >= 0xDC00
            high, code = (high if low else code), (0x10000 + ((high & 0x3FF) << 10) + (code & 0x3FF) if low else 0)
        yield index, code


def _plain(code: int) -> str:
    """What a code point reads as; nothing for signs that are not seen."""
    if 0x20 < code < 0x7F:
        return chr(code)
    if code in _LINE_END:
        return "\n"
    if code == _SOFT or code in _AT_END:
        return "-"
    if (code < 0x20 and code != 0x09) or 0x7F <= code < 0xA0 or code in _NOTHING or code > 0x10FFFF:
        return ""
    char = chr(code)
    if code in _LIGATURES:
        return unicodedata.normalize("NFKC", char)
    return " " if char.isspace() else char
