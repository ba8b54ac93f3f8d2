"""When a file has come to rest: looks are counted, never the clock, which anybody may set and every host sets otherwise."""

from __future__ import annotations

from redact.run.watch.share.scan import Sight, Snapshot


class Settled:
    """Watches files until nothing about them has changed over some looks, and their marker is there where one is wanted."""

    def __init__(self, polls: int, marker: str = "") -> None:
        """`polls`: in so many looks, one after another, a file must look the same; `marker`: the suffix, empty for none."""
        self._polls, self._marker = polls, marker
        self._seen: dict[str, tuple[Sight, int]] = {}

    def look(self, snapshot: Snapshot) -> list[str]:
        """The files that have come to rest, among them those of earlier looks that are still there; oldest first."""
        before = self._seen
        self._seen = {name: (sight, _count(before.get(name), sight)) for name, sight in snapshot.items()}
        rested = [name for name, (_, count) in self._seen.items() if count >= self._polls]
        if self._marker:
            rested = [name for name in rested if name in snapshot.marked]
        return sorted(rested, key=lambda name: snapshot[name].mtime_ns)


def _count(before: tuple[Sight, int] | None, sight: Sight) -> int:
    return before[1] + 1 if before is not None and before[0] == sight else 1
