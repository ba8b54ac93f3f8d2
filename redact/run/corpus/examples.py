"""Examples for the report: short windows of released texts around what was replaced. Nothing of a source gets in."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from redact.run.corpus.formats import Made, Row

_AROUND = 40  # characters on either side
_COMPARED = 4_000  # characters of a text that are looked at: comparing is slow
_PER_ROW = 2
_LONGEST = 240


def windows(row: Row, made: Made) -> Iterator[str]:
    """Up to two windows of what is released of a row, where it is not as it came."""
    found = 0
    for before, after in zip(row.texts, made.texts, strict=True):
        if before == after:
            continue
        for start, end in _replaced(before[:_COMPARED], after[:_COMPARED]):
            if found >= _PER_ROW:
                return
            found += 1
            yield _window(after, start, end)


def _replaced(before: str, after: str) -> Iterator[tuple[int, int]]:
    """Where in the words of `after` others stand than in `before`; half-open, in its characters."""
    old, new = before.split(" "), after.split(" ")
    starts = [0]
    for word in new:
        starts.append(starts[-1] + len(word) + 1)
    for what, _, _, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal" and first < last:
            yield starts[first], starts[last] - 1


def _window(text: str, start: int, end: int) -> str:
    left = max(0, start - _AROUND)
    right = min(len(text), end + _AROUND, left + _LONGEST)
    inner = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{inner}{'…' if right < len(text) else ''}"
