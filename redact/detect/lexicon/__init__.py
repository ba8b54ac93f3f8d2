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

#: What may follow a first word: by the second word, the rest of each phrase after it, longest first. "" holds a lone word.
Seconds = Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its first and last word, and the section it stands in."""

    first: int
    last: int
    tag: str


@dataclass(frozen=True)
class Phrases:
    """Phrases by their first word, then by their second."""

    index: Mapping[str, Seconds]
    firsts: frozenset[str]

    def find(self, page: Page) -> Iterator[Hit]:
        """The longest phrase at each place, left to right, none overlapping."""
        free = 0
        for i in page.find(self.firsts):
            if i >= free and (hit := self.match(page, i)):
                free = hit.last + 1
                yield hit

    def match(self, page: Page, i: int) -> Hit | None:
        """The longest phrase that begins with word `i`."""
        seconds = self.index[page.words[i]]
        if i + 1 < len(page.words):
            for rest, tag in seconds.get(page.words[i + 1], ()):
                if _follows(page, i, rest):
                    return Hit(i, i + 1 + len(rest), tag)
        return next((Hit(i, i, tag) for _, tag in seconds.get("", ())), None)


def _follows(page: Page, i: int, rest: tuple[str, ...]) -> bool:
    """Whether `rest` stands after the two words at `i`, and only joints stand between all of them."""
    if rest and tuple(page.words[i + 2 : i + 2 + len(rest)]) != rest:
        return False
    return all(gap == " " or _JOINT.fullmatch(gap) for gap in page.gaps[i : i + len(rest) + 1])


def phrases(entries: Mapping[str, str], *, plural: bool = True) -> Phrases:
    """The index of some phrases and their tags; with `plural`, an -s may follow the last word."""
    index: dict[str, dict[str, dict[tuple[str, ...], str]]] = {}
    for phrase, tag in entries.items():
        words = tuple(re.findall(r"\w+", phrase.lower()))
        forms = (
            [words, (*words[:-1], words[-1] + "s")]
            if plural and len(words[-1]) > 3 and words[-1][-1] != "s"
            else [words]
        )
        for form in forms:
            second = form[1] if len(form) > 1 else ""
            index.setdefault(form[0], {}).setdefault(second, {}).setdefault(form[2:], tag)
    made = {first: {second: _longest(rests) for second, rests in seconds.items()} for first, seconds in index.items()}
    return Phrases(made, frozenset(made))


def _longest(rests: Mapping[tuple[str, ...], str]) -> tuple[tuple[tuple[str, ...], str], ...]:
    return tuple(sorted(rests.items(), key=lambda row: -len(row[0])))


def entries(name: str) -> dict[str, str]:
    """Phrase and section of every phrase in a word list; `not` wins, else the first section that holds it."""
    found: dict[str, str] = {}
    for section, phrase in _rows(name):
        if phrase not in found or section.endswith("not"):
            found[phrase] = section
    return found


def words(name: str, section: str) -> frozenset[str]:
    """The phrases of one section."""
    return frozenset(phrase for held, phrase in _rows(name) if held == section)


@lru_cache(maxsize=32)  # read at import only
def _rows(name: str) -> tuple[tuple[str, str], ...]:
    """Section and phrase, as the list holds them."""
    found: list[tuple[str, str]] = []
    section = ""
    for line in files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines():
        said = line.split("#", 1)[0].strip()
        if said.startswith("["):
            section = said.strip("[]")
            continue
        found.extend((section, phrase) for piece in said.split(";") if (phrase := piece.strip()))
    return tuple(found)
