"""Labels on the black boxes of a page: one line of white Helvetica, as large as the box allows."""

from __future__ import annotations

from typing import NamedTuple

from pdfminer.fontmetrics import FONT_METRICS

from redact.core.place import Box

#: Points: below the least nobody reads it, above the most it draws the eye.
LEAST_PT, MOST_PT = 3.0, 14.0
_SMALL_PT = 5.0  # smaller, it is turned where that makes it twice as large
_SHARE = 0.72  # of the box's height
_MARGIN = 0.22  # of the height of a line's box, on each side: what stands beside the box is not read as one word with the label
_CAPITALS = 0.718  # of the size: Helvetica's cap height
_WIDTHS = {letter: width / 1000 for letter, width in FONT_METRICS["Helvetica"][1].items()}
_OTHER_WIDTH = 0.6  # what WinAnsi has and the metrics lack
_SHORTEST = 3  # letters that still say something


class Line(NamedTuple):
    """A line of text: its size in points, where its baseline begins on the page as shown, and whether it runs upward."""

    text: str
    size_pt: float
    x: float
    y: float
    upward: bool


def label_line(label: str, box: Box) -> Line | None:
    """The label as it stands in a box of the page as shown (points, origin top left); None where it cannot be read there.

    A label too long loses whole words from its end, never letters. Letters that WinAnsi lacks are left out.
    """
    width, height = box.x1 - box.x0, box.y1 - box.y0
    words = label.encode("cp1252", "ignore").decode("cp1252").split()
    while words and len(text := " ".join(words)) >= min(_SHORTEST, len(label.strip())):
        flat, tall = _size(text, width, height), _size(text, height, width)
        if max(flat, tall) >= LEAST_PT:
            upward = flat < LEAST_PT or (flat < _SMALL_PT and tall > 2 * flat)
            return _centred(text, tall if upward else flat, box, upward)
        words.pop()
    return None


def width_of(text: str, size_pt: float) -> float:
    """Points that a text takes in Helvetica."""
    return size_pt * sum(_WIDTHS.get(letter, _OTHER_WIDTH) for letter in text)


def _size(text: str, along: float, across: float) -> float:
    """The size at which a text fits a box that is so long along the line and so high across it."""
    return min(MOST_PT, across * _SHARE, (along - 2 * _MARGIN * min(across, MOST_PT)) / width_of(text, 1))


def _centred(text: str, size: float, box: Box, upward: bool) -> Line:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    half, rise = width_of(text, size) / 2, size * _CAPITALS / 2
    return Line(text, size, x + rise, y + half, True) if upward else Line(text, size, x - half, y + rise, False)
