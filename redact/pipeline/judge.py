"""The second pass: findings and further looks become decisions on places of the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial

from redact.core.errors import InputError
from redact.core.flow import Decision, Entity, Finding, Verdict
from redact.core.place import Chars, Place, Times, in_pixels
from redact.core.said import Said, padded
from redact.core.segment import Text, TextKind
from redact.core.snap import evened
from redact.pipeline.analyst import Look, Read, look_again
from redact.pipeline.once import Once
from redact.pipeline.order import Order
from redact.pipeline.people import People
from redact.policy.decide import decide
from redact.resolve.near import tied_to_nobody

_REMEMBERED = 8192
_NOWHERE = Chars(0, 0)  # policy does not ask where


class Rulings:
    """What the policy says and what the key makes of a surface, remembered: both are pure, and few questions are new."""

    def __init__(self, order: Order) -> None:
        self._pack = order.pack
        self._decided = lru_cache(maxsize=_REMEMBERED)(self._decide)
        self.digest = lru_cache(maxsize=_REMEMBERED)(partial(order.key.digest, "surface"))

    def verdict(self, finding: Finding, entity: Entity | None, medium: str = "text") -> Verdict:
        """The policy's verdict on a finding that means `entity`."""
        facts = finding.facts | entity.facts if entity else finding.facts
        return self._decided(finding.entity, finding.score, facts, medium)

    def _decide(self, entity: str, score: float, facts: frozenset[str], medium: str) -> Verdict:
        return decide(self._pack, Finding(_NOWHERE, entity, score, "", facts), None, medium)


class Judge:
    """Decides over the people of one run, or of one record."""

    def __init__(self, rulings: Rulings, people: People) -> None:
        self._rulings = rulings
        self._people = people

    def decisions(
        self, reads: Iterable[Read], source: str, looks: tuple[Look, ...] = (), medium: str = "text"
    ) -> Iterator[tuple[Decision, str]]:
        """Every decision on the texts of one source with its surface, keeps included, in order of place."""
        everyone = (*self._people.look(source), *looks)
        once = Once()
        for read in reads:
            seen = look_again(read, everyone)
            for finding in self.tied(seen.findings, source):
                for decision, surface in self._decided(seen, finding, source, medium):
                    if once.is_new(decision):
                        yield decision, surface

    def tied(self, findings: Sequence[Finding], source: str) -> Sequence[Finding]:
        """Findings as they are tied in their whole paper."""
        return tied_to_nobody(findings) if self._people.nobody(source) else findings

    def cuts(self, text: Text, finding: Finding, source: str) -> bool:
        """Whether the policy would take this finding out."""
        entity = self._people.entity(finding, text, source)
        return self._rulings.verdict(finding, entity).action.cuts

    def _decided(self, read: Read, finding: Finding, source: str, medium: str) -> Iterator[tuple[Decision, str]]:
        """One decision for characters; one for each place where they, or what was seen, stand in a signal."""
        entity = self._people.entity(finding, read.text, source)
        medium = medium if read.segment.medium == "text" else read.segment.medium
        digest, surface = self._said(read, finding)
        for place, extent in places(read, finding):
            decision = Decision(
                segment=read.segment.ordinal,
                part=read.segment.part,
                place=place,
                extent=extent,
                entity=finding.entity,
                verdict=self._rulings.verdict(finding, entity, medium),
                score=finding.score,
                detector=finding.detector,
                digest=digest,
                person=entity.number if entity else None,
                token=entity.token if entity else None,
            )
            yield decision, surface

    def _said(self, read: Read, finding: Finding) -> tuple[str, str]:
        """The keyed digest and the characters of a finding; what is only seen has neither."""
        if not isinstance(finding.place, Chars):
            return "", ""
        folded = read.folded.text[finding.chars.start : finding.chars.end]
        return self._rulings.digest(folded), read.segment.surface(read.folded.back(finding.chars))


def places(read: Read, finding: Finding) -> Iterator[tuple[Place, Place]]:
    """Where a finding is to be cut in its segment, and where that is in the source."""
    if not isinstance(finding.place, Chars):
        yield in_pixels(finding.place), in_pixels(finding.place)
        return
    chars = read.folded.back(finding.chars)
    if read.segment.medium == "text":
        yield chars, next(iter(read.segment.locate(chars)), chars)  # a line break of ours stands nowhere
        return
    found = read.segment.locate(chars)
    if not found:  # a decision without a place could not be carried out, and none at all would let it through
        raise InputError(
            "words were read in a picture or sound that stand nowhere in it", "look at it by hand; please report this"
        )
    for place in found:
        if isinstance(place, Times):
            until_us = read.segment.anchor.until(chars) if isinstance(read.segment.anchor, Said) else None
            yield padded(place, until_us), place
            continue
        # A code is square, and as large whatever it says; what the case file denies may be any word, of no list.
        even = read.segment.kind is TextKind.PROSE and finding.entity != "DENIED"
        wide = in_pixels(evened(place) if even else place)
        yield wide, wide
