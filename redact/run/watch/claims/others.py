"""Which claims of others are dead: told by beats that do not change, on a clock of our own that only runs forward."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from pathlib import Path

from redact.run.watch.claims.leases import FILE, Claim, Lease, id_of, read, rooms

_MOST_DIGITS = 6


class Others:
    """The claims on an inbox as they were at the last look."""

    def __init__(self, folder: Path, lease_seconds: float, clock: Callable[[], float]) -> None:
        """Nothing was seen yet. `folder` holds the claims."""
        self._folder, self._lease_s, self._clock = folder, lease_seconds, clock
        self._seen: dict[Path, tuple[Lease, float]] = {}

    def forget(self) -> None:
        """Whatever was seen: leases are counted anew."""
        self._seen = {}

    def dead(self, ours: Collection[Path]) -> list[Claim]:
        """Claims in other rooms than `ours` that have looked the same for the length of a lease.

        Raises:
            OSError: the share cannot be read.
        """
        now, dead = self._clock(), list[Claim]()
        found = {room: read(room) for room in rooms(self._folder) if room not in ours}
        before = {room: seen for room, seen in self._seen.items() if found.get(room) == seen[0]}
        for room, (lease, since) in before.items():
            if now - since >= self._lease_s:
                dead += claim_of(self._folder, room, lease)
        self._seen = {room: (lease, now) for room, lease in found.items()} | before
        return dead


def claim_of(folder: Path, room: Path, lease: Lease) -> list[Claim]:
    """The claim of a room, or nothing where it is only the empty folder of an id, which goes."""
    if room.parent == folder:
        with contextlib.suppress(OSError):
            room.rmdir()
        return []
    number = room.name.partition("-")[0][:_MOST_DIGITS]
    name = lease.name if id_of(lease.name) == room.parent.name else f"recovered-{room.parent.name}"
    return [Claim(room.parent.name, name, int(number) if number.isdecimal() else 1, room / FILE)]
