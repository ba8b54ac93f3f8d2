"""Films: which frames are looked at, and what is seen and read in them as tracks over every frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from redact.core.flow import Finding
from redact.core.ports import Spotter, Transcriber
from redact.core.segment import Film, Frame, Text
from redact.pipeline.film.gaze import Gaze
from redact.pipeline.film.pursuit import Covered, Pursuit
from redact.pipeline.film.reader import Reader
from redact.pipeline.film.turned import Turned
from redact.pipeline.film.view import Cuts, View
from redact.pipeline.film.walk import Walk
from redact.settings import Settings

#: Longest side at which films are looked at, by how hard faces are looked for. At 640 as at 960 all of the 425 faces were
#: covered that the same network is sure of in 275 full frames of 1080p (a clip of 360p enlarged): 960 is for smaller ones.
SIDES_PX = {"fast": 640, "default": 960, "thorough": 1280}
#: A plate across a road is smaller than the face of who stands there: its frames are so many times as large.
_FINER = {"plates": 1.5}
#: From one look to the next: so long, but no more frames than are held at a time.
_WINDOW_US, _HELD = 240_000, 8
#: From one reading to the next. Codes are looked for as often as words.
_READ_US = 1_000_000
_WITH_WORDS = frozenset({"codes"})
#: A sampled watch looks at every frame of so many, once in so many.
_SAMPLE, _OF = 6, 256


class FilmWatcher:
    """Looks at one document's films, stretch by stretch. What is seen at the end of one is still known in the next.

    `every` is the number of frames from one look to the next, seven at most; 0 goes by time.
    `sampled` looks at every frame of short stretches and at none of the others, claims no frame it did not look at, and
    nothing that it saw in few of those it did.
    """

    def __init__(
        self,
        settings: Settings,
        spotters: Iterable[Spotter],
        transcribers: Iterable[Transcriber],
        *,
        sampled: bool = False,
        every: int = 0,
    ) -> None:
        self._side_px = SIDES_PX.get(settings.faces, SIDES_PX["default"])
        self._spotters = tuple(spotters)
        self._transcribers = tuple(transcribers)
        self._sampled = sampled
        self._every = 1 if sampled else min(every, _HELD - 1)
        self.begin()

    def begin(self) -> None:
        """Forget everything: the next film is another document's."""
        often = [spotter for spotter in self._spotters if spotter.name not in _WITH_WORDS]
        rarely = [spotter for spotter in self._spotters if spotter.name in _WITH_WORDS]
        self._often = [Pursuit(self._gaze(spotter), steady=self._sampled) for spotter in often]
        self._rarely = [Pursuit(Gaze(spotter)) for spotter in rarely]
        self._reader = Reader(self._transcribers)
        self._cuts = Cuts()
        self._covered: list[Covered] = []
        self._read_us = 0  # when the words were read last
        self._held: list[View] = []  # the last frame of the stretch before

    def _gaze(self, spotter: Spotter) -> Gaze:
        return Gaze(spotter, round(self._side_px * _FINER.get(spotter.name, 1)))

    def watch(self, film: Film) -> tuple[list[Finding], list[Text]]:
        """What is seen and what is read in one stretch. Places are tracks, and anchors `Ink`, in stored pixels.

        Goes through the stretch's frames once and holds few of them. Nothing is claimed beyond this stretch.
        """
        walk = Walk(self._held, film.first + film.at_most)
        for frame in _sample(film) if self._sampled else film.frames:
            self._take(walk, View(frame, film))
        self._covered = []
        if not walk.begun:
            return [], []
        self._look(walk.held)
        if not self._sampled:
            self._read(walk.last)
        self._held = walk.held[-1:]
        told = self._told(walk, film)
        walk.last.let_go()
        return told

    def coverage(self) -> tuple[Covered, ...]:
        """The tracks of the stretch that was watched last, for the coverage report."""
        return tuple(self._covered)

    def _take(self, walk: Walk, view: View) -> None:
        """One frame more. A window ends where it is long enough, and on both sides of a cut."""
        before = walk.held[-1] if walk.held else None
        skipped = self._sampled and (before is None or view.number != before.number + 1)
        begins = self._cuts(view) or skipped
        if begins and before is not None:
            self._end_scene(walk, before)
        walk.step(view, begins=begins)
        walk.held.append(view)
        if begins or self._is_full(walk.held):
            self._look(walk.held)
            if begins or self._is_to_be_read(walk, before):
                self._read(view)
            walk.held = self._only_last(walk.held)

    def _end_scene(self, walk: Walk, last: View) -> None:
        if last.is_held:
            self._look(walk.held)
            if not self._sampled:
                self._read(last)
        self._reader.cut(last.number)
        last.let_go()
        walk.held = []

    def _is_full(self, held: Sequence[View]) -> bool:
        if self._every:
            return len(held) > self._every
        return len(held) >= _HELD or held[-1].time_us - held[0].time_us >= _WINDOW_US

    def _is_to_be_read(self, walk: Walk, before: View | None) -> bool:
        """Whether it is time: each frame of a slide show is. Where the end is near, there is no reading before that one."""
        if before is not None and walk.last.time_us - before.time_us >= _WINDOW_US:
            return True
        return walk.last.time_us - self._read_us >= _READ_US and walk.left_us > _READ_US / 2

    def _look(self, window: Sequence[View]) -> None:
        """Look at the end of a window, whose beginning was looked at before, and in between where they do not agree."""
        for pursuit in self._often:
            pursuit.look(window[-1])
            pursuit.search(window)

    def _read(self, view: View) -> None:
        self._reader.read(view)
        for pursuit in self._rarely:
            pursuit.look(view)
        self._read_us = view.time_us

    def _only_last(self, held: Sequence[View]) -> list[View]:
        for view in held[:-1]:
            view.let_go()
        return [held[-1]]

    def _told(self, walk: Walk, film: Film) -> tuple[list[Finding], list[Text]]:
        stretches = walk.stretches(whole=not self._sampled)
        reach = walk.reach(rest=self._every, whole=not self._sampled)
        rarely = walk.reach(rest_us=_READ_US, whole=not self._sampled)
        made = [each for one in self._often for each in one.findings(stretches, reach, fresh=walk.fresh)]
        made += [each for one in self._rarely for each in one.findings(stretches, rarely, fresh=walk.fresh)]
        self._covered = [covered for _, covered in made]
        texts = self._reader.texts(walk.first.number, walk.last.number)
        turn = Turned(film.orientation, *walk.last.size)
        return [turn.finding(finding) for finding, _ in made], [turn.text(text) for text in texts]


def _sample(film: Film) -> Iterator[Frame]:
    """The frames that a sampled watch looks at; those after the last of them are not even asked for."""
    wanted = [number for number in range(film.first, film.first + film.at_most) if number % _OF < _SAMPLE]
    if not wanted:
        return
    for frame in film.frames:
        if frame.number % _OF < _SAMPLE:
            yield frame
        if frame.number >= wanted[-1]:
            return
