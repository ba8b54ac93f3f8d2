"""Doubt: a draft's signals compared, all of it read again, its parts counted, its bytes swept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from redact.core.flow import Finding
from redact.core.fold import key as folded
from redact.core.place import Chars, Times
from redact.core.segment import Text
from redact.core.taxonomy import entity_type
from redact.pipeline.analyst import MODELS, Analyst, Look, Read, look_again
from redact.pipeline.beside import Beside, Cuts, compare_signals
from redact.pipeline.breaks import breaker, hushed
from redact.pipeline.draft import Draft
from redact.pipeline.judge import Judge, places
from redact.pipeline.nested import Body
from redact.pipeline.people import People
from redact.pipeline.sounds import SOUND
from redact.pipeline.suffixes import suffix_of
from redact.pipeline.survey import paper_id
from redact.resolve.carry import Literals
from redact.resolve.words import ORDINARY
from redact.verify.census import accounted, nothing_to_drop
from redact.verify.reread import Replaced, reread
from redact.verify.sweep import Residue, Sweep

#: How sure a spotter must be of a draft: what noise of the encoder has lifted over its usual threshold is no find.
_SURELY_SEEN = 0.35
#: Half a label reads as no writing, half a word as no speech; and whoever speaks still does.
_NOT_AGAIN = frozenset({"SIGNATURE", "VOICE"})
#: What makes a claim more than a model's.
_KNOWN = frozenset({"cue", "case_person", "carried"})


@dataclass(slots=True)
class Left:
    """What was found in a draft: values by surface and entity, and places by the ordinal of the source's picture."""

    values: dict[tuple[str, str], None] = field(default_factory=dict, repr=False)
    places: dict[int, list[Finding]] = field(default_factory=dict)
    swept: str = ""  # where a sweep found values that reading did not, for people

    def __bool__(self) -> bool:
        return bool(self.values or self.places or self.swept)

    def look(self) -> Look:
        """A look that finds the same again in the source."""
        literals = Literals(self.values)

        def find(text: Text) -> Iterator[Finding]:
            if text.medium != "text" and not text.text:
                yield from self.places.get(text.ordinal, ())
            yield from literals.find(text)

        return find


class Doubt:
    """Checks drafts of one run."""

    def __init__(self, analyst: Analyst, judge: Judge, people: People) -> None:
        self._analyst = analyst
        self._judge = judge
        self._people = people

    def found(self, draft: Draft, beside: Beside, name: str | None) -> Left | None:
        """None when nobody is found; else what is left, which can be looked for when the source is planned anew.

        Raises:
            ResidualError: the draft has other parts, pictures or sounds than it should have.
        """
        if draft.signals:
            compare_signals(beside)
        left = self._found(draft, beside)
        if left:
            return left
        nothing_to_drop(accounted(beside.draft))  # after it was read: what is inside it is known then
        sweep = Sweep(draft.sought, {*draft.kept, *draft.put}, ordinary=ORDINARY)
        found = [sweep.check(path) for path in draft.beside.values()]
        found += [swept(sweep, body) for body in beside.draft.bodies()]
        found.append(sweep.check_text((name or "").removesuffix(suffix_of(name or ""))))
        residue = list(chain.from_iterable(found))
        if residue:
            where = ", ".join(sorted({f"{each.entity} in {each.stream}" for each in residue}))
            return Left(dict.fromkeys(sorted(sweep.found)), swept=where)
        return None

    def _found(self, draft: Draft, beside: Beside) -> Left:
        left = Left()
        silent = hushed(beside.decisions()) if draft.sounds else {}
        reads = self._analyst.read(beside.draft.segments(), sampled=True, mark=breaker(silent, draft.sounds))
        texts = self._past_signals(reads, draft, beside.cuts(), left)
        if draft.transcript is not None:
            again = self._analyst.read(draft.transcript.texts())
            texts = chain(texts, (replace(read, findings=tuple(_sober(read.findings))) for read in again))
        left.values = self.left(draft, texts, paper_id(draft.source))
        return left

    def _past_signals(self, reads: Iterable[Read], draft: Draft, cuts: Cuts, left: Left) -> Iterator[Read]:
        """The reads of texts; those of pictures and sounds are looked through on the way."""
        source = paper_id(draft.source)
        looks = self._people.look(source)
        ours = Replaced(draft.put)
        signals = iter(draft.signals)
        of, ordinal = -1, -1
        for read in reads:
            if read.segment.medium == "text":
                yield read
                continue
            if read.segment.ordinal != of:
                of, ordinal = read.segment.ordinal, next(signals)
            for finding in self.tied(look_again(read, looks), source):
                if not _surely(finding, read) or not self._judge.cuts(read.text, finding, source):
                    continue
                if isinstance(finding.place, Chars) and not ours.uncovered(read.text.text, finding.chars):
                    continue
                for place, extent in places(read, finding):
                    # A sound's place has a pad that lies under the cuts beside it: what counts is where the words are.
                    still = cuts.of(ordinal).left(extent)
                    if still is not None:
                        found = place if isinstance(place, Times) else still
                        again = replace(finding, place=found, facts=finding.facts | {"reread"})
                        left.places.setdefault(ordinal, []).append(again)

    def tied(self, read: Read, source: str) -> Iterable[Finding]:
        """The findings of a read as they are tied in their whole paper."""
        return self._judge.tied(read.findings, source)

    def left(self, draft: Draft, reads: Iterable[Read], source: str) -> dict[tuple[str, str], None]:
        """Surfaces and entities of what would still be cut in texts read again and is not of our own making."""
        looks = self._people.look(source)
        again = (look_again(read, looks) for read in reads)
        found = reread(
            ((read.text, self._judge.tied(read.findings, source)) for read in again),
            lambda text, finding: _certain(finding) and self._judge.cuts(text, finding, source),
            Replaced(draft.put),
        )
        # What was looked at and kept stays kept, unless the very same was cut elsewhere.
        spared = {folded(surface) for surface in draft.kept} - {folded(surface) for surface, _ in draft.cut}
        return {each: None for each in found if folded(each[0]) and folded(each[0]) not in spared}


def swept(sweep: Sweep, body: Body) -> tuple[Residue, ...]:
    """What is still in a file: in its bytes, or in all that they hold decoded."""
    if body.streams is None:
        return sweep.check(body.path, packed=body.packed)
    return (*sweep.check(body.path, packed=True), *sweep.check_streams(body.streams()))


def _surely(finding: Finding, read: Read) -> bool:
    """Whether a find in a signal of the draft is to be believed."""
    if isinstance(finding.place, Chars):
        return _certain(finding) and (read.segment.medium != SOUND or any(_sober([finding])))
    return finding.score >= _SURELY_SEEN and finding.entity not in _NOT_AGAIN


def _sober(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Without what only a model claims: it judges by the sentence, and that of a cut sound is broken.

    Its words were judged when it was whole.
    """
    return (f for f in findings if f.detector not in MODELS or not f.facts.isdisjoint(_KNOWN))


def _certain(finding: Finding) -> bool:
    """Quasi-identifiers and phrases hang on their sentence, which the cuts changed; what names a person does not."""
    return entity_type(finding.entity).directness == "direct" or finding.entity in ("DATE_OF_BIRTH", "UK_POSTCODE")
