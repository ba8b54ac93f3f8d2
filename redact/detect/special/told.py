"""What is told in plain words rather than named: `put his back out`, `threw a brick at her`, `doing eight months`."""

from __future__ import annotations

from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.lexicon import Hit
from redact.detect.lexicon.sayings import Sayings, sayings
from redact.detect.special.claim import NEAR, TIED, Claim
from redact.detect.special.extent import before, left, onward
from redact.detect.special.ties import Tie, Ties
from redact.detect.words import Page

_FILES = ("told_health", "told_crime", "told_beliefs", "told_more")
_THING = lexicon.words("grammar", "thing")
_BEASTS = frozenset({"dog", "cat", "horse", "pony", "puppy", "kitten", "it"})
_SCORES = {Tie.CLOSE: 0.7, Tie.NEAR: 0.6}


def _entries() -> dict[str, str]:
    found: dict[str, str] = {}
    for name in _FILES:
        for said, tag in lexicon.entries(name).items():
            found.setdefault(said, tag)
    return found


SAYINGS: Sayings = sayings(_entries(), lexicon.words("slots", "common"))


def claims(page: Page, ties: Ties, twins: list[Hit]) -> Iterator[Claim]:
    """Sayings in sentences about a person, save those that make up an innocent twin."""
    barred = {i for twin in twins for i in range(twin.first, twin.last + 1)}
    for hit in SAYINGS.find(page):
        inside = sum(i in barred for i in range(hit.first, hit.last + 1))
        if inside and hit.last - hit.first + 1 - inside < 2:
            continue
        entity, _, how = hit.tag.partition(".")
        tie = ties.of(page.starts[hit.first])
        if tie is Tie.NONE or (entity == "HEALTH" and _of_a_thing(page, hit)):
            continue
        end = page.end(hit.last)
        yield Claim(
            left(page, hit.first),
            onward(page, end) if how == "on" else end,
            entity,
            _SCORES[tie],
            TIED if tie is Tie.CLOSE else NEAR,
        )


def _of_a_thing(page: Page, hit: Hit) -> bool:
    """Whether a service or a thing is named (`dementia cafe`), or a beast is spoken of (`my dog is blind`)."""
    after = page.words[hit.last + 1] if hit.last + 1 < len(page.words) and page.gaps[hit.last] == " " else ""
    return after in _THING or not _BEASTS.isdisjoint(before(page, hit.first, 2))
