"""The word lists in `words/`: what fictional names are made of, and what tells the parts of a real one.

Surnames are put together from two halves: there are many, so that two people rarely get one, and few are a family's.
"""

from __future__ import annotations

from importlib import resources


def rows(name: str) -> tuple[str, ...]:
    """The lines of a list, comments left out."""
    text = (resources.files("redact.operate") / "words" / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


def _words(name: str) -> tuple[str, ...]:
    return tuple(" ".join(rows(name)).split())


GIVEN = _words("given.txt")
SURNAMES = tuple(first + second for first in _words("surname_first.txt") for second in _words("surname_second.txt"))
KNOWN_GIVEN = frozenset(_words("known_given.txt"))
PARTICLES = frozenset(_words("particles.txt"))
TITLES = frozenset(_words("titles.txt"))
