"""What a rule of this detector claims, before it is placed in its segment."""

from __future__ import annotations

from dataclasses import dataclass

TIED = frozenset({"tied"})
CUED = frozenset({"tied", "cue"})
NEAR: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Claim:
    """Characters `[start, end)` of a page, as one class of data."""

    start: int
    end: int
    entity: str
    score: float
    facts: frozenset[str] = TIED
