"""An office document over its package: every part that passes read in order, and written anew under neutral names."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change
from redact.core.segment import Child, Segment
from redact.media._child import Released, ask
from redact.media._package import PackageWriter
from redact.media._stream import Readable
from redact.media.office import _content_types, _placeholder, _program, _relations
from redact.media.office._asker import Asker
from redact.media.office._body import TreeBody
from redact.media.office._content_types import SUFFIXES
from redact.media.office._links import Links
from redact.media.office._namespaces import RELATIONSHIPS
from redact.media.office._ooxml import Ooxml
from redact.media.office._relations import Relation
from redact.media.office._rules import Body, Fate, Format, Part
from redact.media.office._scrub import tidy_extensions
from redact.media.office._strings import strings
from redact.media.office._survey import Embedded, survey
from redact.media.office._tree import Element, serialised
from redact.settings import Settings

#: Takes the elements that use some relationships out of a tree, for the files behind them were withheld.
Detach = Callable[[Element, frozenset[str]], None]


@dataclass(slots=True)
class _Work:
    """What is known of a draft while it is written."""

    writer: PackageWriter
    asker: Asker
    links: dict[str, list[Relation]] = field(default_factory=dict)  # by name in the source
    waiting: list[tuple[Part, Element]] = field(default_factory=list)  # they hold files not yet asked for
    names: dict[str, str] = field(default_factory=dict)  # name in the source -> name in the draft; none: withheld


class Office:
    """An opened document of one OOXML format."""

    def __init__(self, source: Source, settings: Settings, rules: Format, detach: Detach) -> None:
        """Open it and see what it holds. Raises as `survey` does."""
        self._settings = settings
        self._rules = rules
        self._detach = detach
        self.package = Ooxml(source, settings)
        self.survey = survey(self.package, rules)
        came = self.package.types.of(self.survey.main.source)
        self.suffix: str | None = rules.suffixes.get(came)

    def segments(self) -> Iterator[Segment]:
        """Every stretch of text, part by part, then the files within.

        Raises:
            CorruptInput: a part turns out to be broken.
            LimitExceeded: a part is too large or too deep.
        """
        ordinal = 0
        for readable in self._readables():
            for _, text in readable.texts(ordinal, self._settings.piece_chars):
                yield text
                ordinal += 1
        for embedded in self._children():
            yield self._child(embedded, ordinal)
            ordinal += 1

    def census(self) -> Iterable[PartNote]:
        """Every part: what passes, what of it is overlooked, and what is left out."""
        for part in self.survey.parts:
            yield PartNote(part.title, part.kind.state, part.kind.note, part.kind.hidden)
            yield from self._body(part).notes()
        for embedded in self.survey.files:
            yield _noted(embedded)
        yield from self.survey.left_out

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the document again with its edits. Raises as `segments` does."""
        work = _Work(PackageWriter(out), Asker(change, self._settings.piece_chars))
        types = {part.name: part.kind.media_type for part in self.survey.parts}
        start = [Relation("rId1", f"{RELATIONSHIPS}/officeDocument", self.survey.main.name)]
        program = _program.of(self.package, self._rules.programs)
        if program:
            types[_program.PART] = _program.MEDIA_TYPE
            start.append(Relation("rId2", f"{RELATIONSHIPS}/{_program.TAIL}", _program.PART))
        work.writer.write(_content_types.MEMBER, _content_types.written(types))
        work.writer.write(_relations.home(""), _relations.written(start, ""))
        if program:
            work.writer.write(_program.PART, _program.written(program))
        for part in self.survey.parts:
            work.names[part.source] = part.name
            self._write_part(part, work)
        for embedded in self.survey.files:
            self._write_file(embedded, work)
        for part, root in work.waiting:
            self._detach(root, self._withheld(part, work))
            tidy_extensions(root)
            work.writer.write(part.name, serialised(root))
        for part in self.survey.parts:
            self._write_relations(part, work)
        work.writer.close()

    def streams(self) -> Iterator[tuple[str, str]]:
        """Every text and every telling attribute of every XML part, whether it passes or not."""
        for number, name in enumerate(self.package.parts, 1):
            yield from strings(self.package, name, number)

    def _readables(self) -> Iterator[Readable]:
        for part in self.survey.parts:
            yield from self._body(part).readables()
            yield from Links(part, self._rules).fields()

    def _body(self, part: Part) -> Body:
        return part.kind.body(self.package, part)

    def _children(self) -> Iterator[Embedded]:
        return (each for each in self.survey.files if each.is_asked)

    def _child(self, embedded: Embedded, ordinal: int) -> Child:
        name = f"{embedded.title}.{embedded.suffix}"
        return Child(ordinal, embedded.title, name, lambda: io.BytesIO(self.package.read(embedded.source)), shown=False)

    def _write_part(self, part: Part, work: _Work) -> None:
        body = self._body(part)
        if isinstance(body, TreeBody) and self._holds_files(part):
            work.waiting.append((part, body.edited(work.asker)))
        else:
            with work.writer.open(part.name) as member:
                body.write(work.asker, member)
        links = Links(part, self._rules)
        for each in links.fields():
            each.put(work.asker(each))
        work.links[part.source] = links.relations

    def _write_file(self, embedded: Embedded, work: _Work) -> None:
        released = Released("", None)
        if embedded.is_asked:
            released = ask(work.asker.change, self._child(embedded, work.asker.ordinal))
            work.asker.ordinal += 1
        if released.path is not None:
            told = released.name.rpartition(".")[2].lower()
            name = f"{embedded.name}.{told if told in SUFFIXES else 'bin'}"
            work.writer.copy(name, released.path)
        elif embedded.fate is Fate.PICTURE:
            name = f"{embedded.name}.{_placeholder.SUFFIX}"
            work.writer.write(name, _placeholder.PNG)
        else:
            return
        work.names[embedded.source] = name

    def _holds_files(self, part: Part) -> bool:
        held = (Fate.FILE, Fate.RECORDING)
        return any(self._rules.relations.get(each.tail) in held for each in part.relations)

    def _withheld(self, part: Part, work: _Work) -> frozenset[str]:
        return frozenset(r.id for r in part.relations if not r.external and r.target not in work.names)

    def _write_relations(self, part: Part, work: _Work) -> None:
        kept = []
        for each in work.links[part.source]:
            if each.external:
                kept.append(each)
            elif each.target in work.names:
                kept.append(Relation(each.id, each.type, work.names[each.target]))
        if kept:
            work.writer.write(_relations.home(part.name), _relations.written(kept, part.name))


def _noted(embedded: Embedded) -> PartNote:
    title = embedded.title
    if embedded.stands_for:
        return PartNote(title, PartState.CLEANED, "an empty picture in place of one that cannot be read")
    if not embedded.suffix:
        return PartNote(title, PartState.DROPPED, "a picture that cannot be read: an empty one is put in its place")
    hidden = Hidden.EMBEDDED if embedded.fate is not Fate.PICTURE else None
    return PartNote(title, PartState.READ, "a file of its own", hidden)
