"""Files moved from one place to another, on one file system or between two: whole or not at all, and over no other file.

A name is reserved before a file is renamed to it, for not every share has links or a rename that refuses. The rename
itself stays the one moment at which the file is moved: whoever is too late finds nothing to move.

    reserve b.pdf ──▶ is b.pdf free? ──▶ rename, or copy · fsync · still there? · rename · delete ──▶ let b.pdf go
"""

from __future__ import annotations

import contextlib
import errno
import filecmp
import hashlib
import os
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from redact.audit.files import sync_folder, temp_beside
from redact.run.watch.share.presence import ShareAway, there
from redact.run.watch.share.scan import Sight

_BLOCK = 1 << 20
#: The file system has no links, or not for us and this file.
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EACCES})
#: It has no way to make a folder durable.
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF, errno.EACCES})


def put(source: Path, shelf: Path, names: Iterable[str], who: str) -> Path | None:
    """Move a file to the first of some names on a shelf that is free, or under which its very content is there already.

    `who` is the mover: it may go on where it was cut off. Gives where the file is, or None: not one name is free.

    Raises:
        FileNotFoundError: the source is not there, or was taken from us in this moment.
        OSError: the system refuses; the source is where it was.
    """
    for name in names:
        with _reserved(shelf, name, who) as ours:
            if ours and (place := _put(source, shelf / name, shelf)):
                return place
    return None


def bring_back(source: Path, target: Path) -> bool:
    """Move a file to where others write too, who reserve nothing; False where a file is there. On one file system.

    Raises:
        FileNotFoundError: the source is not there.
        OSError: the system refuses; the source is where it was.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):  # a file stands where its folder was
        return False
    try:
        target.hardlink_to(source)
    except FileExistsError:
        if not same_file(source, target):
            return False
    except OSError as err:
        if err.errno not in _NO_LINKS:
            raise
        if there(target):  # without links nothing keeps another out between this line and the next
            return False
        source.rename(target)
        return True
    source.unlink()
    return True


def _put(source: Path, target: Path, shelf: Path) -> Path | None:
    """Move to a reserved name; None where another file has it."""
    if there(target):
        if not alike(source, target):
            return None
        source.unlink()
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source.rename(target)
    except OSError as err:
        if err.errno == errno.EXDEV:
            _carry(source, target, shelf)
        elif there(source) or not there(target):
            raise
        # else it was done, and the answer was lost: the server was asked twice
    with contextlib.suppress(OSError):  # a power cut would only put it back where it was
        sync_folder(target.parent)
    return target


def _carry(source: Path, target: Path, shelf: Path) -> None:
    """Copy to another file system; the source goes when the copy is safe.

    Raises:
        ShareAway: it changed while it was copied.
    """
    temp = temp_beside(shelf / "x")
    try:
        with source.open("rb") as old, temp.open("xb") as new:
            before = os.fstat(old.fileno())
            shutil.copyfileobj(old, new, _BLOCK)
            new.flush()
            os.fsync(new.fileno())
        if Sight.of(os.lstat(source)) != Sight.of(before) or temp.stat().st_size != before.st_size:
            raise ShareAway(errno.EBUSY)
        os.utime(temp, ns=(before.st_atime_ns, before.st_mtime_ns))
        os.lstat(source)  # the last moment to learn that it was taken from us
        temp.rename(target)
        _sync(target.parent)
        source.unlink()
    finally:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Make a rename durable, where the file system has a way to ask for it."""
    try:
        sync_folder(folder)
    except OSError as err:
        if err.errno not in _NO_SYNC:
            raise


@contextlib.contextmanager
def _reserved(shelf: Path, name: str, who: str) -> Iterator[bool]:
    """Whether the name is the mover's while the block lasts. Names that differ in capitals or accents' form are one."""
    lock = shelf / f".redact-{_mark(name)}.tmp"
    try:
        handle = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        ours = _reader(lock) == who
    else:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(who)
        ours = True
    try:
        yield ours
    finally:
        if ours:
            with contextlib.suppress(OSError):
                lock.unlink(missing_ok=True)


def _reader(lock: Path) -> str:
    try:
        return lock.read_text("ascii", "replace")
    except FileNotFoundError:
        return ""


def _mark(name: str) -> str:
    folded = unicodedata.normalize("NFC", name).casefold()
    return hashlib.sha256(os.fsencode(folded)).hexdigest()[:32]


def same_file(one: Path, other: Path) -> bool:
    """Whether two names are of one file.

    Raises:
        FileNotFoundError: one of them is not there.
    """
    a, b = os.lstat(one), os.lstat(other)
    return bool(a.st_ino) and (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino)


def alike(source: Path, target: Path) -> bool:
    """Whether a plain file stands there with the very same content."""
    if target.is_symlink() or not target.is_file():
        return False
    filecmp.clear_cache()
    return filecmp.cmp(source, target, shallow=False)
