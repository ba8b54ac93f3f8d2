"""Folders that end with a run: only we can enter them, and those that a killed run left go with the next."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from redact.audit.files import writing
from redact.audit.lock import let_go, take
from redact.core.errors import UsageError, WriteError

_LOCK = "lock"


@contextlib.contextmanager
def passing(parent: Path, prefix: str, what: str) -> Iterator[Path]:
    """A new folder in `parent`, closed to others; it goes when the block ends.

    Raises:
        WriteError: `what` cannot be made.
    """
    with writing(what):
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _clear(parent, prefix)
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    handle = take(folder / _LOCK)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # a process that is still dying may be writing its log
        let_go(handle)


def _clear(parent: Path, prefix: str) -> None:
    """Take away what runs left that were killed: nobody holds its lock. Others' folders may be traps, and stay."""
    for folder in parent.glob(f"{prefix}*"):
        if not _ours(folder):
            continue
        with contextlib.suppress(UsageError, WriteError):  # its run lives
            handle = take(folder / _LOCK)
            shutil.rmtree(folder, ignore_errors=True)
            let_go(handle)


def _ours(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        stat = folder.lstat()
        mine = not hasattr(os, "getuid") or stat.st_uid == os.getuid()
        return mine and folder.is_dir() and not folder.is_symlink() and (folder / _LOCK).is_file()
    return False
