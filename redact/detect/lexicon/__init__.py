"""Word lists, one file a subject, and the index that finds their phrases in one pass over a text's words.

A file holds sections (`[strong]`) of phrases parted by semicolons; `#` starts a comment. A phrase of a section `[not]`
covers what it matches, whatever other section holds it: no shorter phrase inside it is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from redact.detect.words import Page

_JOINT = re.compile(r"[ \t]*[-'/&]?[ \t]*\n?[ \t>]*")

Rests = tuple[tuple[tuple[str, ...], str], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its first and last word, and the section it stands in."""

    first: int
    last: int
    tag: str


@dataclass(frozen=True)
class Phrases:
    """Phrases by their first word, longest first."""

    index: Mapping[str, Rests]

    def find(self, page: Page) -> Iterator[Hit]:
        """The longest phrase at each place, left to right, none overlapping."""
        index, free = self.index, 0
        for i in [n for n, word in enumerate(page.words) if word in index]:
            if i >= free and (hit := self.match(page, i)):
                free = hit.last + 1
                yield hit

    def match(self, page: Page, i: int) -> Hit | None:
        """The longest phrase that begins with word `i`."""
        for rest, tag in self.index.get(page.words[i], ()):
            last = i + len(rest)
            if last < len(page.words) and (not rest or _follows(page, i, rest)):
                return Hit(i, last, tag)
        return None


def _follows(page: Page, i: int, rest: tuple[str, ...]) -> bool:
    if tuple(page.words[i + 1 : i + 1 + len(rest)]) != rest:
        return False
    return all(_JOINT.fullmatch(gap) for gap in page.gaps[i : i + len(rest)])


def phrases(entries: Mapping[str, str], *, plural: bool = True) -> Phrases:
    """The index of some phrases and their tags; with `plural`, an -s may follow the last word."""
    index: dict[str, dict[tuple[str, ...], str]] = {}
    for phrase, tag in entries.items():
        words = tuple(re.findall(r"\w+", phrase.lower()))
        forms = [words] if not plural or words[-1][-1] == "s" or len(words[-1]) < 4 else [words, (*words[:-1], words[-1] + "s")]
        for form in forms:
            index.setdefault(form[0], {}).setdefault(form[1:], tag)
    return Phrases({first: tuple(sorted(rests.items(), key=lambda row: -len(row[0]))) for first, rests in index.items()})


def entries(name: str) -> dict[str, str]:
    """Phrase and section of every phrase in a word list; `not` wins, else the first section that holds it."""
    found: dict[str, str] = {}
    section = ""
    for line in files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = line.split("#", 1)[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
            continue
        for phrase in filter(None, (piece.strip() for piece in line.split(";"))):
            if phrase not in found or section.endswith("not"):
                found[phrase] = section
    return found


def words(name: str, section: str) -> frozenset[str]:
    """The phrases of one section."""
    return frozenset(phrase for phrase, tag in _cached(name).items() if tag == section)


@lru_cache(maxsize=16)
def _cached(name: str) -> dict[str, str]:
    return entries(name)
