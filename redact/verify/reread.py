"""The draft read as a stranger would: what is found in it, is not a replacement of ours, and should not be there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text

_WORD = re.compile(r"[^\W_]+")
_TELLING = 2  # a lone letter beside a label (`'s`) is left of grammar, not of a person


class Replaced:
    """The texts that we put in place of others, known by their first word."""

    def __init__(self, strings: Iterable[str]) -> None:
        """Index the replacements; those without letters and digits (`████`) are never a finding."""
        self._all = frozenset(strings)
        shapes: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for string in self._all:
            if first := _WORD.search(string):
                shapes[first[0]].add((first.start(), len(string)))
        self._shapes = {first: tuple(found) for first, found in shapes.items()}
        self._longest = max(map(len, self._all), default=0)

    def uncovered(self, text: str, chars: Chars) -> list[Chars]:
        """The pieces of `chars` that are not made of replacements, as far as they hold two letters or digits."""
        pieces, start = [], chars.start
        for cover in sorted(self._covers(text, chars)):
            pieces.append(Chars(start, max(start, cover.start)))
            start = max(start, cover.end)
        pieces.append(Chars(start, max(start, chars.end)))
        return [piece for piece in pieces if sum(map(str.isalnum, text[piece.start : piece.end])) >= _TELLING]

    def _covers(self, text: str, chars: Chars) -> Iterator[Chars]:
        """Each replacement that stands whole, as words of its own, and touches `chars`."""
        region = _WORD.finditer(text, max(0, chars.start - self._longest), chars.end)
        for word in region:
            for lead, length in self._shapes.get(word[0], ()):
                start = word.start() - lead
                stretch = Chars(start, start + length)
                if start < 0 or not stretch.touches(chars) or text[start : stretch.end] not in self._all:
                    continue
                if _apart(text, stretch):
                    yield stretch


def reread(
    texts: Iterable[tuple[Text, Sequence[Finding]]], cuts: Callable[[Text, Finding], bool], replaced: Replaced
) -> Iterator[tuple[str, str]]:
    """What is still there in texts read again: surface and entity of what policy would take out and is not ours."""
    for text, findings in texts:
        for finding in findings:
            if not cuts(text, finding):
                continue
            for piece in replaced.uncovered(text.text, finding.chars):
                yield text.surface(piece).strip(), finding.entity


def _apart(text: str, chars: Chars) -> bool:
    """Whether no word runs over either end: the surrogate `Sam` does not cover the `Sam` of `Samuel`."""
    before = chars.start > 0 and text[chars.start - 1].isalnum() and text[chars.start].isalnum()
    after = chars.end < len(text) and text[chars.end - 1].isalnum() and text[chars.end].isalnum()
    return not before and not after
