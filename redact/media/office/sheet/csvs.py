"""A workbook released as one CSV file a sheet, in a ZIP file: what its cells show, and nothing else.

Source: RFC 4180, section 2; OWASP, CSV Injection, 2024.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from redact.core.flow import PartNote, PartState, Source
from redact.core.ports import Change
from redact.core.segment import Segment, TextKind, chars_from
from redact.media._cut import splice
from redact.media._package import PackageWriter
from redact.media._stream import Readable
from redact.media.office._asker import Asker
from redact.media.office._rules import Ask, Part
from redact.media.office.sheet.asking import Asking, answered, readables
from redact.media.office.sheet.cells import Sheet, anchor_of
from redact.media.office.sheet.document import Workbook
from redact.media.office.sheet.format import SHEET
from redact.media.office.sheet.formulas import unique
from redact.media.office.sheet.grid import Cell, Row
from redact.media.office.sheet.worksheet import Sink, Worksheet
from redact.settings import Settings

_SUFFIX = ".csv"
_NO_NAME = re.compile(r'[\x00-\x1f<>:"/\\|?*\s]+')
_NAME_CHARS = 60
_QUOTED = re.compile(r'[",\r\n]|\A\s|\s\Z')
#: A cell that starts like this is run as a formula.
_RUN = ("=", "+", "-", "@", "\t", "\r")
_TEXTS = ("s", "inlineStr", "str")
_NOT_WRITTEN = "not in CSV files"


class Csvs:
    """An opened workbook that goes out as CSV files."""

    suffix = ".zip"

    def __init__(self, source: Source, settings: Settings) -> None:
        """Open it. Raises as `open_sheet` says."""
        self._workbook = Workbook(source, settings)
        self._about = settings.piece_chars

    def segments(self) -> Iterator[Segment]:
        """The name of each sheet, then its cells; hidden ones too. Raises as those of a workbook."""
        ordinal = 0
        for part in self._sheets():
            for asking in (self._named(part, []), self._rows(part, Sink(None))):
                for readable in readables(asking):
                    for _, text in readable.texts(ordinal, self._about):
                        yield text
                        ordinal += 1

    def census(self) -> Iterable[PartNote]:
        """Sheets are read; whatever is no cell is left out."""
        sheets = {part.source for part in self._sheets()}
        kept = tuple(part.title for part in self._sheets())
        for note in self._workbook.census():
            whose = note.part.partition(",")[0]
            stays = whose in kept and not note.part.endswith("formulas")
            if stays or note.state is PartState.DROPPED:
                yield note
            elif whose == "workbook" or note.part.endswith("names"):
                yield PartNote(note.part, PartState.READ, note.note, note.hidden)
            else:
                yield PartNote(note.part, PartState.DROPPED, _NOT_WRITTEN, note.hidden)
        if not sheets:
            yield PartNote("cells", PartState.DROPPED, "there are none")

    def streams(self) -> Iterator[tuple[str, str]]:
        """As those of a workbook."""
        return self._workbook.streams()

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the CSV files. Raises as `segments`."""
        ask: Ask = Asker(change, self._about)
        writer = PackageWriter(out)
        taken: list[str] = []
        for part in self._sheets():
            name = answered(self._named(part, taken), ask)
            with writer.open(name) as member:
                sink = Sink(member)
                answered(self._rows(part, sink), ask)
                sink.flush()
        writer.close()

    def _sheets(self) -> list[Part]:
        return [part for part in self._workbook.survey.parts if part.kind.media_type == SHEET]

    def _named(self, part: Part, taken: list[str]) -> Asking:
        """The name of a sheet's file."""
        title = self._workbook.book.titles.get(part.source, "") or part.title
        edits = yield Readable(title, f"{part.title}, name", TextKind.NAME, "", chars_from(0))
        bare = _NO_NAME.sub(" ", splice(title, edits)).strip(" .")[:_NAME_CHARS] or part.title
        name = unique(bare, set(taken), " ")
        taken.append(name.casefold())
        return name + _SUFFIX

    def _rows(self, part: Part, sink: Sink) -> Asking:
        done = 0
        for sheet, row, texts in Worksheet(self._workbook.book, part).rows():
            sink("\r\n" * (row.number - done))
            done = row.number + 1
            sink((yield from _line(sheet, row, texts)) + "\r\n")


def _line(sheet: Sheet, row: Row, texts: Mapping[int, str]) -> Asking:
    """One row as CSV."""
    values: list[str] = []
    for cell in row.cells:
        values += [""] * (cell.col - len(values))
        text = texts.get(cell.col, "")
        if not text:
            values.append(_field(cell.value if cell.kind == "e" else ""))
            continue
        is_key, context = (
            sheet.headings.is_key(row.number, cell.col),
            sheet.headings.context(row.number, cell.col, texts),
        )
        kind = TextKind.KEY if is_key else TextKind.FIELD
        edits = yield Readable(
            text, f"{sheet.title}, row {row.number + 1}", kind, context, anchor_of(row.number, cell.col)
        )
        values.append(_field(_safe(splice(text, edits), cell, changed=bool(edits))))
    return ",".join(values)


def _safe(text: str, cell: Cell, *, changed: bool) -> str:
    """Text is never run as a formula; a number may begin with its sign."""
    return "'" + text if text.startswith(_RUN) and (changed or cell.kind in _TEXTS) else text


def _field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
