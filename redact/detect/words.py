"""A text read once for every rule: its words and where they stand, its sentences, its labelled fields.

One pass cuts the text into words; rules then ask sets and dictionaries, and look closer only where a word tells them to.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import TypeVar

#: Long texts are read in pieces of at most this many characters, so that memory stays level.
LONGEST = 131_072
_SPLIT = re.compile(r"(\W+)")
_STOP = re.compile(r"[.!?][\"')\]]*\s+|\n[ \t>|]*\n[\s>|]*|;\s+|\n(?=[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t])")
_SHORT = frozenset(
    """
    mr mrs ms dr st no prof rev cllr sgt insp ref ext tel approx dept v vs e g i inc ltd messrs hon sr jr
""".split()
)
_LABEL = re.compile(
    r"(?:^|[\n\t|,;.(>]|[ ]{2}|(?<=[a-z\d)]) (?=[A-Z]))[ \t*#>•-]*((?:[^\W\d_][\w'&.-]*)"
    r"(?:[ \t/]+\(?[\w'&.-]+\)?){0,4})[ \t]*$"
)
_BREAK = re.compile(
    r"[ ]{3,}|[\t|\n]|[ ]{2}(?=[A-Z][\w /'.-]{1,24}:)|"
    r"[;,.]?[ ](?=[A-Z][\w/'.-]{1,14}(?:[ ][\w/'.-]{1,14}){0,2}:[ ])"
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field:
    """A label and its value in running text (`Ethnicity: Black British`). `label` holds its words in lower case."""

    label: tuple[str, ...] = field(repr=False)
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """One piece of text and its words. `words[i]` is in lower case, starts at `starts[i]` and `gaps[i]` follows it."""

    text: str = field(repr=False)
    lower: str = field(repr=False)
    words: list[str] = field(repr=False)
    starts: list[int] = field(repr=False)
    gaps: list[str] = field(repr=False)

    def end(self, i: int) -> int:
        """Where word `i` ends."""
        return self.starts[i] + len(self.words[i])

    def at(self, offset: int) -> int:
        """The word that stands at `offset`, or the last one before it."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def spell(self, i: int) -> str:
        """Word `i` as written."""
        return self.text[self.starts[i] : self.end(i)]

    def capital(self, i: int) -> bool:
        """Whether word `i` begins with a capital."""
        return self.text[self.starts[i] : self.starts[i] + 1].isupper()

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Every word and where it stands, by number."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for i, word in enumerate(self.words):
            found[word].append(i)
        return found

    def find(self, wanted: frozenset[str]) -> list[int]:
        """The numbers of all words that are among `wanted`, ascending."""
        index = self.index
        return sorted(i for word in wanted.intersection(index) for i in index[word])

    @cached_property
    def stops(self) -> list[int]:
        """Where sentences begin, ascending, the text's start and end included."""
        found = [0]
        for match in _STOP.finditer(self.text):
            if match[0][0] == "." and self.words[self.at(match.start())] in _SHORT:
                continue
            found.append(match.end())
        return [*found, len(self.text) + 1]

    def sentence(self, offset: int) -> tuple[int, int]:
        """The sentence around `offset`: `[start, end)`."""
        i = bisect_right(self.stops, offset)
        return self.stops[max(0, i - 1)], min(self.stops[min(i, len(self.stops) - 1)], len(self.text))

    def line(self, offset: int) -> tuple[int, int]:
        """The line around `offset`, without its break."""
        end = self.text.find("\n", offset)
        return self.text.rfind("\n", 0, offset) + 1, len(self.text) if end < 0 else end

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every `label: value`, in order."""
        return tuple(_fields(self.text))


def _fields(text: str) -> Iterator[Field]:
    for match in re.finditer(r":(?!//|\d)[ \t]*", text):
        label = _LABEL.search(text, max(0, match.start() - 48), match.start())
        if label is None:
            continue
        start = match.end()
        if text[start : start + 1] == "\n":
            start += 1
        stop = _BREAK.search(text, start + 1, start + 200)
        end = stop.start() if stop else min(len(text), start + 200)
        words = tuple(re.findall(r"[^\W_]+", label[1].lower()))
        if words and text[start:end].strip():
            yield Field(words, start, end)


def named(label: tuple[str, ...], table: Mapping[str, T]) -> T | None:
    """What a table says of a label: its last four words together, else fewer."""
    for n in range(min(4, len(label)), 0, -1):
        if (found := table.get(" ".join(label[-n:]))) is not None:
            return found
    return None


def header(context: str) -> tuple[str, ...]:
    """The words of the column header or key that stands first in a field's context: `dateOfBirth` is three words."""
    first = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", context.split(" | ", 1)[0][:120])
    return tuple(re.findall(r"[^\W_]+", first.lower()))


def pieces(text: str) -> Iterator[tuple[int, str]]:
    """Offsets and pieces of a long text, cut at a blank line, a line's end, a space; failing all, right there."""
    start = 0
    while len(text) - start > LONGEST:
        floor, limit = start + LONGEST // 2, start + LONGEST
        cut = next(
            (at + len(mark) for mark in ("\n\n", "\n", ". ", " ") if (at := text.rfind(mark, floor, limit)) > 0), limit
        )
        yield start, text[start:cut]
        start = cut
    if start < len(text):
        yield start, text[start:]


@lru_cache(maxsize=2)  # the detectors ask for the same text one after the other
def read(text: str) -> Page:
    """The page of a text."""
    lower = text.lower()
    if len(lower) != len(text):  # İ becomes two characters
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    parts = _SPLIT.split(lower)
    offsets = list(accumulate(map(len, parts), initial=0))
    return Page(text, lower, parts[0::2], offsets[0:-1:2], [*parts[1::2], ""])
