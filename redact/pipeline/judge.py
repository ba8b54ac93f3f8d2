"""The second pass: findings and further looks become decisions on places of the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redact.core.flow import Decision, Finding
from redact.pipeline.analyst import Look, Read, look_again
from redact.pipeline.order import Order
from redact.pipeline.people import People
from redact.policy.decide import decide


class Judge:
    """Decides over one run."""

    def __init__(self, order: Order, people: People) -> None:
        self._order = order
        self._people = people

    def decisions(
        self, reads: Iterable[Read], source: str, looks: tuple[Look, ...] = (), medium: str = "text"
    ) -> Iterator[tuple[Decision, str]]:
        """Every decision on the texts of one source with its surface, keeps included, in order of place."""
        everyone = (*self._people.look(source), *looks)
        for read in reads:
            seen = look_again(read, everyone)
            for finding in seen.findings:
                decision = self._decision(seen, finding, source, medium)
                yield decision, seen.segment.surface(seen.folded.back(finding.chars))

    def cuts(self, read: Read, finding: Finding, source: str) -> bool:
        """Whether the policy would take this finding out."""
        entity = self._people.entity(finding, read.text, source)
        return decide(self._order.pack, finding, entity).action.cuts

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
            verdict=decide(self._order.pack, finding, entity, medium),
            score=finding.score,
            detector=finding.detector,
            digest=self._order.key.digest("surface", read.text.surface(finding.chars)),
            person=entity.number if entity else None,
            token=entity.token if entity else None,
        )
