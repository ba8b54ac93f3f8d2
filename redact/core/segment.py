"""What a file holds, read as one of three things: Text, pictures (Raster, or Film when they move), Sound.

A file within a file is a Child until the pipeline has opened it: then it too is nothing but these three.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, BinaryIO, NamedTuple

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
    `medium` says what is cut: `text` where the characters themselves are; `picture` or `sound` where the text was read
    off a signal, whose segment has the same ordinal, and what `locate` gives is cut (sound with a pad: `core.said`).
    """

    ordinal: int
    part: str
    text: str = field(repr=False)
    kind: TextKind = TextKind.PROSE
    context: str = field(default="", repr=False)
    anchor: Anchor = field(default=_whole, repr=False, compare=False)
    medium: str = "text"

    def locate(self, chars: Chars) -> tuple[Place, ...]:
        """Where these characters stand in the source; covers at least all of them."""
        return self.anchor(chars)

    def surface(self, chars: Chars) -> str:
        """The characters themselves. Never log the answer."""
        return self.text[chars.start : chars.end]


@dataclass(frozen=True, slots=True)
class Raster:
    """A picture: ``uint8 [height, width, 3], RGB``, in stored pixels.

    `orientation` says how the stored pixels are to be turned to be seen upright: 1 to 8 as EXIF has it (1: as they are).
    Source: Exif 3.0 (CIPA DC-008-2023), tag 0x0112. Whoever looks at a picture looks at it upright (`core.upright`).
    `beneath`: other content of its file lies over it, and where that is cut the picture is filled as well.
    """

    ordinal: int
    part: str
    pixels: Any = field(repr=False)
    orientation: int = 1
    beneath: bool = False


class Frame(NamedTuple):
    """One picture of a film: its number from the start of the whole film, when it is shown, ``uint8 [h, w, 3], RGB``."""

    number: int
    time_us: int
    pixels: Any


@dataclass(frozen=True, slots=True)
class Film:
    """A stretch of moving pictures: the frames from number `first` on, `at_most` of them, all of one size.

    A long film is several segments, so that none needs more memory than another. `frames` may be gone through once, and
    only until the next segment is asked for; whoever does not go through them does not pay for them.
    `orientation` is as in `Raster`.
    """

    ordinal: int
    part: str
    first: int
    at_most: int
    width_px: int
    height_px: int
    frames: Iterable[Frame] = field(repr=False, compare=False)
    orientation: int = 1


@dataclass(frozen=True, slots=True)
class Sound:
    """A whole recording, or one sound track of a film: blocks of samples, ``float32 [n, channels]`` in -1..1.

    A block is a second long at most (`rate_hz` samples); together they are all samples from the first to the last. `blocks`
    may be gone through once, and only until the next segment is asked for; whoever does not go through them does not pay.
    `start_us` is when the first sample is heard in the file: places count from the first sample (`core.place.Times`).
    `lossy` says that the file's codec does not keep samples as they are.
    """

    ordinal: int
    part: str
    rate_hz: int
    channels: int
    blocks: Iterable[Any] = field(repr=False, compare=False)
    start_us: int = 0
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Child:
    """A file within a file: an attachment, a member of an archive, a picture in a letter.

    Only adapters of what can hold other files give it, and only the pipeline sees it: whoever comes after is given the
    segments of the file itself. `name` is what its container calls it (relative, with '/'), read and changed like any
    name of a file where it is `shown`; one that is not shown only tells what kind of file it is by its suffix.
    `content` opens its bytes, from the first on, each time it is called, until the next segment is asked for.
    """

    ordinal: int
    part: str
    name: str = field(repr=False)
    content: Callable[[], BinaryIO] = field(repr=False, compare=False)
    shown: bool = True


Segment = Text | Raster | Film | Sound | Child


def chars_from(base: int) -> Anchor:
    """An anchor for a text that starts `base` characters into its part."""
    if base == 0:
        return _whole
    return lambda chars: (chars.shift(base),)


def texts(segments: Iterable[Segment]) -> Iterable[Text]:
    """The texts among some segments."""
    return (segment for segment in segments if isinstance(segment, Text))
