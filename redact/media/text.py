"""Plain text, Markdown, logs: streamed in pieces, every line end and invisible character kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from redact.core.flow import Edit, PartNote, PartState, Source
from redact.core.ports import Document
from redact.core.segment import TextKind, chars_from
from redact.media._charset import detect
from redact.media._cut import splice
from redact.media._encoding import Encoding, characters
from redact.media._pieces import pieces
from redact.media._stream import Streamed, Value
from redact.settings import Settings


def open_text(source: Source, settings: Settings | None = None) -> Document:
    """The source as prose; places count in the characters of the whole file, its byte order mark left out.

    Raises:
        CorruptInput: the file is not in one encoding.
        UnsupportedMedia: it is binary.
        InputError: it cannot be read.
    """
    settings = settings or Settings()
    encoding = detect(source)

    def leaves() -> Iterator[Value]:
        base = 0
        for piece in pieces(characters(source, encoding), settings.piece_chars):
            yield _value(piece, base, encoding)
            base += len(piece)

    notes = (PartNote("text", PartState.READ, f"encoding {encoding.codec}"),)
    return Streamed(encoding, leaves, notes, settings.piece_chars)


def _value(piece: str, base: int, encoding: Encoding) -> Value:
    def render(edits: Sequence[Edit]) -> str:
        return splice(piece, [replace(edit, replacement=encoding.plain(edit.replacement)) for edit in edits])

    return Value(piece, "text", TextKind.PROSE, "", chars_from(base), render)
