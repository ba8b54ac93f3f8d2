"""The width guard: what is left of a line is moved so that no gap is as wide as what stood in it.

The gap becomes a whole number of ems. What follows on the line moves with it, and a line keeps the edges that it shares with
others: at a margin known from its neighbours, the end of a moved line would give the old width away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, hypot

import pikepdf

from redact.media.pdf.content.alignment import Align, Edges
from redact.media.pdf.content.limits import Limits, Room, across, area_of
from redact.media.pdf.content.lines import Line, Spot, Stretch, lines
from redact.media.pdf.content.model import Sheet, Show
from redact.media.pdf.content.removal import shows_of
from redact.media.pdf.content.retype import Change
from redact.media.pdf.terms import Area, Cut

#: Ems: what a character of a label takes, the narrowest gap, the narrowest where there is no room, the widest for a label.
_LABEL_CHAR, _LEAST, _SMALLEST, _MOST_LABEL = 0.55, 2, 1, 12
#: Ems: nearer to the old width than this counts as the same.
_SAME = 0.05
#: Ems: what overlaps so little still stands beside, and what is left between the box and the words around it.
_NEAR, _AIR = 0.2, 0.25
#: Ems: how wide gaps between words may become where a line keeps both its edges.
_TIGHT, _LOOSE = 0.14, 1.2


@dataclass(slots=True, eq=False)
class Gap:
    """Where a cut was taken out of a stretch, and how many ems wide the gap is to be; 0 leaves it as it is.

    `start` and `end` are the ink on both sides, `last` is where what was taken out ended, `air` what stays unpainted on both
    sides, where spaces were.
    """

    cut: int
    start: float
    end: float
    last: float
    air: tuple[float, float]
    em_pt: float
    ems: int

    @property
    def grows(self) -> float:
        """By how many points."""
        return self.ems * self.em_pt - (self.end - self.start) if self.ems else 0.0

    def shrink(self) -> bool:
        """Make it one em narrower, but not as wide as it was; False where it can be no narrower."""
        ems = self.ems - 1
        if abs(ems * self.em_pt - (self.end - self.start)) < _SAME * self.em_pt:
            ems -= 1
        if ems < _SMALLEST:
            return False
        self.ems = ems
        return True


class Guard:
    """The width guard of one page. `removed` says by the identity of a show which of its glyphs are under which cut."""

    def __init__(
        self, page: pikepdf.Page, sheet: Sheet, cuts: Sequence[Cut], removed: Mapping[int, dict[int, int]]
    ) -> None:
        self._cuts = cuts
        self._removed = removed
        self._shows = list(shows_of(sheet))
        self._limits = Limits(page, sheet)
        pictures = [placement.area for each in sheet.all() for placement in each.pictures.values()]
        #: Under a picture the old width shows anyway.
        self._guarded = {
            number
            for number, cut in enumerate(cuts)
            if cut.guarded and not any(cut.area.touches(area) for area in pictures)
        }
        self._areas: dict[int, Area] = {}
        self._moved: dict[int, dict[int, float]] = defaultdict(dict)

    def changes(self) -> dict[int, Change]:
        """What becomes of every show, by its identity."""
        self._lay_out()
        return {id(show): self._change(show) for show in self._shows}

    def areas(self) -> list[Area]:
        """What is to be painted for every cut."""
        return [self._areas.get(number, cut.area) for number, cut in enumerate(self._cuts)]

    def _lay_out(self) -> None:
        if not any(number in self._guarded for held in self._removed.values() for number in held.values()):
            return
        found = list(lines(self._shows, self._removed))
        edges = Edges(found)
        for line in found:
            for stretch in line.stretches:
                gaps = self._gaps(stretch)
                if gaps:
                    self._settle(line, stretch, gaps, edges.align(line, stretch))

    def _change(self, show: Show) -> Change:
        moved = self._moved.get(id(show), {})
        return Change(self._removed.get(id(show), {}), lambda at: moved.get(at, 0.0), any(moved.values()))

    def _gaps(self, stretch: Stretch) -> list[Gap]:
        """Those of a stretch of which one at least is guarded: what moves takes the others with it, boxes and all."""
        by_cut: dict[int, list[Spot]] = defaultdict(list)
        for spot in stretch.spots:
            if spot.cut is not None and spot.show.glyphs[spot.at].visible:
                by_cut[spot.cut].append(spot)
        if self._guarded.isdisjoint(by_cut):
            return []
        return sorted((self._gap(stretch, cut, spots) for cut, spots in by_cut.items()), key=lambda gap: gap.start)

    def _gap(self, stretch: Stretch, cut: int, spots: Sequence[Spot]) -> Gap:
        first, last = min(spot.start for spot in spots), max(spot.end for spot in spots)
        em_pt = max(spot.show.em_pt for spot in spots)
        near = _NEAR * em_pt
        inked = [spot for spot in stretch.spots if spot.cut != cut and (not spot.blank or spot.cut is not None)]
        before = max((s for s in inked if s.start < first and s.end <= first + near), key=lambda s: s.end, default=None)
        start = before.end if before is not None and before.cut is None else first
        end = min((s.start for s in inked if s.start >= last - near), default=last)
        start, end = min(start, first), max(end, last)
        air = tuple(_AIR * em_pt if wide > _AIR / 2 * em_pt else 0.0 for wide in (first - start, end - last))
        label = min(ceil(_LABEL_CHAR * len(self._cuts[cut].label) + sum(air) / em_pt), _MOST_LABEL)
        ems = max(floor((end - start) / em_pt + _SAME) + 1, label, _LEAST)
        return Gap(cut, start, end, last, (air[0], air[1]), em_pt, ems)

    def _settle(self, line: Line, stretch: Stretch, gaps: Sequence[Gap], align: Align) -> None:
        room = self._limits.room(line, stretch)
        laid = _justified(stretch, gaps) if align is Align.BOTH else None
        if laid is None:
            laid = _shifted(stretch, gaps, align, room)
        if _covers(stretch, laid):  # words as the page has them stand over one another: better an exact gap than a lost word
            for gap in gaps:
                gap.ems = 0
            laid = _Layout(gaps, ())
        for spot in stretch.spots:
            spot.moved = laid.moved(spot.start, spot.cut)
            rate = hypot(*spot.show.axis) * spot.show.sense
            self._moved[id(spot.show)][spot.at] = spot.moved / rate
        for gap in gaps:
            self._paint(line, gap, laid)

    def _paint(self, line: Line, gap: Gap, laid: _Layout) -> None:
        on = laid.painted(gap)
        area = area_of(line.way, on, across(self._cuts[gap.cut].area, line.way))
        held = self._areas.get(gap.cut)
        self._areas[gap.cut] = area if held is None else held.join(area)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything on a stretch comes to lie: all of it by `all_by`, and each word gap wider by `word_by`."""

    gaps: Sequence[Gap]
    words: Sequence[tuple[float, float]]
    all_by: float = 0.0
    word_by: float = 0.0

    def moved(self, place: float, cut: int | None) -> float:
        """How far on what begins at a place is moved; what is cut out, as what follows it."""
        near = _NEAR * min(gap.em_pt for gap in self.gaps)
        by = sum(gap.grows for gap in self.gaps if gap.last <= place + near or gap.cut == cut)
        return self.all_by + by + self.word_by * sum(end <= place + near for _, end in self.words)

    def painted(self, gap: Gap) -> tuple[float, float]:
        """From where to where a gap is painted."""
        start = gap.start + self.before(gap)
        if not gap.ems:
            return start, start + gap.end - gap.start
        return start + gap.air[0], start + gap.ems * gap.em_pt - gap.air[1]

    def before(self, gap: Gap) -> float:
        """How far on a gap begins."""
        near = _NEAR * gap.em_pt
        by = sum(other.grows for other in self.gaps if other is not gap and other.last <= gap.start + near)
        return self.all_by + by + self.word_by * sum(end <= gap.start + near for _, end in self.words)


