"""One message, read and written: its headers, its texts, then the files in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePosixPath

from redact.core.flow import Edit, PartNote
from redact.core.ports import Change
from redact.core.segment import Child, Segment
from redact.media._child import Released, ask
from redact.media._ids import Ids
from redact.media._stream import Readable
from redact.media.mail.body import Body
from redact.media.mail.called import renamed
from redact.media.mail.entity import Parser
from redact.media.mail.head import Head
from redact.media.mail.paper import Paper, Writer
from redact.media.mail.parts import SEALED, File, Notice, Sorter
from redact.settings import Settings

_HTML_SUFFIXES = (".html", ".htm")


class Letter:
    """A message; `where` stands before the names of its parts, `message 3, `."""

    def __init__(self, raw: bytes, settings: Settings, ids: Ids, where: str = "") -> None:
        """Raises LimitExceeded where it has too many parts or headers."""
        if b"\n" not in raw:
            raw = raw.replace(b"\r", b"\n")
        parser = Parser(settings.max_members)
        self.entity = parser.parse(raw)
        self._about = settings.piece_chars
        self._ids = ids
        self._head = Head(self.entity.fields, ids, where)
        self._sorter = Sorter(self.entity, parser, where)
        self._files = [leaf for leaf in self._sorter.leaves() if isinstance(leaf, File)]
        for file in self._files:
            if called := file.id or file.location:
                ids.bare(called)  # numbered now, in order, whoever asks for it first

    @property
    def sealed(self) -> bool:
        """Whether it is encrypted as a whole."""
        kind = self.entity.type.value
        return isinstance(self._sorter.tree, Notice) and (kind in SEALED or kind == "multipart/encrypted")

    def notes(self, *, files: bool = True) -> Iterator[PartNote]:
        """What it consists of, the files in it too, or all but them."""
        yield from self._head.notes()
        others = frozenset() if files else frozenset(file.part for file in self._files)
        yield from (note for note in self._sorter.notes if note.part not in others)

    def segments(self, ordinal: int) -> Iterator[Segment]:
        """Its texts, then its files, counted from `ordinal`."""
        for readable in self._readables():
            for _, text in readable.texts(ordinal, self._about):
                yield text
                ordinal += 1
        for number, file in enumerate(self._files, ordinal):
            yield self._child(file, number)

    def write(self, change: Change, ordinal: int, paper: Paper) -> int:
        """Write it with its edits carried out; the ordinal of the segment after it."""
        lines: list[str] = []
        for line, readable in self._head.readables():
            edits, ordinal = self._edits(readable, change, ordinal)
            lines.append(line.render(edits))
        texts: dict[str, str] = {}
        for body in self._bodies():
            edits, ordinal = self._edits(body.readable(), change, ordinal)
            texts[body.part] = body.changed(edits)
        paper.lines("".join((*lines, "MIME-Version: 1.0\n")).encode("ascii"))
        ordinals = iter(range(ordinal, ordinal + len(self._files)))

        def released(file: File) -> Released:
            return ask(change, self._child(file, next(ordinals)))

        Writer(paper, texts, released, self._ids.bare).write(self._sorter.tree)
        return ordinal + len(self._files)

    def _edits(self, readable: Readable | None, change: Change, ordinal: int) -> tuple[list[Edit], int]:
        return readable.ask(change, ordinal, self._about) if readable is not None else ([], ordinal)

    def _bodies(self) -> Iterator[Body]:
        return (leaf for leaf in self._sorter.leaves() if isinstance(leaf, Body))

    def _readables(self) -> Iterator[Readable]:
        yield from (readable for _, readable in self._head.readables() if readable is not None)
        yield from (readable for body in self._bodies() if (readable := body.readable()) is not None)

    def _child(self, file: File, ordinal: int) -> Child:
        def content() -> io.BytesIO:
            if PurePosixPath(file.name).suffix.lower() in _HTML_SUFFIXES:
                return io.BytesIO(renamed(file.content, self._ids.bare, self._files))
            return io.BytesIO(file.content)

        return Child(ordinal, file.part, file.name, content, file.shown)
