"""What a page draws, and how it is cut: an interpreter of content streams that follows every glyph, path and image.

A page that it does not understand wholly is not cut at all: `Untrusted`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pikepdf

from redact.media.pdf.content.clean import Cleaner
from redact.media.pdf.content.fonts import Fonts
from redact.media.pdf.content.guard import Guard
from redact.media.pdf.content.model import Sheet, Show
from redact.media.pdf.content.removal import removed_glyphs, shows_of
from redact.media.pdf.content.rewrite import Repaint, Scissors
from redact.media.pdf.content.walk import Document
from redact.media.pdf.terms import Cut, Drawn, Glyph, Placement

__all__ = ["Fonts", "Repaint", "clean", "read", "rewrite"]


def read(pdf: pikepdf.Pdf, page: pikepdf.Page, fonts: Fonts | None = None) -> Drawn:
    """All that a page draws, forms included, in the order in which it is painted.

    `fonts` remembers the fonts of the document from page to page; without it they are read again. Glyphs outside the clip
    are not visible.

    Raises:
        Untrusted: the page cannot be cut, whatever the cuts: it is rebuilt as a picture.
    """
    sheet = Document(pdf, fonts or Fonts()).page(page)
    glyphs, placements = list[Glyph](), list[Placement]()
    for event in _painted(sheet):
        if isinstance(event, Show):
            glyphs += [Glyph(held.area, held.char, event.em_pt, held.visible) for held in event.glyphs]
        else:
            placements.append(event)
    shapes = sum(path.letters() for each in sheet.all() for path in each.paths.values())
    return Drawn(tuple(glyphs), tuple(placements), shapes)


def _painted(sheet: Sheet) -> Iterator[Show | Placement]:
    for event in sheet.events:
        if isinstance(event, Sheet):
            yield from _painted(event)
        else:
            yield event


def rewrite(
    pdf: pikepdf.Pdf, page: pikepdf.Page, cuts: Sequence[Cut], repaint: Repaint, fonts: Fonts | None = None
) -> tuple[Cut, ...]:
    """Take everything under the cuts out of a page, in place, and clean it; what is to be painted is given back.

    A glyph lies under a cut when about a third of it does each way (of the cut, where that is smaller), a sub-path when most
    of it does. `repaint` gives an image again with the areas of it painted over. Forms and resources that other pages share
    stay as they are; a form that is changed is so for one use of it. Nothing that stays is moved, but for what follows a
    guarded cut on its line. The page's content ends in the graphics state it began with.

    Raises:
        Untrusted: `read` does.
    """
    known = fonts or Fonts()
    sheet = Document(pdf, known).page(page)
    areas = [cut.area for cut in cuts]
    guard = Guard(page, sheet, cuts, {id(show): removed_glyphs(show, areas) for show in shows_of(sheet)})
    Scissors(pdf, areas, guard.changes(), repaint).page(page, sheet)
    clean(pdf, page, known)
    return tuple(replace(cut, area=area) for cut, area in zip(cuts, guard.areas(), strict=True))


def clean(pdf: pikepdf.Pdf, page: pikepdf.Page, fonts: Fonts | None = None) -> None:
    """Write a page again, in place, without what readers never show: see `clean.Cleaner`.

    Streams that several pages share are cleaned in place too, once for all pages where they are given the same `fonts`. The
    page's content ends in the graphics state it began with.

    Raises:
        Untrusted: `read` does.
    """
    Cleaner(pdf, (fonts or Fonts()).cleaned).page(page)
