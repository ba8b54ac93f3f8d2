"""Why no new files are taken for a while, in fixed words; whatever it was, work goes on by itself when it has passed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Protocol

from redact.core.errors import WriteError
from redact.run.watch.config.config import Config
from redact.run.watch.daemon.space import Space
from redact.run.watch.share.presence import on_share


class Reason(StrEnum):
    """What may be wrong for a while."""

    SHARE = "the share is away"
    DISK = "a disk is nearly full"


class Wait(Protocol):
    """See `retries.Backoff`."""

    def seconds(self, failures: int) -> float:
        """How long to wait after so many failures in a row."""


class Pause:
    """The reasons that hold now. Each is said once when it begins and once when it has passed."""

    def __init__(self, config: Config, wait: Wait, say: Callable[[str], None]) -> None:
        """None yet. The outbox and the shelves are on the file systems that they are on now."""
        self._config, self._wait, self._say = config, wait, say
        self._space = Space(config)
        self._written = (config.outbox, config.originals, config.quarantine, config.held)
        self._devices = [path.stat().st_dev for path in self._written]
        self._reasons: set[Reason] = set()
        self._failures = 0
        self.free_bytes = 0

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Those that hold, in a fixed order."""
        return tuple(reason for reason in Reason if reason in self._reasons)

    @property
    def wait_s(self) -> float:
        """How long to wait before the next look; 0 where nothing is wrong."""
        return self._wait.seconds(self._failures) if self._reasons else 0.0

    @contextmanager
    def minding(self) -> Iterator[None]:
        """What a share or a disk does to the block is a reason to wait, and no more."""
        try:
            yield
        except WriteError:
            self._begin(Reason.DISK)
        except OSError:  # ShareAway is one
            self._begin(Reason.SHARE)

    def share_is_there(self) -> bool:
        """A look at the inbox succeeded; whether it had been away."""
        self._failures = 0
        return self._end(Reason.SHARE)

    def look_around(self) -> None:
        """Whether the disks that are written to are the same ones, and have room.

        Raises:
            OSError: one of them is away.
        """
        with on_share():
            if [path.stat().st_dev for path in self._written] != self._devices:
                raise OSError("a folder is not on its file system any more")
            if not all(os.access(path, os.W_OK | os.X_OK) for path in self._written):
                raise OSError("a folder is closed to us")
            self.free_bytes = min(shutil.disk_usage(path).free for path in (self._config.outbox, self._config.record))
        if self._space.enough():
            self._end(Reason.DISK)
        else:
            self._begin(Reason.DISK)

    def _begin(self, reason: Reason) -> None:
        self._failures += 1
        if reason not in self._reasons:
            self._reasons.add(reason)
            self._say(f"no new files are taken: {reason.value}")

    def _end(self, reason: Reason) -> bool:
        held = reason in self._reasons
        if held:
            self._reasons.discard(reason)
            self._say(f"this has passed: {reason.value}")
        return held
