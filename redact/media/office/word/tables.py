"""Tables of a letter: which heading a cell stands under, and what its row is called.

Source: ECMA-376-1:2016, 17.4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from redact.media.office._namespaces import names, q
from redact.media.office._tree import Element

_TABLE, _ROW, _CELL, _SPAN = q("w:tbl"), q("w:tr"), q("w:tc"), f"{q('w:tcPr')}/{q('w:gridSpan')}"
_TEXTS = names("w:t m:t")
#: A longer text is no heading.
_SHORT_CHARS = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a cell is: table, row and column count from 1; what its column and row are called."""

    table: int
    row: int
    column: int
    heading: str = field(default="", repr=False)
    label: str = field(default="", repr=False)
    is_record: bool = False

    @property
    def context(self) -> str:
        """What a reader sees around the cell."""
        return " | ".join(text for text in (self.heading, self.label) if text)


def spots(root: Element) -> dict[Element, Spot]:
    """Every cell of a part, with where it is."""
    found: dict[Element, Spot] = {}
    for number, table in enumerate(root.iter(_TABLE), 1):
        heads = _heads(table)
        for row, cells in enumerate(_rows(table), 1):
            label = plain(cells[0][1]) if cells else ""
            for column, cell in cells:
                is_head = bool(heads) and row == 1
                heading = "" if is_head else heads.get(column, "")
                named = label if column and not is_head and len(label) <= _SHORT_CHARS else ""
                found[cell] = Spot(number, row, column + 1, heading, named, bool(heading or named))
    return found


def plain(element: Element) -> str:
    """The text of an element and all in it, on one line."""
    return " ".join("".join(each.text or "" for each in element.iter(*_TEXTS)).split())


def _rows(table: Element) -> Iterator[list[tuple[int, Element]]]:
    """The cells of each row with the column of the grid in which they begin; those of tables within are not among them."""
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE), None) is not table:
            continue
        cells, column = [], 0
        for cell in row.iter(_CELL):
            if next(cell.iterancestors(_ROW), None) is row:
                cells.append((column, cell))
                column += _width(cell)
        yield cells


def _width(cell: Element) -> int:
    span = cell.find(_SPAN)
    told = span.get(q("w:val"), "1") if span is not None else "1"
    return int(told) if told.isdecimal() and len(told) < 4 else 1


def _heads(table: Element) -> dict[int, str]:
    """The headings of the columns: the first row, if all its cells are short and there are more rows."""
    rows = _rows(table)
    first, second = next(rows, []), next(rows, [])
    heads = {column: plain(cell) for column, cell in first}
    fits = len(first) > 1 and second and all(0 < len(text) <= _SHORT_CHARS for text in heads.values())
    return heads if fits else {}
