"""CSV and TSV with a header row, plain or packed: cells that are not redacted keep their spelling, rows their line ends.

One file is one shard, for where a row begins is known only to whoever has read all before it. A row that is wider or
narrower than the header, or not UTF-8, is kept back alone. Blank lines are no rows and are not written. A quote that is
never closed, or a row over the limit, ends the file: nobody can say where the next row begins.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from redact.core.errors import CorruptInput, Defect, InputError, UsageError
from redact.media._rows import RawCell
from redact.run.corpus.formats import Fault, Fields, Found, Made, Row
from redact.run.corpus.tables.dialect import HINT_UTF8, STRAY, Dialect, recognised
from redact.run.corpus.tables.packed import Opener, Packing, open_local, packed, packing_of, reading, unpacked
from redact.run.shards.shard import Shard
from redact.settings import Settings

_EVERY = "*"
_MOST_CHARS = 2**31 - 1  # the longest cell that Python's own reader can be told of on every system


@dataclass(frozen=True, slots=True)
class Columns:
    """The numbers of the columns that hold texts, and of the one that holds the id."""

    texts: tuple[int, ...]
    id: int | None
    width: int


@dataclass(frozen=True, slots=True)
class Cells:
    """A row as it is spelt."""

    raw: tuple[RawCell, ...] = field(repr=False)
    columns: Columns


class CsvTable:
    """Rows of CSV."""

    suffix = ".csv"

    def __init__(self, fields: Fields, settings: Settings, opener: Opener = open_local) -> None:
        """Ready to read these columns; a name with a dot is the column of that name; `*` is every column but the id."""
        self._fields = fields
        self._settings = settings
        self._opener = opener

    def shards(self, found: Found, size: int) -> Iterator[Shard]:  # noqa: ARG002 - a file is one shard, whatever its size
        """As `Table.shards`; reads the header only."""
        with reading(self._opener, found.address) as file:
            self._columns(self._dialect(file, packing_of(file)))
        yield Shard("csv", found.name, stamp=found.stamp)

    def rows(self, shard: Shard, address: str) -> Iterator[Row | Fault]:  # noqa: ARG002 - always the whole file
        """As `Table.rows`. A row without an id is called by its number, counted from 1 below the header."""
        with reading(self._opener, address) as file:
            packing = packing_of(file)
            dialect = self._dialect(file, packing)
            columns = self._columns(dialect)
            found = dialect.rows(unpacked(file, packing, self._settings.max_ratio), self._settings.max_value_chars)
            next(found)
            for ordinal, cells in enumerate(found):
                yield _row(ordinal, cells, columns)

    def writer(self, shard: Shard, address: str, out: BinaryIO) -> CsvRows:  # noqa: ARG002 - always the whole file
        """As `Table.writer`; mark, note and header are written at once, as they stand in the source."""
        with reading(self._opener, address) as file:
            packing = packing_of(file)
            dialect = self._dialect(file, packing)
            marked = unpacked(file, packing).read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
            file.seek(0)
            header = next(dialect.rows(unpacked(file, packing), self._settings.max_value_chars))
        made = CsvRows(packed(out, packing), dialect, self._fields.counts)
        made.begin(marked, header)
        return made

    def count(self, path: Path) -> int:
        """How many rows stand below the header of a finished output, as Python's own reader of CSV has it.

        Raises:
            Defect: it cannot be read.
        """
        before = csv.field_size_limit(_MOST_CHARS)  # a setting of the whole process
        try:
            with path.open("rb") as file:
                packing = packing_of(file)
                dialect = self._dialect(file, packing)
                text = io.TextIOWrapper(unpacked(file, packing), "utf-8-sig", newline="")
                text.read(len(dialect.note))
                return sum(1 for row in csv.reader(text, delimiter=dialect.delimiter) if row) - 1
        except (OSError, ValueError, csv.Error, InputError, UsageError) as err:
            raise Defect("an output of ours cannot be read again", "please report this") from err
        finally:
            csv.field_size_limit(before)

    def _dialect(self, file: BinaryIO, packing: Packing) -> Dialect:
        """How the table is written; leaves the file at its beginning."""
        asked = (*self._fields.text, self._fields.id or _EVERY)
        found = recognised(unpacked(file, packing), [name for name in asked if name != _EVERY])
        file.seek(0)
        return found

    def _columns(self, dialect: Dialect) -> Columns:
        known = dialect.column(self._fields.id) if self._fields.id else None
        if self._fields.counts and self._fields.counts in dialect.header:
            raise UsageError("a table has a column of the name of the counts", "give the counts another name")
        texts: list[int] = []
        for name in self._fields.text:
            every = name == _EVERY and _EVERY not in dialect.header
            texts += (n for n in range(len(dialect.header)) if n != known) if every else [dialect.column(name)]
        return Columns(tuple(dict.fromkeys(texts)), known, len(dialect.header))


class CsvRows:
    """Writes rows in the dialect of their source."""

    def __init__(self, out: BinaryIO, dialect: Dialect, counts: str) -> None:
        self._out = out
        self._dialect = dialect
        self._counts = counts

    def begin(self, marked: bool, header: Sequence[RawCell]) -> None:
        """What stands above the rows."""
        self._out.write(codecs.BOM_UTF8 if marked else b"")
        self._out.write(self._dialect.note.encode())
        self._put(header, self._counts)

    def write(self, row: Row, made: Made) -> None:
        """The row, with those cells spelt anew that have changed."""
        body: Cells = row.body
        cells = list(body.raw)
        for column, new in zip(body.columns.texts, made.texts, strict=True):
            cell = cells[column]
            if new != cell.text:
                cells[column] = cell._replace(raw=self._dialect.spelt(new, cell.quoted))
        self._put(cells, str(sum(made.entities.values())))

    def close(self) -> None:
        """End the packing."""
        self._out.close()

    def _put(self, cells: Sequence[RawCell], count: str) -> None:
        if self._counts:
            last = cells[-1]
            more = RawCell(self._dialect.spelt(count), count, last.after)
            cells = [*cells[:-1], last._replace(after=self._dialect.delimiter), more]
        self._out.write("".join(part for cell in cells for part in (cell.raw, cell.after)).encode())


def _row(ordinal: int, cells: Sequence[RawCell], columns: Columns) -> Row | Fault:
    name = cells[columns.id].text if columns.id is not None and columns.id < len(cells) else ""
    if not name or STRAY.search(name):
        name = f"row {ordinal + 1}"
    if any(STRAY.search(cell.raw) for cell in cells):
        return Fault(ordinal, name, CorruptInput("the row is not UTF-8", HINT_UTF8))
    if len(cells) != columns.width:
        return Fault(ordinal, name, CorruptInput("the row is wider or narrower than the header", "mend the row"))
    return Row(ordinal, name, tuple(cells[each].text for each in columns.texts), Cells(tuple(cells), columns))
