"""The river: read, find, resolve, decide, plan, change, verify, release, record, for all sources of a run."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from redact.core.errors import InputError, RedactError, ResidualError, UsageError
from redact.core.flow import Decision, Record, Source
from redact.core.work import Crew, Done, Recipe, Task
from redact.media.captions import KINDS
from redact.pipeline.archive import Archive
from redact.pipeline.door import Door
from redact.pipeline.hand import Job, RiverHand, Step
from redact.pipeline.here import Here
from redact.pipeline.met import Met
from redact.pipeline.order import Order
from redact.pipeline.outcome import Outcome, Unwatched, Watcher
from redact.pipeline.people import People
from redact.pipeline.ready import Ready
from redact.pipeline.survey import Item, arrivals

#: Makes a crew of hands by a recipe: processes, if the caller has them; else one hand here.
CrewMaker = Callable[[Recipe], Crew]


class River:
    """One run over some inputs. Hands do the work; whom they meet, and what goes out, is known here. See `open_river`."""

    def __init__(
        self, order: Order, archive: Archive, watcher: Watcher | None = None, crew_maker: CrewMaker | None = None
    ) -> None:
        if strange := sorted(set(order.settings.transcripts) - set(KINDS)):
            raise UsageError(f"no transcript is of kind {strange[0]!r}", f"known here: {', '.join(KINDS)}")
        self._order = order
        self._archive = archive
        self._watcher = watcher or Unwatched()
        self._people = People(order.case, order.key, order.pack.carry)
        self._crew = (crew_maker or Here)(partial(RiverHand, order, archive.record))

    def close(self) -> None:
        """End what was started for this run."""
        self._crew.close()

    def survey(self, inputs: Sequence[Path]) -> list[Item]:
        """The first pass over everything; what cannot be read comes back with its error."""
        items = list(arrivals(inputs, self._order))
        self._begin("reading", items)
        met: dict[int, Met] = {}
        for at, answer in self._stepped(items, Step.MEET):
            if isinstance(answer, Met):
                met[at] = answer
            else:
                items[at] = replace(items[at], error=answer)
            self._watcher.step(items[at].size)
        for at in sorted(met):  # in the order of the sources, whoever was read first: it numbers the people
            self._people.take(met[at])
        self._people.settle()
        self._archive.number(self._people.roster)
        self._crew.tell(pickle.dumps(self._people))
        return items

    def find(self, items: Sequence[Item]) -> Iterator[tuple[Source, Decision, str]]:
        """Every decision on every readable source, with the characters it is about; nothing is written.

        Raises:
            Defect: another crew than the one here was given; values stay in this process.
        """
        assert isinstance(self._crew, Here)  # noqa: S101 - `find` gives no crew maker
        hand = self._crew.hand
        assert isinstance(hand, RiverHand)  # noqa: S101 - made in this class
        for item in items:
            if item.source is not None and item.error is None:
                for decision, surface in hand.turn().judged(item.source, ()):
                    yield item.source, decision, surface

    def plan(self, items: Sequence[Item]) -> Outcome:
        """Store the plan of each source; nothing is released."""
        door = Door(self._archive, None)
        return self._each("planning", items, Step.PLAN, door, door.planned)

    def run(self, items: Sequence[Item], out: Path) -> Outcome:
        """Plan and release every source; one that fails goes to quarantine and the rest go on."""
        door = Door(self._archive, out)
        return self._each("releasing", items, Step.TURN, door, door.release)

    def apply(self, items: Sequence[Item], out: Path) -> Outcome:
        """Release every source by its stored plan, as a reviewer left it."""
        door = Door(self._archive, out)
        return self._each("releasing", items, Step.APPLY, door, door.release)

    def _each(
        self, stage: str, items: Sequence[Item], step: Step, door: Door, through: Callable[[Ready], Record]
    ) -> Outcome:
        self._begin(stage, items)
        records = dict(self._before(items, step, door))
        for at in records:
            self._watcher.step(items[at].size)
        left = [None if at in records else item for at, item in enumerate(items)]
        for at, answer in self._stepped(left, step):
            item = items[at]
            records[at] = through(answer) if isinstance(answer, Ready) else door.keep_back(item, answer)
            self._watcher.step(item.size)
        ordered = tuple(records[at] for at in sorted(records))
        door.close(ordered)
        return Outcome(ordered)

    def _before(self, items: Sequence[Item], step: Step, door: Door) -> Iterator[tuple[int, Record]]:
        """Sources that need no turn: those not understood, and those that an earlier run has done. Names are given out.

        In the order of the sources, so that whoever comes first has the first choice, however many hands there are.
        """
        standing = {} if step is Step.APPLY else dict(self._stepped(items, Step.STAND))
        for at, item in enumerate(items):
            answer = standing.get(at)
            if item.source is None or item.error is not None or isinstance(answer, RedactError):
                yield at, door.keep_back(item, item.error or (answer if isinstance(answer, RedactError) else None))
            elif answer is not None and (record := door.stands(item.source, answer)) is not None:
                yield at, record

    def _stepped(self, items: Sequence[Item | None], step: Step) -> Iterator[tuple[int, Any]]:
        """The answer, or the error, of one step for each source that is understood; as they come."""
        for end in self._crew.work(self._tasks(items, step)):
            if isinstance(end, Done):
                yield end.task.number, end.answer
            elif isinstance(end.error, InputError | ResidualError):
                yield end.task.number, end.error
            else:
                raise end.error

    def _tasks(self, items: Sequence[Item | None], step: Step) -> Iterator[Task]:
        for at, item in enumerate(items):
            if item is not None and item.source is not None and item.error is None:
                seen = step is Step.STAND and self._archive.may_be_done(item.source)
                yield Task(at, Job(step, item.source, seen))

    def _begin(self, stage: str, items: Sequence[Item]) -> None:
        self._watcher.begin(stage, len(items), sum(item.size for item in items))
