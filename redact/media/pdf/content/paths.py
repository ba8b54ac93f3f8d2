"""Paths under construction: sub-paths, their boxes, and which instructions drew them."""

from __future__ import annotations

from collections.abc import Sequence

from redact.media.pdf.content.model import Outline, Painted
from redact.media.pdf.terms import Area, Matrix

BUILDING = frozenset("m l c v y h re W W*".split())
PAINTING = frozenset("S s f F f* B B* b b* n".split())
_FILLING = frozenset("f F f* B B* b b*".split())
_STROKING = frozenset("S s B B* b b*".split())


class _Part:
    __slots__ = ("curved", "indices", "numbers", "rectangle")

    def __init__(self) -> None:
        self.numbers: list[float] = []
        self.indices: list[int] = []
        self.curved = False
        self.rectangle = False


class Path:
    """The current path of a content stream, in its own space."""

    def __init__(self) -> None:
        self._parts: list[_Part] = []
        self._clips = False

    def add(self, index: int, word: str, operands: Sequence[float]) -> None:
        """An instruction of `BUILDING`."""
        if word[0] == "W":
            self._clips = True
            return
        if word in ("m", "re") or not self._parts:
            self._parts.append(_Part())
        part = self._parts[-1]
        part.indices.append(index)
        if word == "re":
            x, y, width, height = operands
            part.rectangle = not part.numbers
            part.numbers += (x, y, x + width, y, x + width, y + height, x, y + height)
        elif word != "h":
            part.numbers += operands
            part.curved = part.curved or word in "cvy"
            part.rectangle = False

    def painted(self, word: str, ctm: Matrix) -> Painted:
        """What an instruction of `PAINTING` makes of the path, which ends with it."""
        outlines = [_outline(part, ctm) for part in self._parts]
        made = Painted(outlines, word in _FILLING, word in _STROKING, self._clips)
        self._parts, self._clips = [], False
        return made


def _outline(part: _Part, ctm: Matrix) -> Outline:
    xs, ys = part.numbers[::2], part.numbers[1::2]
    a, b, c, d, e, f = ctm
    if b or c:
        pairs = list(zip(xs, ys, strict=True))
        xs = [a * x + c * y + e for x, y in pairs]
        ys = [b * x + d * y + f for x, y in pairs]
    else:
        xs = [a * min(xs, default=0.0) + e, a * max(xs, default=0.0) + e]
        ys = [d * min(ys, default=0.0) + f, d * max(ys, default=0.0) + f]
    area = Area(min(xs), min(ys), max(xs), max(ys)) if xs else Area(e, f, e, f)
    return Outline(area, part.indices, len(part.numbers) // 2, part.curved, part.rectangle)
