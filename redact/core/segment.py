"""What a file holds, read as one of three things: Text, Raster, Sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from redact.core.place import Chars, Place

#: Maps a stretch of a text's own characters to places in the source, rounding outward.
Anchor = Callable[[Chars], tuple[Place, ...]]


class TextKind(StrEnum):
    """How a text is to be read: detectors may treat a lone field otherwise than running prose."""

    PROSE = "prose"  # running text, paragraphs apart by blank lines
    FIELD = "field"  # one value of a record: a cell, a JSON value, an attribute
    KEY = "key"  # the name of a field that could itself hold a value (JSON key, header cell)
    NAME = "name"  # one component of a file's path
    CODE = "code"  # script, style, log line: prose detectors claim less here
    SPEECH = "speech"  # a transcript


def _whole(chars: Chars) -> tuple[Place, ...]:
    return (chars,)


@dataclass(frozen=True, slots=True)
class Text:
    """A stretch of text and where it stands in its source.

    `ordinal` counts a document's segments from 0 and is the same each time the document is read.
    `part` names the part for people (`text`, `row 12`, `comment 3`) and never holds content.
    `context` is what a reader would see around it without it being part of it: column header, neighbours, JSON key.
    `base` is the offset of the first character in its part, when a long part is read in pieces.
    """

    ordinal: int
    part: str
    text: str = field(repr=False)
    kind: TextKind = TextKind.PROSE
    context: str = field(default="", repr=False)
    anchor: Anchor = field(default=_whole, repr=False, compare=False)

    def locate(self, chars: Chars) -> tuple[Place, ...]:
        """Where these characters stand in the source; covers at least all of them."""
        return self.anchor(chars)

    def surface(self, chars: Chars) -> str:
        """The characters themselves. Never log the answer."""
        return self.text[chars.start : chars.end]


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture: ``uint8 [height, width, 3], RGB``, in stored pixels."""

    ordinal: int
    part: str
    pixels: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of one channel: ``float32 [n]`` in -1..1 at `rate_hz`, starting at `start_us`."""

    ordinal: int
    part: str
    samples: Any = field(repr=False)
    rate_hz: int
    start_us: int = 0


Segment = Text | Raster | Sound


def chars_from(base: int) -> Anchor:
    """An anchor for a text that starts `base` characters into its part."""
    if base == 0:
        return _whole
    return lambda chars: (chars.shift(base),)


def texts(segments: Iterable[Segment]) -> Iterable[Text]:
    """The texts among some segments."""
    return (segment for segment in segments if isinstance(segment, Text))
