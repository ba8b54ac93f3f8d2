"""Characters put together to lines: what stands beside what, what is a word space and what the space between columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from redact.core.place import Chars
from redact.media.pdf.words.chars import Char, Gap, Style

#: In sizes of the font: what parts two columns, two words, two lines; how far a line may step back on itself.
_COLUMN, _WORD, _LINE, _BACK = 1.2, 0.3, 0.6, 0.6
_PARALLEL = 0.98
#: Vertical writing: signs stand under each other, closer than the lines of a list would.
_BELOW, _BESIDE = 1.7, 0.3
#: So many single letters with small gaps are a spaced word; a gap so many times as wide parts two of them. Digits with
#: wider gaps are the columns of a table.
_SPACED, _NEAR, _NEAR_DIGITS, _WIDER, _FAR = 4, 1.15, 0.6, 1.5, 4.0


class Link(NamedTuple):
    """What stands between a character and the one before it on its line: how far, and what pdfium made of it."""

    gap: float
    space: bool = False
    drawn: bool = False

    def reads(self, size_pt: float) -> str:
        """Nothing, a space, or the tab between two columns."""
        if self.gap > _COLUMN * size_pt:
            return "\t"
        return " " if self.space or self.gap > _WORD * size_pt else ""


@dataclass(frozen=True, slots=True)
class Line:
    """The characters of one line in reading order; `before` is what parts each from the one before it."""

    chars: tuple[Char, ...]
    before: tuple[str, ...] = field(repr=False)

    @property
    def style(self) -> Style:
        """Of its first character."""
        return self.chars[0].style

    @property
    def size_pt(self) -> float:
        """The size of its largest letters."""
        return max(char.style.size_pt for char in self.chars)


def lines(found: Iterable[Char | Gap]) -> Iterator[Line]:
    """The lines of a page, in the order in which they are read."""
    chars: list[Char] = []
    links: list[Link] = []
    gaps: list[Gap] = []
    for item in found:
        if isinstance(item, Gap):
            gaps.append(item)
            continue
        last = chars[-1] if chars else item
        ended = any(gap.line_end for gap in gaps)
        below = item.base != last.base and _below(last, item)
        if not (_beside(last, item, ended) or (below and not ended)):
            yield _line(chars, links)
            chars, links = [], []
        links.append(_link(last, item, gaps, below))
        chars.append(item)
        gaps = []
    if chars:
        yield _line(chars, links)


def _beside(last: Char, char: Char, ended: bool) -> bool:
    """Whether a character stands on the line of the last; `ended` says that pdfium saw a line end between them."""
    one, other = last.style, char.style
    if one is not other and one.along[0] * other.along[0] + one.along[1] * other.along[1] < _PARALLEL:
        return False
    least, most = sorted((one.size_pt, other.size_pt))
    if abs(char.base - last.base) > _LINE * (least if ended else most):
        return False
    # Forward it may go as far as it likes; backward only as writing from right to left does.
    return char.start > last.start - _BACK * most or (not ended and abs(last.start - char.end) < _BACK * most)


def _below(last: Char, char: Char) -> bool:
    """Whether a character stands under the last as it does in vertical writing."""
    one, other = last.style, char.style
    size = max(one.size_pt, other.size_pt)
    if one.along != other.along or not _LINE * size < last.base - char.base < _BELOW * size:
        return False
    middles = (last.start + last.end - char.start - char.end) / 2
    return min(abs(last.start - char.start), abs(last.end - char.end), abs(middles)) < _BESIDE * size


def _link(last: Char, char: Char, gaps: list[Gap], below: bool) -> Link:
    if below:
        gap = 0.0
    elif char.end <= last.start:
        gap = last.start - char.end
    else:
        gap = char.start - last.end
    return Link(max(0.0, gap), bool(gaps), any(each.drawn for each in gaps))


def _line(chars: list[Char], links: list[Link]) -> Line:
    before = [link.reads(char.style.size_pt) for char, link in zip(chars, links, strict=True)]
    before[0] = ""
    for start, end in _alone(before):
        near = _NEAR_DIGITS if any(char.text.isdigit() for char in chars[start:end]) else _NEAR
        _close(links, before, Chars(start, end), near * chars[start].style.size_pt)
    return Line(tuple(chars), tuple(before))


def _alone(before: list[str]) -> Iterator[tuple[int, int]]:
    """Stretches of characters ``[start, end)`` that stand alone, each of them."""
    start = 0
    for at in range(1, len(before) + 1):
        if at < len(before) and before[at]:
            continue
        if at - start >= _SPACED:
            yield start, at
        start = at


def _close(links: list[Link], before: list[str], where: Chars, near: float) -> None:
    """A stretch of letters that were set apart for looks: only the wider gaps among them part words."""
    concluded = [link.gap for link in links[where.start + 1 : where.end] if not link.drawn]
    if len(concluded) < _SPACED - 1 or median(concluded) > near:
        return
    usual = median(concluded)
    for at in range(where.start + 1, where.end):
        gap = links[at].gap
        if links[at].drawn or gap > _WIDER * usual:
            before[at] = " " if gap <= _FAR * usual else "\t"
        else:
            before[at] = ""
