"""A corpus and an engine that needs no model: whoever is called Jane Doe becomes Nina Noone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from redact.api.ask import Ask
from redact.api.rows import Found, Met, People
from redact.core.errors import CorruptInput, Defect, ResidualError
from redact.core.flow import Source
from redact.run.corpus.ask import CorpusAsk
from redact.run.corpus.collections.collection import Readier
from redact.run.corpus.drive import Drove, run
from redact.run.corpus.formats import Made
from redact.run.pool import Inline

NAME, OTHER = "Jane Doe", "Nina Noone"
#: What is kept back, and what ends a run.
STUBBORN, DAMAGED, BROKEN = "stubborn", "damaged", "broken"


@dataclass(frozen=True)
class FakeReady:
    source: Source
    output: str
    draft: Path
    beside: Mapping[str, Path] = field(default_factory=dict)
    held: bool = False
    entities: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FakeReadier:
    """Replaces one name in files of text."""

    drafts: Path

    def ready(self, path: Path, name: str) -> FakeReady:
        text = path.read_text()
        if STUBBORN in text:
            raise ResidualError("somebody is still found in the draft")
        self.drafts.mkdir(parents=True, exist_ok=True)
        draft = self.drafts / "draft"
        draft.write_text(text.replace(NAME, OTHER))
        return FakeReady(Source(path, name, "0" * 64, len(text), "text"), name.replace("jane-doe", "nina-noone"), draft)

    def discard(self, source: Source) -> None:
        """The draft was moved."""


class FakeEngines:
    """Replaces one name. `asked` counts the rows it was asked for, `read` those that it had to read for it."""

    def __init__(self, drafts: Path = Path()) -> None:
        self.drafts = drafts
        self.asked = 0
        self.read = 0
        self.known: list[str] = []

    def rows(
        self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found | None] = ()
    ) -> list[Made | Exception]:
        self.asked += len(rows)
        self.read += sum(each is None for each in found) if found else len(rows)
        for row, known in zip(rows, found, strict=False):
            assert known is None or known == self._found(row), "what was found belongs to another row"
        return [self._row(row) for row in rows]

    def _row(self, row: Sequence[str]) -> Made | Exception:
        whole = " ".join(row)
        if STUBBORN in whole:
            return ResidualError("somebody is still found in the text")
        if DAMAGED in whole:
            return CorruptInput("the text holds half a character")
        if BROKEN in whole:
            raise Defect("something broke")
        cuts = whole.count(NAME)
        entities = {"PERSON": cuts} if cuts else {}
        return Made(tuple(text.replace(NAME, OTHER) for text in row), entities, cuts * len(NAME))

    def found(self, rows: Sequence[Sequence[str]]) -> list[Found]:
        self.read += len(rows)
        return [self._found(row) for row in rows]

    def _found(self, row: Sequence[str]) -> Found:
        return [[[[text.find(NAME), len(text)]]] for text in row]

    def met(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found]) -> list[Met]:
        seen = (known[0][0][0][0] >= 0 for known in found)
        return [Met(each, True, {NAME: None} if named else {}) for each, named in zip(ids, seen, strict=True)]

    def name(self, name: str) -> str:
        return name.replace("jane-doe", "nina-noone")

    def files(self) -> Readier:
        return FakeReadier(self.drafts)

    def know(self, people: People) -> None:
        self.known = [entity.name for entity in people.roster.entities()]

    def close(self) -> None:
        pass


def write_rows(path: Path, texts: Sequence[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps({"id": f"r{at}", "text": text}) + "\n" for at, text in enumerate(texts)))


def read_rows(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text().splitlines()]


def ask_for(folder: Path, **more: object) -> CorpusAsk:
    ask = Ask((), folder / "out.record", "training")
    return CorpusAsk((str(folder / "in"),), str(folder / "out"), ask, **more)  # type: ignore[arg-type]


def drive(ask: CorpusAsk, engines: FakeEngines | None = None) -> Drove:
    return run(ask, Inline, engines=lambda _: engines or FakeEngines(ask.record / "drafts"))
