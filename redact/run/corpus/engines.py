"""The engines a corpus's hand asks, each loaded when it is first needed: one for rows and names, one for whole files."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from redact.api.ask import Ask
from redact.api.rows import Found, Met, People, Rows, open_rows
from redact.api.single import Single
from redact.audit.files import writing
from redact.run.corpus.collections.collection import Readier
from redact.run.corpus.collections.work import SCRATCH
from redact.run.corpus.formats import Made


class Engines(Protocol):
    """What a hand has to ask."""

    def rows(
        self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found | None] = ()
    ) -> list[Made | Exception]:
        """As `sift.Asked`."""

    def found(self, rows: Sequence[Sequence[str]]) -> list[Found]:
        """What is found in each row: places without values."""

    def met(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found]) -> list[Met]:
        """Whom each row brings, under its id."""

    def name(self, name: str) -> str:
        """A file's name, with `/`, without the people in it."""

    def files(self) -> Readier:
        """The engine for whole files."""

    def know(self, people: People) -> None:
        """The people of the whole corpus, as `redact.run.corpus.link` gathered them."""

    def close(self) -> None:
        """Let go of everything."""


class Loaded:
    """The real ones."""

    def __init__(self, ask: Ask) -> None:
        """Nothing is loaded yet: a corpus of rows needs no engine for files, nor the other way round."""
        self._ask = ask
        self._rows: Rows | None = None
        self._single: Single | None = None

    def rows(
        self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found | None] = ()
    ) -> list[Made | Exception]:
        """As `sift.Asked`."""
        worlds = self._engine().rows(rows, ids, found)
        return [
            each if isinstance(each, Exception) else Made(each.texts, each.entities, each.chars_cut) for each in worlds
        ]

    def found(self, rows: Sequence[Sequence[str]]) -> list[Found]:
        """What is found in each row."""
        return self._engine().found(rows)

    def met(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found]) -> list[Met]:
        """Whom each row brings."""
        return self._engine().met(rows, ids, found)

    def name(self, name: str) -> str:
        """A file's name without the people in it."""
        return self._engine().name(name)

    def files(self) -> Readier:
        """The engine for whole files."""
        if self._single is None:  # in a folder of its own: another hand may be at a file with the same bytes
            scratch = self._ask.record / SCRATCH
            with writing("the record folder"):
                scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
                folder = Path(tempfile.mkdtemp(prefix="hand-", dir=scratch))
            self._single = Single(self._ask, folder)
        return self._single

    def know(self, people: People) -> None:
        """Rows are no longer worlds of their own: these people are known in all of them."""
        self._engine().know(people)

    def close(self) -> None:
        """End the child processes."""
        for engine in (self._rows, self._single):
            if engine is not None:
                engine.close()

    def _engine(self) -> Rows:
        if self._rows is None:
            self._rows = open_rows(self._ask)
        return self._rows
