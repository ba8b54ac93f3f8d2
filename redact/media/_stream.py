"""A document read from front to back: what is passed through as it stands, and values that are read and may change.

An adapter says how its format falls into these two; reading, counting and writing are the same for all and live here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from redact.core.flow import Edit, PartNote
from redact.core.place import Chars, Place
from redact.core.ports import Change
from redact.core.segment import Anchor, Segment, Text, TextKind
from redact.media._encoding import Encoding
from redact.media._pieces import pieces

_FLUSH_CHARS = 1 << 16


@dataclass(frozen=True, slots=True)
class Readable:
    """A stretch that is read, before it is counted."""

    text: str = field(repr=False)
    part: str
    kind: TextKind
    context: str = field(repr=False)
    anchor: Anchor = field(repr=False)

    def texts(self, ordinal: int, about: int) -> Iterator[tuple[int, Text]]:
        """The stretch as one text, or as several with their offsets if it is longer than `about`."""
        if len(self.text) <= about:
            yield 0, Text(ordinal, self.part, self.text, self.kind, self.context, self.anchor)
            return
        base = 0
        for number, piece in enumerate(pieces((self.text,), about), ordinal):
            yield base, Text(number, self.part, piece, self.kind, self.context, _from(self.anchor, base))
            base += len(piece)

    def ask(self, change: Change, ordinal: int, about: int) -> tuple[list[Edit], int]:
        """The edits for this stretch, in its own characters, and the ordinal of the text after it."""
        edits: list[Edit] = []
        for base, text in self.texts(ordinal, about):
            edits += (edit if not base else Edit(edit.chars.shift(base), edit.replacement) for edit in change(text))
            ordinal += 1
        return edits, ordinal


def _from(anchor: Anchor, base: int) -> Anchor:
    def moved(chars: Chars) -> tuple[Place, ...]:
        return anchor(chars.shift(base))

    return moved if base else anchor


@dataclass(frozen=True, slots=True)
class Value(Readable):
    """A stretch in one place of the file. `render` gives what stands there after edits, which count in `text`."""

    render: Callable[[Sequence[Edit]], str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Streamed:
    """A document whose `leaves` are, in order, all its characters: verbatim strings and values."""

    encoding: Encoding
    leaves: Callable[[], Iterator[str | Value]] = field(repr=False)
    notes: tuple[PartNote, ...]
    piece_chars: int

    def segments(self) -> Iterator[Segment]:
        """Every value as text. Raises what the adapter raises when the source turns out to be broken further on."""
        ordinal = 0
        for leaf in self.leaves():
            if isinstance(leaf, str):
                continue
            for _, text in leaf.texts(ordinal, self.piece_chars):
                yield text
                ordinal += 1

    def census(self) -> Iterable[PartNote]:
        """What the file consists of."""
        return self.notes

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write everything again, each value as `change` will have it."""
        out.write(self.encoding.bom)
        waiting: list[str] = []
        length = 0
        for leaf in self._changed(change):
            waiting.append(leaf)
            length += len(leaf)
            if length >= _FLUSH_CHARS:
                out.write(self.encoding.encode("".join(waiting)))
                waiting, length = [], 0
        out.write(self.encoding.encode("".join(waiting)))

    def _changed(self, change: Change) -> Iterator[str]:
        ordinal = 0
        for leaf in self.leaves():
            if isinstance(leaf, str):
                yield leaf
                continue
            edits, ordinal = leaf.ask(change, ordinal, self.piece_chars)
            yield leaf.render(edits)
