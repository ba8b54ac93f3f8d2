"""Lines in the order in which a person reads them: blocks, columns where a page is set in columns, rows, left to right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

_SAME_ROW = 0.5  # of the lower line's height: centres nearer than this stand in one row
#: A blank parts blocks when it is this many times the usual one between lines (the quantile of all), and in any case
#: between these parts of a line's height.
_WIDER, _PITCH, _PARAGRAPH = 1.8, 0.4, (0.8, 2.5)
_GUTTER = 1.0  # of a line's height: the least blank between columns
_COLUMN_LINES = 4  # fewer lines than this beside each other are a table or a form, read row by row
_COLUMN_WIDTH = 9.0  # of a line's height: what is narrower holds labels, dates or amounts, not running text
_TEXT_SHARE = 0.62  # of a found line's height; the rest is the detector's margin


class _Seat(NamedTuple):
    """A line's place on the page once the page is level."""

    line: int
    x0: float
    x1: float
    y: float  # of the middle
    height: float


def order(quads: Sequence[Any]) -> list[list[list[int]]]:
    """Blocks of rows of lines in reading order; the numbers are places in `quads`.

    Lines are given by their corners (``float32 [4, 2]``, the first where the text begins, then clockwise). Those that
    run another way than most stand apart, after the others.
    """
    blocks: list[list[list[int]]] = []
    for group in _by_direction(quads):
        for band in _bands(_level(quads, group)):
            for column in _columns(band):
                blocks.append([[seat.line for seat in row] for row in _rows(column)])
    return blocks


def _by_direction(quads: Sequence[Any]) -> list[list[int]]:
    """Lines that run the same way, to a quarter turn; the way of most ink first."""
    groups: dict[int, list[int]] = {}
    for index, quad in enumerate(quads):
        groups.setdefault(round(_angle(quad) / (np.pi / 2)) % 4, []).append(index)
    return sorted(groups.values(), key=lambda group: -sum(_length(quads[index]) for index in group))


def _level(quads: Sequence[Any], group: Sequence[int]) -> list[_Seat]:
    """The page turned so that these lines are level."""
    along = sum((quads[index][1] - quads[index][0] for index in group), np.zeros(2))
    x_axis = along / max(float(np.linalg.norm(along)), 1e-6)
    y_axis = np.array([-x_axis[1], x_axis[0]])
    seats = []
    for index in group:
        xs, middle = quads[index] @ x_axis, float(quads[index].mean(axis=0) @ y_axis)
        height = float(np.linalg.norm(quads[index][3] - quads[index][0])) * _TEXT_SHARE
        seats.append(_Seat(index, float(xs.min()), float(xs.max()), middle, height))
    return seats


def _bands(seats: Sequence[_Seat]) -> Iterator[list[_Seat]]:
    """Stretches of the page with a blank across its whole width between them, wider than that between its lines."""
    usual = float(np.median([seat.height for seat in seats]))
    ends = [(min(s.y - s.height / 2 for s in row), max(s.y + s.height / 2 for s in row)) for row in _rows(seats)]
    blanks = [max(0.0, below[0] - above[1]) for above, below in pairwise(ends)] or [0.0]
    pitch = float(np.quantile(blanks, _PITCH, method="lower"))
    least = float(np.clip(_WIDER * pitch, _PARAGRAPH[0] * usual, _PARAGRAPH[1] * usual))
    yield from _parted(seats, lambda seat: (seat.y - seat.height / 2, seat.y + seat.height / 2), least)


def _columns(band: Sequence[_Seat]) -> list[list[_Seat]]:
    """The columns of running text side by side; the band as it is where it is none, or a table."""
    usual = float(np.median([seat.height for seat in band]))
    columns = list(_parted(band, lambda seat: (seat.x0, seat.x1), _GUTTER * usual))
    running = all(
        len(column) >= _COLUMN_LINES
        and float(np.median([seat.x1 - seat.x0 for seat in column])) >= _COLUMN_WIDTH * usual
        for column in columns
    )
    return columns if running else [list(band)]


def _rows(seats: Iterable[_Seat]) -> list[list[_Seat]]:
    """Lines side by side, from left to right; rows from top to bottom."""
    rows: list[list[_Seat]] = []
    for seat in sorted(seats, key=lambda seat: seat.y):
        beside = [row for row in rows[-3:] if _beside(row, seat)]
        if beside:
            beside[-1].append(seat)
        else:
            rows.append([seat])
    return [sorted(row, key=lambda seat: seat.x0) for row in rows]


def _beside(row: Sequence[_Seat], seat: _Seat) -> bool:
    nearest = min(row, key=lambda other: max(other.x0 - seat.x1, seat.x0 - other.x1))
    lap = min(nearest.x1, seat.x1) - max(nearest.x0, seat.x0)
    apart = lap <= 0.3 * min(nearest.x1 - nearest.x0, seat.x1 - seat.x0)
    return apart and abs(nearest.y - seat.y) < _SAME_ROW * min(nearest.height, seat.height) / _TEXT_SHARE


def _parted(
    seats: Sequence[_Seat], extent: Callable[[_Seat], tuple[float, float]], least: float
) -> Iterator[list[_Seat]]:
    """Seats in groups with a blank of `least` between the extents of one group and the next."""
    group: list[_Seat] = []
    reach = -np.inf
    for seat in sorted(seats, key=lambda seat: extent(seat)[0]):
        lo, hi = extent(seat)
        if group and lo - reach > least:
            yield group
            group = []
        group.append(seat)
        reach = max(reach, hi)
    if group:
        yield group


def _angle(quad: Any) -> float:
    side = quad[1] - quad[0]
    return float(np.arctan2(side[1], side[0]))


def _length(quad: Any) -> float:
    return float(np.linalg.norm(quad[1] - quad[0]))
