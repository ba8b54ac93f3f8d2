"""A calendar or a set of cards: its properties streamed, each read with its name, and written again in its own order."""

from __future__ import annotations

import quopri
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import Edit, PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change, Document
from redact.core.segment import Segment, TextKind, chars_from
from redact.media._charset import detect
from redact.media._child import ask
from redact.media._encoding import Encoding, characters
from redact.media._ids import Ids
from redact.media._stream import Readable
from redact.media.calendar import grammar
from redact.media.calendar.enclosed import WITHHELD, Enclosed, enclosed
from redact.media.calendar.lines import Line, content_lines, folded
from redact.media.calendar.properties import Property, heading
from redact.settings import Settings

#: Every calendar names the program that wrote it; this one says no more than that it was redacted.
_PRODUCT = "-//redact//redact//EN"
_DEPTH = 8
_HINT = "export it anew from the program that made it"


@dataclass(frozen=True, slots=True)
class Said:
    """A property with words, and how they are read."""

    found: Property
    readable: Readable | None


@dataclass(frozen=True, slots=True)
class Lost:
    """What is left out: a property, or a component with all that is in it."""


Item = bytes | Said | Enclosed | Lost


class Reader:
    """Goes through the lines of a file once."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = lines
        self._stack: list[str] = []
        self._skipped = 0
        self._counted: Counter[str] = Counter()
        self._ids = Ids()
        self._zones: dict[str, str] = {}
        self._labels: list[str] = []
        self.version = ""

    def items(self) -> Iterator[Item]:
        """What is written, piece by piece.

        Raises:
            CorruptInput: a component is not closed, or a line belongs to none.
            LimitExceeded: components are nested too deep.
        """
        for line in self._lines:
            if line.name in ("BEGIN", "END"):
                yield self._bound(line)
            elif self._skipped:
                yield Lost()
            elif not self._stack:
                raise CorruptInput("a property stands outside of all components", _HINT)
            else:
                yield self._item(line)
        if self._stack or self._skipped:
            raise CorruptInput("a component is not closed: the file is cut short", _HINT)

    def _bound(self, line: Line) -> Item:
        name = line.value.strip().upper()
        if self._skipped or name not in grammar.COMPONENTS:
            self._skipped += 1 if line.name == "BEGIN" else -1
            if self._skipped < 0:
                raise CorruptInput("a component is closed that was never opened", _HINT)
            return Lost()
        if line.name == "END":
            if not self._stack or self._stack.pop() != name:
                raise CorruptInput("a component is closed that was never opened", _HINT)
            self._labels.pop()
            return folded(f"END:{name}")
        self._stack.append(name)
        if len(self._stack) > _DEPTH:
            raise LimitExceeded("components are nested deeper than any calendar's", _HINT)
        self._counted[name] += 1
        self._labels.append(f"{grammar.COMPONENTS[name]} {self._counted[name]}")
        return folded(f"BEGIN:{name}") + (folded(f"PRODID:{_PRODUCT}") if name == "VCALENDAR" else b"")

    def _item(self, line: Line) -> Item:
        name = line.name
        if name == "VERSION":
            self.version = line.value.strip()
        if name in grammar.IDS:
            return folded(f"{heading(line)}:{self._ids.bare(line.value)}")
        if name == "PRODID":  # written already, where the calendar begins
            return b""
        if name == "TZID":
            return folded(f"TZID:{self._zone(line.value)}")
        if name in grammar.STRUCTURE and _fits(line):
            return folded(f"{heading(line, self._zone)}:{line.value.strip()}")
        if name in grammar.FILES:
            return self._file(line)
        return self._said(line) if name in grammar.SPOKEN_OF else Lost()

    def _file(self, line: Line) -> Item:
        self._counted[self._labels[-1]] += 1
        if line.value == WITHHELD:
            return folded(f"{heading(line)}:{WITHHELD}")
        file = enclosed(line, f"{self._labels[-1]}, file {self._counted[self._labels[-1]]}")
        return file or self._said(line)

    def _said(self, line: Line) -> Said:
        found = Property(line, self.version)
        text = found.leaves.text
        if not text.strip():
            return Said(found, None)
        kind = TextKind.PROSE if line.name in grammar.PROSE else TextKind.FIELD
        return Said(found, Readable(text, f"{self._labels[-1]}, {line.name}", kind, line.name, chars_from(0)))

    def _zone(self, name: str) -> str:
        if grammar.ZONE.fullmatch(name):
            return name
        return self._zones.setdefault(name, f"Zone {len(self._zones) + 1}")


def _fits(line: Line) -> bool:
    value = line.value.strip()
    known = grammar.KNOWN_WORDS.get(line.name)
    return bool(grammar.STRUCTURE[line.name].fullmatch(value)) and (known is None or value.upper() in known)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A file of calendars or cards, read from disk anew each time."""

    source: Source
    encoding: Encoding
    settings: Settings

    def segments(self) -> Iterator[Segment]:
        """Every property with words, and every file, in the order of the source."""
        ordinal = 0
        for item in self._reader().items():
            if isinstance(item, Said) and item.readable is not None:
                for _, text in item.readable.texts(ordinal, self.settings.piece_chars):
                    yield text
                    ordinal += 1
            elif isinstance(item, Enclosed):
                yield item.child(ordinal)
                ordinal += 1

    def census(self) -> Iterable[PartNote]:
        """How many properties are read and left out, and every file."""
        read = lost = 0
        files: list[PartNote] = []
        for item in self._reader().items():
            read += isinstance(item, Said)
            lost += isinstance(item, Lost)
            if isinstance(item, Enclosed):
                files.append(PartNote(item.part, PartState.READ, "file", Hidden.EMBEDDED))
        yield PartNote("properties", PartState.READ, f"{read} with words")
        yield PartNote("dates, ids and structure", PartState.CLEANED, "ids and unknown time zones numbered anew")
        if lost:
            note = f"{lost} lines that no reader shows"
            yield PartNote("other properties", PartState.DROPPED, note, Hidden.METADATA)
        yield from files

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the file again in UTF-8, every line anew."""
        ordinal, reader = 0, self._reader()
        for item in reader.items():
            if isinstance(item, bytes):
                out.write(item)
            elif isinstance(item, Said):
                edits: list[Edit] = []
                if item.readable is not None:
                    edits, ordinal = item.readable.ask(change, ordinal, self.settings.piece_chars)
                out.write(item.found.written(edits))
            elif isinstance(item, Enclosed):
                out.write(item.written(ask(change, item.child(ordinal)), reader.version))
                ordinal += 1

    def streams(self) -> Iterator[tuple[str, str]]:
        """The file unfolded, with escapes undone, and as quoted-printable."""
        text = re.sub(r"\r?\n[ \t]", "", "".join(characters(self.source, self.encoding)))
        yield "lines", re.sub(r"\\([,;])", r"\1", text.replace("\\n", "\n"))
        yield "quoted-printable", quopri.decodestring(text.encode("utf-8", "replace")).decode("utf-8", "replace")

    def _reader(self) -> Reader:
        return Reader(content_lines(characters(self.source, self.encoding)))


def open_calendar(source: Source, settings: Settings | None = None) -> Document:
    """The source as calendars (ICS) or cards (VCF). `segments()` raises what is found to be wrong further on.

    Raises:
        CorruptInput: it is not in one encoding, or its first line begins no component.
        InputError: it cannot be read.
    """
    encoding = detect(source)
    calendar = Calendar(source, encoding, settings or Settings())
    if next(content_lines(characters(source, encoding)), None) is None:
        raise CorruptInput(f"source {source.id} holds no calendar and no card", _HINT)
    next(calendar.segments(), None)
    return calendar
