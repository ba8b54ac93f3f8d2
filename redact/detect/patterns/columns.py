"""Tables inside plain text: the header above a value, where lines are divided by bars, tabs, semicolons or commas."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_MARKS = ("|", "\t", ";", ",")
_MOST_HEADER = 400  # characters of a line that can be a header
_MOST_CELL = 30  # ... and of one header in it: longer ones are prose with commas
_FEWEST_MARKS = 2
_DIGIT = re.compile("[0-9]")
_QUOTED = re.compile(r'"[^"\n]*(?:"|$)')


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value stands in a table: the header above it, and where its own cell begins."""

    header: str
    start: int


@dataclass(frozen=True, slots=True)
class _Table:
    mark: str
    headers: tuple[str, ...]


class Columns:
    """Finds the cell in which a character stands. Reads the text's lines once, on first use."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        self._tables: list[_Table | None] = []

    def cell(self, at: int) -> Cell | None:
        """The cell at position `at`, if that line belongs to a table with a header."""
        if not self._starts:
            self._read_lines()
        line = bisect_right(self._starts, at) - 1
        table = self._tables[line]
        if table is None:
            return None
        before = self._text[self._starts[line] : at]
        column = len(_cells(before, table.mark)) - 1
        if column >= len(table.headers):
            return None
        return Cell(table.headers[column], self._starts[line] + before.rfind(table.mark) + 1)

    def _read_lines(self) -> None:
        current: _Table | None = None
        at = 0
        for line in self._text.split("\n"):
            self._starts.append(at)
            at += len(line) + 1
            if current is not None and line.count(current.mark) < _FEWEST_MARKS:
                current = None
            if current is None and (mark := _mark(line)) and _is_header(line, mark):
                current = _Table(mark, tuple(_cells(line, mark)))
                self._tables.append(None)
            else:
                self._tables.append(current)


def _cells(line: str, mark: str) -> list[str]:
    """The cells of a line; a comma inside quotes divides nothing."""
    if mark == "," and '"' in line:
        line = _QUOTED.sub(lambda quoted: quoted.group().replace(",", " "), line)
    return line.split(mark)


def _mark(line: str) -> str:
    return next((mark for mark in _MARKS if line.count(mark) >= _FEWEST_MARKS), "")


def _is_header(line: str, mark: str) -> bool:
    if len(line) > _MOST_HEADER or _DIGIT.search(line):
        return False
    return all(len(cell) <= _MOST_CELL for cell in line.split(mark))
