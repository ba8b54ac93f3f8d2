"""What a cell is seen with: its column's heading, the label at its left, its short neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from redact.media._dialect import header_of
from redact.media._rows import RawCell
from redact.media.office.sheet.grid import Area

#: So many rows are looked at to find the one that names the columns, which is among the first `_HIGHEST` of them.
SAMPLE_ROWS = 40
_HIGHEST = 12
_WIDEST = 256
_NEAR = 3
_SHORT_CHARS = 40
#: The names that programs give by themselves. Source: Excel and LibreOffice in English, French, German, Spanish, Welsh.
_NO_TITLE = re.compile(r"(?:sheet|feuil|feuille|tabelle|hoja|dalen|chart|table)\s?\d*(?:\s?\(\d+\))?", re.I)

Texts = Mapping[int, str]


class Listed(NamedTuple):
    """A table of a sheet: its cells, heading row included where it `has_heading`, and its columns' names."""

    area: Area
    names: tuple[str, ...]
    has_heading: bool


@dataclass(slots=True)
class Headings:
    """The headings of one sheet. `row` is the row that names the columns, -1 for none."""

    title: str = field(repr=False)
    tables: Sequence[Listed] = field(repr=False)
    row: int = -1
    names: Texts = field(default_factory=dict, repr=False)

    def learn(self, sample: Sequence[tuple[int, Texts]]) -> None:
        """Find the row that names the columns among the first rows."""
        rows = [(number, texts) for number, texts in sample if any(texts.values())]
        if _is_form([texts for _, texts in rows]):
            return
        lone = all(len(texts) == 1 for _, texts in rows)
        for at, (number, texts) in enumerate(rows[:_HIGHEST]):
            if (lone or len(texts) > 1) and header_of([_as_row(below) for _, below in rows[at:]]):
                self.row, self.names = number, dict(texts)
                return
            if at and len(texts) > 2 and not lone:
                return  # a wide row that is no heading: what comes later names nothing above it

    def is_key(self, row: int, col: int) -> bool:
        """Whether a cell names a column."""
        if row == self.row:
            return True
        return any(table.has_heading and row == table.area.row0 and table.area.holds(row, col) for table in self.tables)

    def context(self, row: int, col: int, texts: Texts) -> str:
        """The column's name or else the label at the left, then the short cells on either side."""
        if self.is_key(row, col):
            return ""
        near = [texts.get(at, "").strip() for at in range(max(0, col - _NEAR), col + _NEAR + 1) if at != col]
        named = self._named(row, col)
        if not named:
            left = texts.get(col - 1, "").strip()
            named = left if 0 < len(left) <= _SHORT_CHARS else self._title()
        short = (text for text in near if len(text) <= _SHORT_CHARS and text != named)
        return " | ".join(text for text in (named, *short) if text)

    def _named(self, row: int, col: int) -> str:
        for table in self.tables:
            if table.area.holds(row, col) and col - table.area.col0 < len(table.names):
                return table.names[col - table.area.col0]
        return self.names.get(col, "").strip() if self.row < row else ""

    def _title(self) -> str:
        return "" if _NO_TITLE.fullmatch(self.title) else self.title


def _is_form(rows: Sequence[Texts]) -> bool:
    """Whether names of fields stand at the left of what they name, not above."""
    labels = [texts[min(texts)].strip() for texts in rows if len(texts) > 1]
    telling = sum(label.endswith(":") or bool(header_of([_as_row({0: label})])) for label in labels)
    return telling > 1 and 2 * telling > len(labels)


def _as_row(texts: Texts) -> list[RawCell]:
    """A row as `_dialect` looks at rows."""
    width = min(max(texts, default=-1) + 1, _WIDEST)
    return [RawCell(found, found, ",") for found in (texts.get(col, "") for col in range(width))]
