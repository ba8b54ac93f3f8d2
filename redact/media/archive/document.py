"""An archive of any kind as a document: members are asked for one by one, and written again without who packed them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from redact.core.errors import CorruptInput
from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change
from redact.core.segment import Child, Segment
from redact.media import _child

#: What desktops leave in archives: thumbnails and names of files, and nothing that anybody packed.
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_LITTER_FOLDER = "__macosx"


@dataclass(frozen=True, slots=True)
class Entry:
    """A member: its name with '/', and a way to its bytes while the archive stands at it."""

    name: str = field(repr=False)
    content: Callable[[], BinaryIO] = field(repr=False)


class Writer(Protocol):
    """Makes an archive of the same kind."""

    def add(self, name: str, path: Path) -> None:
        """Add a member from a file."""

    def note(self, name: str, text: bytes) -> None:
        """Add a member from memory."""


class Kind(Protocol):
    """Reads one kind of archive."""

    def entries(self) -> Iterator[Entry]:
        """Every plain file in it, in order, from the first on each time."""

    def left_out(self) -> Iterable[PartNote]:
        """What is in it that is no plain file: folders, links, comments."""

    def writing(self, out: BinaryIO) -> AbstractContextManager[Writer]:
        """A new archive of this kind."""


class Archive:
    """The members of an archive, in order."""

    def __init__(self, kind: Kind, source: Source) -> None:
        self._kind = kind
        self._source = source

    def segments(self) -> Iterator[Segment]:
        """Every member that somebody packed.

        Raises:
            CorruptInput: a name leads out of the archive, or it turns out to be damaged further on.
        """
        for number, entry in enumerate(self._members()):
            yield _child_of(number, entry)

    def census(self) -> Iterator[PartNote]:
        """What is left out of it; the members speak for themselves."""
        litter = sum(_is_litter(entry.name) for entry in self._kind.entries())
        if litter:
            note = f"{litter} files that a desktop left"
            yield PartNote("litter", PartState.DROPPED, note, Hidden.THUMBNAILS)
        yield from self._kind.left_out()
        yield PartNote("directory", PartState.CLEANED, "dates, owners and comments are not kept")

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the archive again, of what comes back for each member."""
        names = _Names()
        with self._kind.writing(out) as writer:
            for number, entry in enumerate(self._members()):
                released = _child.ask(change, _child_of(number, entry))
                if released.path is None:
                    name = str(PurePosixPath(released.name).with_name(f"member {number + 1} {_child.NOTE_NAME}"))
                    writer.note(names.free(name), _child.NOTE.encode())
                else:
                    writer.add(names.free(released.name), released.path)

    def _members(self) -> Iterator[Entry]:
        for entry in self._kind.entries():
            _check(entry.name)
            if not _is_litter(entry.name):
                yield entry


class _Names:
    """Names given out in one archive: no two alike, whatever the system it is unpacked on."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, name: str) -> str:
        path, number = PurePosixPath(name), 1
        while unicodedata.normalize("NFC", name).casefold() in self._taken:
            number += 1
            name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        self._taken.add(unicodedata.normalize("NFC", name).casefold())
        return name


def _child_of(number: int, entry: Entry) -> Child:
    return Child(number, f"member {number + 1}", entry.name, entry.content)


def _check(name: str) -> None:
    """Nothing, if the name stays inside whatever folder it is unpacked into."""
    parts = name.replace("\\", "/").split("/")
    if not name or ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\0" in name:
        raise CorruptInput("a name in the archive leads out of it", "unpack it by hand, and look at what it is")


def _is_litter(name: str) -> bool:
    parts = [part.lower() for part in name.split("/")]
    return _LITTER_FOLDER in parts or parts[-1] in _LITTER

