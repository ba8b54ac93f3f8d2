"""The turn of one source: planned, written, doubted until nobody is found in it, ready to be released."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain

from redact.audit.plan import PlanCounts, read_decisions, read_header, write_plan
from redact.core.errors import InputError, ResidualError, UsageError
from redact.core.flow import Action, Decision, Source
from redact.core.segment import Text
from redact.operate.filename import filename
from redact.operate.text import Operators
from redact.pipeline.analyst import Analyst, Look, Read
from redact.pipeline.beside import Beside
from redact.pipeline.doubt import Doubt, Left
from redact.pipeline.draft import Draft, write_draft, write_transcript
from redact.pipeline.judge import Judge, Rulings
from redact.pipeline.met import Met
from redact.pipeline.names import components, renamed
from redact.pipeline.opening import Opener
from redact.pipeline.order import Order
from redact.pipeline.papers import Papers
from redact.pipeline.people import People
from redact.pipeline.ready import Ready, Standing
from redact.pipeline.sight import Sight
from redact.pipeline.survey import Survey, check_unchanged, paper_id
from redact.pipeline.transcript import Transcript

#: How often a draft in which somebody was still found is planned anew with what was found, before it is given up.
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class Rooms:
    """All that one hand has loaded once."""

    order: Order
    papers: Papers
    analyst: Analyst
    rulings: Rulings
    opener: Opener
    survey: Survey


class Turn:
    """Takes sources one after another, each from its plan to a draft in which nobody is found, among these people."""

    def __init__(self, rooms: Rooms, people: People) -> None:
        self._rooms = rooms
        self._people = people
        self._judge = Judge(rooms.rulings, people)
        self._doubt = Doubt(rooms.analyst, self._judge, people)

    def take(self, met: Met) -> None:
        """Know whom a source brings that was read in another way than before."""
        self._people.take(met)

    def standing(self, source: Source, *, seen: bool) -> Standing:
        """The name its output will want; and when it was `seen` before, how the source looks now. No model looks again."""
        return Standing(self._output(source, list(self._named(source, ()))), self._sight(source) if seen else "")

    def planned(self, source: Source) -> Ready:
        """The plan of a source, stored, with what its reviewer looks at; its draft is taken away again."""
        settled = self._settled(source)
        self._rooms.papers.discard(source)
        if settled.signals:
            self._preview(source)
        return settled.ready

    def whole(self, source: Source) -> Ready:
        """A source planned and drafted; where the pack says so, what needs a review waits for it without a draft."""
        settled = self._settled(source)
        if self._rooms.order.pack.hold and settled.ready.counts.review:
            self._rooms.papers.discard(source)
            return replace(settled.ready, held=True)
        check_unchanged(source)
        return settled.ready

    def by_plan(self, source: Source) -> Ready:
        """One source by its plan. A plan that cannot be carried out keeps back its own source, not the others."""
        try:
            plan = self._stored(source)
            draft = self._draft(source)
        except UsageError as err:
            raise InputError(f"its plan cannot be carried out: {err.message}", err.hint) from err
        if self._doubted(draft, plan) is not None:
            raise ResidualError("somebody is still found in the draft", "amend the plan of this source and apply again")
        check_unchanged(source)
        return _ready(draft, plan)

    def judged(self, source: Source, looks: tuple[Look, ...]) -> Iterator[tuple[Decision, str]]:
        """Every decision on a source's content with its surface."""
        reads = self._rooms.survey.recalled(source)
        return self._judge.decisions(reads, paper_id(source), looks)

    def _preview(self, source: Source) -> None:
        from redact.pipeline.preview import preview  # noqa: PLC0415 - draws, which texts do not need

        decisions = read_decisions(self._rooms.papers.plan_path(source))
        preview(self._rooms.opener.open(source), decisions, self._rooms.papers.preview_path(source))

    def _settled(self, source: Source) -> _Settled:
        """Plan, draft, doubt; what the doubt finds is planned in, until it finds nothing: then the plan can be applied."""
        looks: tuple[Look, ...] = ()
        sight = swept = ""
        for _ in range(_ROUNDS):
            plan = self._plan(source, looks)
            sight = sight or plan.sight
            draft = self._draft(source)
            left = self._doubted(draft, plan)
            if left is None:
                return _Settled(_ready(draft, replace(plan, sight=sight)), bool(draft.signals))
            if left.swept and swept:  # they stand where reading does not reach: planning anew does not help
                raise ResidualError(f"values are left in the draft ({left.swept})", "please report this")
            swept = left.swept
            looks = (*looks, left.look())
        raise ResidualError("somebody is still found in the draft", "review its plan, then run: redact apply")

    def _doubted(self, draft: Draft, plan: _Plan) -> Left | None:
        """What is still found in the draft; see `Doubt.found`."""
        source = draft.source
        path = self._rooms.papers.plan_path(source)
        opener = self._rooms.opener
        beside = Beside(opener.open(source), opener.reopen(source, draft.path), lambda: read_decisions(path))
        return self._doubt.found(draft, beside, plan.output)

    def _stored(self, source: Source) -> _Plan:
        path = self._rooms.papers.plan_path(source)
        if not path.exists():
            raise InputError("there is no plan for this source", "plan it first: redact plan")
        header = read_header(path)
        if (header.source_id, header.sha256) != (paper_id(source), source.sha256):
            raise UsageError("it was made for another source", "plan this source again: redact plan")
        if not header.output:
            raise UsageError("it names no output", "give the name in its header, or plan this source again")
        return _Plan(header.output, _counts(read_decisions(path)), self._sight(source))

    def _plan(self, source: Source, looks: tuple[Look, ...]) -> _Plan:
        self._respect(source)
        sight = Sight()
        named = list(sight.over(self._named(source, looks)))
        output = self._output(source, named)
        content = sight.over(decision for decision, _ in self.judged(source, looks))
        header = self._rooms.papers.header(source, output)
        counts = write_plan(self._rooms.papers.plan_path(source), header, chain(named, content))
        return _Plan(output, counts, sight.done())

    def _output(self, source: Source, named: list[Decision]) -> str:
        """The source's name without the people in it."""
        return renamed(source.name, named, self._operators, self._suffix(source))

    def _suffix(self, source: Source) -> str | None:
        """The suffix of an output in another format than its source's; None where it keeps the format."""
        return self._rooms.opener.open(source).suffix

    def _respect(self, source: Source) -> None:
        """A reviewer's work is not planned over: an amended plan is applied, or taken away by hand."""
        path = self._rooms.papers.plan_path(source)
        if path.exists() and read_header(path).amended:
            raise InputError(
                "an amended plan of this source waits", "run: redact apply, or delete the plan to start anew"
            )

    def _sight(self, source: Source) -> str:
        """How the source looks now, before any doubt."""
        sight = Sight()
        content = (decision for decision, _ in self.judged(source, ()))
        deque(sight.over(chain(self._named(source, ()), content)), maxlen=0)
        return sight.done()

    def _named(self, source: Source, looks: tuple[Look, ...]) -> Iterator[Decision]:
        reads: list[Read] = [self._rooms.analyst.name(text) for text in components(source.name)]
        return (decision for decision, _ in self._judge.decisions(reads, paper_id(source), looks, "file_name"))

    def _draft(self, source: Source) -> Draft:
        cuts: Counter[str] = Counter()
        decisions = (d for d in _counted(read_decisions(self._rooms.papers.plan_path(source)), cuts) if d.segment >= 0)
        path = self._rooms.papers.draft_path(source)
        manner = partial(self._operators.manner, source=source.sha256)
        try:
            draft = write_draft(source, self._rooms.opener.open(source), decisions, self._operators, path, manner)
        except UsageError:
            check_unchanged(source)  # if it was changed, that is why its plan does not fit
            raise
        draft.put.update(self._in_name(source))
        draft.entities.update(cuts)
        if draft.sounds:
            write_transcript(draft, self._transcript(source), self._rooms.order.settings.transcripts)
        return draft

    def _in_name(self, source: Source) -> Iterator[str]:
        """What we put into the name of the output: a sweep of it must not take that for somebody (`person-2.pdf`)."""
        for decision in read_decisions(self._rooms.papers.plan_path(source)):
            if decision.segment >= 0:
                return
            if decision.verdict.action.cuts:
                yield filename(self._operators, decision, "")

    def _transcript(self, source: Source) -> Transcript:
        path = self._rooms.papers.plan_path(source)

        def heard() -> Iterator[Text]:
            return (read.segment for read in self._rooms.survey.recalled(source))

        return Transcript(heard, lambda: read_decisions(path), self._operators)

    @cached_property
    def _operators(self) -> Operators:
        """Made once everyone has been met: a surrogate hangs on the fullest form of a name."""
        names = {entity.token: entity.name for entity in self._people.roster.entities()}
        return Operators(self._rooms.order.key, self._rooms.order.pack.mode, names)


def _ready(draft: Draft, plan: _Plan) -> Ready:
    return Ready(
        draft.source,
        plan.output,
        plan.counts,
        plan.sight,
        draft.path,
        draft.changed,
        dict(draft.beside),
        entities=dict(sorted(draft.entities.items())),
    )


def _counted(decisions: Iterator[Decision], cuts: Counter[str]) -> Iterator[Decision]:
    """The same decisions; those that cut are counted by type as they pass."""
    for decision in decisions:
        cuts[decision.entity] += decision.verdict.action.cuts
        yield decision


def _counts(decisions: Iterator[Decision]) -> PlanCounts:
    seen = dict.fromkeys(Action, 0)
    for decision in decisions:
        seen[decision.verdict.action] += 1
    return PlanCounts(seen[Action.REDACT], seen[Action.KEEP], seen[Action.REVIEW])


@dataclass(frozen=True, slots=True)
class _Settled:
    """What became of a plan, and whether there is anything to look at or listen to."""

    ready: Ready
    signals: bool


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the rest of the river needs to know of a stored plan."""

    output: str = field(repr=False)
    counts: PlanCounts
    sight: str
