"""Rows of delimited text out of a stream of characters, each cell with its exact spelling.

Source: RFC 4180, section 2, read as leniently as spreadsheets do: any line end, quotes inside bare cells, ragged rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from redact.core.errors import CorruptInput, LimitExceeded

_FIRST_READ = 1 << 16
#: Source: Microsoft, Excel specifications and limits (16,384 columns), 2024; LibreOffice Calc has the same.
_MAX_COLUMNS = 16_384


class RawCell(NamedTuple):
    """One cell: as it is spelt, as it reads, and the delimiter or line end after it."""

    raw: str
    text: str
    after: str

    @property
    def quoted(self) -> bool:
        """Whether the cell opens with a quote."""
        return self.raw.startswith('"')


Row = list[RawCell]


def rows(parts: Iterable[str], delimiter: str, longest: int) -> Iterator[Row]:
    """Every row: joined, the cells and what follows them are the characters that came in.

    Raises:
        CorruptInput: a quote is never closed.
        LimitExceeded: a cell or row is longer, or a row wider, than any table's.
    """
    row: Row = []
    length = 0
    for cell in _cells(parts, delimiter, longest):
        row.append(cell)
        length += len(cell.raw)
        if length > longest or len(row) > _MAX_COLUMNS:
            raise LimitExceeded("one row is longer or wider than any table's", "is it a table? if so, split the row")
        if cell.after != delimiter:
            yield row
            row, length = [], 0
    if row:
        yield row


def _cells(parts: Iterable[str], delimiter: str, longest: int) -> Iterator[RawCell]:
    mark = re.escape(delimiter)
    # Possessive: a doubled quote must not be taken for a closing one where none comes.
    quoted = re.compile(rf'("[^"]*+(?:""[^"]*+)*+"[^{mark}\r\n]*)({mark}|\r\n|\r|\n|\Z)')
    bare = re.compile(rf"([^{mark}\r\n]*)({mark}|\r\n|\r|\n|\Z)")
    source, held, at, ended = iter(parts), "", 0, False
    cut_row = False  # a delimiter is the last thing in the file: one more, empty, cell
    while True:
        if at >= len(held) and ended:
            break
        match = (quoted if held.startswith('"', at) else bare).match(held, at) if at < len(held) else None
        if not ended and (match is None or match.end() >= len(held) - 1):
            if len(held) - at > longest:
                raise LimitExceeded("one cell is longer than the limit", "a quote may never be closed; mend the table")
            held, at, ended = _refilled(source, held[at:])
            continue
        if match is None:
            raise CorruptInput("a quoted cell is never closed", "the table was cut short or lacks a quote; mend it")
        raw, after = match.groups()
        at = match.end()
        cut_row = after == delimiter
        yield RawCell(raw, _read(raw), after)
    if cut_row:
        yield RawCell("", "", "")


def _refilled(source: Iterator[str], rest: str) -> tuple[str, int, bool]:
    """The rest with at least as much again behind it, so that long cells cost little."""
    fresh, have, wanted = [rest], len(rest), max(_FIRST_READ, 2 * len(rest))
    for part in source:
        fresh.append(part)
        have += len(part)
        if have >= wanted:
            return "".join(fresh), 0, False
    return "".join(fresh), 0, True


def _read(raw: str) -> str:
    """A cell as a spreadsheet shows it."""
    if not raw.startswith('"'):
        return raw
    close = _closing(raw)
    return raw[1:close].replace('""', '"') + raw[close + 1 :]


def _closing(raw: str) -> int:
    at = raw.find('"', 1)
    while raw.startswith('""', at):
        at = raw.find('"', at + 2)
    return at
