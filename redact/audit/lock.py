"""One run at a time: a lock that the system lets go of when its holder dies, so that no crash leaves it behind."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from redact.audit.files import writing
from redact.core.errors import UsageError

_BUSY = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})

if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def take(path: Path) -> int:
    """Hold the lock file at `path` until `let_go`; the answer is what `let_go` needs.

    Raises:
        UsageError: another process holds it.
        WriteError: it cannot be opened, or the file system has no locks.
    """
    with writing("the lock of the record folder"):
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(handle)
        except OSError as err:
            os.close(handle)
            if err.errno in _BUSY:
                raise UsageError("another run is using this record folder", "wait for it, or name another") from err
            raise
    return handle


def let_go(handle: int) -> None:
    """Release the lock. The file stays: taking it away would let two runs lock two files of one name."""
    os.close(handle)
