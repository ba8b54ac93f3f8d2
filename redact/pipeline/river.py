"""The river: read, find, resolve, decide, plan, change, verify, release, record, for one source after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path

from redact.audit.plan import PlanCounts, read_decisions, read_header, write_plan
from redact.core.errors import InputError, RedactError, ResidualError, UsageError
from redact.core.flow import Action, Decision, Record, Source
from redact.operate.text import Operators
from redact.pipeline.analyst import Analyst, Look, Read
from redact.pipeline.archive import Archive
from redact.pipeline.beside import Beside, Cuts
from redact.pipeline.doubt import Doubt
from redact.pipeline.draft import Draft, write_draft
from redact.pipeline.judge import Judge, Rulings
from redact.pipeline.names import Names, components, renamed
from redact.pipeline.opening import Opener
from redact.pipeline.order import Order
from redact.pipeline.outcome import Outcome, Unwatched, Watcher
from redact.pipeline.people import People
from redact.pipeline.sight import Sight
from redact.pipeline.survey import Item, Survey, arrivals, check_unchanged, paper_id

#: How often a draft in which somebody was still found is planned anew with what was found, before it is given up.
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the rest of the river needs to know of a stored plan."""

    output: str = field(repr=False)
    counts: PlanCounts
    sight: str


class River:
    """One run over some inputs, with everything it needs loaded once. Get one from `open_river`."""

    def __init__(self, order: Order, archive: Archive, watcher: Watcher | None = None) -> None:
        self._order = order
        self._archive = archive
        self._watcher = watcher or Unwatched()
        self._analyst = Analyst(order.settings, order.case)
        self._people = People(order.case, order.key, order.pack.carry)
        self._judge = Judge(Rulings(order), self._people)
        self._doubt = Doubt(self._analyst, self._judge, self._people)
        self._opener = Opener(order.settings)
        self._survey = Survey(order, self._opener, self._analyst, self._people, archive.findings)
        self._names = Names()

    def close(self) -> None:
        """End what was started for this run."""
        self._opener.close()

    def survey(self, inputs: Sequence[Path]) -> list[Item]:
        """The first pass over everything; what cannot be read comes back with its error."""
        items = list(arrivals(inputs, self._order))
        self._watcher.begin("reading", len(items), sum(item.size for item in items))
        met = [self._meet(item) for item in items]
        self._archive.number(self._people.roster)
        return met

    def find(self, items: Sequence[Item]) -> Iterator[tuple[Source, Decision, str]]:
        """Every decision on every readable source, with the characters it is about; nothing is written."""
        for item in items:
            if item.source is not None and item.error is None:
                for decision, surface in self._judged(item.source, ()):
                    yield item.source, decision, surface

    def plan(self, items: Sequence[Item]) -> Outcome:
        """Store the plan of each source; nothing is released."""
        return self._each("planning", items, self._plan_only)

    def run(self, items: Sequence[Item], out: Path) -> Outcome:
        """Plan and release every source; one that fails goes to quarantine and the rest go on."""
        return self._each("releasing", items, lambda source: self._done(source, out) or self._whole(source, out), out)

    def apply(self, items: Sequence[Item], out: Path) -> Outcome:
        """Release every source by its stored plan, as a reviewer left it."""
        return self._each("releasing", items, lambda source: self._by_plan(source, out), out)

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
            return work(item.source)
        except (InputError, ResidualError) as err:
            return self._archive.quarantine(item, err)

    def _done(self, source: Source, out: Path) -> Record | None:
        """The record of an earlier run of the same order over the same source, when its output is still whole."""
        if not self._archive.may_be_done(source):
            return None
        record = self._archive.done(source, self._sight(source), out)
        if record is not None and record.output is not None:
            self._names.claim(record.output, paper_id(source))
        return record

    def _plan_only(self, source: Source) -> Record:
        plan, draft = self._settled(source)
        self._archive.discard(source)
        if draft.pictures:
            self._preview(source)
        return _record(source, plan.counts, "planned", None)

    def _preview(self, source: Source) -> None:
        from redact.pipeline.preview import preview  # noqa: PLC0415 - draws, which texts do not need

        decisions = read_decisions(self._archive.plan_path(source))
        preview(self._opener.open(source), decisions, self._archive.preview_path(source))

    def _whole(self, source: Source, out: Path) -> Record:
        plan, draft = self._settled(source)
        if self._order.pack.hold and plan.counts.review:
            self._archive.discard(source)
            return self._archive.hold(source, plan.counts)
        return self._release(draft, plan, out)

    def _settled(self, source: Source) -> tuple[_Plan, Draft]:
        """Plan, draft, doubt; what the doubt finds is planned in, until it finds nothing: then the plan can be applied."""
        looks: tuple[Look, ...] = ()
        sight = ""
        for _ in range(_ROUNDS):
            plan = self._plan(source, looks)
            sight = sight or plan.sight
            draft = self._draft(source)
            left = self._doubted(draft, plan)
            if left is None:
                return replace(plan, sight=sight), draft
            looks = (*looks, left)
        raise ResidualError("somebody is still found in the draft", "review its plan, then run: redact apply")

    def _by_plan(self, source: Source, out: Path) -> Record:
        """One source by its plan. A plan that cannot be carried out keeps back its own source, not the others."""
        try:
            plan = self._stored(source)
            draft = self._draft(source)
        except UsageError as err:
            raise InputError(f"its plan cannot be carried out: {err.message}", err.hint) from err
        if self._doubted(draft, plan) is not None:
            raise ResidualError("somebody is still found in the draft", "amend the plan of this source and apply again")
        return self._release(draft, plan, out)

    def _doubted(self, draft: Draft, plan: _Plan) -> Look | None:
        """What is still found in the draft; see `Doubt.found`."""
        source = draft.source
        again = replace(source, path=draft.path, size=draft.path.stat().st_size)
        path = self._archive.plan_path(source)
        beside = Beside(self._opener.open(source), self._opener.reopen(again), lambda: Cuts(read_decisions(path)))
        return self._doubt.found(draft, beside, plan.output)

    def _stored(self, source: Source) -> _Plan:
        path = self._archive.plan_path(source)
        if not path.exists():
            raise InputError("there is no plan for this source", "plan it first: redact plan")
        header = read_header(path)
        if (header.source_id, header.sha256) != (paper_id(source), source.sha256):
            raise UsageError("it was made for another source", "plan this source again: redact plan")
        if not header.output:
            raise UsageError("it names no output", "give the name in its header, or plan this source again")
        output = self._names.claim(header.output, paper_id(source))
        return _Plan(output, _counts(read_decisions(path)), self._sight(source))

    def _plan(self, source: Source, looks: tuple[Look, ...]) -> _Plan:
        self._respect(source)
        sight = Sight()
        named = list(sight.over(decision for decision, _ in self._on_name(source, looks)))
        output = self._names.claim(renamed(source.name, named, self._operators, self._suffix(source)), paper_id(source))
        content = sight.over(decision for decision, _ in self._judged(source, looks))
        header = self._archive.header(source, output)
        counts = write_plan(self._archive.plan_path(source), header, chain(named, content))
        return _Plan(output, counts, sight.done())

    def _suffix(self, source: Source) -> str | None:
        """The suffix of an output in another format than its source's; None where it keeps the format."""
        suffix: str | None = getattr(self._opener.open(source), "suffix", None)
        return suffix

    def _respect(self, source: Source) -> None:
        """A reviewer's work is not planned over: an amended plan is applied, or taken away by hand."""
        path = self._archive.plan_path(source)
        if path.exists() and read_header(path).amended:
            raise InputError(
                "an amended plan of this source waits", "run: redact apply, or delete the plan to start anew"
            )

    def _sight(self, source: Source) -> str:
        """How the source looks now, before any doubt."""
        sight = Sight()
        judged = chain(self._on_name(source, ()), self._judged(source, ()))
        deque(sight.over(decision for decision, _ in judged), maxlen=0)
        return sight.done()

    def _judged(self, source: Source, looks: tuple[Look, ...]) -> Iterator[tuple[Decision, str]]:
        reads = self._survey.recalled(source)
        return self._judge.decisions(reads, paper_id(source), looks)

    def _on_name(self, source: Source, looks: tuple[Look, ...]) -> Iterator[tuple[Decision, str]]:
        reads: list[Read] = [self._analyst.name(text) for text in components(source.name)]
        return self._judge.decisions(reads, paper_id(source), looks, "file_name")

    def _draft(self, source: Source) -> Draft:
        decisions = (d for d in read_decisions(self._archive.plan_path(source)) if d.segment >= 0)
        path = self._archive.draft_path(source)
        try:
            return write_draft(source, self._opener.open(source), decisions, self._operators, path)
        except UsageError:
            check_unchanged(source)  # if it was changed, that is why its plan does not fit
            raise

    @cached_property
    def _operators(self) -> Operators:
        """Made once everyone has been met: a surrogate hangs on the fullest form of a name."""
        names = {entity.token: entity.name for entity in self._people.roster.entities()}
        return Operators(self._order.key, self._order.pack.mode, names)

    def _release(self, draft: Draft, plan: _Plan, out: Path) -> Record:
        source = draft.source
        check_unchanged(source)
        status = "released" if draft.changed or plan.output != source.name else "unchanged"
        record = _record(source, plan.counts, status, plan.output)
        self._archive.release(draft, record, plan.sight, out)
        return record


def _record(source: Source, counts: PlanCounts, status: str, output: str | None) -> Record:
    return Record(
        source.name, source.sha256, output, status, "", source.kind, counts.redacted, counts.kept, counts.review
    )


def _counts(decisions: Iterator[Decision]) -> PlanCounts:
    seen = dict.fromkeys(Action, 0)
    for decision in decisions:
        seen[decision.verdict.action] += 1
    return PlanCounts(seen[Action.REDACT], seen[Action.KEEP], seen[Action.REVIEW])
