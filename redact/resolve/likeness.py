"""How unlike two strings of sounds are: a weighted edit distance, and where a name of two parts may be cut in two."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, product

from redact.resolve.phonetic import VOWELS

#: Whoever hears or spells takes these for each other: groups of sounds, and what taking one for another costs.
_CONFUSED: tuple[tuple[str, float], ...] = (
    ("rR", 0.15),
    ("R@", 0.15),
    ("sz", 0.12),
    ("fv", 0.25),
    ("SJ", 0.35),
    ("SC", 0.3),
    ("CJ", 0.3),
    ("sS", 0.4),
    ("zS", 0.4),
    ("zJ", 0.45),
    ("sC", 0.6),
    ("pb", 0.35),
    ("td", 0.35),
    ("kg", 0.35),
    ("Tt", 0.35),
    ("Td", 0.3),
    ("Tf", 0.3),
    ("Tv", 0.35),
    ("Ts", 0.45),
    ("mn", 0.4),
    ("nN", 0.2),
    ("mN", 0.5),
    ("gJ", 0.4),
    ("yJ", 0.45),
    ("vw", 0.35),
    ("bv", 0.5),
    ("lr", 0.6),
    ("lw", 0.6),
    ("rw", 0.5),
    ("hw", 0.5),
    ("kh", 0.6),
    ("fh", 0.7),
    ("tC", 0.5),
    ("dJ", 0.5),
    ("kC", 0.5),
    ("iy", 0.15),
    ("uw", 0.15),
    ("Iy", 0.3),
    ("ow", 0.35),
    ("ie", 0.25),
    ("ea", 0.25),
    ("ao", 0.25),
    ("ou", 0.25),
    ("ua", 0.3),
    ("iI", 0.3),
    ("eI", 0.3),
    ("aI", 0.3),
    ("aW", 0.3),
    ("oW", 0.25),
    ("uW", 0.3),
    ("oY", 0.3),
    ("IY", 0.35),
    ("iu", 0.4),
)
_VOWEL_FOR_VOWEL, _FADED, _UNLIKE = 0.5, 0.15, 1.2
#: What it costs to hear a sound that is not there, or to miss one that is.
_LOST = {"E": 0.05, "@": 0.2, "R": 0.15, "h": 0.3, "y": 0.25, "w": 0.45, "t": 0.8, "d": 0.7, "g": 0.9, "l": 0.6}
_LOST_VOWEL, _LOST_CONSONANT = 0.35, 1.0
#: How much a sound tells of a name.
_TELLS = {"E": 0.1, "@": 0.3, "R": 0.2, "h": 0.6, "y": 0.5, "w": 0.8}
_SOUNDS = "pbtdkgfvTszSCJmnNlrRwyhaeiouIWY@E"
_NEVER = 1e9


def _taken() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {one: {} for one in _SOUNDS}
    for one, other in product(_SOUNDS, repeat=2):
        table[one][other] = 0.0 if one == other else _by_kind(one, other)
    for pair, cost in _CONFUSED:
        one, other = pair[0], pair[1]
        table[one][other] = table[other][one] = cost
    return table


def _by_kind(one: str, other: str) -> float:
    if one in VOWELS and other in VOWELS:
        return _FADED if {"@", "E"} & {one, other} else _VOWEL_FOR_VOWEL
    return _UNLIKE


_TAKEN = _taken()
_MISSED = {sound: _LOST.get(sound, _LOST_VOWEL if sound in VOWELS else _LOST_CONSONANT) for sound in _SOUNDS}
_WEIGHT = {sound: _TELLS.get(sound, 0.5 if sound in VOWELS else 1.0) for sound in _SOUNDS}


@lru_cache(maxsize=65_536)
def weight(sound: str) -> float:
    """How much there is to tell these sounds by: about one for each consonant, half for a vowel."""
    return sum(_WEIGHT[each] for each in sound)


def costs(wanted: str, heard: str) -> list[float]:
    """What it costs to have heard the first n sounds of `heard` for all of `wanted`, for n from 0."""
    row = [0.0]
    missed = [_MISSED[sound] for sound in heard]
    for cost in missed:
        row.append(row[-1] + cost)
    for sound in wanted:
        taken, lost = _TAKEN[sound], _MISSED[sound]
        left = row[0] + lost
        fresh = [left]
        for at, other in enumerate(heard):
            best = row[at] + taken[other]
            best = min(best, row[at + 1] + lost)
            best = min(best, left + missed[at])
            fresh.append(best)
            left = best
        row = fresh
    return row


@dataclass(frozen=True, slots=True)
class Sounded:
    """A name as it sounds: its given name and the rest of it, or one part alone."""

    parts: tuple[str, ...] = field(repr=False)

    @property
    def whole(self) -> str:
        """All its sounds in a row."""
        return joined(self.parts)


def joined(parts: Iterable[str]) -> str:
    """Sounds said without a pause: one that ends a word and begins the next is heard once."""
    out = ""
    for part in parts:
        out += part[1:] if out and part[:1] == out[-1] else part
    return out


def unlikeness(name: Sounded, heard: str, most_of_part: float) -> float:
    """How unlike a name these sounds are: 0 the same, 1 nothing in common; no part of it more unlike than `most_of_part`."""
    there = max(weight(name.whole), weight(heard))
    if len(name.parts) == 1:
        return costs(name.parts[0], heard)[-1] / there
    first, rest = name.parts[0], joined(name.parts[1:])
    before = costs(first, heard)
    behind = costs(rest[::-1], heard[::-1])[::-1]
    lead, tail = most_of_part * weight(first), most_of_part * weight(rest)
    sums = [a + b for a, b in zip(before, behind, strict=True) if a <= lead and b <= tail]
    sums += [  # a sound that the first part ends with and the second begins with is heard once
        a + b
        for (_, a), (b, _) in zip(pairwise(before), pairwise(behind), strict=True)
        if first[-1:] == rest[:1] and a <= lead and b <= tail
    ]
    return min(sums, default=_NEVER) / there
