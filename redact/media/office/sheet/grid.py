"""A worksheet streamed: what stands before its cells, its rows one by one, what stands after them.

Source: ECMA-376-1:2016, section 18.3 (worksheets).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, NamedTuple

from lxml import etree

from redact.core.errors import CorruptInput, LimitExceeded
from redact.media.office.sheet.phrases import Phrase, local, phrase_of
from redact.media.office.sheet.spelling import decoded
from redact.media.office.sheet.streamed import elements, let_go

#: Source: Microsoft, Excel specifications and limits, 2024.
MAX_COLUMNS, MAX_ROWS = 16_384, 1_048_576
_ROOTS = ("worksheet", "chartsheet")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Formula(NamedTuple):
    """A cell's formula: its text, empty where it shares that of another, and its attributes."""

    text: str
    settings: Mapping[str, str]

    @property
    def kind(self) -> str:
        """`normal`, `shared`, `array` or `dataTable`."""
        return self.settings.get("t", "normal")


@dataclass(slots=True)
class Cell:
    """A cell as it is stored; `col` counts from 0. `value` is the text of `v`, `phrase` that of an inline string."""

    col: int
    kind: str
    style: str
    value: str = field(default="", repr=False)
    phrase: Phrase | None = field(default=None, repr=False)
    formula: Formula | None = field(default=None, repr=False)


@dataclass(slots=True)
class Row:
    """A row; `number` counts from 0."""

    number: int
    settings: Mapping[str, str]
    cells: list[Cell] = field(repr=False)


class Around(NamedTuple):
    """The elements before the cells, or after them."""

    elements: list[Any]


def pieces(file: IO[bytes]) -> Iterator[Around | Row]:
    """What stands before the cells, every row, what stands after.

    Raises:
        CorruptInput: it is not well-formed, declares a document type, or its cells have no place.
        LimitExceeded: a row or the sheet is larger than any program's.
    """
    inside, before, number = None, 0, -1
    for event, element in elements(file, "sheetData", "row"):
        if event == "root":
            if local(element) not in _ROOTS:
                raise CorruptInput("a part of the workbook is no sheet", "open it in Excel and save it anew")
            yield Around(list(element) if inside is None else list(element)[before + 1 :])
        elif event == "start" and inside is None and local(element) == "sheetData":
            inside = element
            head = list(element.itersiblings(preceding=True))[::-1]
            before = len(head)
            yield Around(head)
        elif event == "end" and inside is not None and element.getparent() is inside:
            row = _row(element, number)
            number = row.number
            let_go(element)
            yield row


def _row(element: Any, before: int) -> Row:
    told = element.get("r")
    number = before + 1 if told is None else _count(told) - 1
    if not before < number < MAX_ROWS:
        raise CorruptInput("the rows of a sheet are out of order", "open it in Excel and save it anew")
    cells: list[Cell] = []
    col = -1
    for child in element.iterchildren(etree.Element):
        if local(child) == "c":
            cell = _cell(child, number, col)
            col = cell.col
            cells.append(cell)
    return Row(number, dict(element.attrib), cells)


def _count(told: str) -> int:
    try:
        return int(told)
    except ValueError as err:
        raise _misplaced() from err


def _cell(element: Any, row: int, before: int) -> Cell:
    told = element.get("r")
    col = before + 1 if told is None else _column(told, row)
    if col >= MAX_COLUMNS:
        raise LimitExceeded("a row is wider than any spreadsheet's", "split the sheet and run again")
    if col <= before:
        raise _misplaced()
    cell = Cell(col, element.get("t", "n"), element.get("s", ""))
    for child in element.iterchildren(etree.Element):
        name = local(child)
        if name == "v":
            cell.value = child.text or ""
        elif name == "is":
            cell.phrase = phrase_of(child)
        elif name == "f":
            cell.formula = Formula(decoded(child.text or ""), dict(child.attrib))
    return cell


def _column(told: str, row: int) -> int:
    match = _PLACE.fullmatch(told.replace("$", "").upper())
    if match is None or int(match[2]) != row + 1:
        raise _misplaced()
    return column_of(match[1])


def column_of(letters: str) -> int:
    """`A` is 0, `AA` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters_of(col: int) -> str:
    """0 is `A`, 26 is `AA`."""
    found = ""
    col += 1
    while col:
        col, left = divmod(col - 1, 26)
        found = chr(65 + left) + found
    return found


class Area(NamedTuple):
    """A rectangle of cells, both ends included, counted from 0."""

    row0: int
    col0: int
    row1: int
    col1: int

    def holds(self, row: int, col: int) -> bool:
        """Whether a cell is in it."""
        return self.row0 <= row <= self.row1 and self.col0 <= col <= self.col1


def area_of(reference: str) -> Area | None:
    """The area `A1:B2` or `A1`; None for anything else."""
    first, _, last = reference.replace("$", "").upper().partition(":")
    corners = [_PLACE.fullmatch(corner) for corner in (first, last or first)]
    if corners[0] is None or corners[1] is None:
        return None
    (a, b), (c, d) = corners[0].groups(), corners[1].groups()
    return Area(int(b) - 1, column_of(a), int(d) - 1, column_of(c))


def _misplaced() -> CorruptInput:
    return CorruptInput("cells of a sheet have no place, or share one", "open it in Excel and save it anew")
