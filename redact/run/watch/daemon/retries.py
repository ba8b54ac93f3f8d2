"""Jobs that are tried again: each after a while that doubles and is drawn by chance, so that daemons do not march in step."""

from __future__ import annotations

import heapq
import random
from itertools import count

from redact.run.watch.config.config import Config
from redact.run.watch.jobs import Job

#: So often is a file tried while share and disks are well; then it goes to quarantine.
MOST_TRIES = 5
_MOST_DOUBLINGS = 30


def given_up(job: Job) -> bool:
    """Whether it was tried often enough."""
    return job.mine.tries >= MOST_TRIES


class Backoff:
    """Ever longer waits up to a longest one."""

    def __init__(self, config: Config, chance: random.Random) -> None:
        """Seconds as the configuration has them."""
        self._first_s, self._most_s = config.retry_seconds, config.retry_most
        self._chance = chance

    def seconds(self, failures: int) -> float:
        """How long to wait after so many failures in a row: between half and all of what they have grown to."""
        grown = self._first_s * 2.0 ** min(max(0, failures - 1), _MOST_DOUBLINGS)
        return min(self._most_s, grown) * self._chance.uniform(0.5, 1.0)


class Retries:
    """Jobs by when they are due, on a clock that nobody can set. Their claims stay ours."""

    def __init__(self, config: Config, chance: random.Random) -> None:
        """None yet."""
        self._backoff = Backoff(config, chance)
        self._line: list[tuple[float, int, Job]] = []
        self._failures: dict[str, int] = {}
        self._number = count()

    def add(self, job: Job, now: float, *, failed: bool = False) -> float:
        """A job for later; in how many seconds it is due. One that has not failed is due at once."""
        wait_s = 0.0
        if failed:
            failures = self._failures.get(job.mine.name, 0) + 1
            self._failures[job.mine.name] = failures
            wait_s = self._backoff.seconds(failures)
        heapq.heappush(self._line, (now + wait_s, next(self._number), job))
        return wait_s

    def due(self, now: float) -> Job | None:
        """The next job whose time has come."""
        return heapq.heappop(self._line)[2] if self._line and self._line[0][0] <= now else None

    def at_once(self) -> None:
        """What they waited for is back: all are due."""
        self._line = [(0.0, number, job) for _, number, job in self._line]
        heapq.heapify(self._line)

    def forget(self, name: str) -> None:
        """It has come to an end: failures that lie behind do not count any more."""
        self._failures.pop(name, None)

    def all(self) -> list[Job]:
        """Every job that waits, in no order; none does afterwards."""
        jobs = [job for _, _, job in self._line]
        self._line = []
        return jobs

    @property
    def names(self) -> frozenset[str]:
        """The files that wait."""
        return frozenset(job.mine.name for _, _, job in self._line)
