"""What redacts in the daemon: a process for each job with all models loaded, and a record folder for each policy."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from redact import settings
from redact.api.ask import Ask, order_for
from redact.api.single import Door, Single
from redact.core.errors import Defect
from redact.core.work import At, Crew, Task
from redact.pipeline.ready import Ready
from redact.run.pool.budget import cores
from redact.run.pool.limits import Limits
from redact.run.pool.pool import Pool
from redact.run.watch.config.config import Config, Lane
from redact.run.watch.jobs import Payload

_SPARE_S = 900.0  # for hashing and moving a large file, and loading models anew


@dataclass(frozen=True, slots=True)
class Making:
    """Makes a hand in its process."""

    asks: tuple[Ask, ...]

    def __call__(self) -> Clerk:
        """A hand with nothing loaded yet."""
        return Clerk(self.asks)


class Clerk:
    """A hand that redacts one file after another, each under its order."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        self._asks = asks
        self._singles: dict[int, Single] = {}
        self._last: tuple[Single, Ready] | None = None

    def do(self, task: Task, at: At) -> Ready | None:
        """The draft of a file; None, and all models loaded, where there is no file."""
        payload = task.payload
        if not isinstance(payload, Payload):
            raise Defect("a hand was given what it does not know", "please report this")
        single = self._single(payload.order)
        self._clear()
        if payload.path is None:
            return None
        at([0])
        ready = single.ready(payload.path, payload.name)
        self._last = single, ready
        return ready

    def hear(self, message: object) -> None:
        """Nothing is told here."""

    def close(self) -> None:
        """End what was loaded."""
        self._clear()
        for single in self._singles.values():
            single.close()

    def _clear(self) -> None:
        """The draft before is released or given up by now: what is left of it goes."""
        if self._last is not None:
            single, ready = self._last
            self._last = None
            single.discard(ready.source)

    def _single(self, order: int) -> Single:
        if order not in self._singles:
            self._singles[order] = Single(self._asks[order])
        return self._singles[order]


class Redaction:
    """The engine of a real daemon."""

    def __init__(self, config: Config) -> None:
        """Limits are those of the settings.

        Raises:
            UsageError: they cannot be read.
        """
        self._asks = asks_of(config)
        turned = settings.load(config.settings)
        self._limits = Limits(turned.item_seconds, turned.item_bytes)
        self._threads = max(1, cores() // config.jobs)

    @property
    def patience_s(self) -> float:
        """A hand that is over its limit is replaced and the file tried once more: whatever takes longer than that, hangs."""
        return 2 * self._limits.seconds + _SPARE_S if self._limits.seconds else math.inf

    def crew(self) -> Crew:
        """A process of its own; the models are loaded with its first task."""
        return Pool(Making(self._asks), 1, self._limits, threads=self._threads)

    def door(self, order: int) -> Door:
        """The record of an order, locked."""
        return Door(self._asks[order])

    def fingerprint(self, order: int) -> str:
        """Of policy, case, settings, models, key and code."""
        return self._fingerprints[order]

    @cached_property
    def _fingerprints(self) -> tuple[str, ...]:
        return tuple(order_for(ask).fingerprint for ask in self._asks)


def orders_of(config: Config) -> tuple[tuple[str, Path | None], ...]:
    """Every policy with its case file that some lane asks for, once each; the daemon's own first."""
    asked = [(config.policy, config.case), *((lane.policy, lane.case) for lane in config.lanes)]
    return tuple(dict.fromkeys(asked))


def order_of(config: Config, lane: Lane) -> int:
    """The number of a lane's order."""
    return orders_of(config).index((lane.policy, lane.case))


def asks_of(config: Config) -> tuple[Ask, ...]:
    """Each order with a record folder of its own below the daemon's: logs of different policies do not mix."""
    return tuple(
        Ask((), config.record / record_name(policy, case), policy, case, config.key, config.settings)
        for policy, case in orders_of(config)
    )


def record_name(policy: str, case: Path | None) -> str:
    """What the record folder of an order is called: `foi-1a2b3c4d`."""
    mark = hashlib.sha256(f"{policy}\0{case or ''}".encode()).hexdigest()[:8]
    return f"{Path(policy).stem}-{mark}"
