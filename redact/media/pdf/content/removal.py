"""Which glyphs, paths and images lie under cuts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redact.media.pdf.content.model import Outline, Painted, Sheet, Show
from redact.media.pdf.terms import Area

#: The share of a glyph's body, or of a cut that is smaller, that lies under it when the glyph is taken out: boxes of
#: neighbours overlap a little.
_ACROSS, _UP = 0.4, 0.3
#: A cut that is so low against a glyph is about a mark above or below the body: an underscore, a comma.
_LOW, _MOSTLY = 0.4, 0.8
#: A box so much longer than wide holds more than a letter.
_LONG = 8.0
#: The share of a sub-path, each way.
_OUTLINE = 0.6
_LEAST_PT = 1e-3


def removed_glyphs(show: Show, cuts: Sequence[Area]) -> dict[int, int]:
    """The glyphs that lie under cuts: their places in the show, and which cut each lies under."""
    found = dict[int, int]()
    for number, cut in enumerate(cuts):
        for at, glyph in enumerate(show.glyphs):
            if glyph.area.touches(cut) and _under(glyph.area, show.core(glyph), cut):
                found.setdefault(at, number)
    return found


def _under(area: Area, core: Area, cut: Area) -> bool:
    core = _within(core, area)
    across, up = _common(core, cut)
    if across > _ACROSS * min(core.width, cut.width) and up > _UP * min(core.height, cut.height):
        return True
    across, up = _common(area, cut)
    if area.width > area.height * _LONG or area.height > area.width * _LONG:
        return True
    return (
        across > _ACROSS * min(area.width, cut.width) and up > _MOSTLY * cut.height and cut.height < _LOW * area.height
    )


def _within(core: Area, area: Area) -> Area:
    """The body of a glyph as far as it is its own: a font that lies about widths gives it room to the next column."""
    met = Area(max(core.x0, area.x0), max(core.y0, area.y0), min(core.x1, area.x1), min(core.y1, area.y1))
    return met if met.width > 0 and met.height > 0 else core


def _common(one: Area, other: Area) -> tuple[float, float]:
    """How wide and how high the common part is; negative where they lie apart."""
    return min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0)


def removed_outlines(painted: Painted, cuts: Sequence[Area]) -> list[Outline]:
    """The sub-paths that lie under cuts. Of paths that clip, rectangles stay: what they clip lies within them."""
    return [
        outline
        for outline in painted.outlines
        if not (painted.clips and outline.rectangle) and any(_inside(outline.area, cut) for cut in cuts)
    ]


def _inside(area: Area, cut: Area) -> bool:
    across, up = _common(area, cut)
    if across < 0 or up < 0 or max(area.width, area.height) < _LEAST_PT:
        return False
    return across >= _OUTLINE * area.width - _LEAST_PT and up >= _OUTLINE * area.height - _LEAST_PT


def shows_of(sheet: Sheet) -> Iterator[Show]:
    """All shows of a page, in the order in which they are painted."""
    for event in sheet.events:
        if isinstance(event, Sheet):
            yield from shows_of(event)
        elif isinstance(event, Show):
            yield event
