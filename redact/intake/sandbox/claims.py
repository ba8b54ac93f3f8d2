"""What the child says, believed only as far as types and sizes go: a hostile file may be speaking through it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from redact.core import errors
from redact.core.errors import CorruptInput, LimitExceeded, RedactError
from redact.core.flow import PartNote, PartState
from redact.core.segment import Film, Frame, Raster, Sound, Text, TextKind
from redact.intake.sandbox.channel import CHUNK_BYTES

_LARGEST = 2**63 - 1
#: Samples a second of the fastest recorders, and as many channels as any format names; settings ask for fewer.
_RATE_HZ, _CHANNELS = 1_000_000, 1_024
_LINE_CHARS = 1_000
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,16}")
_ERRORS = {
    each.__name__: each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, RedactError)
}


class Claims:
    """The fields of one message. Whatever is not as it must be raises ValueError, which quotes nothing."""

    def __init__(self, said: dict[str, Any], max_pixels: int) -> None:
        self._said = said
        self._max_pixels = max_pixels

    @property
    def what(self) -> str:
        """Which message this is."""
        return self.text("is")

    def text(self, name: str) -> str:
        """Any characters."""
        return _as_text(self._said.get(name))

    def line(self, name: str) -> str:
        """Characters that may stand in a log or on a terminal."""
        return _as_line(self._said.get(name))

    def number(self, name: str, low: int = 0, high: int = _LARGEST) -> int:
        """A whole number from `low` to `high`."""
        value = self._said.get(name)
        if type(value) is not int or not low <= value <= high:
            raise ValueError(f"{name} is no number in its range")
        return value

    def size(self) -> tuple[int, int]:
        """Height and width of a picture."""
        height, width = self.number("height", 1), self.number("width", 1)
        if height * width > self._max_pixels:
            raise LimitExceeded("a picture is larger than the limit", "raise max_pixels in the settings")
        return height, width

    def count(self) -> int:
        """How many bytes of a file follow."""
        return self.number("count", 1, CHUNK_BYTES)

    def segment_text(self) -> Text:
        """A text."""
        text, context, medium = self.text("text"), self.text("context"), self.line("medium")
        return Text(
            self.number("ordinal"), self.line("part"), text, TextKind(self.text("kind")), context, medium=medium
        )

    def raster(self, pixels: Any) -> Raster:
        """A picture with the given pixels."""
        return Raster(self.number("ordinal"), self.line("part"), pixels, self.number("orientation", 1, 8))

    def film(self, frames: Iterable[Frame]) -> Film:
        """A film with the given frames."""
        height, width = self.size()
        span = self.number("first"), self.number("at_most")
        orientation = self.number("orientation", 1, 8)
        return Film(self.number("ordinal"), self.line("part"), *span, width, height, frames, orientation)

    def sound(self, blocks: Iterable[Any]) -> Sound:
        """A recording with the given blocks."""
        rate_hz, channels = self.number("rate_hz", 1, _RATE_HZ), self.number("channels", 1, _CHANNELS)
        start_us = self.number("start_us", -(2**63))
        lossy = self._said.get("lossy") is True
        return Sound(self.number("ordinal"), self.line("part"), rate_hz, channels, blocks, start_us, lossy)

    def suffix(self) -> str | None:
        """A file suffix, which becomes part of a path."""
        value = self._said.get("suffix")
        if value is not None and not _SUFFIX.fullmatch(_as_text(value)):
            raise ValueError("this is no suffix")
        return value

    def notes(self) -> tuple[PartNote, ...]:
        """A census."""
        rows = self._said.get("notes")
        if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 3 for row in rows):
            raise ValueError("this is no census")
        return tuple(PartNote(_as_line(part), PartState(_as_text(state)), _as_line(note)) for part, state, note in rows)

    def error(self) -> RedactError:
        """The error that the adapter raised."""
        kind = _ERRORS.get(self.text("kind"))
        if kind is None:
            raise ValueError("this is no error of ours")
        return kind(self.line("message"), self.line("hint"))


def failed(name: object) -> CorruptInput:
    """An exception that the adapter let through; only its class is known, since its text may quote the file."""
    shown = name if isinstance(name, str) and name.isidentifier() and len(name) < 80 else "unknown"
    return CorruptInput(f"the decoder failed ({shown})", "the file may be damaged: save it anew, or leave it out")


def _as_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("this is no text")  # noqa: TRY004 - whatever is wrong with a message is one error
    return value


def _as_line(value: object) -> str:
    line = _as_text(value)
    if len(line) > _LINE_CHARS or not line.isprintable():
        raise ValueError("this is no line")
    return line
