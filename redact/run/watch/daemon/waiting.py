"""Who waits in the inbox, and whose turn is next: the lane's priority first, then age."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping

from redact.run.watch.config.config import Config, Lane
from redact.run.watch.share.scan import Sight

_UNSEEN = Sight(0, 0, 0)


class Waiting:
    """The files of the last look at the inbox. Only those that are settled get a turn."""

    def __init__(self, config: Config) -> None:
        """Nobody waits yet."""
        self._config = config
        self._seen: dict[str, Sight] = {}
        self._lanes: dict[str, Lane] = {}
        self._line: list[tuple[int, int, str]] = []

    def remember(self, names: Iterable[str]) -> None:
        """Who waited when we were last here: should they be gone by now, the next look says so."""
        self._seen |= dict.fromkeys(names, _UNSEEN)

    def look(self, sights: Mapping[str, Sight], settled: Iterable[str]) -> tuple[dict[str, str], set[str]]:
        """Take in a look; who is new (with the prefix of its lane), and who is gone."""
        self._lanes = {name: self._lanes.get(name) or self._config.lane(name) for name in sights}
        fresh = {name: self._lanes[name].prefix for name in sights if name not in self._seen}
        gone = {name for name in self._seen if name not in sights}
        self._seen = dict(sights)
        self._line = [(-self._lanes[name].priority, sights[name].mtime_ns, name) for name in settled]
        heapq.heapify(self._line)
        return fresh, gone

    def next(self, without: Collection[str], among: Collection[str] | None = None) -> tuple[str, Sight] | None:
        """The next in line, who leaves it; not one of `without`, and one of `among` where that is given."""
        while self._line:
            name = heapq.heappop(self._line)[2]
            if name not in without and (among is None or name in among):
                return name, self._seen.pop(name)  # should it come again, it is new
        return None

    @property
    def names(self) -> frozenset[str]:
        """All that were seen and had no turn yet."""
        return frozenset(self._seen)
