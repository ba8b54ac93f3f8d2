"""How well words were read and boxes cover: what `bench.ocr` reports.

Word recall: a word is a run of letters and digits, in lower case. For each page the words of the gold lines are counted
as a multiset, and so are those of what was read; hits are the words both hold. Hits and gold words are summed over all
pages, and recall is their ratio. Order and punctuation do not count, a word that is split or joined is missed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.ocr_pages import Page
from redact.core.place import Box, Chars
from redact.transcribe.ocr import Reading

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Count:
    """Words of the gold, words that were read, and how many of these agree."""

    gold: int = 0
    read: int = 0
    hits: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.gold + other.gold, self.read + other.read, self.hits + other.hits)

    @property
    def recall(self) -> float:
        """Share of the gold words that were read."""
        return self.hits / max(1, self.gold)

    @property
    def precision(self) -> float:
        """Share of the words read that are in the gold."""
        return self.hits / max(1, self.read)


def count(gold: Iterable[str], read: str) -> Count:
    """The words of one page."""
    wanted = Counter(word for line in gold for word in _WORD.findall(line.lower()))
    found = Counter(_WORD.findall(read.lower()))
    return Count(wanted.total(), found.total(), (wanted & found).total())


def lines_covered(boxes: Sequence[Sequence[float]], reading: Reading, width: int, height: int) -> list[float]:
    """For each line of the gold the share of its box that lies under the boxes of characters."""
    mask = np.zeros((height, width), bool)
    for stroke in reading.ink.strokes:
        _fill(mask, stroke.box)
    return [float(mask[int(y0) : int(y1) + 1, int(x0) : int(x1) + 1].mean()) for x0, y0, x1, y1 in boxes]


def words_covered(page: Page, reading: Reading) -> list[tuple[float, float]]:
    """For each word of a drawn page that was read as it is: the share of its ink under the boxes that `locate` gives for
    it, and the ink of other words under them over its own ink.
    """
    sizes = np.bincount(page.inks.ravel(), minlength=len(page.words) + 1)
    left = set(range(1, len(page.words) + 1))
    found = []
    for match in re.finditer(r"\S+", reading.text):
        mask = np.zeros(page.inks.shape, bool)
        for box in reading.ink(Chars(match.start(), match.end())):
            _fill(mask, box)
        under = np.bincount(page.inks[mask], minlength=len(page.words) + 1)
        under[0] = 0
        own = int(under.argmax())
        if own in left and page.words[own - 1] == match.group():
            left.discard(own)
            found.append((under[own] / sizes[own], (under.sum() - under[own]) / sizes[own]))
    return found


def _fill(mask: Any, box: Any) -> None:
    assert isinstance(box, Box)
    mask[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)] = True
