"""Reading a name: its words in a comparable form, its first and last part, and the forms it may take elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from redact.core.fold import unaccented

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor rev reverend fr father canon imam pastor rabbi sheikh sir dame lord lady cllr "
    "councillor councillors sgt sergeant ps pc dc ds di dci dsu pcso insp inspector supt constable judge justice sister "
    "nurse matron auntie aunt uncle capt captain major col colonel lt cpl pte the re dear hi ceo".split()
)
_PARTICLES = frozenset(
    "de da do dos del della di du la le van von der den ten ter bin bint ibn ap ab ferch al el y e o mac mc".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """The words of one name, unaccented and caseless, in spoken order; titles gone, hyphens kept as word breaks."""

    words: tuple[str, ...] = field(repr=False)

    @property
    def first(self) -> str:
        """The first word, or an initial."""
        return self.words[0] if self.words else ""

    @property
    def last(self) -> str:
        """The last word: the surname where there is one."""
        return self.words[-1] if len(self.words) > 1 else ""

    @property
    def full(self) -> bool:
        """Whether there is a first name (not an initial) and a surname."""
        return len(self.words) > 1 and len(self.words[0]) > 1 and len(self.words[-1]) > 1

    @property
    def initials(self) -> str:
        """First letters, particles left out, in capitals."""
        return "".join(word[0] for word in self.words if word not in _PARTICLES).upper()


@lru_cache(maxsize=65_536)
def read_name(surface: str) -> Name:
    """The name in a surface: `Oyelaran, Mark` and `Mr Mark Oyelaran's` read the same."""
    surface = re.sub(r"['’]s\b", "", surface)
    before, comma, after = surface.partition(",")
    if comma and WORD.search(after) and len(WORD.findall(before)) <= 3:
        surface = f"{after} {before}"
    words = [bare(word) for word in WORD.findall(surface)]
    while words and words[0] in _TITLES and len(words) > 1:
        words.pop(0)
    return Name(tuple(word for word in words if word and not word.isdigit()))


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """One word as names are compared: no accents, no case, no apostrophes."""
    return unaccented(word).casefold().replace("'", "").replace("’", "")


def possessive_end(word: re.Match[str]) -> int:
    """Where a word stops being a name: before its possessive, which stays for the reader."""
    return word.end() - 2 if word[0][-2:].lower() in ("'s", "’s") else word.end()


def same_person(one: Name, other: Name) -> bool:
    """Whether the shorter of two names can be a form of the longer: same surname, and first names that do not clash."""
    if not one.words or not other.words:
        return False
    if len(one.words) == 1 or len(other.words) == 1:
        lone, long = (one, other) if len(one.words) == 1 else (other, one)
        return lone.words[0] in (long.first, *long.words[1:])
    if one.words == other.words[-len(one.words) :] or other.words == one.words[-len(other.words) :]:
        return True  # a surname of several words: `Sjöberg-Lee` is short for `Cormac Sjöberg-Lee`
    surnames_meet = one.last == other.last or one.last in other.words[1:] or other.last in one.words[1:]
    return surnames_meet and _agree(one.first, other.first)


def _agree(one: str, other: str) -> bool:
    return (
        one == other
        or (min(len(one), len(other)) == 1 and one[0] == other[0])
        or (min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one)))
    )
