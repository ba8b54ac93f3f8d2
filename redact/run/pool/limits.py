"""What one item may take of the machine: time and memory. Decoders run in children, so a process counts with its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

from redact.core.errors import LimitExceeded


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` for what a hand announces at once (a batch or an item); `bytes` of resident memory. 0: no limit.

    Memory is looked at twice a second: what swells faster than that is for the kernel to stop.
    """

    seconds: float = 3600.0
    bytes: int = 0

    def exceeded(self, pid: int, elapsed_s: float) -> LimitExceeded | None:
        """The limit that a process is over, if any, `elapsed_s` after it last said what it does."""
        if self.seconds and elapsed_s > self.seconds:
            return LimitExceeded(
                f"it was not done after {self.seconds:g} seconds", "allow more time for an item, or leave it out"
            )
        if self.bytes and resident_bytes(pid) > self.bytes:
            return LimitExceeded(
                f"it took more than {self.bytes // 2**20} MiB of memory", "allow a process more memory, or leave it out"
            )
        return None


def resident_bytes(pid: int) -> int:
    """Resident memory of a process and all below it; of those that are gone, none."""
    taken = 0
    for process in _family(pid):
        with contextlib.suppress(psutil.Error):
            taken += process.memory_info().rss
    return taken


def kill_family(pid: int) -> None:
    """End a process and all below it at once, whatever they do."""
    family = list(_family(pid))  # first: children of a dead process are not found any more
    for process in family:
        with contextlib.suppress(psutil.Error):
            process.kill()


def _family(pid: int) -> Iterator[psutil.Process]:
    try:
        process = psutil.Process(pid)
        below = process.children(recursive=True)
    except psutil.Error:
        return
    yield process
    yield from below
