"""Lines that were read, made into one text whose characters know their ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np

from redact.core.ink import Ink, Stroke
from redact.core.place import Box
from redact.transcribe.ocr.cells import Cell
from redact.transcribe.ocr.layout import order

#: A run of characters may rise or fall by this part of the line's height before the next begins a box of its own.
_RISE = 0.15


class Line(NamedTuple):
    """One line: its corners from where the text begins, the way from its strip to the picture, its characters."""

    quad: Any
    home: Any
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands in a picture: words apart by spaces, lines by line ends, blocks by blank lines; and the ink of each.

    `unread` are the boxes of writing that was located and not surely read: handwriting, signatures, foreign letters.
    """

    text: str = field(repr=False)
    ink: Ink
    unread: tuple[Box, ...] = ()


def compose(lines: Sequence[Line], width_px: int, height_px: int) -> Reading:
    """The text of a picture of this size, in reading order."""
    text: list[str] = []
    strokes: list[Stroke] = []
    at = 0
    for number, (between, line) in enumerate(_in_order(lines)):
        at += len(between)
        strokes += _strokes(line, at, number * _LINES_EACH, Box(0, 0, width_px, height_px))
        text += [between, *(cell.char for cell in line.cells)]
        at += len(line.cells)
    return Reading("".join(text), Ink(tuple(strokes)))


_LINES_EACH = 100_000  # numbers kept for the runs of one line


def _in_order(lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
    """Each line, and what stands between the one before and it."""
    between = ""
    for block in order([line.quad for line in lines]):
        for row in block:
            for index in row:
                yield between, lines[index]
                between = " "
            between = "\n"
        between = "\n\n"


def _strokes(line: Line, start: int, number: int, page: Box) -> Iterator[Stroke]:
    """A stroke for each character with ink, from `start` on; runs that rise little share a line."""
    slope = line.quad[1] - line.quad[0]
    slope = slope / max(float(np.linalg.norm(slope)), 1e-6)
    # What a box of this length is higher than its text: the sine of the slant to the nearest of level and upright.
    slant = float(min(abs(slope)))
    reach = _RISE * (line.cells[0].y1 - line.cells[0].y0) / max(slant, 1e-6)
    begun = None
    for offset, cell in enumerate(line.cells):
        if cell.char.isspace():
            continue
        if begun is None or cell.x1 - begun > reach:
            number, begun = number + 1, cell.x0
        yield Stroke(start + offset, start + offset + len(cell.char), number, _box(line, cell, page))


def _box(line: Line, cell: Cell, page: Box) -> Box:
    """The cell in the picture, rounded outward."""
    corners = [(x, y, 1.0) for x in (cell.x0, cell.x1) for y in (cell.y0, cell.y1)]
    points = np.array(corners) @ line.home.T
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    return Box(floor(x0), floor(y0), ceil(x1), ceil(y1)).meet(page)
