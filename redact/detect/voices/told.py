"""Health and offences in a transcript: the phrase behind what announces one, to its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redact.detect.voices.normal import Token
from redact.detect.voices.phrases import CLAUSE, Claimed, behind, clause_end
from redact.detect.voices.tables import phrases

_HEALTH = phrases("phrases")["health"]
_OFFENCES = phrases("phrases")["offence"]
#: Another phrase begins, which says no more of what it was.
_BREAKS = CLAUSE | frozenset(
    "in at on by last this from during to about then lives where with called under near that".split()
)
_OFFENCE_BREAKS = _BREAKS - {"with", "to", "from", "under", "and"}
_OPEN = frozenset("a an the his her my their severe acute chronic type being".split())
_WHOM = frozenset("my his her their our me him them us someone somebody you it that this".split())
_LONGEST, _LONGEST_OFFENCE = 5, 6


def told(said: Sequence[Token]) -> Iterator[Claimed]:
    """Every condition and every offence that something announces."""
    for i in range(len(said)):
        if (first := behind(said, i, _HEALTH)) is not None:
            yield from _phrase(said, first, first, clause_end(said, first, _LONGEST, _BREAKS), "HEALTH")
        if (first := behind(said, i, _OFFENCES)) is not None:
            end = clause_end(said, first, _LONGEST_OFFENCE, _OFFENCE_BREAKS)
            yield from _phrase(said, i, first, end, "CRIMINAL_OFFENCE")


def _phrase(said: Sequence[Token], start: int, first: int, end: int, entity: str) -> Iterator[Claimed]:
    """The claim from `start` to before `end`, if anything but an article was said from `first` on."""
    if first < len(said) and said[first].word in _WHOM and said[first - 1].word == "with":
        return
    if first < end <= len(said) and not said[first].stops and any(token.word not in _OPEN for token in said[first:end]):
        yield Claimed(start, end - 1, entity, cued=True)
