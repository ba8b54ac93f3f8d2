"""A show operator written again without some of its glyphs, the others exactly where they are to stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pikepdf

from redact.media.pdf.content.model import Show
from redact.media.pdf.content.objects import number
from redact.media.pdf.content.operators import made

#: In thousandths of an em: a step that nobody sees, and the places that numbers are written with.
_UNSEEN = 0.01
_PLACES = Decimal("0.001")


@dataclass(slots=True)
class Change:
    """What becomes of a show: the glyphs that go, and how far on each of the others is moved (in its text space)."""

    removed: Mapping[int, int] = field(default_factory=dict)
    moved: Callable[[int], float] = lambda at: 0.0  # noqa: ARG005
    moves: bool = False

    @property
    def needed(self) -> bool:
        """Whether anything changes."""
        return bool(self.removed) or self.moves


class _Line:
    """The operand of a `TJ` as it grows; `pen` is how far the pen has gone."""

    def __init__(self, unit: float, pen: float) -> None:
        self.unit = unit
        self.pen = pen
        self.items: list[Any] = []
        self._waiting = Decimal(0)

    def reach(self, where: float) -> None:
        """Have the pen at a place."""
        gap = Decimal(repr(-1000 * (where - self.pen) / self.unit)) if self.unit else Decimal(0)
        if abs(gap) > _UNSEEN:
            self.skip(gap.quantize(_PLACES))

    def skip(self, gap: Decimal) -> None:
        """Write a number."""
        self._waiting += gap
        self.pen -= float(gap) / 1000 * self.unit

    def write(self, raw: bytes, advance: float) -> None:
        """Write a glyph."""
        self._flush()
        if self.items and isinstance(self.items[-1], bytearray):
            self.items[-1] += raw
        else:
            self.items.append(bytearray(raw))
        self.pen += advance

    def _flush(self) -> None:
        if self._waiting:
            self.items.append(self._waiting)
            self._waiting = Decimal(0)

    def operand(self) -> pikepdf.Array:
        """The array."""
        self._flush()
        return pikepdf.Array([pikepdf.String(bytes(i)) if isinstance(i, bytearray) else i for i in self.items])


def retyped(show: Show, change: Change, shifted: float) -> tuple[list[Any], float]:
    """The instructions in place of a show, and how far off the pen stands after them.

    `shifted` is how far off it stands before. Nothing that stays is out of place by more than a hundredth of a point.
    """
    line, part = _Line(show.unit, shifted), 0
    for at, glyph in enumerate(show.glyphs):
        for held in show.parts[part : glyph.part]:
            _copy(line, held)
        part = glyph.part
        if at not in change.removed:
            line.reach(glyph.before + change.moved(at))
            line.write(show.parts[part][glyph.start : glyph.end], glyph.advance)
    for held in show.parts[part:]:
        _copy(line, held)
    after = change.moved(len(show.glyphs) - 1) if show.glyphs else shifted
    line.reach(show.end + after)
    return [*show.prefix, made("TJ", [line.operand()])], line.pen - show.end


def _copy(line: _Line, held: Any) -> None:
    if not isinstance(held, bytes):
        line.skip(Decimal(str(number(held))))
