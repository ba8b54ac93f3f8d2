"""What a first look at a source decides, in one digest: while it is the same, an earlier output still stands.

The same file under the same order may have to come out otherwise: a name that a new file of the set brought is carried
into it, or a person is known by a fuller name now. Whoever resumes looks again, without any model, and compares.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from redact.audit.canonical import canonical
from redact.core.flow import Decision
from redact.core.place import to_extent


class Sight:
    """A digest that grows while decisions pass."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def over(self, decisions: Iterable[Decision]) -> Iterator[Decision]:
        """The decisions, unchanged."""
        for decision in decisions:
            self._digest.update(canonical(_telling(decision)) + b"\n")
            yield decision

    def done(self) -> str:
        """The digest of all that passed."""
        return self._digest.hexdigest()


def _telling(decision: Decision) -> list[object]:
    """What of a decision changes an output. Scores are left out: models may differ in the last digit."""
    verdict = decision.verdict
    what = [decision.segment, to_extent(decision.place), decision.entity, decision.person, decision.token]
    return [*what, verdict.action.value, verdict.operator, list(verdict.basis)]
