"""What the child says, believed only as far as types and sizes go: a hostile file may be speaking through it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from math import isfinite
from typing import Any, BinaryIO

from redact.core import errors
from redact.core.errors import CorruptInput, LimitExceeded, RedactError
from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.core.ink import Ink, Stroke
from redact.core.place import Box
from redact.core.segment import Child, Film, Frame, Raster, Sound, Text, TextKind, chars_from
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

    def flag(self, name: str) -> bool:
        """Yes or no."""
        return self._said.get(name) is True

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
        kind = TextKind(self.text("kind"))
        ink = self._said.get("ink")
        anchor = chars_from(0) if ink is None else _as_ink(ink, len(text))
        return Text(self.number("ordinal"), self.line("part"), text, kind, context, anchor, medium)

    def child(self, content: Callable[[], BinaryIO]) -> Child:
        """A file within a file, with a way to its bytes."""
        return Child(self.number("ordinal"), self.line("part"), self.text("name"), content, self.flag("shown"))

    def raster(self, pixels: Any) -> Raster:
        """A picture with the given pixels."""
        orientation = self.number("orientation", 1, 8)
        return Raster(self.number("ordinal"), self.line("part"), pixels, orientation, self.flag("beneath"))

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
        lossy = self.flag("lossy")
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
        if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 4 for row in rows):
            raise ValueError("this is no census")
        return tuple(
            PartNote(
                _as_line(part), PartState(_as_text(state)), _as_line(note), Hidden(_as_text(where)) if where else None
            )
            for part, state, note, where in rows
        )

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


def _as_ink(value: object, length: int) -> Ink:
    """An anchor whose strokes lie, in order, within a text of that length."""
    rows = value.get("strokes") if isinstance(value, dict) else None
    if not isinstance(rows, list):
        raise ValueError("this is no ink")  # noqa: TRY004 - whatever is wrong with a message is one error
    strokes, done = [], 0
    for row in rows:
        if not isinstance(row, list) or len(row) != 7 or not all(map(_is_number, row)):
            raise ValueError("this is no stroke")
        start, end, line, *sides = row
        if not all(type(each) is int for each in (start, end, line)) or not done <= start <= end <= length:
            raise ValueError("a stroke lies outside its text")
        strokes.append(Stroke(start, end, line, Box(*sides)))
        done = end
    return Ink(tuple(strokes))


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and isfinite(value)  # type: ignore[arg-type]
