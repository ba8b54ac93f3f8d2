"""CSV and TSV, streamed: cells are read with their column's name and neighbours; untouched rows keep every byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import Edit, PartNote, PartState, Source
from redact.core.place import Cell, Chars
from redact.core.ports import Document
from redact.core.segment import Anchor, TextKind
from redact.media._charset import detect
from redact.media._cut import splice
from redact.media._dialect import delimiter_of, header_of, sample_rows
from redact.media._encoding import Encoding, characters
from redact.media._rows import RawCell, Row, rows
from redact.media._stream import Streamed, Value
from redact.settings import Settings

_SAMPLE_CHARS = 1 << 16
_NEAR = 3
_SHORT_CHARS = 40
#: A cell that starts like this is run as a formula. Source: OWASP, CSV Injection, 2024.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class _Table:
    """What all rows of a table share."""

    encoding: Encoding
    delimiter: str
    header: tuple[str, ...]


def open_table(source: Source, settings: Settings | None = None) -> Document:
    """The source as cells; places are Cell, counted from 0, the header row included.

    `segments()` raises CorruptInput or LimitExceeded where a quote never closes or a row is longer than any table's.

    Raises:
        CorruptInput: the file is not in one encoding.
        InputError: it cannot be read.
    """
    settings = settings or Settings()
    encoding = detect(source)
    table = _recognised(source, encoding)

    def leaves() -> Iterator[str | Value]:
        found = rows(characters(source, encoding), table.delimiter, settings.max_value_chars)
        try:
            for number, row in enumerate(found):
                yield from _leaves(table, number, row)
        except (CorruptInput, LimitExceeded) as err:
            raise type(err)(f"source {source.id}: {err.message}", err.hint) from err

    notes = (PartNote("cells", PartState.READ, f"encoding {encoding.codec}"),)
    return Streamed(encoding, leaves, notes, settings.piece_chars)


def _recognised(source: Source, encoding: Encoding) -> _Table:
    sample = ""
    for part in characters(source, encoding):
        sample += part
        if len(sample) >= _SAMPLE_CHARS:
            break
    sample = sample[:_SAMPLE_CHARS]
    delimiter = delimiter_of(sample, PurePosixPath(source.name).suffix.lower())
    return _Table(encoding, delimiter, header_of(sample_rows(sample, delimiter)))


def _leaves(table: _Table, number: int, row: Row) -> Iterator[str | Value]:
    for col, cell in enumerate(row):
        if cell.text:
            yield _value(table, number, row, col)
        else:
            yield cell.raw
        yield cell.after


def _value(table: _Table, number: int, row: Row, col: int) -> Value:
    is_key = bool(table.header) and number == 0
    context = "" if is_key else _context(table.header, row, col)
    kind = TextKind.KEY if is_key else TextKind.FIELD
    cell = row[col]
    return Value(cell.text, f"row {number + 1}", kind, context, _anchor(number, col), _renderer(table, cell))


def _anchor(row: int, col: int) -> Anchor:
    def located(chars: Chars) -> tuple[Cell, ...]:
        return (Cell(row, col, chars.start, chars.end),)

    return located


def _context(header: tuple[str, ...], row: Row, col: int) -> str:
    """The column's name, then the short cells on either side."""
    beside = row[max(0, col - _NEAR) : col] + row[col + 1 : col + _NEAR + 1]
    near = (cell.text.strip() for cell in beside)
    named = header[col] if col < len(header) else ""
    return " | ".join(text for text in (named, *(text for text in near if len(text) <= _SHORT_CHARS)) if text)


def _renderer(table: _Table, cell: RawCell) -> Callable[[Sequence[Edit]], str]:
    def render(edits: Sequence[Edit]) -> str:
        if not edits:
            return cell.raw
        fitting = [replace(edit, replacement=table.encoding.plain(edit.replacement)) for edit in edits]
        return _written(table, cell, splice(cell.text, fitting))

    return render


def _written(table: _Table, cell: RawCell, text: str) -> str:
    """A changed cell in the file's manner, and never one that became a formula by the change."""
    if text.startswith(_FORMULA) and text[0] != cell.text[0]:
        text = "'" + text
    # An emptied cell is quoted: bare between a `\r` and a `\n` it would make two line ends one.
    if not text or cell.quoted or text.startswith('"') or any(sign in text for sign in (table.delimiter, "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text
