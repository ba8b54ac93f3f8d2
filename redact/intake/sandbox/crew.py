"""The children of one sandbox: few, reused, and none left behind."""

from __future__ import annotations

import contextlib
import threading
import weakref
from collections.abc import Iterator

from redact.core.errors import Defect
from redact.intake.sandbox.worker import Worker
from redact.settings import Settings

#: A source and its draft are read side by side, each with a file within a file within it, and one may be written meanwhile.
_MOST = 8


class Crew:
    """A few workers, started when they are needed."""

    def __init__(self, settings: Settings, adapter: str) -> None:
        self._settings = settings
        self._adapter = adapter
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._busy: list[Worker] = []  # whoever was taken first stands first
        self._closed = False
        weakref.finalize(self, _end, self._idle, self._busy)

    @contextlib.contextmanager
    def worker(self) -> Iterator[Worker]:
        """A worker for one request.

        When all are at work, the one taken first is ended for it: a reading that nobody finished, held by the
        traceback of an error, must not block those that come after.
        """
        worker = self._take()
        try:
            yield worker
        finally:
            self._give_back(worker)

    def close(self) -> None:
        """End all workers; no more are started."""
        with self._lock:
            self._closed = True
            _end(self._idle, self._busy)

    def _take(self) -> Worker:
        with self._lock:
            if self._closed:
                raise Defect(
                    "a document was read after its sandbox was closed", "this is ours to mend: please report it"
                )
            worker = self._rested()
            if worker is None:
                if len(self._busy) >= _MOST:
                    self._busy.pop(0).steal()
                worker = Worker(self._settings, self._adapter)
            self._busy.append(worker)
            return worker

    def _rested(self) -> Worker | None:
        """The worker that was used last, which may still hold the document open."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            worker.kill()
        return None

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            if worker not in self._busy:
                return  # it was ended meanwhile
            self._busy.remove(worker)
            if worker.settled:
                self._idle.append(worker)
            else:
                worker.kill()


def _end(*groups: list[Worker]) -> None:
    for group in groups:
        while group:
            group.pop().steal()