def _covers(stretch: Stretch, laid: _Layout) -> bool:
    """Whether a letter that stays would come to lie under a box."""
    boxes = [laid.painted(gap) for gap in laid.gaps]
    for spot in stretch.spots:
        if spot.cut is None and not spot.blank:
            middle = (spot.start + spot.end) / 2 + laid.moved(spot.start, None)
            if any(start < middle < end for start, end in boxes):
                return True
    return False


def _justified(stretch: Stretch, gaps: Sequence[Gap]) -> _Layout | None:
    """Both edges stay, the gaps between words give way; None where they cannot."""
    words = stretch.word_gaps()
    em_pt = max(gap.em_pt for gap in gaps)
    kept = [gap.ems for gap in gaps]
    while words:
        by = -sum(gap.grows for gap in gaps) / len(words)
        widths = [end - start + by for start, end in words]
        if min(widths) >= _TIGHT * em_pt and max(widths) <= _LOOSE * em_pt:
            return _Layout(gaps, words, 0.0, by)
        if max(widths) > _LOOSE * em_pt or not _narrowed(gaps):
            break
    for gap, ems in zip(gaps, kept, strict=True):
        gap.ems = ems
    return None


def _shifted(stretch: Stretch, gaps: Sequence[Gap], align: Align, room: Room) -> _Layout:
    """What follows a gap moves on, and what stands before it back, as far as there is room."""
    while True:
        by = sum(gap.grows for gap in gaps)
        back = align.share * by
        if stretch.start - back >= room.first and stretch.end + by - back <= room.last:
            return _Layout(gaps, (), -back)
        if not _narrowed(gaps):
            break
    for gap in gaps:
        if gap.grows > 0:
            gap.ems = 0
    return _Layout(gaps, ())


def _narrowed(gaps: Sequence[Gap]) -> bool:
    """Make the gap that grows most one em narrower."""
    return any(gap.shrink() for gap in sorted(gaps, key=lambda gap: -gap.grows))
