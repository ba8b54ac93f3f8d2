"""What stands beside a claimed file: whose it is, what it was called, and a beat. Read from a share that others write to."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from redact.run.watch.share.presence import OURS, there
from redact.run.watch.share.scan import Sight

FILE, _LEASE, _BEAT = "file", ".json", ".beat"
#: Folders beside the claims: of notes for daemons that were away, and of signs of life.
NOTES, SIGNS = "emptied", "daemons"
_NOT_EMPTY = frozenset({errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR})
_MOST_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that one daemon works on: under `path`, for as long as it is its own. `sight`: how it looked when taken.

    `uid` is whose file it is, as the file system says; -1 where it does not.
    """

    id: str
    name: str = field(repr=False)
    attempt: int
    path: Path = field(repr=False)
    sight: Sight = field(default=Sight(0, 0, 0), repr=False)
    uid: int = -1


@dataclass(frozen=True, slots=True)
class Lease:
    """What a room tells. Empty where it tells nothing (yet)."""

    owner: str = ""
    name: str = field(default="", repr=False)
    beat: str = ""


def id_of(name: str) -> str:
    """What claims on a name are called."""
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:24]


def new_room(home: Path, attempt: int) -> Path:
    """A path for a claim that was never used, nor will be."""
    return home / f"{attempt}-{secrets.token_hex(8)}"


def rooms(folder: Path) -> Iterator[Path]:
    """Every room with a claim in it, on its way in or out; of an id that has none, its own folder."""
    for home in _entries(folder):
        stems = {entry.partition(".")[0] for entry in _entries(folder / home)} - {""}
        yield from (folder / home / stem for stem in sorted(stems))
        if not stems:
            yield folder / home


def write(room: Path, owner: str, name: str) -> None:
    """Who holds a room and for which file: on the disk before the file is in it."""
    told = json.dumps({"owner": owner, "name": name})  # bytes that are no UTF-8 stand as \udcXX
    with room.with_name(room.name + _LEASE).open("x", encoding="ascii") as file:
        file.write(told)
        file.flush()
        os.fsync(file.fileno())
    room.with_name(room.name + _BEAT).touch()


def write_beat(room: Path, beat: int) -> None:
    """Written in place: who opens a file on NFS sees its last bytes, but may be shown an old one under a new name.

    Raises:
        FileNotFoundError: the room is not there any more.
    """
    handle = os.open(room.with_name(room.name + _BEAT), os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        os.write(handle, f"{beat:020d}".encode())
    finally:
        os.close(handle)


def read(room: Path) -> Lease:
    """What a room tells. A name that leads out of the inbox counts as none: anybody may have written it."""
    beat = _text(room.with_name(room.name + _BEAT))
    try:
        told = json.loads(_text(room.with_name(room.name + _LEASE)))
        owner, name = told["owner"], told["name"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return Lease(beat=beat)
    good = isinstance(owner, str) and isinstance(name, str) and _is_relative(name)
    return Lease(owner, name, beat) if good else Lease(beat=beat)


def clear(room: Path) -> bool:
    """Take a room away, and the folder of its id; one that has a file in it stays as it is, with its lease.

    Whether there was a room, and it was empty.
    """
    empty = True
    try:
        room.rmdir()
    except FileNotFoundError:
        empty = False
    except OSError as err:
        if err.errno in _NOT_EMPTY:
            return False
        raise
    for suffix in (_LEASE, _BEAT):
        room.with_name(room.name + suffix).unlink(missing_ok=True)
    with contextlib.suppress(OSError):  # others are in it
        room.parent.rmdir()
    return empty


def note_emptied(room: Path) -> None:
    """For its owner, should it come back: when its room was cleared away, the file was in its place already."""
    if not any(there(each / FILE) for each in rooms(room.parents[1]) if each.parent == room.parent):
        note = _note(room)
        note.parent.mkdir(exist_ok=True)
        note.touch()


def emptied(room: Path) -> bool:
    """Whether we put away the file of a room of ours: whoever takes a claim over takes the room away as well."""
    return (there(room) and not there(room / FILE)) or there(_note(room))


def tidy(inbox: Path, before: float) -> None:
    """Take away notes and signs that are older than that moment (seconds since 1970): their daemons are gone."""
    for folder in (NOTES, SIGNS):
        for name in _entries(inbox / OURS / folder):
            path = inbox / OURS / folder / name
            with contextlib.suppress(FileNotFoundError):
                if path.lstat().st_mtime < before:
                    path.unlink()


def _note(room: Path) -> Path:
    """`.redact/emptied/NAME` for `.redact/claims/ID/NAME`; the name of a room is used once."""
    return room.parents[2] / NOTES / room.name


def _entries(folder: Path) -> list[str]:
    try:
        return sorted(each.name for each in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _text(path: Path) -> str:
    """A small plain file; empty where there is none."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError):
        return ""
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return ""
        return file.read(_MOST_BYTES).decode("ascii", "replace")


def _is_relative(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and "\0" not in name and ".." not in path.parts and str(path) == name != "."
