"""A workbook as a document. It is gone through twice when it is written: what changes in one part is known in all."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from redact.core.flow import Source
from redact.core.ports import Change
from redact.media._child import ask
from redact.media.office._asker import Asker
from redact.media.office._document import Office
from redact.media.office._links import Links
from redact.media.office._ooxml import Ooxml
from redact.media.office._tree import Element
from redact.media.office.sheet.answers import Answers, answers
from redact.media.office.sheet.book import Book
from redact.media.office.sheet.format import rules
from redact.media.office.sheet.streams import streams
from redact.settings import Settings


class Workbook(Office):
    """An opened workbook."""

    def __init__(self, source: Source, settings: Settings) -> None:
        """Open it. Raises as `open_sheet` says."""
        self.book = Book(Ooxml(source, settings))
        super().__init__(source, settings, rules(self.book, settings.office_comments), _detach)

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the workbook again with its edits.

        Raises:
            CorruptInput: a part turns out to be broken.
            LimitExceeded: a part is too large or too deep.
        """
        with answers(change) as given:
            self.book.begin()
            self._ask_all(given)
            self.book.turn.cut = given.any
            given.rewind()
            super().write(given.again, out)

    def streams(self) -> Iterator[tuple[str, str]]:
        """As `streams.streams` says."""
        return streams(self.package)

    def _ask_all(self, given: Answers) -> None:
        """Go through everything as `Office.write` does, and write nothing."""
        asker = Asker(given.asked, self._settings.piece_chars)
        for part in self.survey.parts:
            self._body(part).write(asker, _Nowhere())
            for each in Links(part, self._rules).fields():
                asker(each)
        for embedded in self._children():
            ask(given.asked, self._child(embedded, asker.ordinal))
            asker.ordinal += 1


class _Nowhere(io.BytesIO):
    """Forgets what is written to it."""

    def write(self, content: object) -> int:
        """Nothing is kept."""
        return len(content)  # type: ignore[arg-type]


def _detach(_root: Element, _withheld: frozenset[str]) -> None:
    """No part of a workbook holds files that may be withheld."""
