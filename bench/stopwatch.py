"""CPU time by stage: what runs inside a stage that runs inside another is counted for the inner one only."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process for some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


class Stopwatch:
    """CPU seconds by the name of the stage."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Whatever happens in the context is this stage's."""
        self._turn()
        self._running.append(name)
        try:
            yield
        finally:
            self._turn()
            self._running.pop()

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same callable under the watch; an iterator that it makes is run to its end there."""

        def watched(*args: Any, **kwargs: Any) -> Any:
            with self.stage(name):
                made = work(*args, **kwargs)
                return list(made) if isinstance(made, Iterator) else made

        return watched

    def _turn(self) -> None:
        now = time.process_time()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        self._since = now
