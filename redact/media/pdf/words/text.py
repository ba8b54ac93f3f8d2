"""A page as it reads: one text, and for each of its characters where on the page it is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from redact.core.ink import Ink, Stroke
from redact.core.place import Box, Chars
from redact.media.pdf.painting.rebuild import Word
from redact.media.pdf.places import Shown
from redact.media.pdf.terms import Area
from redact.media.pdf.words.chars import Char, Gap
from redact.media.pdf.words.lines import Line, lines

#: Lines further apart than so many times the distance of the lines around them begin a new paragraph.
_PARAGRAPH = 1.3
#: The distance of lines, in sizes of their font: what is close in any case, and what is far in any case.
_CLOSE, _FAR = 1.55, 3.2
#: So much of a letter, each way, lies under a cut that reaches it.
_UNDER = 0.25
_HYPHENS = "-\u2010"
_WORD = re.compile(r"\S+")
#: Lines on either side that show how far lines reach; letters of a line that is no heading and no part of an address.
_NEIGHBOURS, _LONG = 3, 40
#: The room for a space, in sizes of the font.
_SPACE = 0.2
_NO_LINE = -1


class Spot(NamedTuple):
    """Where one character is drawn, and on which line; white space that nobody drew is on none."""

    area: Area | None
    line: int


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page, or a further one. There is one spot for each of its characters."""

    text: str = field(repr=False)
    spots: tuple[Spot, ...] = field(repr=False)

    def areas(self, chars: Chars) -> tuple[Area, ...]:
        """What holds the ink of some characters: one area for each line that they touch, in the page's user space."""
        found: list[Area] = []
        line = _NO_LINE
        for area, number in self.spots[chars.start : chars.end]:
            if area is None:
                continue
            if number == line:
                found[-1] = found[-1].join(area)
            else:
                found.append(area)
            line = number
        return tuple(found)

    def ink(self, chars: Chars, shown: Shown) -> Ink:
        """The anchor of a text that is these characters: a stroke for each word on each line, counted in that text."""
        strokes: list[Stroke] = []
        for word in _WORD.finditer(self.text, chars.start, chars.end):
            strokes += self._strokes(Chars(word.start(), word.end()), chars.start, shown)
        return Ink(tuple(strokes))

    def left(self, cuts: Sequence[Area]) -> Iterator[Word]:
        """The words that stay where the areas are cut, on each line by themselves; of a word that is cut into, the rest."""
        start = 0
        for at in range(len(self.text) + 1):
            stays = at < len(self.text) and self._stays(at, cuts)
            if stays and (at == start or self.spots[at].line == self.spots[start].line):
                continue
            if at > start:
                yield Word(self.text[start:at], self.areas(Chars(start, at))[0])
            start = at if stays else at + 1

    def _stays(self, at: int, cuts: Sequence[Area]) -> bool:
        area = self.spots[at].area
        return area is not None and not self.text[at].isspace() and not any(_under(area, cut) for cut in cuts)

    def _strokes(self, word: Chars, base: int, shown: Shown) -> list[Stroke]:
        """A word that is broken at the end of a line has two."""
        found: list[Stroke] = []
        start = word.start
        for at in range(word.start + 1, word.end + 1):
            if at < word.end and self.spots[at].line == self.spots[start].line:
                continue
            box = _box(shown, self.areas(Chars(start, at)))
            if box is not None:
                found.append(Stroke(start - base, at - base, self.spots[start].line, box))
            start = at
        return found


def _under(area: Area, cut: Area) -> bool:
    """Whether enough of an area lies under a cut that what stands there is cut too."""
    across = min(area.x1, cut.x1) - max(area.x0, cut.x0)
    upward = min(area.y1, cut.y1) - max(area.y0, cut.y0)
    return across > _UNDER * area.width and upward > _UNDER * area.height


def _box(shown: Shown, areas: Sequence[Area]) -> Box | None:
    return shown.box(areas[0]) if areas else None


def page_text(found: Iterable[Char | Gap]) -> PageText:
    """The characters of a page as it reads."""
    writer = _Writer()
    all_lines = tuple(lines(found))
    steps = [_step(last, line) for last, line in pairwise(all_lines)]
    for number, line in enumerate(all_lines):
        if number:
            around = steps[max(0, number - 2) : number + 1]
            last = all_lines[number - 1]
            near = all_lines[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS]
            sign = "\n\n" if _parts(last, line, around) else " " if _wraps(last, line, near) else "\n"
            writer.turn(last, line, sign)
        writer.add(line)
    return writer.done()


class _Writer:
    """Writes lines one under the other."""

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._spots: list[Spot] = []
        self._line = 0

    def add(self, line: Line) -> None:
        """Write a line; signs of a slanted one have a line each, for the box of all would cover half the page."""
        last = len(line.chars) - 1
        for at, (char, before) in enumerate(zip(line.chars, line.before, strict=True)):
            self._put(before, None, _NO_LINE)
            if char.soft and at < last:
                continue  # a hyphen that would be seen at the end of a line only
            self._put(char.text, char.area, self._line)
            self._line += line.style.slanted
        self._line += 1

    def turn(self, last: Line, line: Line, sign: str) -> None:
        """Go on to the next line: with a word that is broken between them, or with a sign of what begins."""
        if not self._mended(last, line):
            self._put(sign, None, _NO_LINE)

    def done(self) -> PageText:
        """What was written."""
        return PageText("".join(self._chars), tuple(self._spots))

    def _put(self, text: str, area: Area | None, line: int) -> None:
        for char in text:
            self._chars.append(char)
            self._spots.append(Spot(area, line))

    def _mended(self, last: Line, line: Line) -> bool:
        """Whether a word goes on, and has been put together: its hyphen is drawn with the letter before it."""
        hyphen, first = last.chars[-1], line.chars[0]
        broken = hyphen.soft or hyphen.text in _HYPHENS
        if not broken or len(self._chars) < 2 or not self._chars[-2].isalnum() or not first.text[0].isalnum():
            return False
        if hyphen.soft or (first.text[0].islower() and self._chars[-2].isalpha()):
            self._chars.pop()
            area, _ = self._spots.pop()
            before, number = self._spots[-1]
            if area is not None:
                self._spots[-1] = Spot(before.join(area) if before else area, number)
        return True


def _parts(last: Line, line: Line, around: Sequence[float]) -> bool:
    """Whether a new paragraph begins: further below than lines around it are, or elsewhere on the page."""
    step, size = _step(last, line), max(last.size_pt, line.size_pt)
    if step <= 0 or step > _FAR * size:
        return True
    return step > _CLOSE * size and step > _PARAGRAPH * min((each for each in around if each > 0), default=step)


def _wraps(last: Line, line: Line, near: Sequence[Line]) -> bool:
    """Whether a sentence goes on: a long line on which the next word had no more room, as lines around it show."""
    if last.style.along != line.style.along or len(last.chars) < _LONG:
        return False
    alike = [each for each in near if each.style.along == last.style.along and each.chars[0].start < last.chars[-1].end]
    right = max(each.chars[-1].end for each in alike)
    first = next((at for at, before in enumerate(line.before) if at and before), len(line.chars))
    word = line.chars[first - 1].end - line.chars[0].start
    return last.chars[-1].end + _SPACE * last.size_pt + word > right


def _step(last: Line, line: Line) -> float:
    """How far a line is below the last; nothing or less where it is beside it, above it, or turned otherwise."""
    if last.style.along != line.style.along:
        return 0.0
    return last.chars[0].base - line.chars[0].base
