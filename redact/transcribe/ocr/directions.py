"""Which way the text runs: level, on its head, upwards or downwards, told by what the recogniser makes of it.

Only a line that it is not sure of is read twice, and the way that made sense of the last line is tried first on the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from redact.transcribe.ocr.recognise import Glyphs, confidence
from redact.transcribe.ocr.strips import Strip, sides, turned

#: Reads a line whose corners are given from where its text begins.
Read = Callable[[Any], tuple[Strip, Glyphs]]

_NOISE = (
    0.3  # below this no line of 1,200 was text, and in photographs without text it is what leaves and gravel read as
)
_STANDING = 1.5  # height over width from which text is taken to run up or down
_STUBBY = 2.5  # below this it may also be one upright letter or figure
#: Confidence below which a line is tried the other way round. On 274 lines of receipts 3 % are below it when they are
#: read as they stand, and 90 % when they are read on their head; those above are short and few.
_DOUBTFUL = 0.93
#: A character counts for a way by how much surer than this the recogniser is. Text on its head is read with gaps, sure
#: of what is left: the mean would not tell, the sum does.
_GUESS = 0.5


class Taken(NamedTuple):
    """A line as it is read: its corners from where the text begins, its strip and the characters on it."""

    quad: Any
    strip: Strip
    glyphs: Glyphs


def read_lines(read: Read, quads: Sequence[Any]) -> Iterator[Taken]:
    """Each line read the way it makes most sense, long ones first; lines that are plainly none are left out."""
    ways = {False: (0, 2), True: (1, 3)}
    for quad in sorted(quads, key=_length, reverse=True):
        tall = _tall(quad)
        standing = tall > _STANDING
        tried = (0, *ways[standing]) if standing and tall < _STUBBY else ways[standing]
        way, taken = _best(read, quad, tried)
        if way in ways[standing] and confidence(taken.glyphs) >= _DOUBTFUL:
            ways[standing] = (way, (way + 2) % 4)
        if confidence(taken.glyphs) >= _NOISE:
            yield taken


def _best(read: Read, quad: Any, ways: Sequence[int]) -> tuple[int, Taken]:
    best = _way(read, quad, ways[0])
    chosen = ways[0]
    for way in ways[1:]:
        if confidence(best.glyphs) >= _DOUBTFUL:
            break
        other = _way(read, quad, way)
        if _sense(other.glyphs) > _sense(best.glyphs):
            chosen, best = way, other
    return chosen, best


def _sense(glyphs: Glyphs) -> float:
    return sum(glyph.sure - _GUESS for glyph in glyphs if not glyph.char.isspace())


def _way(read: Read, quad: Any, way: int) -> Taken:
    corners = turned(quad, way)
    return Taken(corners, *read(corners))


def _length(quad: Any) -> float:
    return max(sides(quad))


def _tall(quad: Any) -> float:
    along, down = sides(quad)
    return down / max(along, 1e-6)
