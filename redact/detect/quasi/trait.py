"""What a rule of this detector claims, before it is placed in its segment."""

from __future__ import annotations

from dataclasses import dataclass

TIED = frozenset({"tied"})
CUED = frozenset({"tied", "cue"})


@dataclass(frozen=True, slots=True)
class Trait:
    """Characters `[start, end)` of a page, as one kind of quasi-identifier."""

    start: int
    end: int
    entity: str
    score: float
    facts: frozenset[str] = TIED
