"""Where each character of a line stands on its strip, snapped to the ink, and the gaps that the recogniser overlooked.

The recogniser sees a character somewhere about its middle. Edges are put where there is no ink, so that the box of a word
holds all of it and nothing of the next:

    seen at      T   o   m       H   i   l   l
    ink         ### ## ####     # # ## ## ##
    edges      |   |  |    |   |   |  |  |  |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np

from redact.transcribe.ocr.recognise import Glyph, Glyphs
from redact.transcribe.ocr.strips import HEIGHT, RIM, Strip

_FAINT = 8  # grey levels from the paper; less is never ink
_INKY = 0.35  # of the way from the paper to the strongest ink
_MARGIN = 2  # columns and rows around the ink: blurred edges, and the rounding of the way there and back
_OUTER = 12  # rows of the core in which a line may begin or end; half of it is margin that the detector leaves
#: A blank as wide as this part of the line's height parts words, if it is also this many times the line's usual blank.
_WORD_GAP, _WIDER = 0.42, 3.0


class Cell(NamedTuple):
    """One character, its columns ``[x0, x1)`` and rows ``[y0, y1)`` on the strip. A space is what is left between words."""

    char: str
    x0: float
    x1: float
    y0: float
    y1: float


def cells(strip: Strip, glyphs: Glyphs) -> tuple[Cell, ...]:
    """The cell of each glyph, with spaces where a blank was overlooked; no space at either end."""
    ink = _ink(strip)
    top, bottom = _rows(ink)
    columns = ink[top:bottom].sum(axis=0)
    if not columns.any():
        columns = np.ones_like(columns)  # read but not seen: edges stand halfway between characters
    y0, y1 = max(0, top - _MARGIN), min(len(ink), bottom + _MARGIN)
    words = _words(glyphs, columns, bottom - top)
    found: list[Cell] = []
    for word, edges in zip(words, _edges(words, columns, _WORD_GAP * (bottom - top)), strict=True):
        if found:
            found.append(Cell(" ", found[-1].x1, edges[0], y0, y1))
        found += [Cell(g.char, x0, max(x0, x1), y0, y1) for g, (x0, x1) in zip(word, pairwise(edges), strict=True)]
    return tuple(found)


def _ink(strip: Strip) -> Any:
    """``bool [rows, columns]``: what stands out from the paper, whichever of the two is darker."""
    # The median takes out the grain of photographs, a grain of which would close a blank.
    grey = cv2.medianBlur(cv2.cvtColor(strip.pixels, cv2.COLOR_RGB2GRAY), 3).astype(np.int16)
    away = np.abs(grey - np.median(grey[RIM : RIM + HEIGHT]))
    return away > max(_FAINT, _INKY * float(np.percentile(away[RIM : RIM + HEIGHT], 98)))


def _rows(ink: Any) -> tuple[int, int]:
    """From the first to the last row of ink of this line.

    Where lines stand so close that no row between them is blank, the row with the least ink parts them.
    """
    held = ink.sum(axis=1)
    above, below = held[: RIM + _OUTER][::-1], held[-RIM - _OUTER :]
    first = len(above) - 1 - int(above.argmin())
    last = len(held) - len(below) + int(below.argmin()) + 1
    inner = np.flatnonzero(held[first:last])
    if not len(inner):
        return RIM, RIM + HEIGHT
    return first + int(inner[0]), first + int(inner[-1]) + 1


def _words(glyphs: Glyphs, columns: Any, height: int) -> list[list[Glyph]]:
    """The glyphs of each word: apart where a space was read, or where there is a blank that must be one."""
    words: list[list[Glyph]] = [[]]
    narrow = _usual_blank(glyphs, columns)
    for glyph in glyphs:
        if glyph.char.isspace():
            words.append([])
            continue
        if words[-1]:
            lo, hi = _blank(columns, words[-1][-1].x, glyph.x)
            if hi - lo > max(_WORD_GAP * height, _WIDER * narrow):
                words.append([])
        words[-1].append(glyph)
    return [word for word in words if word]


def _usual_blank(glyphs: Glyphs, columns: Any) -> float:
    pairs = [(a, b) for a, b in pairwise(glyphs) if not (a.char.isspace() or b.char.isspace())]
    widths = [hi - lo for lo, hi in (_blank(columns, a.x, b.x) for a, b in pairs)]
    return float(np.median(widths)) if widths else 0.0


def _edges(words: Sequence[Sequence[Glyph]], columns: Any, gap: float) -> Iterator[list[float]]:
    """The columns at which the glyphs of each word begin, and the one at which the last ends."""
    after = _start(columns, words[0][0].x, gap) if words else 0.0
    for at, word in enumerate(words):
        begin = after
        if at + 1 < len(words):
            end, after = _blank(columns, word[-1].x, words[at + 1][0].x)
            # At most half the blank to each side.
            slack = min(_MARGIN, (after - end) / 2)
            end, after = end + slack, after - slack
        else:
            end = _end(columns, word[-1].x, gap)
        yield [begin, *(_thinnest(columns, a.x, b.x) for a, b in pairwise(word)), end]


def _end(columns: Any, x: float, gap: float) -> float:
    """Where the ink of the last glyph ends. What comes after a wide blank is a neighbour's."""
    inked = int(x) + np.flatnonzero(columns[int(x) :])
    if not len(inked):
        return float(len(columns))
    wide = np.flatnonzero(np.diff(inked) > max(gap, 1.0))
    last = inked[wide[0]] if len(wide) else inked[-1]
    return float(min(len(columns), last + 1 + _MARGIN))


def _start(columns: Any, x: float, gap: float) -> float:
    """The same for the first glyph, from the other end."""
    return len(columns) - _end(columns[::-1], len(columns) - x, gap)


def _blank(columns: Any, lo: float, hi: float) -> tuple[float, float]:
    """The longest stretch without ink between two places; where there is none, the thinnest place, twice."""
    start, end = int(lo), max(int(lo) + 1, int(np.ceil(hi)))
    empty = np.concatenate([[False], columns[start:end] == 0, [False]])
    turns = np.flatnonzero(np.diff(empty))
    if not len(turns):
        at = _thinnest(columns, lo, hi)
        return at, at
    longest = int(np.argmax(turns[1::2] - turns[::2]))
    return float(start + turns[2 * longest]), float(start + turns[2 * longest + 1])


def _thinnest(columns: Any, lo: float, hi: float) -> float:
    """The column with the least ink between two places; of several the one nearest to their middle."""
    start, end = int(lo), max(int(lo) + 1, int(np.ceil(hi)))
    held = columns[start:end]
    if not len(held):
        return lo
    least = np.flatnonzero(held == held.min())
    return float(start + least[np.argmin(np.abs(least + 0.5 - (end - start) / 2))]) + 0.5
