"""A PDF as a document: what it says, what it shows and what is hung on it; written again without what was cut."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change
from redact.core.segment import Segment
from redact.media.pdf.around import attachments
from redact.media.pdf.around.sayings import sayings
from redact.media.pdf.doubt import strings
from redact.media.pdf.pages import Look
from redact.media.pdf.plain.flat import Flat
from redact.media.pdf.reading import Reader, page_name
from redact.media.pdf.writing import Writing
from redact.settings import Settings

_NUMBER = re.compile(r" \d+")


class Pdf:
    """An opened PDF."""

    def __init__(self, source: Source, settings: Settings, *, as_pictures: bool = False) -> None:
        """Raises as `open_pdf` says."""
        self._source = source
        self._settings = settings
        self._flat = Flat(source.path, settings)
        self._reader = Reader(self._flat, settings, as_pictures=as_pictures)
        self._notes: tuple[PartNote, ...] = ()

    def segments(self) -> Iterator[Segment]:
        """What the document says as a whole, then the text of every page, its pictures, and the files attached.

        Raises:
            InputError: the source turns out to be broken further on.
        """
        with self._flat.pdf() as pdf, self._flat.seen() as seen:
            for segment, _ in self._reader.walk(pdf, seen):
                yield segment

    def census(self) -> Iterable[PartNote]:
        """The pages and how each is read, then all else that the file holds and what becomes of it."""
        if not self._notes:
            self._notes = tuple(self._counted())
        return self._notes

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the document anew with its edits.

        Raises:
            InputError: the source turns out to be broken further on.
            ResidualError: it cannot be written so that what was cut is gone, or that all else stays.
        """
        with self._flat.pdf() as pdf, self._flat.seen() as seen:
            walk = self._reader.walk(pdf, seen)
            for segment, take in walk:
                take(change(segment))
            Writing(self._reader, pdf, seen, walk.cuts).write(out)

    def streams(self) -> Iterator[tuple[str, str]]:
        """Every stream and string of the file itself, decoded."""
        yield from strings.streams(self._source.path)

    def _counted(self) -> Iterator[PartNote]:
        with self._flat.pdf() as pdf, self._flat.seen() as seen:
            for index in range(self._reader.pages):
                yield from _noted(page_name(index), self._reader.look(pdf, seen, index))
            said = Counter(_NUMBER.sub("", saying.part) for saying in sayings(pdf))
            yield from (PartNote(part, PartState.READ, f"{count} of them") for part, count in said.items())
            yield from attachments.notes(attachments.attachments(pdf, self._settings))
        yield from self._flat.notes


def _noted(name: str, known: Look) -> Iterator[PartNote]:
    """A page: how it is read, and what of it a reader would overlook."""
    how = f"rebuilt as a picture: {known.reason}" if known.reason else "also read as it is seen" * known.seen
    yield PartNote(name, PartState.READ, how)
    if known.hidden:
        yield PartNote(f"{name}, hidden text", PartState.READ, "letters that are not seen", Hidden.TEXT)
    if known.more.text:
        yield PartNote(f"{name}, further text", PartState.READ, "letters that few readers find", Hidden.TEXT)
