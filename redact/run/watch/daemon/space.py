"""Whether the disks have room. Once they had not, there must be some more than enough again, so that it does not flap."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from redact.run.watch.config.config import Config
from redact.run.watch.share.presence import on_share

#: How many times the least room there must be before work goes on that stopped for want of it.
_AGAIN = 1.25


def enough(config: Config, before: bool = True) -> bool:
    """Whether outbox, record and state all have the least room. `before`: what the answer was the last time.

    Raises:
        ShareAway: one of them cannot be asked.
    """
    least = config.min_free_bytes * (1.0 if before else _AGAIN)
    return all(_free(folder) >= least for folder in (config.outbox, config.record, config.state))


class Space:
    """`enough`, which remembers its answer."""

    def __init__(self, config: Config) -> None:
        """There is room until it is found wanting."""
        self._config, self._before = config, True

    def enough(self) -> bool:
        """Whether there is room.

        Raises:
            ShareAway: a disk cannot be asked.
        """
        self._before = enough(self._config, self._before)
        return self._before


def _free(folder: Path) -> float:
    """Bytes that we may still write there; 0 where the disk takes no more files, no end where it does not say."""
    with on_share():
        there = next((each for each in (folder, *folder.parents) if each.exists()), folder)
        if not hasattr(os, "statvfs"):
            return shutil.disk_usage(there).free
        found = os.statvfs(there)
    if not found.f_blocks:
        return float("inf")
    if found.f_files and not found.f_favail:
        return 0
    return found.f_bavail * found.f_frsize
