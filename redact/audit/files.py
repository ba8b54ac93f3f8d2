"""Files written and lines appended whole or not at all: a full disk is a WriteError, never a half file."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from redact.core.errors import WriteError

_TEMP_PREFIX, _TEMP_SUFFIX = ".redact-", ".tmp"
_FLUSH_BYTES = 1 << 16
_HINTS = {
    errno.ENOSPC: "free some space and run again; the run goes on where it stopped",
    errno.EDQUOT: "the quota is used up: free some space and run again",
    errno.EACCES: "check who may write there, then run again",
    errno.EPERM: "check who may write there, then run again",
    errno.EROFS: "the file system is read-only: choose another folder",
}


def is_temp(name: str) -> bool:
    """Whether a file name is one that only an interrupted write of ours can have left."""
    return name.startswith(_TEMP_PREFIX) and name.endswith(_TEMP_SUFFIX)


def temp_beside(path: Path) -> Path:
    """A new hidden name in the folder of `path`, so that the rename stays on one file system."""
    return path.with_name(f"{_TEMP_PREFIX}{secrets.token_hex(8)}{_TEMP_SUFFIX}")


@contextlib.contextmanager
def writing(what: str) -> Iterator[None]:
    """Operating-system errors in the block become a WriteError that says `what` could not be written, and why.

    Raises:
        WriteError: the disk is full, the folder is closed to us, or the like.
    """
    try:
        yield
    except OSError as err:
        hint = _HINTS.get(err.errno or 0, "check the disk and the folder, then run again")
        raise WriteError(f"{what} cannot be written", hint) from err


@contextlib.contextmanager
def replacing(path: Path, what: str) -> Iterator[BinaryIO]:
    """A file to write; when the block ends it stands at `path`, durable and whole. If it fails, nothing has changed.

    Raises:
        WriteError: it cannot be written.
    """
    temp = temp_beside(path)
    try:
        with writing(what):
            with temp.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            temp.replace(path)
            sync_folder(path.parent)
    finally:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable, where the system can (Windows cannot open a folder, and journals renames)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def last_line(path: Path) -> tuple[bytes, int]:
    """The last finished line of a file without its newline, and how many bytes of an unfinished one stand after it."""
    block = 1 << 16
    held = b""
    with path.open("rb") as file:
        start = file.seek(0, os.SEEK_END)
        while start > 0 and held.count(b"\n") < 2:
            step = min(block, start)
            start -= step
            file.seek(start)
            held = file.read(step) + held
    body, newline, rest = held.rpartition(b"\n")
    return (body.rpartition(b"\n")[2], len(rest)) if newline else (b"", len(held))


class Appender:
    """Lines at the end of one file. Lines wait in memory until there are many of them, or until `sync`.

    If the disk is full, the file is cut back to its last whole line and nothing more is taken: what waits is lost with
    an error, never half written.
    """

    def __init__(self, path: Path, what: str) -> None:
        """Open `path` for appending; an unfinished last line of an earlier crash is cut off (`repaired` says how much).

        Raises:
            WriteError: it cannot be opened.
        """
        self._what = what
        self._waiting: list[bytes] = []
        self._length = 0
        self._broken = False
        with writing(what):
            self.last, self.repaired = last_line(path) if path.exists() else (b"", 0)
            self._file = path.open("ab", buffering=0)
            self._good = self._file.seek(0, os.SEEK_END) - self.repaired
            if self.repaired:
                self._file.truncate(self._good)

    def add(self, line: bytes) -> None:
        """One line, without its newline."""
        self._waiting.append(line + b"\n")
        self._length += len(line) + 1
        if self._length >= _FLUSH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Hand what waits to the operating system.

        Raises:
            WriteError: it cannot be written whole.
        """
        if self._broken:
            raise WriteError(f"{self._what} cannot be written", "an earlier write failed; start the run again")
        left = memoryview(b"".join(self._waiting))
        self._waiting, self._length = [], 0
        try:
            with writing(self._what):
                while left:
                    done = self._file.write(left)
                    left = left[done:]
        except WriteError:
            self._broken = True
            with contextlib.suppress(OSError):
                self._file.truncate(self._good)
            raise
        self._good = self._file.tell()

    def sync(self) -> None:
        """As `flush`, and wait until the disk has it.

        Raises:
            WriteError: it cannot be written whole.
        """
        self.flush()
        with writing(self._what):
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Write what waits and let go of the file; after a failed write, only let go.

        Raises:
            WriteError: it cannot be written whole.
        """
        try:
            if not self._broken:
                self.sync()
        finally:
            self._file.close()
