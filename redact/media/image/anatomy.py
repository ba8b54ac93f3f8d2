"""What a picture file is made of: the bare picture, what is said beside it, and what is left out unread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from redact.core.flow import PartNote


@dataclass(frozen=True, slots=True)
class Saying:
    """One field of metadata as text.

    `part` names it for people; `name` is the field's own name, which may be content. `tag` says where it goes when it
    is kept: (IFD, tag) of EXIF, (keyword,) of PNG; nothing where it cannot be kept.
    """

    part: str
    name: str = field(repr=False)
    text: str = field(repr=False)
    tag: tuple[int | str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A file taken apart. `bare` is the file with what decoding needs alone; `leftover` is what is dropped unread."""

    bare: bytes = field(repr=False)
    sayings: tuple[Saying, ...] = ()
    leftover: tuple[PartNote, ...] = ()
    orientation: int = 1
    profile: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Dress:
    """What a bare picture is given again: how it is turned, its cleaned colour profile, the fields that are kept."""

    orientation: int = 1
    profile: bytes = field(default=b"", repr=False)
    kept: Mapping[tuple[int | str, ...], str] = field(default_factory=dict, repr=False)


def numbered(sayings: Iterable[Saying]) -> tuple[Saying, ...]:
    """The same with part names that stand once: `XMP`, `XMP 2`. Only the first of a name can be kept."""
    seen: dict[str, int] = {}
    made = []
    for saying in sayings:
        count = seen[saying.part] = seen.get(saying.part, 0) + 1
        made.append(saying if count == 1 else replace(saying, part=f"{saying.part} {count}", tag=()))
    return tuple(made)


def counted(notes: Iterable[PartNote]) -> tuple[PartNote, ...]:
    """The same with part names that stand once."""
    seen: dict[str, int] = {}
    made = []
    for note in notes:
        count = seen[note.part] = seen.get(note.part, 0) + 1
        made.append(note if count == 1 else replace(note, part=f"{note.part} {count}"))
    return tuple(made)
