"""Lines of a page: glyphs that stand on one baseline, in stretches between wide gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import hypot

from redact.media.pdf.content.model import Show

#: A wider gap, in ems, parts columns or cells; so far off the baseline stand indices.
_WIDE = 1.5
_OFF_LINE = 0.4
#: Words stand so far apart, at least.
_WORD_GAP = 0.15


@dataclass(slots=True, eq=False)
class Spot:
    """A glyph on a line, from `start` to `end` along it, in points. `cut` is the number of the cut that takes it out.

    `moved` is how far it is to be moved along the line.
    """

    show: Show
    at: int
    start: float
    end: float
    blank: bool
    cut: int | None
    moved: float = 0.0


@dataclass(slots=True, eq=False)
class Stretch:
    """Glyphs of a line without a wide gap between them, in order; `start` and `end` hold all their ink."""

    spots: list[Spot] = field(default_factory=list)
    start: float = 0.0
    end: float = 0.0

    def word_gaps(self) -> list[tuple[float, float]]:
        """The gaps between kept words that follow one another."""
        gaps, reach, cut = list[tuple[float, float]](), self.start, True
        for spot in self.spots:
            if spot.blank and spot.cut is None:
                continue
            wide = spot.start - reach > _WORD_GAP * spot.show.em_pt
            if wide and not cut and spot.cut is None:
                gaps.append((reach, spot.start))
            if spot.end >= reach:
                reach, cut = spot.end, spot.cut is not None
        return gaps


@dataclass(slots=True, eq=False)
class Line:
    """A baseline: `way` is the unit vector along it, `across` how far it is from the origin, `em_pt` of its largest font."""

    way: tuple[float, float]
    across: float
    em_pt: float
    shows: list[Show] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)


def way_of(show: Show) -> tuple[float, float]:
    """The unit vector in which a show goes onward."""
    length = hypot(*show.axis)
    return round(show.axis[0] / length * show.sense, 4), round(show.axis[1] / length * show.sense, 4)


def lines(shows: Sequence[Show], removed: Mapping[int, Mapping[int, int]]) -> Iterator[Line]:
    """All lines of a page. `removed` says by the identity of a show which of its glyphs are under which cut."""
    by_way: dict[tuple[float, float], list[Show]] = defaultdict(list)
    for show in shows:
        if show.glyphs and show.em_pt > 0:
            by_way[way_of(show)].append(show)
    for way, held in by_way.items():
        for line in _baselines(way, held):
            line.stretches = _stretches(_spots(line, removed))
            yield line


def _baselines(way: tuple[float, float], shows: Sequence[Show]) -> list[Line]:
    found: list[Line] = []
    for across, show in sorted(((_across(show, way), show) for show in shows), key=lambda pair: pair[0]):
        last = found[-1] if found else None
        if last is None or across - last.across > _OFF_LINE * max(last.em_pt, show.em_pt):
            last = Line(way, across, show.em_pt)
            found.append(last)
        last.em_pt = max(last.em_pt, show.em_pt)
        last.shows.append(show)
    return found


def _across(show: Show, way: tuple[float, float]) -> float:
    return show.origin[1] * way[0] - show.origin[0] * way[1]


def _spots(line: Line, removed: Mapping[int, Mapping[int, int]]) -> list[Spot]:
    found: list[Spot] = []
    for show in line.shows:
        cut = removed.get(id(show), {})
        first = show.origin[0] * line.way[0] + show.origin[1] * line.way[1]
        rate = hypot(*show.axis) * show.sense
        for at, glyph in enumerate(show.glyphs):
            ends = sorted((first + rate * glyph.before, first + rate * (glyph.before + glyph.advance)))
            found.append(Spot(show, at, ends[0], ends[1], glyph.char.isspace(), cut.get(at)))
    return sorted(found, key=lambda spot: spot.start)


def _stretches(spots: Sequence[Spot]) -> list[Stretch]:
    found: list[Stretch] = []
    for spot in spots:
        last = found[-1] if found else None
        inked = not spot.blank or spot.cut is not None
        if last is None or (inked and last.spots and spot.start - last.end > _WIDE * spot.show.em_pt):
            last = Stretch([], spot.start, spot.start if not inked else spot.end)
            found.append(last)
        last.spots.append(spot)
        if inked:
            last.end = max(last.end, spot.end)
    return found
