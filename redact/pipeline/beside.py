"""Source and draft side by side, picture by picture and sound by sound: each cut carried out, nothing else touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest

from redact.core.errors import ResidualError
from redact.core.flow import Decision
from redact.core.place import Box, Place, Times, Track
from redact.core.ports import Document
from redact.core.segment import Film, Raster, Sound
from redact.core.snap import GRID_PX
from redact.operate.raster import FILL, style
from redact.operate.sound import VOICE
from redact.pipeline.changes import plain
from redact.pipeline.nested import Nested
from redact.pipeline.silences import silences
from redact.verify.hush import compare_sounds
from redact.verify.likeness import compare
from redact.verify.seen import Covered

Signal = Raster | Film | Sound
#: Milliseconds are the finest that every container keeps; a frame may be rounded to the next.
_TIME_US = 2_000
#: A lossy codec may begin or end so many samples off, which is what it codes at once.
_SLACK = 4_096


class Cuts:
    """What a plan takes out of each picture and sound of a source, asked for in their order, never back."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        cuts = (d for d in decisions if d.verdict.action.cuts and isinstance(d.place, Box | Track | Times))
        self._groups = groupby(cuts, key=lambda decision: decision.segment)
        self._waiting: tuple[int, list[Decision]] | None = self._next()
        self._at = -1
        self._covered = Covered(())
        self.decisions: Sequence[Decision] = ()

    def of(self, ordinal: int) -> Covered:
        """What is cut out of the picture or sound of that ordinal."""
        if ordinal == self._at:
            return self._covered
        while self._waiting is not None and self._waiting[0] < ordinal:
            self._waiting = self._next()
        there = self._waiting is not None and self._waiting[0] == ordinal
        self.decisions = self._waiting[1] if there and self._waiting is not None else ()
        self._covered = Covered(self._places())
        self._at = ordinal
        return self._covered

    def _places(self) -> Iterator[Place]:
        heard = [decision for decision in self.decisions if isinstance(decision.place, Times)]
        yield from (edit.place for edit in silences(heard, plain) if edit.style != VOICE)
        yield from (_widened(d.place) for d in self.decisions if not isinstance(d.place, Times))

    def _next(self) -> tuple[int, list[Decision]] | None:
        return next(((segment, list(group)) for segment, group in self._groups), None)


@dataclass(frozen=True, slots=True)
class Beside:
    """A source, its draft, and what was decided; `decisions` begins anew each time it is called."""

    original: Document
    draft: Nested
    decisions: Callable[[], Iterable[Decision]]

    def cuts(self) -> Cuts:
        """What was to be cut, from the first picture or sound on."""
        return Cuts(self.decisions())


def compare_signals(beside: Beside) -> None:
    """Nothing, if the draft shows and sounds as its source but for the cuts.

    Raises:
        ResidualError: a picture, frame or sample is missing, a cut is not there, or something else was changed.
    """
    cuts = beside.cuts()
    for before, after in zip_longest(_signals(beside.original), _signals(beside.draft)):
        if before is None or after is None or type(before) is not type(after):
            raise ResidualError("the draft has other pictures or sounds than its source", "please report this")
        cuts.of(before.ordinal)
        if isinstance(before, Raster) and isinstance(after, Raster):
            _compare_pixels(before.pixels, after.pixels, cuts.decisions, None, beneath=before.beneath)
        elif isinstance(before, Film) and isinstance(after, Film):
            _compare_films(before, after, cuts.decisions)
        elif isinstance(before, Sound) and isinstance(after, Sound):
            _compare_sounds(before, after, cuts.decisions)


def _signals(document: Document) -> Iterator[Signal]:
    return (segment for segment in document.segments() if isinstance(segment, Raster | Film | Sound))


def _compare_sounds(before: Sound, after: Sound, decisions: Sequence[Decision]) -> None:
    if (before.rate_hz, before.channels) != (after.rate_hz, after.channels):
        raise ResidualError("the draft's sound has another rate or other channels", "please report this")
    cuts = [(edit.place, edit.style) for edit in silences(decisions, plain) if isinstance(edit.place, Times)]
    slack = _SLACK if after.lossy else 0
    compare_sounds(before.blocks, after.blocks, before.rate_hz, cuts, slack)


def _compare_films(before: Film, after: Film, decisions: Sequence[Decision]) -> None:
    for was, now in zip_longest(before.frames, after.frames):
        if was is None or now is None:
            raise ResidualError("the draft has more or fewer frames than its source", "please report this")
        if abs(was.time_us - now.time_us) > _TIME_US:
            raise ResidualError("a frame of the draft is shown at another time", "please report this")
        _compare_pixels(was.pixels, now.pixels, decisions, was.number)


def _compare_pixels(
    before: object, after: object, decisions: Sequence[Decision], frame: int | None, *, beneath: bool = False
) -> None:
    filled: list[Box] = []
    softened: list[Box] = []
    for decision in decisions:
        boxes = filled if style(decision) == FILL else softened
        boxes.extend(_boxes(decision.place, frame))
    compare(before, after, filled, softened, beneath=beneath)


def _boxes(place: Place, frame: int | None) -> Iterator[Box]:
    if isinstance(place, Box):
        yield place
    elif isinstance(place, Track):
        yield from (Box(*sides) for number, *sides in place.boxes if number == frame)


def _widened(place: Place) -> Place:
    if isinstance(place, Box):
        return place.grown(GRID_PX, GRID_PX)
    if isinstance(place, Track):
        wide = ((frame, Box(*sides).grown(GRID_PX, GRID_PX)) for frame, *sides in place.boxes)
        return Track(tuple((frame, box.x0, box.y0, box.x1, box.y1) for frame, box in wide))
    return place
