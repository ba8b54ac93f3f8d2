"""The forms in which a person or a number may be met again, each as strict as it must be to leave innocent words alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from redact.resolve.names import WORD, Name, bare
from redact.resolve.words import ORDINARY

#: `wairimuhollis`, `rhysm`: names run together are looked for from this length on.
GLUED = 6
_SHORTEST_WORD = 3
_VALUE_LETTERS, _VALUE_DIGITS = 5, 4


class Kind(Enum):
    """How strictly a form must stand in the text."""

    NAME = auto()  # several words of a name
    WORD = auto()  # one word that is nothing but a name
    ORDINARY = auto()  # one word that is also an everyday word
    INITIALS = auto()
    VALUE = auto()  # a number, an address, a name run together: as it is


@dataclass(frozen=True, slots=True)
class Form:
    """One sequence of (bare) words to look for. `sources` limits it to those papers."""

    words: tuple[str, ...] = field(repr=False)
    entity: str
    kind: Kind
    sources: frozenset[str] | None = None


def of_name(name: Name, sources: frozenset[str]) -> Iterator[Form]:
    """The ways a person of this name may be named again."""
    words = name.words
    if len(words) > 1:
        yield Form(words, "PERSON", Kind.NAME)
        yield Form((words[-1], *words[:-1]), "PERSON", Kind.NAME)
        yield Form((words[0], words[-1]), "PERSON", Kind.NAME)
        for glued in (words[0] + words[-1], words[0][0] + words[-1], words[-1] + words[0], words[-1] + words[0][0]):
            if len(glued) >= GLUED:
                yield Form((glued,), "USERNAME", Kind.VALUE)
        for initials in _initials(name):
            if 2 <= len(initials) <= 4:
                yield Form((initials.casefold(),), "PERSON", Kind.INITIALS, sources)
    for word in set(words):
        if len(word) < _SHORTEST_WORD or word.isdigit():
            continue
        if word in ORDINARY:
            yield Form((word,), "PERSON", Kind.ORDINARY, sources)
        else:
            yield Form((word,), "PERSON", Kind.WORD)


def of_hunch(surface: str, source: str) -> Iterator[Form]:
    """A single word that was taken for a name once, on slight evidence: looked for in its own paper, as a name only."""
    words = tuple(bare(word) for word in WORD.findall(surface))
    if len(words) == 1 and len(words[0]) >= _SHORTEST_WORD:
        yield Form(words, "PERSON", Kind.ORDINARY, frozenset({source}))


def of_value(surface: str, entity: str) -> Iterator[Form]:
    """A number or address, if it is long enough not to be met by chance; a house by its name too (`The Old Forge`)."""
    words = tuple(bare(word) for word in WORD.findall(surface))
    digits = sum(char.isdigit() for char in surface)
    number = bool(digits) and (digits >= _VALUE_DIGITS or len(words) > 1)
    house = entity == "STREET_ADDRESS" and len(words) > 1 and not surface.islower()
    if words and sum(map(len, words)) >= _VALUE_LETTERS and (number or house):
        yield Form(words, entity, Kind.VALUE)


def _initials(name: Name) -> set[str]:
    """How people shorten a name: all its words, first and last, or with one word (a nickname, a middle name) left out."""
    letters = name.initials
    dropped = {letters[:at] + letters[at + 1 :] for at in range(len(letters))} if len(letters) > 2 else set()
    return {letters, f"{name.words[0][0]}{name.words[-1][0]}".upper(), *dropped}
