"""The jobs under way: a thread and a crew of one hand for each, so that a long film holds up nobody else."""

from __future__ import annotations

import queue
from concurrent.futures import Future, ThreadPoolExecutor, wait
from functools import partial
from typing import Any

from redact.core.work import Crew
from redact.run.watch.daemon.course import Course, load
from redact.run.watch.jobs import Ended, Engine, Job

_PATIENCE_S = 5.0  # for threads whose hand was taken away


class Bench:
    """So many jobs at once. What they come to is heard one by one."""

    def __init__(self, engine: Engine, jobs: int) -> None:
        """Crews are made; they load nothing yet."""
        self._crews = [engine.crew() for _ in range(jobs)]
        self._free = list(self._crews)
        self._threads = ThreadPoolExecutor(jobs, "job")
        self._news: queue.SimpleQueue[tuple[Crew, Future[Ended]] | None] = queue.SimpleQueue()
        self._busy: set[Future[Ended]] = set()
        self._loading: list[Future[None]] = []

    def load(self, orders: int) -> None:
        """Let every hand load its models, side by side."""
        self._loading = [self._threads.submit(load, crew, orders) for crew in self._crews]
        for each in self._loading:
            each.add_done_callback(lambda _: self.wake())

    @property
    def loaded(self) -> bool:
        """Whether all have loaded.

        Raises:
            RedactError: what one of them lacks.
        """
        ended = [each for each in self._loading if each.done()]
        for each in ended:
            each.result()
        return len(ended) == len(self._loading)

    @property
    def free(self) -> int:
        """How many jobs could begin now."""
        return len(self._free)

    @property
    def busy(self) -> int:
        """How many are under way."""
        return len(self._busy)

    def give(self, course: Course, job: Job) -> None:
        """Begin a job; `free` must not be 0."""
        crew = self._free.pop()
        future = self._threads.submit(course.run, job, crew)
        self._busy.add(future)
        future.add_done_callback(partial(self._ended, crew))

    def _ended(self, crew: Crew, future: Future[Ended]) -> None:
        self._news.put((crew, future))

    def wake(self) -> None:
        """Let whoever hears go on at once. May be called in a signal's handler."""
        self._news.put(None)

    def hear(self, timeout_s: float) -> Ended | None:
        """The next job that ended; None when nothing did, or somebody woke us."""
        try:
            news = self._news.get(timeout=max(0.0, timeout_s))
        except queue.Empty:
            return None
        if news is None:
            return None
        crew, future = news
        self._busy.discard(future)
        self._free.append(crew)
        return future.result()

    def close(self) -> bool:
        """End every hand. False: a thread is still stuck, in a file system that does not answer."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for crew in self._crews:
            crew.close()
        under_way: list[Future[Any]] = [*self._busy, *self._loading]
        return not wait(under_way, _PATIENCE_S).not_done
