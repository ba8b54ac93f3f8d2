"""Sources, settings, segments, notes and edits as plain values for JSON, and back where the speaker is trusted.

What comes from the child is not: `claims` reads that.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from redact.core.errors import Defect, RedactError
from redact.core.flow import Edit, PartNote, Source
from redact.core.ink import Ink
from redact.core.place import from_extent, to_extent
from redact.core.segment import Child, Film, Raster, Segment, Sound, Text, chars_from
from redact.settings import Settings

_WHOLE = chars_from(0)
_REPORT = "this is ours to mend: please report it"


def from_source(source: Source) -> dict[str, Any]:
    """A source; its path as bytes, since the child may be of another mind about the encoding of names."""
    path = os.fsencode(source.path).decode("latin-1")
    return {"path": path, "name": source.name, "sha256": source.sha256, "size": source.size, "kind": source.kind}


def to_source(plain: Mapping[str, Any]) -> Source:
    """The source that `from_source` gave."""
    return Source(**{**plain, "path": Path(os.fsdecode(plain["path"].encode("latin-1")))})


def to_settings(plain: Mapping[str, Any]) -> Settings:
    """The settings whose fields these are."""
    fields: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in plain.items()}
    return Settings(**fields)


def from_edits(edits: Iterable[Edit]) -> list[list[Any]]:
    """Edits of one segment; the file of an edit goes its own way."""
    return [[to_extent(edit.place), edit.replacement, edit.style] for edit in edits]


def to_edits(plain: Sequence[Sequence[Any]]) -> tuple[Edit, ...]:
    """The edits that `from_edits` gave."""
    return tuple(Edit(from_extent(place), replacement, style) for place, replacement, style in plain)


def from_notes(notes: Iterable[PartNote]) -> list[list[str]]:
    """A census."""
    return [[note.part, note.state.value, note.note, note.hidden.value if note.hidden else ""] for note in notes]


def from_error(err: RedactError) -> dict[str, Any]:
    """An error of ours."""
    return {"is": "error", "kind": err.kind, "message": err.message, "hint": err.hint}


def from_segment(segment: Segment) -> dict[str, Any]:
    """A segment without its pixels, samples or bytes.

    Raises:
        Defect: a text that is neither where its own characters are nor in ink: no native adapter gives such.
    """
    plain: dict[str, Any] = {"ordinal": segment.ordinal, "part": segment.part}
    match segment:
        case Text(anchor=anchor, text=text, kind=kind, context=context, medium=medium):
            ink = anchor.to_plain() if isinstance(anchor, Ink) else None
            if ink is None and anchor is not _WHOLE:
                raise Defect("a text from the sandbox has an anchor that cannot be told", _REPORT)
            where = {"medium": medium, "ink": ink}
            return plain | {"is": "text", "text": text, "kind": kind.value, "context": context} | where
        case Child(name=name, shown=shown):
            return plain | {"is": "child", "name": name, "shown": shown}
        case Raster(orientation=orientation, beneath=beneath):
            return plain | {"is": "raster", "orientation": orientation, "beneath": beneath}
        case Film(first=first, at_most=at_most, orientation=orientation):
            size = {"height": segment.height_px, "width": segment.width_px}
            return plain | size | {"is": "film", "first": first, "at_most": at_most, "orientation": orientation}
        case Sound(start_us=start_us, lossy=lossy):
            form = {"rate_hz": segment.rate_hz, "channels": segment.channels, "lossy": lossy}
            return plain | form | {"is": "sound", "start_us": start_us}
