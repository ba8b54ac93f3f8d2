"""Files that have lain on their shelf for as long as they may are deleted. Nothing else ever is.

How long is counted from when a file came to the shelf. Its time of change is its author's, who may have written it years
before; the time of its inode (`st_ctime`) is that of the rename that brought it, unless somebody has a better note.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from redact.audit.files import is_temp
from redact.run.watch.config.config import Config
from redact.run.watch.share.presence import OURS, ShareAway, on_share
from redact.run.watch.shelves.shelves import REASON

_DAY_S = 86_400.0
_JUMP_S = 3_600.0
#: When a file came to its shelf, in seconds since 1970; None: there is no note of it.
Arrived = Callable[[Path], float | None]


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files were deleted."""

    originals: int = 0
    quarantine: int = 0
    outbox: int = 0


def sweep(config: Config, now: float, arrived: Arrived | None = None) -> Swept:
    """Delete what is over its time at `now` (seconds since 1970). A link is never followed, nor deleted.

    Raises:
        ShareAway: a shelf cannot be trusted at this moment; the next sweep goes on.
    """
    kept = config.retention
    since = arrived or _no_note
    with on_share():
        return Swept(
            _sweep(config.originals, kept.originals_days, now, since),
            _sweep(config.quarantine, kept.quarantine_days, now, since),
            _sweep(config.outbox, kept.outbox_days, now, since),
        )


def _no_note(_path: Path) -> None:
    return None


class Steady:
    """A clock that says nothing for a day after it was set: a jump of ten years must not empty the shelves."""

    def __init__(self, clock: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds since 1970, `steady` seconds that nobody can set."""
        self._clock, self._steady = clock, steady
        self._apart = clock() - steady()
        self._doubted = -_DAY_S + steady()

    def now(self) -> float | None:
        """Seconds since 1970, or None while that is in doubt."""
        now, steady = self._clock(), self._steady()
        if abs(now - steady - self._apart) > _JUMP_S:
            self._apart, self._doubted = now - steady, steady
        return now if steady - self._doubted >= _DAY_S else None


def _sweep(shelf: Path, days: int, now: float, arrived: Arrived) -> int:
    if not shelf.is_dir():
        raise ShareAway(errno.ENOENT)
    _clear(shelf, now)
    if days <= 0:
        return 0
    gone = 0
    for path, found in _files(shelf):
        since = arrived(path)
        if now - (found.st_ctime if since is None else since) <= days * _DAY_S:
            continue
        with contextlib.suppress(FileNotFoundError):  # somebody else was tidy
            path.unlink()
            gone += not (path.name.endswith(REASON) or is_temp(path.name))
            _fold(path.parent, shelf)
    return gone


def _files(shelf: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Every plain file in a shelf and its folders, without our own."""
    waiting = [shelf]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.extend([Path(entry.path)] if entry.name != OURS else [])
                    elif stat.S_ISREG((found := entry.stat(follow_symlinks=False)).st_mode):
                        yield Path(entry.path), found
        except (FileNotFoundError, PermissionError):
            continue  # emptied meanwhile, or not ours to look into


def _clear(shelf: Path, now: float) -> None:
    """What our own crashes have left, a day after; it lies at the top of a shelf."""
    with os.scandir(shelf) as entries:
        left = [entry for entry in entries if is_temp(entry.name)]
    for entry in left:
        with contextlib.suppress(FileNotFoundError):
            if now - entry.stat(follow_symlinks=False).st_ctime > _DAY_S:
                Path(entry.path).unlink()


def _fold(folder: Path, shelf: Path) -> None:
    """Folders that have become empty go too, but never the shelf."""
    while folder != shelf:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
