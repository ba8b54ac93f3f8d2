"""A document with the files inside it opened in place: to all that come after, one row of texts, pictures and sounds.

mail          subject  body  [attachment: letter.pdf      ]  footer
letter.pdf                    name  page 1  page 2  picture
as one        0        1      2     3       4       5         6
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from redact.core.flow import Edit, PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.place import Chars
from redact.core.ports import Change, Document
from redact.core.segment import Child, Segment, Text, TextKind
from redact.media._cut import splice
from redact.pipeline.suffixes import suffix_of

if TYPE_CHECKING:
    from redact.pipeline.inside import Inside, Member

#: Formats whose bytes are nearly all compressed pixels or samples.
_PACKED = frozenset({"image", "video", "audio"})


@dataclass(frozen=True, slots=True)
class Body:
    """One file to be swept: its path, and what it holds decoded where its bytes do not show it."""

    path: Path
    streams: Callable[[], Iterator[tuple[str, str]]] | None
    packed: bool


class Nested:
    """A document and all that is inside it. `suffix` is that of what `write` makes where it is another than the source's."""

    def __init__(self, document: Document, source: Source, inside: Inside, chain: tuple[str, ...] = ()) -> None:
        self._document = document
        self._source = source
        self._inside = inside
        self._chain = chain or (source.kind,)
        self._notes: tuple[PartNote, ...] | None = None
        self.suffix: str | None = getattr(document, "suffix", None)

    def segments(self) -> Iterator[Segment]:
        """Everything the file and the files inside it hold, counted through."""
        notes: list[PartNote] = []
        numbers = count()
        for segment in self._document.segments():
            if not isinstance(segment, Child):
                number = next(numbers)
                yield segment if segment.ordinal == number else replace(segment, ordinal=number)
                continue
            for text in _name_of(segment):
                yield replace(text, ordinal=next(numbers))
            with self._inside.taken(segment, self._chain) as member:
                if member.document is not None:
                    for within in member.document.segments():
                        yield _placed(within, segment, next(numbers))
                notes += _noted(segment, member)
        self._notes = tuple(notes)

    def census(self) -> Iterator[PartNote]:
        """The parts of the file, then those of each file inside it."""
        own = tuple(self._document.census())
        if self._notes is None:
            for _ in self.segments():  # only whoever has gone through all of it knows what is inside
                pass
        within = self._notes or ()
        known = {note.part for note in within}
        yield from (note for note in own if note.part not in known)
        yield from within

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the file again, each file inside it written first by its own adapter."""
        numbers = count()
        with ExitStack() as kept:

            def ask(segment: Segment) -> Sequence[Edit]:
                if not isinstance(segment, Child):
                    return change(replace(segment, ordinal=next(numbers)))
                stem, suffix = _split(segment)
                for text in _name_of(segment):
                    stem = splice(stem, change(replace(text, ordinal=next(numbers))))
                with self._inside.taken(segment, self._chain) as member:
                    document = member.document
                    if document is None:
                        return [Edit(Chars(0, 0), stem + suffix)]

                    def within(inner: Segment) -> Sequence[Edit]:
                        return change(_placed(inner, segment, next(numbers)))

                    path = kept.enter_context(self._inside.fresh())
                    with path.open("xb") as file:
                        document.write(within, file)
                return [Edit(Chars(0, 0), stem + (document.suffix or suffix), file=path)]

            self._document.write(ask, out)

    def bodies(self) -> Iterator[Body]:
        """Every file there is, outermost first: each is there until the next is asked for."""
        streams = getattr(self._document, "streams", None)
        has = streams is not None and getattr(self._document, "has_streams", True)
        yield Body(self._source.path, streams if has else None, self._source.kind in _PACKED)
        if self._notes == ():  # it was gone through, and nothing is inside: a long way that need not be gone again
            return
        for segment in self._document.segments():
            if isinstance(segment, Child):
                with self._inside.taken(segment, self._chain) as member:
                    if member.document is not None:
                        yield from member.document.bodies()


class Empty:
    """What a file of no length holds."""

    def segments(self) -> Iterator[Segment]:
        """Nothing."""
        return iter(())

    def census(self) -> tuple[PartNote, ...]:
        """Nothing."""
        return ()

    def write(self, change: Change, out: BinaryIO) -> None:
        """Nothing."""


def _split(child: Child) -> tuple[str, str]:
    suffix = suffix_of(child.name)
    return child.name.removesuffix(suffix), suffix


def _name_of(child: Child) -> Iterator[Text]:
    stem, _ = _split(child)
    if child.shown and stem:
        yield Text(0, f"{child.part}, name", stem, TextKind.NAME)


def _placed(segment: Segment, child: Child, number: int) -> Segment:
    return replace(segment, ordinal=number, part=f"{child.part}, {segment.part}")


def _noted(child: Child, member: Member) -> Iterator[PartNote]:
    if member.document is None:
        yield PartNote(child.part, PartState.DROPPED, f"withheld: {member.reason}", Hidden.EMBEDDED)
        return
    hidden = Hidden.EMBEDDED if child.shown else None
    yield PartNote(child.part, PartState.READ, member.source.kind if member.source else "empty", hidden)
    for note in member.document.census():
        yield replace(note, part=f"{child.part}, {note.part}")
