"""A page made again as one picture of itself, with its words behind it, so that it can still be searched and read aloud.

Source: ISO 32000-2:2020, sections 7.7.3.3 (page objects) and 9.3.6 (text rendering mode).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Dictionary

from redact.core.flow import Edit
from redact.core.place import Box
from redact.media._paint import cut
from redact.media.pdf.painting.blankfont import ASCENT, DESCENT, WIDTH, blank_font, codes_of
from redact.media.pdf.pictures.palette import picture_of
from redact.media.pdf.places import Shown, shown
from redact.media.pdf.terms import Area, Cut, Matrix, covering, inverse, mul

#: What a page keeps: where it is in the file, and how it is shown.
_KEPT = frozenset("/Type /Parent /MediaBox /CropBox /Rotate /UserUnit".split())
_PAGE, _FONT = "/RdPage", "/RdWords"
#: A word of three letters or more runs upward if it is so many times as high as wide: even "ill" is not, when it lies.
_TALL = 2.0


class Word(NamedTuple):
    """A word that stays, and where it stands in user space."""

    text: str
    area: Area


def rebuild(pdf: pikepdf.Pdf, page: pikepdf.Page, pixels: Any, cuts: Sequence[Cut], words: Iterable[Word]) -> None:
    """Replace a page by its picture (`render.rendered`) with the cuts painted on it, and the words invisibly behind.

    The page is shown as large and turned as before. What it draws when read again is one image that has exactly as many
    pixels as `pixels`, and the words. `pixels` is changed in place.
    """
    seen = shown(page)
    paint_picture(pixels, cuts, seen)
    for key in set(page.obj.keys()) - _KEPT:
        del page.obj[key]
    drawn: Matrix = mul((seen.width_pt, 0, 0, -seen.height_pt, 0, seen.height_pt), inverse(seen.matrix))
    image = picture_of(pdf, pixels)
    resources = Dictionary(XObject=Dictionary({_PAGE: image}))
    content = [f"q {_numbers(*drawn)} cm {_PAGE} Do Q"]
    said = [word for word in words if word.text.strip()]
    if said:
        codes = codes_of([" ", *(word.text for word in said)])
        resources["/Font"] = Dictionary({_FONT: pdf.make_indirect(blank_font(pdf, codes))})
        content += ["BT 3 Tr", *(_behind(word, codes, seen) for word in said), "ET"]
    page.obj["/Resources"] = resources
    page.obj["/Contents"] = pdf.make_stream("\n".join(content).encode("ascii"))


def paint_picture(pixels: Any, cuts: Sequence[Cut], seen: Shown) -> None:
    """Paint the cuts of a page, with their labels, into its picture, in place."""
    height, width = pixels.shape[:2]
    to_pixels = seen.pixels(width, height)
    boxes = [covering(to_pixels, one.area) for one in cuts]
    cut(pixels, [Edit(Box(*box), one.label) for box, one in zip(boxes, cuts, strict=True)])


def _behind(word: Word, codes: dict[str, int], seen: Shown) -> str:
    """A word stretched over its box, its letters all as wide as each other; a space follows it."""
    box = seen.box(word.area)
    across, down = max(box.x1 - box.x0, 0.1), max(box.y1 - box.y0, 0.1)
    letters = len(word.text)
    upward = letters > 2 and down > _TALL * across
    along, size = (down, across) if upward else (across, down)
    stretch = along / (letters * size * WIDTH / 1000)
    rise = size * -DESCENT / (ASCENT - DESCENT)
    place: Matrix = (
        (0, -stretch, -1, 0, box.x1 - rise, box.y1) if upward else (stretch, 0, 0, -1, box.x0, box.y1 - rise)
    )
    shown_as = "".join(f"{codes[letter]:04X}" for letter in word.text + " ")
    return f"{_FONT} {_numbers(size)} Tf {_numbers(*mul(place, inverse(seen.matrix)))} Tm <{shown_as}> Tj"


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
