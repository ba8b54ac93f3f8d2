"""The seams: what a part must offer to be plugged into the river."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, Protocol

from redact.core.flow import Decision, Edit, Finding, PartNote, Source
from redact.core.segment import Raster, Segment, Sound, Text

#: Given a segment, the edits for it: disjoint, in order, in the segment's own coordinates.
Change = Callable[[Segment], Sequence[Edit]]


class Document(Protocol):
    """A source opened by its adapter. May be read any number of times; each reading gives equal segments in equal order.

    It may further have `suffix`, that of the file `write` makes where it is of another format than the source; and
    `streams()`, for formats whose bytes do not show what they hold (compressed, encoded): every stream and string of the
    file, decoded, as ``(name, text)``, got by other means than `segments`: what a stranger's tools would find in it.
    """

    def segments(self) -> Iterator[Segment]:
        """Everything the file holds, streamed."""

    def census(self) -> Iterable[PartNote]:
        """Every part of the file and what becomes of it."""

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the file again with each segment changed. Streams; asks `change` once per segment, in order."""


class Adapter(Protocol):
    """Opens one kind of media."""

    def __call__(self, source: Source) -> Document:
        """Open the source.

        Raises:
            InputError: the bytes are not what they claim, are locked, or exceed the limits.
        """


class Detector(Protocol):
    """Claims that stretches of a text are personal. Holds its model; keeps no state between segments."""

    @property
    def name(self) -> str:
        """The name under which its findings are logged."""

    def __call__(self, segment: Text) -> Iterable[Finding]:
        """Findings in the segment's own characters, in any order, overlapping if need be."""


class Spotter(Protocol):
    """Claims that stretches of a picture are personal: faces, plates, codes. Holds its model; keeps no state."""

    @property
    def name(self) -> str:
        """The name under which its findings are logged."""

    def __call__(self, picture: Raster) -> Iterable[Finding]:
        """Findings in an upright picture (`orientation` 1). Places are `Box`es in its pixels, already wide enough to cut."""


class Transcriber(Protocol):
    """Turns pixels into text whose characters know where they came from."""

    def __call__(self, segment: Raster) -> Iterable[Text]:
        """The words of an upright picture.

        Texts bear its ordinal and its medium, and an anchor that is a `core.ink.Ink`. Writing that was located and not
        read is a text of its own, made of `core.ink.UNREAD`.
        """


class Listener(Protocol):
    """Turns sound into text whose words know when they were said."""

    def __call__(self, sound: Sound) -> Iterable[Text]:
        """The words of a recording, streamed, in passages as they come; goes through its blocks once.

        Texts are of kind `SPEECH` and medium `sound`, bear its ordinal, and an anchor that is a `core.said.Said`. Speech
        that was not understood is a text of its own, made of `core.said.UNHEARD`.

        Raises:
            NotUnderstood: there is speech throughout, and not one word of it was understood.
        """


class Operator(Protocol):
    """Says what stands in a text after a decision."""

    def __call__(self, decision: Decision, surface: str) -> str:
        """The replacement for `surface`."""
