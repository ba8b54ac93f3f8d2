"""The river: read, find, resolve, decide, plan, change, verify, release, record, for one source after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from redact.core.errors import InputError, RedactError, ResidualError, UsageError
from redact.core.flow import Decision, Record, Source
from redact.media.captions import KINDS
from redact.pipeline.analyst import Analyst
from redact.pipeline.archive import Archive
from redact.pipeline.doubt import Doubt
from redact.pipeline.judge import Judge, Rulings
from redact.pipeline.names import Names
from redact.pipeline.opening import Opener
from redact.pipeline.order import Order
from redact.pipeline.outcome import Outcome, Unwatched, Watcher
from redact.pipeline.people import People
from redact.pipeline.survey import Item, Survey, arrivals
from redact.pipeline.turn import Rooms, Turn


class River:
    """One run over some inputs, with everything it needs loaded once. Get one from `open_river`."""

    def __init__(self, order: Order, archive: Archive, watcher: Watcher | None = None) -> None:
        if strange := sorted(set(order.settings.transcripts) - set(KINDS)):
            raise UsageError(f"no transcript is of kind {strange[0]!r}", f"known here: {', '.join(KINDS)}")
        self._order = order
        self._archive = archive
        self._watcher = watcher or Unwatched()
        analyst = Analyst(order.settings, order.case)
        self._people = People(order.case, order.key, order.pack.carry)
        judge = Judge(Rulings(order), self._people)
        doubt = Doubt(analyst, judge, self._people)
        self._opener = Opener(order.settings, strict=order.pack.unreadable == "keep_back", folder=archive.inside)
        self._survey = Survey(order, self._opener, analyst, self._people, archive.findings)
        self._names = Names()
        rooms = Rooms(order, archive, analyst, judge, doubt, self._opener, self._survey, self._names)
        self._turn = Turn(rooms, self._people)

    def close(self) -> None:
        """End what was started for this run."""
        self._opener.close()

    def survey(self, inputs: Sequence[Path]) -> list[Item]:
        """The first pass over everything; what cannot be read comes back with its error."""
        items = list(arrivals(inputs, self._order))
        self._watcher.begin("reading", len(items), sum(item.size for item in items))
        met = [self._meet(item) for item in items]
        self._people.settle()
        self._archive.number(self._people.roster)
        return met

    def find(self, items: Sequence[Item]) -> Iterator[tuple[Source, Decision, str]]:
        """Every decision on every readable source, with the characters it is about; nothing is written."""
        for item in items:
            if item.source is not None and item.error is None:
                for decision, surface in self._turn.judged(item.source, ()):
                    yield item.source, decision, surface

    def plan(self, items: Sequence[Item]) -> Outcome:
        """Store the plan of each source; nothing is released."""
        return self._each("planning", items, self._turn.plan_only)

    def run(self, items: Sequence[Item], out: Path) -> Outcome:
        """Plan and release every source; one that fails goes to quarantine and the rest go on."""
        turn = self._turn
        return self._each("releasing", items, lambda source: turn.done(source, out) or turn.whole(source, out), out)

    def apply(self, items: Sequence[Item], out: Path) -> Outcome:
        """Release every source by its stored plan, as a reviewer left it."""
        return self._each("releasing", items, lambda source: self._turn.by_plan(source, out), out)

    def _meet(self, item: Item) -> Item:
        if item.source is not None:
            try:
                self._survey.read(item.source)
            except InputError as err:
                item = replace(item, error=err)
        self._watcher.step(item.size)
        return item

    def _each(
        self, stage: str, items: Sequence[Item], work: Callable[[Source], Record], out: Path | None = None
    ) -> Outcome:
        self._watcher.begin(stage, len(items), sum(item.size for item in items))
        records = []
        for item in items:
            record = self._one(item, work)
            if out is not None:
                self._archive.withdraw(record, out, self._names)
            self._archive.note(record)
            records.append(record)
            self._watcher.step(item.size)
        self._archive.seal()
        return Outcome(tuple(records))

    def _one(self, item: Item, work: Callable[[Source], Record]) -> Record:
        """One source, or the record of why it is kept back. Errors of the run itself (a full disk) are not caught."""
        if item.source is None or item.error is not None:
            error: RedactError = item.error or InputError("the source is not understood")
            return self._archive.quarantine(item, error)
        try:
            return self._worked(item.source, work)
        except (InputError, ResidualError) as err:
            return self._archive.quarantine(item, err)

    def _worked(self, source: Source, work: Callable[[Source], Record]) -> Record:
        """The work done; where its draft does not pass, once more with all that can be read in a simpler way read so."""
        try:
            return work(source)
        except ResidualError:
            if not self._opener.simplify(source):
                raise
            self._survey.read(source)
            return work(source)
        finally:
            self._opener.as_usual()
