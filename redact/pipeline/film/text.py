"""Texts that stand in a film: moved, drawn out over the way that they went, given the frames in which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import reduce
from itertools import groupby
from math import hypot

from redact.core.errors import Defect
from redact.core.ink import Ink, Stroke
from redact.core.place import Box, Chars
from redact.core.segment import Text

#: Two readings of one line agree in so much: what is blurred is read otherwise each time.
_ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text: what it says, where it stands, and which strokes of the text are its."""

    said: str
    box: Box
    strokes: tuple[int, ...]

    def apart(self, other: Line) -> tuple[float, float]:
        """The way from here to there: x and y."""
        one, two = self.box, other.box
        return (two.x0 + two.x1 - one.x0 - one.x1) / 2, (two.y0 + two.y1 - one.y0 - one.y1) / 2


def ink(text: Text) -> Ink:
    """Where the characters of a text stand."""
    if not isinstance(text.anchor, Ink):
        raise Defect("a reader of pictures does not say where its words stand", "please report this")
    return text.anchor


def shifted(text: Text, right: float, down: float) -> Text:
    """The text of a part of a picture, in the pixels of the whole."""
    return _with(text, [_moved(stroke, right, down) for stroke in ink(text).strokes])


def lasting(text: Text, first: int, last: int) -> Text:
    """The text, standing in every frame ``[first, last]`` of a film."""
    return replace(text, anchor=Ink(ink(text).strokes, (first, last)), medium="picture")


def swept(texts: Sequence[Text], others: Sequence[Text], reach_px: float) -> list[Text]:
    """The texts, each line that stands elsewhere in the others drawn out over the way to there.

    The line is known by what it says, or about what it says; the nearest within `reach_px` is meant.
    """
    known = [line for other in others for line in lines(other)]
    return [_drawn_out(text, known, reach_px) for text in texts]


def lines(text: Text) -> list[Line]:
    """The lines of a text."""
    made = []
    for _, group in groupby(enumerate(ink(text).strokes), key=lambda pair: pair[1].line):
        pairs = list(group)
        said = text.surface(Chars(pairs[0][1].start, pairs[-1][1].end)).strip().casefold()
        box = reduce(Box.join, (stroke.box for _, stroke in pairs))
        made.append(Line(said, box, tuple(at for at, _ in pairs)))
    return made


def _drawn_out(text: Text, known: Sequence[Line], reach_px: float) -> Text:
    strokes = list(ink(text).strokes)
    for line in lines(text):
        ways = [line.apart(other) for other in known if _alike(line, other)]
        x, y = min(ways, key=lambda way: hypot(*way), default=(0.0, 0.0))
        if hypot(x, y) <= reach_px:
            for at in line.strokes:
                strokes[at] = strokes[at]._replace(box=strokes[at].box.join(_moved(strokes[at], x, y).box))
    return _with(text, strokes)


def _alike(one: Line, two: Line) -> bool:
    return one.said == two.said or SequenceMatcher(None, one.said, two.said).ratio() >= _ALIKE


def _with(text: Text, strokes: Sequence[Stroke]) -> Text:
    return replace(text, anchor=Ink(tuple(strokes), ink(text).frames))


def _moved(stroke: Stroke, right: float, down: float) -> Stroke:
    box = stroke.box
    return stroke._replace(box=Box(box.x0 + right, box.y0 + down, box.x1 + right, box.y1 + down))
