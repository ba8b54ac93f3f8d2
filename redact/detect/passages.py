"""Long texts in short passages, cut where a writer would pause: what is repeated (quoted threads, boilerplate) costs once."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: About the longest stretch a model reads at once; its own sight is far shorter (four words to sixteen either side).
LONGEST = 1_500
_BREAKS = (re.compile(r"\n[ \t>|]*\n+"), re.compile(r"\n"), re.compile(r"(?<=[.!?;])\s"), re.compile(r"\s"))


def passages(text: str, longest: int = LONGEST) -> Iterator[tuple[int, str]]:
    """Offsets and passages that together make up the whole text, in order."""
    start = 0
    for match in _BREAKS[0].finditer(text):
        yield from _split(text, start, match.end(), longest)
        start = match.end()
    yield from _split(text, start, len(text), longest)


def _split(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, str]]:
    while end - start > longest:
        cut = _cut(text, start, start + longest)
        yield start, text[start:cut]
        start = cut
    if end > start:
        yield start, text[start:end]


def _cut(text: str, start: int, limit: int) -> int:
    """The last good place to pause before `limit`: a line's end, a sentence's end, a space; failing all, right there."""
    floor = start + (limit - start) // 2
    for pattern in _BREAKS[1:]:
        last = 0
        for match in pattern.finditer(text, floor, limit):
            last = match.end()
        if last:
            return last
    return limit
