"""A daemon in a thread of the test, and what its state says meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from watch_kit import Engine, quick

from redact.core.errors import RedactError
from redact.run.watch.config.config import Config
from redact.run.watch.daemon.daemon import Daemon
from redact.run.watch.keeper import Keeper, Stands, state_path
from redact.run.watch.service import run
from redact.run.watch.state.base import Base
from redact.run.watch.state.rows import Totals, totals


class Running:
    """A daemon in a thread."""

    def __init__(self, config: Config) -> None:
        self.config, self.engine = config, Engine(config)
        self.said: list[str] = []
        self.code: int | None = None
        self.error: RedactError | None = None
        self.daemon: Daemon | None = None
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.code = run(self.config, self.engine, quick(self.said.append), self._made)
        except RedactError as err:
            self.error = err

    def _made(self, daemon: Daemon) -> None:
        self.daemon = daemon

    def start(self) -> None:
        self._thread.start()
        until(lambda: self.daemon is not None or not self._thread.is_alive())

    def join(self) -> None:
        self._thread.join(20)
        assert not self._thread.is_alive()

    def stop(self) -> None:
        if self.daemon is not None:
            self.daemon.stop()
        self.join()


@contextmanager
def running(config: Config) -> Iterator[Running]:
    one = Running(config)
    one.start()
    try:
        yield one
    finally:
        one.stop()


def until(met: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.01)


def stands(config: Config) -> Totals:
    base = Base(state_path(config), reading=True)
    try:
        return totals(base, time.time())
    finally:
        base.close()


def counted(config: Config) -> dict[str, int]:
    found: dict[str, int] = {}
    for (what, _), number in stands(config).counts.items():
        found[what] = found.get(what, 0) + number
    return found


def with_state(config: Config, do: Callable[[Keeper], object]) -> None:
    with Keeper(config) as keeper:
        do(keeper)


def looked(config: Config) -> Stands:
    with Keeper(config, reading=True) as keeper:
        return keeper.stands()
