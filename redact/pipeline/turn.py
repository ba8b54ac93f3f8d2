"""The turn of one source: planned, written, doubted until nobody is found in it, released."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path, PurePosixPath

from redact.audit.plan import PlanCounts, read_decisions, read_header, write_plan
from redact.core.errors import InputError, ResidualError, UsageError
from redact.core.flow import Action, Decision, Record, Source
from redact.core.segment import Text
from redact.operate.filename import filename
from redact.operate.text import Operators
from redact.pipeline.analyst import Analyst, Look, Read
from redact.pipeline.archive import Archive
from redact.pipeline.beside import Beside
from redact.pipeline.doubt import Doubt, Left
from redact.pipeline.draft import Draft, write_draft, write_transcript
from redact.pipeline.judge import Judge
from redact.pipeline.names import Names, components, renamed
from redact.pipeline.opening import Opener
from redact.pipeline.order import Order
from redact.pipeline.people import People
from redact.pipeline.sight import Sight
from redact.pipeline.survey import Survey, check_unchanged, paper_id
from redact.pipeline.transcript import Transcript

#: How often a draft in which somebody was still found is planned anew with what was found, before it is given up.
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Rooms:
    """All that one run has loaded once."""

    order: Order
    archive: Archive
    analyst: Analyst
    judge: Judge
    doubt: Doubt
    opener: Opener
    survey: Survey
    names: Names


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the rest of the river needs to know of a stored plan."""

    output: str = field(repr=False)
    counts: PlanCounts
    sight: str


