"""The door: a verified draft becomes an output by one rename, or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
from pathlib import Path

from redact.audit.failpoints import reach
from redact.audit.files import is_temp, sync_folder, temp_beside, writing

_CHUNK = 1 << 20


def release(draft: Path, target: Path) -> str:
    """Move `draft` to `target`, folders made as needed; the SHA-256 of what stands there now.

    Where the two are on different file systems, a copy is made under a hidden name beside the target and renamed there.
    The log's decisions must be on the disk before this is called.

    Raises:
        WriteError: it cannot be done; nothing stands at the target that was not there before.
    """
    with writing("the output"):
        digest = file_sha256(draft)
        _sync(draft)
        target.parent.mkdir(parents=True, exist_ok=True)
        reach("before-rename")
        try:
            draft.replace(target)
        except OSError as err:
            if err.errno != errno.EXDEV:
                raise
            _across(draft, target)
        sync_folder(target.parent)
    reach("after-rename")
    return digest


def sweep_output(folder: Path) -> int:
    """Take away what interrupted releases left in the release folder; how many there were. Links are not followed.

    Raises:
        WriteError: one cannot be taken away.
    """
    gone = 0
    with writing("the release folder"):
        for root, _, names in os.walk(folder):
            for name in filter(is_temp, names):
                (Path(root) / name).unlink()
                gone += 1
    return gone


def file_sha256(path: Path) -> str:
    """The hash of a file's bytes. Raises OSError: it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _across(draft: Path, target: Path) -> None:
    """The rename, between file systems."""
    temp = temp_beside(target)
    try:
        with draft.open("rb") as source, temp.open("xb") as copy:
            shutil.copyfileobj(source, copy, _CHUNK)
            copy.flush()
            os.fsync(copy.fileno())
        temp.replace(target)
    finally:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)
    draft.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
