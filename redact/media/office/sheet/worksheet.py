"""One worksheet as a part of its workbook: streamed, so that memory does not grow with its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO, Any

from lxml import etree

from redact.core.flow import PartNote
from redact.media._stream import Readable
from redact.media.office._namespaces import KNOWN
from redact.media.office._ooxml import Ooxml
from redact.media.office._rules import Ask, Body, Part
from redact.media.office.sheet.allow import Rule, Spot, cleaned, short
from redact.media.office.sheet.asking import Asking, answered, readables
from redact.media.office.sheet.book import Book
from redact.media.office.sheet.cells import Sheet
from redact.media.office.sheet.grid import Around, Row, area_of, pieces
from redact.media.office.sheet.headings import SAMPLE_ROWS, Headings, Listed
from redact.media.office.sheet.hidden import overlooked
from redact.media.office.sheet.spelling import decoded
from redact.media.office.sheet.vocabulary import SHEET

_DEFAULT = f' xmlns="{KNOWN["s"]}"'  # the root declares it
_CELLS = ("<sheetData>", "</sheetData>")
_FLUSH_CHARS = 1 << 16
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Sink:
    """Takes what is written, in larger pieces; without a file it forgets it."""

    def __init__(self, out: IO[bytes] | None) -> None:
        self._out = out
        self._waiting: list[str] = []
        self._length = 0

    def __call__(self, text: str) -> None:
        """Write it, now or later."""
        if self._out is None:
            return
        self._waiting.append(text)
        self._length += len(text)
        if self._length >= _FLUSH_CHARS:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        if self._out is not None:
            self._out.write("".join(self._waiting).encode())
        self._waiting, self._length = [], 0


@dataclass(frozen=True, slots=True)
class Worksheet(Body):
    """A worksheet or chartsheet."""

    book: Book = field(repr=False)
    part: Part
    root: str = "worksheet"

    def notes(self) -> Iterator[PartNote]:
        """What of it a reader overlooks."""
        with self.book.package.open(self.part.source) as file:
            yield from overlooked(self.part.title, pieces(file))

    def readables(self) -> Iterator[Readable]:
        """Its cells row by row, between what stands around them."""
        yield from readables(self._gone_through(Sink(None)))

    def write(self, ask: Ask, out: IO[bytes]) -> None:
        """Write it row by row."""
        sink = Sink(out)
        answered(self._gone_through(sink), ask)
        sink.flush()

    def rows(self) -> Iterator[tuple[Sheet, Row, Mapping[int, str]]]:
        """Its rows with what they show, for other ways of writing them."""
        with self.book.package.open(self.part.source) as file:
            found = (piece for piece in pieces(file) if isinstance(piece, Row))
            yield from self._shown(self._sheet(), found)

    def _gone_through(self, sink: Sink) -> Asking:
        spot = Spot(self.book, self.part.title, kept_ids(self.book.package, self.part))
        sheet = self._sheet()
        with self.book.package.open(self.part.source) as file:
            found = pieces(file)
            head = next(found, None)
            sink(f'{_DECLARED}<{self.root} xmlns="{KNOWN["s"]}" xmlns:r="{KNOWN["r"]}">')
            if isinstance(head, Around):
                yield from _around(head, spot, sink)
            opens, closes = _CELLS if self.root == "worksheet" else ("", "")
            sink(opens)
            after: list[Around] = []
            for _, row, texts in self._shown(sheet, _until_end(found, after)):
                sink((yield from sheet.row(row, texts)))
            sink(closes)
            for tail in after:
                yield from _around(tail, spot, sink)
        sink(f"</{self.root}>")

    def _sheet(self) -> Sheet:
        title = self.book.titles.get(self.part.source, "")
        return Sheet(self.book, self.part.source, self.part.title, Headings(title, self._tables()))

    def _shown(self, sheet: Sheet, rows: Iterator[Row]) -> Iterator[tuple[Sheet, Row, Mapping[int, str]]]:
        shown = ((row, sheet.texts(row)) for row in rows)
        sample = list(islice(shown, SAMPLE_ROWS))
        sheet.headings.learn([(row.number, texts) for row, texts in sample])
        for row, texts in chain(sample, shown):
            yield sheet, row, texts

    def _tables(self) -> Sequence[Listed]:
        package = self.book.package
        trees = (package.xml(each.target) for each in self.part.relations if each.tail == "table")
        return tuple(filter(None, map(_listed, trees)))


def kept_ids(package: Ooxml, part: Part) -> dict[str, str]:
    """Relationship id in the file -> that in what is written, for those that stay."""
    kept = {relation.id for relation in part.relations}
    fresh = package.fresh_ids(part.source)
    own = {each: each for each in kept - set(fresh.values())}
    return own | {old: new for old, new in fresh.items() if new in kept}


def _until_end(found: Iterator[Around | Row], after: list[Around]) -> Iterator[Row]:
    """The rows; what stands after them is put into `after`."""
    for piece in found:
        if isinstance(piece, Row):
            yield piece
        else:
            after.append(piece)


def _around(around: Around, spot: Spot, sink: Sink) -> Asking:
    """Write what stands before or after the cells, as its rules let it."""
    for element in around.elements:
        passes: Rule | None = SHEET.get(short(element.tag))
        if passes is not None:
            made = yield from cleaned(element, passes, spot)
            if made.element is not None:
                sink(etree.tostring(made.element, encoding="unicode").replace(_DEFAULT, "", 1))


def _listed(table: Any) -> Listed | None:
    area = area_of(table.get("ref", ""))
    if area is None:
        return None
    names = tuple(decoded(each.get("name", "")) for each in table.findall("{*}tableColumns/{*}tableColumn"))
    return Listed(area, names, table.get("headerRowCount", "1") != "0")
