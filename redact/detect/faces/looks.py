"""Which looks to take at a picture: the sizes, tiles, mirrors and turns in which the network sees it.

The network is at its best on faces of 24 to 320 of its own pixels and blind under 10 and over 900 (24 faces of the bench,
each brought to every size: it finds .33 of them at 12 px, .83 at 24, .92 at 40 and 80, .79 at 480, .08 at 900). A small
picture is therefore enlarged, and under each look there are smaller ones, a quarter of the size each, for the large faces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from redact.core.errors import UsageError

LEVELS = ("fast", "default", "thorough")

#: A claim under this is not reported. At .15 there are twice as many false boxes, at .3 one face in twenty is lost.
LEAST_SCORE = 0.2
#: Where several looks could have seen a face and only one did, it has to be so sure: half the false boxes go with it, and
#: five faces of a thousand.
LEAST_ALONE = 0.3
#: Turned pictures are full of things that look like a face a little.
_LEAST_TURNED = 0.4

_FAST_PX = 640
_ENLARGED_PX = 768  # one and a half times the usual small picture found most; twice found less
_DEFAULT_LIMIT_PX = 2560  # a picture of twelve megapixels at its own size would cost two and a half times as much
_THOROUGH_PX = 1536
_SMALLER = 4  # each look under another is so many times smaller
_SMALLEST_PX = 256  # a face that fills a look of this size is found
_LARGE_FACE_PX = 60  # what a smaller look is for; the look above it sees this face at 240 px


@dataclass(frozen=True, slots=True)
class Look:
    """One way to see the whole picture: its longer side in the network's pixels, mirrored, turned by quarter turns."""

    side_px: int
    mirrored: bool = False
    turns: int = 0
    least_score: float = LEAST_SCORE
    least_face_px: int = 0  # smaller faces (in the network's pixels) are another look's business


@dataclass(frozen=True, slots=True)
class Tile:
    """A piece of a look, and the part of it in which it answers for the faces whose middle is there. Pixels of the look."""

    x0: int
    y0: int
    x1: int
    y1: int
    own: tuple[float, float, float, float]


def looks(level: str, longest_px: int) -> tuple[Look, ...]:
    """The looks of a level at a picture with that longer side.

    Raises:
        UsageError: there is no such level.
    """
    if level == "fast":
        return at_side(_FAST_PX)
    if level == "default":
        return at_side(_default_px(longest_px))
    if level == "thorough":
        return tuple(_thorough(max(longest_px, min(2 * longest_px, _THOROUGH_PX))))
    raise UsageError("faces cannot be looked for in that way", f"say one of: {', '.join(LEVELS)}")


def at_side(side_px: int) -> tuple[Look, ...]:
    """The whole picture with that longer side, and the smaller looks under it."""
    made = [Look(side_px)]
    while side_px > _SMALLEST_PX:
        side_px //= _SMALLER
        made.append(Look(side_px, least_face_px=_LARGE_FACE_PX))
    return tuple(made)


def _default_px(longest_px: int) -> int:
    if longest_px < _ENLARGED_PX:
        return min(longest_px * 3 // 2, _ENLARGED_PX)
    return min(longest_px, _DEFAULT_LIMIT_PX)


def _thorough(top_px: int) -> Iterator[Look]:
    sizes = [Look(top_px), Look(top_px * 3 // 4), *at_side(top_px // 2)]
    for look in sizes:
        yield look
        yield replace(look, mirrored=True)
    for turns in (1, 2, 3):
        for look in at_side(top_px * 3 // 4):
            yield replace(look, turns=turns, least_score=_LEAST_TURNED)


#: Tiles keep the memory of one run under half a gigabyte. They overlap by the face that the next smaller look finds too.
_TILE_PX = 1280
_OVERLAP_PX = 256


def tiles(width_px: int, height_px: int) -> Iterator[Tile]:
    """A look in pieces of about equal size, by rows; a look that is small enough in one."""
    for y0, y1, top, bottom in _stretches(height_px):
        for x0, x1, left, right in _stretches(width_px):
            yield Tile(x0, y0, x1, y1, (left, top, right, bottom))


def _stretches(length: int) -> Iterator[tuple[int, int, float, float]]:
    """Start, end, and the own part of each stretch along one side; own parts meet in the middle of the overlap."""
    count = max(1, -(-(length - _OVERLAP_PX) // (_TILE_PX - _OVERLAP_PX)))
    step = -(-(length - _OVERLAP_PX) // count) if count > 1 else length
    for index in range(count):
        start, end = index * step, min(index * step + step + _OVERLAP_PX, length)
        first = -float("inf") if index == 0 else start + _OVERLAP_PX / 2
        last = float("inf") if index == count - 1 else end - _OVERLAP_PX / 2
        yield start, end, first, last