class Turn:
    """Takes sources one after another, each from its plan to its release."""

    def __init__(self, rooms: Rooms, people: People) -> None:
        self._rooms = rooms
        self._people = people

    def plan_only(self, source: Source) -> Record:
        """Store the plan of a source, and what its reviewer looks at."""
        plan, draft = self._settled(source)
        self._rooms.archive.discard(source)
        if draft.signals:
            self._preview(source)
        return _record(source, plan.counts, "planned", None)

    def whole(self, source: Source, out: Path) -> Record:
        """Plan and release a source; where the pack says so, what needs a review waits for it."""
        plan, draft = self._settled(source)
        if self._rooms.order.pack.hold and plan.counts.review:
            self._rooms.archive.discard(source)
            return self._rooms.archive.hold(source, plan.counts)
        return self._release(draft, plan, out)

    def by_plan(self, source: Source, out: Path) -> Record:
        """One source by its plan. A plan that cannot be carried out keeps back its own source, not the others."""
        try:
            plan = self._stored(source)
            draft = self._draft(source)
        except UsageError as err:
            raise InputError(f"its plan cannot be carried out: {err.message}", err.hint) from err
        if self._doubted(draft, plan) is not None:
            raise ResidualError("somebody is still found in the draft", "amend the plan of this source and apply again")
        return self._release(draft, plan, out)

    def done(self, source: Source, out: Path) -> Record | None:
        """The record of an earlier run of the same order over the same source, when its output is still whole."""
        if not self._rooms.archive.may_be_done(source):
            return None
        record = self._rooms.archive.done(source, self._sight(source), out)
        if record is not None and record.output is not None:
            self._rooms.names.claim(record.output, paper_id(source))
        return record

    def judged(self, source: Source, looks: tuple[Look, ...]) -> Iterator[tuple[Decision, str]]:
        """Every decision on a source's content with its surface."""
        reads = self._rooms.survey.recalled(source)
        return self._rooms.judge.decisions(reads, paper_id(source), looks)

    def _preview(self, source: Source) -> None:
        from redact.pipeline.preview import preview  # noqa: PLC0415 - draws, which texts do not need

        decisions = read_decisions(self._rooms.archive.plan_path(source))
        preview(self._rooms.opener.open(source), decisions, self._rooms.archive.preview_path(source))

    def _settled(self, source: Source) -> tuple[_Plan, Draft]:
        """Plan, draft, doubt; what the doubt finds is planned in, until it finds nothing: then the plan can be applied."""
        looks: tuple[Look, ...] = ()
        sight = swept = ""
        for _ in range(_ROUNDS):
            plan = self._plan(source, looks)
            sight = sight or plan.sight
            draft = self._draft(source)
            left = self._doubted(draft, plan)
            if left is None:
                return replace(plan, sight=sight), draft
            if left.swept and swept:  # they stand where reading does not reach: planning anew does not help
                raise ResidualError(f"values are left in the draft ({left.swept})", "please report this")
            swept = left.swept
            looks = (*looks, left.look())
        raise ResidualError("somebody is still found in the draft", "review its plan, then run: redact apply")

    def _doubted(self, draft: Draft, plan: _Plan) -> Left | None:
        """What is still found in the draft; see `Doubt.found`."""
        source = draft.source
        path = self._rooms.archive.plan_path(source)
        opener = self._rooms.opener
        beside = Beside(opener.open(source), opener.reopen(source, draft.path), lambda: read_decisions(path))
        return self._rooms.doubt.found(draft, beside, plan.output)

    def _stored(self, source: Source) -> _Plan:
        path = self._rooms.archive.plan_path(source)
        if not path.exists():
            raise InputError("there is no plan for this source", "plan it first: redact plan")
        header = read_header(path)
        if (header.source_id, header.sha256) != (paper_id(source), source.sha256):
            raise UsageError("it was made for another source", "plan this source again: redact plan")
        if not header.output:
            raise UsageError("it names no output", "give the name in its header, or plan this source again")
        output = self._rooms.names.claim(header.output, paper_id(source))
        return _Plan(output, _counts(read_decisions(path)), self._sight(source))

    def _plan(self, source: Source, looks: tuple[Look, ...]) -> _Plan:
        self._respect(source)
        sight = Sight()
        named = list(sight.over(decision for decision, _ in self._on_name(source, looks)))
        output = self._rooms.names.claim(
            renamed(source.name, named, self._operators, self._suffix(source)), paper_id(source)
        )
        content = sight.over(decision for decision, _ in self.judged(source, looks))
        header = self._rooms.archive.header(source, output)
        counts = write_plan(self._rooms.archive.plan_path(source), header, chain(named, content))
        return _Plan(output, counts, sight.done())

    def _suffix(self, source: Source) -> str | None:
        """The suffix of an output in another format than its source's; None where it keeps the format."""
        return self._rooms.opener.open(source).suffix

    def _respect(self, source: Source) -> None:
        """A reviewer's work is not planned over: an amended plan is applied, or taken away by hand."""
        path = self._rooms.archive.plan_path(source)
        if path.exists() and read_header(path).amended:
            raise InputError(
                "an amended plan of this source waits", "run: redact apply, or delete the plan to start anew"
            )

    def _sight(self, source: Source) -> str:
        """How the source looks now, before any doubt."""
        sight = Sight()
        judged = chain(self._on_name(source, ()), self.judged(source, ()))
        deque(sight.over(decision for decision, _ in judged), maxlen=0)
        return sight.done()

    def _on_name(self, source: Source, looks: tuple[Look, ...]) -> Iterator[tuple[Decision, str]]:
        reads: list[Read] = [self._rooms.analyst.name(text) for text in components(source.name)]
        return self._rooms.judge.decisions(reads, paper_id(source), looks, "file_name")

    def _draft(self, source: Source) -> Draft:
        decisions = (d for d in read_decisions(self._rooms.archive.plan_path(source)) if d.segment >= 0)
        path = self._rooms.archive.draft_path(source)
        manner = partial(self._operators.manner, source=source.sha256)
        try:
            draft = write_draft(source, self._rooms.opener.open(source), decisions, self._operators, path, manner)
        except UsageError:
            check_unchanged(source)  # if it was changed, that is why its plan does not fit
            raise
        draft.put.update(self._in_name(source))
        if draft.sounds:
            write_transcript(draft, self._transcript(source), self._rooms.order.settings.transcripts)
        return draft

    def _in_name(self, source: Source) -> Iterator[str]:
        """What we put into the name of the output: a sweep of it must not take that for somebody (`person-2.pdf`)."""
        for decision in read_decisions(self._rooms.archive.plan_path(source)):
            if decision.segment >= 0:
                return
            if decision.verdict.action.cuts:
                yield filename(self._operators, decision, "")

    def _transcript(self, source: Source) -> Transcript:
        path = self._rooms.archive.plan_path(source)

        def heard() -> Iterator[Text]:
            return (read.segment for read in self._rooms.survey.recalled(source))

        return Transcript(heard, lambda: read_decisions(path), self._operators)

    @cached_property
    def _operators(self) -> Operators:
        """Made once everyone has been met: a surrogate hangs on the fullest form of a name."""
        names = {entity.token: entity.name for entity in self._people.roster.entities()}
        return Operators(self._rooms.order.key, self._rooms.order.pack.mode, names)

    def _release(self, draft: Draft, plan: _Plan, out: Path) -> Record:
        source = draft.source
        check_unchanged(source)
        status = "released" if draft.changed or plan.output != source.name else "unchanged"
        record = _record(source, plan.counts, status, plan.output)
        names = self._names_beside(plan.output, source, draft.beside)
        self._rooms.archive.release(draft, record, plan.sight, out, names)
        return record

    def _names_beside(self, output: str, source: Source, kinds: Iterable[str]) -> dict[str, str]:
        """What the transcripts of an output are called, by kind."""
        stem = PurePosixPath(output)
        return {
            kind: self._rooms.names.claim(
                str(stem.with_name(f"{stem.stem}.transcript.{kind}")), f"{paper_id(source)} {kind}"
            )
            for kind in kinds
        }


def _record(source: Source, counts: PlanCounts, status: str, output: str | None) -> Record:
    return Record(
        source.name, source.sha256, output, status, "", source.kind, counts.redacted, counts.kept, counts.review
    )


def _counts(decisions: Iterator[Decision]) -> PlanCounts:
    seen = dict.fromkeys(Action, 0)
    for decision in decisions:
        seen[decision.verdict.action] += 1
    return PlanCounts(seen[Action.REDACT], seen[Action.KEEP], seen[Action.REVIEW])
