"""Finds values in a text word by word: an index by first word, so that a text without them costs one look a word."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate, pairwise

from redact.verify.patterns import Pattern, patterns
from redact.verify.words import WORD, legible, words

#: What may stand between two words of one value: no paragraph's end, and not half a page.
_GAP = re.compile(r"(?!.*\n\s*\n).{0,40}", re.DOTALL)
#: What may stand between digits that were written in one group.
_DIGIT_GAP = re.compile(r"[\s./()‐-―-]{1,3}")

Span = tuple[int, int]


class Finder:
    """Holds what to look for, and what we put or left there ourselves. Keeps nothing between texts."""

    def __init__(
        self, values: Iterable[tuple[str, str]], innocent: Iterable[str], ordinary: Collection[str] = frozenset()
    ) -> None:
        """Build the index. `values` are (surface, entity); `ordinary` are everyday words, in lower case."""
        self._whole: dict[str, Pattern] = {}
        self._innocent: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.longest = 0
        for surface, entity in sorted(set(values)):
            for pattern in patterns(surface, entity, ordinary):
                self.longest = max(self.longest, len(surface))
                self._whole.setdefault(pattern.compact, pattern)
        self._begun = frozenset(start for pattern in self._whole.values() for start in pattern.beginnings())
        self._firsts = self._begun | self._whole.keys()
        for text in set(innocent):
            if row := words(legible(text)):
                self._innocent[row[0]].add(tuple(row))

    def __bool__(self) -> bool:
        return bool(self._whole)

    def count(self, text: str) -> Counter[str]:
        """How many values of each entity stand in `text`, other than within an innocent one."""
        return Counter(pattern.entity for pattern in self.hits(text))

    def hits(self, text: str) -> Iterator[Pattern]:
        """Every value that stands in `text`, other than within an innocent one."""
        text = legible(text)
        row = words(text)
        firsts = self._firsts
        starts = [at for at, word in enumerate(row) if word in firsts]
        if not starts:
            return
        hits = [((at, end), pattern) for at in starts for pattern, end in self._matches(row, at)]
        if not hits:
            return
        spans = [match.span() for match in WORD.finditer(text)]
        covers = _Covers(self._innocent_spans(row))
        reached = 0  # one value within another, or in two forms at one place, is counted once
        for span, pattern in sorted(hits, key=lambda hit: (hit[0][0], -hit[0][1])):
            if span[1] > reached and _holds(pattern, text, spans[slice(*span)]) and not covers.hold(span):
                yield pattern
                reached = span[1]

    def _matches(self, row: list[str], at: int) -> Iterator[tuple[Pattern, int]]:
        """The values that the words from `at` on spell, each with the number of the word after it."""
        joined = row[at]
        for end in range(at + 1, len(row) + 1):
            if joined in self._whole:
                yield self._whole[joined], end
            if joined not in self._begun or end == len(row):
                return
            joined += row[end]

    def _innocent_spans(self, row: list[str]) -> Iterator[Span]:
        for at, word in enumerate(row):
            for known in self._innocent.get(word, ()):
                if tuple(row[at : at + len(known)]) == known:
                    yield at, at + len(known)


class _Covers:
    """Spans asked whether one of them holds another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def hold(self, span: Span) -> bool:
        before = bisect_right(self._starts, span[0])
        return before > 0 and self._furthest[before - 1] >= span[1]


def _holds(pattern: Pattern, text: str, spans: list[Span]) -> bool:
    """Whether words that spell a value stand together as one: by their gaps and, where asked, by their capitals."""
    if pattern.cased and not all(text[start].isupper() for start, _ in spans):
        return False
    length = 0
    for (start, end), (following, _) in pairwise(spans):
        length += len("".join(words(text[start:end])))
        if length not in pattern.joints and not pattern.may_split(length):
            return False
        gap = _GAP if length in pattern.joints else _DIGIT_GAP
        if not gap.fullmatch(text, end, following):
            return False
    return True
