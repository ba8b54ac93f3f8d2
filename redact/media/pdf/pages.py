"""Which pictures a page gives: its images, or itself as it is seen where its parts do not tell all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from redact.core.place import Box
from redact.media.pdf import content
from redact.media.pdf.pictures.images import mask_pixels, pixels
from redact.media.pdf.places import on_image, shown
from redact.media.pdf.terms import Area, Drawn, Placement, Untrusted
from redact.media.pdf.words.further import further
from redact.media.pdf.words.text import PageText

#: Smaller images hold no writing that anyone could read.
_LEAST_PX = 24
#: A scan in strips or tiles cannot be read piece by piece.
_STRIP_PX, _MOST_STRIPS = 64, 8
#: So many small filled outlines may be letters.
_MOST_SHAPES = 30
#: Stands at the end of a page's content where the page was read as it is seen, so that its draft is read so again,
#: whatever was cut out of it.
SEEN = b"/AsSeen MP\n"


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a page before its pictures are looked at.

    `reason` says why it is rebuilt as a picture, if it is; `seen`, that it is read as it is seen beside its images.
    `hidden`: some of its letters are not seen; `more` is what it says beyond its text.
    """

    reason: str = ""
    seen: bool = False
    pictures: bool = False
    hidden: bool = False
    more: PageText = field(default=PageText("", ()), repr=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a page or of a part of it; `area` is where on the page a box in its pixels lies."""

    part: str
    pixels: Any = field(repr=False)
    area: Callable[[Box], Area] = field(repr=False)


def look(pdf: pikepdf.Pdf, page: pikepdf.Page, fonts: content.Fonts, text: PageText, max_pixels: int) -> Look:
    """What a page is to be read as; `text` is what pdfium reads on it.

    Raises:
        LimitExceeded: an image on it has too many pixels.
    """
    try:
        drawn = content.read(pdf, page, fonts)
        big = [placement for placement in drawn.placements if _is_big(placement)]
        for placement in big:
            pixels(placement, max_pixels)
            mask_pixels(placement, max_pixels)
    except Untrusted as err:
        return Look(str(err))
    seen = _as_seen(drawn) or _marked(page)
    hidden = any(not glyph.visible and glyph.char.isalnum() for glyph in drawn.glyphs)
    return Look("", seen, seen or bool(big), hidden, further(drawn.glyphs, text))


def pictures(
    pdf: pikepdf.Pdf, page: pikepdf.Page, name: str, found: Look, render: Callable[[], Any], max_pixels: int
) -> Iterator[Picture]:
    """The pictures of a page, one after the other. `render` gives it as it is seen."""
    if found.reason:
        yield _whole(page, name, render())
        return
    if not found.pictures:
        return
    number = 0
    for placement in content.read(pdf, page).placements:
        if not _is_big(placement):
            continue
        number += 1
        yield _of_image(f"{name}, picture {number}", placement, pixels(placement, max_pixels))
        mask = mask_pixels(placement, max_pixels)
        if mask is not None:
            yield _of_image(f"{name}, picture {number}, mask", placement, mask)
    if found.seen:
        yield _whole(page, f"{name}, as seen", render())


def mark(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Have a page read as it is seen from now on."""
    page.contents_add(pdf.make_stream(SEEN))


def _marked(page: pikepdf.Page) -> bool:
    held = page.obj.get("/Contents")
    if not isinstance(held, pikepdf.Array) or not len(held):
        return False
    last = held[len(held) - 1]
    return isinstance(last, pikepdf.Stream) and last.read_bytes().strip() == SEEN.strip()


def _as_seen(drawn: Drawn) -> bool:
    strips = sum(_height(placement) < _STRIP_PX for placement in drawn.placements)
    unnamed = any(not glyph.char and glyph.area.width > 0 for glyph in drawn.glyphs)
    return strips > _MOST_STRIPS or drawn.shapes > _MOST_SHAPES or unnamed


def _is_big(placement: Placement) -> bool:
    return min(_width(placement), _height(placement)) >= _LEAST_PX


def _width(placement: Placement) -> int:
    return int(placement.image.get("/Width", 0))


def _height(placement: Placement) -> int:
    return int(placement.image.get("/Height", 0))


def _of_image(part: str, placement: Placement, found: Any) -> Picture:
    height, width = found.shape[:2]
    return Picture(part, found, lambda box: on_image(placement.matrix, box, width, height))


def _whole(page: pikepdf.Page, part: str, found: Any) -> Picture:
    height, width = found.shape[:2]
    seen = shown(page)
    return Picture(part, found, lambda box: seen.area(box, width, height))
