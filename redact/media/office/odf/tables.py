"""Tables and sheets, row by row: a cell is read with its column's name and neighbours, and cut in all that it holds.

What is repeated is read once and stays repeated: a row that stands a million times is one row here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from redact.core.place import Cell, Chars
from redact.core.segment import Anchor, TextKind
from redact.media._dialect import header_of
from redact.media._rows import RawCell
from redact.media.office._tree import Element
from redact.media.office.odf import cells
from redact.media.office.odf import vocabulary as words
from redact.media.office.odf.site import Place, Site, site
from redact.media.office.odf.vocabulary import q

_ROW = q("table:table-row")
_ROWS = frozenset(map(q, ("table:table-header-rows", "table:table-row-group", "table:table-rows")))
_COLUMNS = frozenset(map(q, ("table:table-column", "table:table-header-columns", "table:table-column-group")))
_COLUMNS_REPEATED, _ROWS_REPEATED = q("table:number-columns-repeated"), q("table:number-rows-repeated")
_SAMPLE_ROWS = 20
_NEAR = 3
_SHORT_CHARS = 40
_FIELD_CHARS = 120
#: People are shown so many places of a cell that is repeated.
_MAX_PLACES = 64


@dataclass(frozen=True, slots=True)
class Inner:
    """Something in a table that is no cell's own text: a drawing, a comment, a list, a table."""

    element: Element = field(repr=False)
    where: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """A cell that holds something: where it stands, how often, and what it shows."""

    element: Element = field(repr=False)
    row: int
    col: int
    again: tuple[int, int]
    shown: cells.Shown = field(repr=False)


def sites(table: Element, named: str, *, valued: bool) -> Iterator[Site | Inner]:
    """The cells of a table called `named`; `valued` in a sheet, whose cells hold no running text."""
    for child in table:
        if child.tag != _ROW and child.tag not in _ROWS and child.tag not in _COLUMNS:
            yield Inner(child, named)
    sample = [_raw(row, texts) for row, texts in islice(_texts(table), _SAMPLE_ROWS)]
    header = header_of(sample)
    first = True
    for spots in _filled(table):
        context = () if first else header
        first = False
        for index, spot in enumerate(spots):
            place = Place(f"{named}, row {spot.row + 1}", _context(context, spots, index), _anchor(spot))
            yield from _cell(spot, place, is_key=bool(header) and not context, valued=valued)


def _cell(spot: _Spot, place: Place, *, is_key: bool, valued: bool) -> Iterator[Site | Inner]:
    cell = spot.element
    if not valued and any(child.tag not in words.PARAGRAPHS for child in cell):
        cells.as_text(cell)  # nobody reckons with a cell that holds lists or tables
        yield Inner(cell, place.part)
        return
    read = spot.shown
    kind = TextKind.KEY if is_key else TextKind.FIELD if len(read.text) <= _FIELD_CHARS else TextKind.PROSE
    if read.text.strip():
        shown = site(read.leaves, place, kind)
        yield Site(shown.readable, cells.cutter(cell, shown.put))
    yield from cells.unseen(cell, read.text, place)
    for element in read.nested:
        yield Inner(element, place.part)


def _filled(table: Element) -> Iterator[list[_Spot]]:
    """The cells of each row that has any, with their texts."""
    number = 0
    for row in _rows(table):
        times = cells.count(row.get(_ROWS_REPEATED))
        spots = list(_spots(row, number, times))
        if spots:
            yield spots
        number += times


def _spots(row: Element, number: int, times: int) -> Iterator[_Spot]:
    col = 0
    for cell in row:
        if cell.tag not in words.CELLS:
            continue
        wide = cells.count(cell.get(_COLUMNS_REPEATED))
        if len(cell) or cells.value_of(cell):
            yield _Spot(cell, number, col, (times, wide), cells.read(cell))
        col += wide


def _rows(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == _ROW:
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _texts(table: Element) -> Iterator[tuple[int, dict[int, str]]]:
    for spots in _filled(table):
        yield spots[0].row, {spot.col: spot.shown.text for spot in spots if spot.col < _SAMPLE_COLUMNS}


_SAMPLE_COLUMNS = 256


def _raw(_row: int, texts: dict[int, str]) -> list[RawCell]:
    """A row as one of delimited text, which is how headers are recognised."""
    width = max(texts, default=-1) + 1
    return [RawCell(texts.get(col, ""), texts.get(col, ""), "") for col in range(width)]


def _anchor(spot: _Spot) -> Anchor:
    def located(chars: Chars) -> tuple[Cell, ...]:
        down, across = spot.again
        places = ((row, col) for row in range(min(down, _MAX_PLACES)) for col in range(min(across, _MAX_PLACES)))
        shown = islice(places, _MAX_PLACES)
        return tuple(Cell(spot.row + row, spot.col + col, chars.start, chars.end) for row, col in shown)

    return located


def _context(header: Sequence[str], spots: Sequence[_Spot], index: int) -> str:
    """The column's name, then the short cells on either side."""
    col = spots[index].col
    beside = (*spots[max(0, index - _NEAR) : index], *spots[index + 1 : index + _NEAR + 1])
    near = (spot.shown.text.strip() for spot in beside)
    named = header[col] if col < len(header) else ""
    return " | ".join(text for text in (named, *(text for text in near if len(text) <= _SHORT_CHARS)) if text)
