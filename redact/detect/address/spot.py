"""A stretch that may be an address, and how stretches side by side become one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from redact.detect.words import Page

HOME, SITE = "home", "site"
CUED = frozenset({"cue"})
_COMMA = re.compile(r"[ \t]*,?[ \t]*\n?[ \t>]*")


@dataclass(frozen=True, slots=True)
class Spot:
    """Characters `[start, end)`: somebody's home, or a street or site that is nobody's."""

    start: int
    end: int
    kind: str = HOME
    score: float = 0.8
    facts: frozenset[str] = frozenset()


def merged(page: Page, spots: list[Spot]) -> Iterator[Spot]:
    """Spots in order, those that overlap or that only a comma parts made one; a home is stronger than a street."""
    last: Spot | None = None
    for spot in sorted(spots, key=lambda spot: (spot.start, -spot.end)):
        if last is None:
            last = spot
        elif spot.start < last.end:
            last = _one(last, spot)
        elif HOME in (last.kind, spot.kind) and not (last.facts | spot.facts) - CUED and _beside(page, last, spot):
            last = replace(_one(last, spot), kind=HOME)
        else:
            yield last
            last = spot
    if last is not None:
        yield last


def _beside(page: Page, one: Spot, two: Spot) -> bool:
    between = page.text[one.end : two.start]
    return len(between) <= 6 and _COMMA.fullmatch(between) is not None and (one.kind == HOME or "\n" not in between)


def _one(one: Spot, two: Spot) -> Spot:
    site = one if one.kind == SITE and one.facts else two if two.kind == SITE and two.facts else None
    kind = SITE if site or one.kind == two.kind == SITE else HOME
    return Spot(
        min(one.start, two.start), max(one.end, two.end), kind, max(one.score, two.score), one.facts | two.facts
    )
