"""The shared strings as a part: read with the cells that use them, written without those that no cell uses any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from redact.core.flow import PartNote
from redact.media._stream import Readable
from redact.media.office._rules import Ask, Body, Part
from redact.media.office.sheet.book import Book
from redact.media.office.sheet.strings import write


@dataclass(frozen=True, slots=True)
class Shared(Body):
    """The part of the shared strings; it is written after all sheets."""

    book: Book = field(repr=False)
    part: Part

    def notes(self) -> Iterator[PartNote]:
        """Nothing beside the cells."""
        yield from ()

    def readables(self) -> Iterator[Readable]:
        """Nothing: cells read them."""
        yield from ()

    def write(self, ask: Ask, out: IO[bytes]) -> None:  # noqa: ARG002 - it asks nothing
        """Write those that are used."""
        if self.book.turn.uses is not None:
            write(self.book.turn.uses, len(self.book.strings), out)
