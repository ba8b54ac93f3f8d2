"""The second pass: findings and further looks become decisions on places of the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial

from redact.core.flow import Decision, Entity, Finding, Verdict
from redact.core.place import Chars
from redact.core.segment import Text
from redact.pipeline.analyst import Look, Read, look_again
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
        for read in reads:
            seen = look_again(read, everyone)
            for finding in self.tied(seen.findings, source):
                decision = self._decision(seen, finding, source, medium)
                yield decision, seen.segment.surface(seen.folded.back(finding.chars))

    def tied(self, findings: Sequence[Finding], source: str) -> Sequence[Finding]:
        """Findings as they are tied in their whole paper."""
        return tied_to_nobody(findings) if self._people.nobody(source) else findings

    def cuts(self, text: Text, finding: Finding, source: str) -> bool:
        """Whether the policy would take this finding out."""
        entity = self._people.entity(finding, text, source)
        return self._rulings.verdict(finding, entity).action.cuts

    def _decision(self, read: Read, finding: Finding, source: str, medium: str) -> Decision:
        entity = self._people.entity(finding, read.text, source)
        place = read.folded.back(finding.chars)
        segment = read.segment
        return Decision(
            segment=segment.ordinal,
            part=segment.part,
            place=place,
            extent=segment.locate(place)[0],
            entity=finding.entity,
            verdict=self._rulings.verdict(finding, entity, medium),
            score=finding.score,
            detector=finding.detector,
            digest=self._rulings.digest(read.folded.text[finding.chars.start : finding.chars.end]),
            person=entity.number if entity else None,
            token=entity.token if entity else None,
        )
