"""JSON Lines: one JSON value on each line, streamed; a bad line refuses the file."""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.flow import PartNote, PartState, Source
from redact.core.ports import Document
from redact.media._charset import detect
from redact.media._json_grammar import Item, Role
from redact.media._json_values import leaves
from redact.media._stream import Streamed, Value
from redact.settings import Settings


def open_jsonl(source: Source, settings: Settings | None = None) -> Document:
    """The source as keys and values, line by line; places count in the characters of the value as it reads.

    The text is checked while it is read: `segments()` raises CorruptInput or LimitExceeded where a line is not JSON.

    Raises:
        CorruptInput: the file is not in one encoding.
        InputError: it cannot be read.
    """
    settings = settings or Settings()
    encoding = detect(source)

    def all_leaves() -> Iterator[str | Value]:
        return leaves(source, encoding, settings, _name, lines=True)

    notes = (
        PartNote("keys", PartState.READ),
        PartNote("values", PartState.READ, "true, false, null and numbers of under five digits are kept as they are"),
    )
    return Streamed(encoding, all_leaves, notes, settings.piece_chars)


def _name(item: Item, number: int) -> str:
    return f"line {item.line} {'key' if item.role is Role.KEY else 'value'} {number}"
