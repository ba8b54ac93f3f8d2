"""A picture as a document: its metadata as texts, then its pixels, written again without what nobody asked to keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from redact.core.errors import InputError, LimitExceeded
from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change
from redact.core.segment import Segment, TextKind, chars_from
from redact.media._cut import splice
from redact.media._stream import Readable
from redact.media.image import icc
from redact.media.image.anatomy import Anatomy, Dress, Saying
from redact.media.image.formats import format_of
from redact.media.image.moving import Moving
from redact.media.image.sheets import Sheets
from redact.media.image.stills import opened
from redact.settings import Settings

_PROFILE = "colour profile"
#: What the parts are called that are seen: pictures, pages, frames.
_SHOWN = ("picture", "page", "film", "frame")
#: A file may be so many times larger than the most pixels it may have: what is more is no picture.
_BYTES_PER_PIXEL = 16
_HEAD_BYTES = 64


class Picture:
    """An opened picture. `suffix` is that of what `write` makes, where it is of another format than the source."""

    def __init__(self, source: Source, settings: Settings) -> None:
        """Raises as `open_image` says."""
        self._source = source
        self._settings = settings
        content = self._content()
        self._format = format_of(content[:_HEAD_BYTES])
        self.suffix = self._format.suffix
        parts = self._format.anatomy(content)
        opened(parts.bare, self._format.name, settings)  # its size is known before anything is decoded
        self._motion = self._format.motion(parts.bare)
        self._body(parts)

    def segments(self) -> Iterator[Segment]:
        """The metadata, field by field, then the pictures.

        Raises:
            InputError: the file turns out to be broken further on.
        """
        parts, ordinal = self._parts(), 0
        for readable, _ in _readables(parts):
            for _, text in readable.texts(ordinal, self._settings.piece_chars):
                yield text
                ordinal += 1
        yield from self._body(parts).segments(ordinal)

    def census(self) -> Iterable[PartNote]:
        """The pictures, each field of metadata, and what is left out unread."""
        yield from map(_told, self._notes())

    def _notes(self) -> Iterable[PartNote]:
        parts = self._parts()
        body = self._body(parts)
        yield from body.notes()
        for saying in parts.sayings:
            yield PartNote(saying.part, PartState.READ if self._stays(saying) else PartState.DROPPED)
        if parts.profile:
            clean = icc.cleaned(parts.profile, body.mode)
            yield PartNote(_PROFILE, PartState.CLEANED if clean else PartState.DROPPED)
        yield from parts.leftover

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the picture again with its edits, from its own coded pixels where there are none.

        Raises:
            InputError: the file turns out to be broken further on.
            WriteError: no encoder could write it.
        """
        parts, ordinal = self._parts(), 0
        kept: dict[tuple[int | str, ...], str] = {}
        for readable, saying in _readables(parts):
            edits, ordinal = readable.ask(change, ordinal, self._settings.piece_chars)
            if self._stays(saying):
                kept[saying.tag] = splice(saying.text, edits)
        body = self._body(parts)
        dress = Dress(parts.orientation, icc.cleaned(parts.profile, body.mode), kept)
        out.write(body.written(change, ordinal, dress))

    def _body(self, parts: Anatomy) -> Sheets | Moving:
        if self._motion is None:
            return Sheets(self._format, parts, self._settings)
        return Moving(self._format, parts, self._settings, self._motion)

    def _parts(self) -> Anatomy:
        parts = self._format.anatomy(self._content())
        said = "\n".join(icc.sayings(parts.profile))
        about = (Saying(f"{_PROFILE}, texts", "", said),) if said else ()
        return replace(parts, sayings=(*about, *parts.sayings))

    def _stays(self, saying: Saying) -> bool:
        return bool(saying.tag) and saying.part in self._settings.keep_metadata

    def _content(self) -> bytes:
        if self._source.size > self._settings.max_pixels * _BYTES_PER_PIXEL + (1 << 26):
            raise LimitExceeded("the picture file is too large", "raise max_pixels, or take the file apart")
        try:
            return self._source.path.read_bytes()
        except OSError as err:
            raise InputError("the file cannot be read", "check that it is still there and may be read") from err


def _told(note: PartNote) -> PartNote:
    """The note with the heading under which a person looks for what a picture does not show."""
    if note.state is PartState.READ and note.part.startswith(_SHOWN):
        return note
    return replace(note, hidden=Hidden.THUMBNAILS if "thumbnail" in note.part else Hidden.METADATA)


def _readables(parts: Anatomy) -> Iterator[tuple[Readable, Saying]]:
    """Each field that holds words, as it is read."""
    for saying in parts.sayings:
        if saying.text:
            yield Readable(saying.text, saying.part, TextKind.FIELD, saying.name, chars_from(0)), saying
