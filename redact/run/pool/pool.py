"""The supervised pool: processes that do tasks. Whoever dies is replaced, and the item that killed is kept back alone."""

from __future__ import annotations

import pickle
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any

from redact.core.errors import Defect, InputError
from redact.core.work import Done, Failed, Recipe, Task
from redact.run.pool.budget import cores
from redact.run.pool.limits import Limits
from redact.run.pool.line import Line
from redact.run.pool.narrow import narrow
from redact.run.pool.worker import Worker, undisturbed

_GRACE_S = 2.0
_EXIT_S = 1.0  # from the end of the pipe to the end of the process
_TICK_S = 0.5
#: So many hands in a row that die before they are made are no accident.
_STILLBORN = 3


@dataclass(frozen=True, slots=True)
class Loss:
    """A hand that was lost: the number of its task (None: it had none), how many items it was at, and why."""

    task: int | None
    items: int
    cause: InputError


class Pool:
    """A crew of `jobs` processes; `watch` is told of each hand that is lost.

    Processes are started when work begins and stay until `close`, models loaded. They end with the driver, however that
    ends.
    """

    def __init__(
        self,
        recipe: Recipe,
        jobs: int,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        watch: Callable[[Loss], None] | None = None,
        threads: int | None = None,
    ) -> None:
        """Nothing is started yet. `threads`: of the libraries of each process, if not its share of the cores."""
        self._recipe = pickle.dumps(recipe)
        self._jobs = max(1, jobs)
        self._limits = limits
        self._watch = watch
        self._threads = threads or max(1, cores() // self._jobs)
        self._workers: list[Worker] = []
        self._told: tuple[Any, ...] = ()  # the last message, if there was one
        self._stillborn = 0
        self._checked = 0.0
        self._closings = 0
        self._lock = threading.RLock()  # for whoever closes from another thread

    def work(self, tasks: Iterable[Task]) -> Iterator[Done | Failed]:
        """Every task done or failed, as they end, in no order. Tasks are pulled when a hand is free, and not before.

        Whoever closes the iterator ends the processes that are at a task; an exception in it ends all of them.

        Raises:
            RedactError: as a hand raised it that could not be made.
            UsageError: no process can be started.
            Defect: hands die before they begin; or the pool is closed by another thread.
        """
        line, closings = Line(tasks), self._closings
        whole = False
        try:
            while self._step(line, closings):
                yield from self._listen(line, closings)
            whole = True
        except GeneratorExit:
            self._end([worker for worker in self._workers if worker.task is not None])
            whole = True  # those who are at nothing keep their models: there may be more work
            raise
        finally:
            if not whole:
                self.close()

    def tell(self, message: Any) -> None:
        """Tell every hand, those made later too. Not while work is under way."""
        self._told = (message,)
        for worker in self._workers:
            if worker.free:
                worker.hear(message)

    def close(self) -> None:
        """End every process: those that are at something have two seconds to clear away what is half written.

        May be called from another thread than works: that one is told by a Defect.
        """
        self._closings += 1
        self._end(self._workers)

    def _end(self, workers: Sequence[Worker]) -> None:
        with self._lock:
            workers = list(workers)
            self._workers = [worker for worker in self._workers if worker not in workers]
            for worker in workers:
                worker.stop()
        until = time.monotonic() + _GRACE_S
        try:
            for worker in workers:
                worker.join(until - time.monotonic())
        finally:
            for worker in workers:
                worker.bury()

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes."""
        return tuple(worker.pid for worker in self._workers)

    def _step(self, line: Line, closings: int) -> bool:
        """Give tasks to those who are free, start whoever is missing; whether anything is under way or to be done."""
        with self._lock:
            if closings != self._closings:
                raise Defect("the pool was closed while it worked", "start the work again")
            if not self._workers:
                line.look()
            for worker in self._workers:
                if worker.free and (task := line.next()):
                    worker.give(task)
            busy = sum(worker.task is not None for worker in self._workers)
            wanted = min(self._jobs, busy + line.waiting(self._jobs))
            while len(self._workers) < wanted:
                self._start()
            return wanted > 0

    def _start(self) -> None:
        with undisturbed():
            self._workers.append(Worker(self._recipe, self._threads))

    def _listen(self, line: Line, closings: int) -> list[Done | Failed]:
        """Wait until somebody speaks or dies, and what came of it."""
        tick = min(_TICK_S, self._limits.seconds / 4 or _TICK_S)
        speaking = self._speaking(tick)
        with self._lock:
            ended = [self._hear(worker, line) for worker in self._workers[:] if worker.connection in speaking]
            if time.monotonic() - self._checked >= tick:
                self._checked = time.monotonic()
                ended += [self._lose(worker, line) for worker in self._workers[:] if worker.dead and worker.silent]
                for worker in self._workers:
                    worker.check(self._limits)
        self._step(line, closings)  # before results are taken in: nobody is idle meanwhile
        return [each for each in ended if each is not None]

    def _speaking(self, seconds: float) -> list[object]:
        """The connections of those who have said something, or have ended; waited for no longer than `seconds`."""
        try:
            return list(wait([worker.connection for worker in self._workers], seconds))
        except OSError:  # closed meanwhile, by another thread
            return []

    def _hear(self, worker: Worker, line: Line) -> Done | Failed | None:
        """The next word of a worker, and what it makes of its task."""
        try:
            kind, what = worker.receive()
        except EOFError:
            return self._lose(worker, line)
        task = worker.task
        if kind == "ready":
            self._stillborn = 0
            for message in self._told:
                worker.hear(message)
        elif kind in ("done", "failed") and task is not None:
            worker.task, worker.at = None, ()
            return Done(task, what) if kind == "done" else Failed(task, what)
        elif kind == "unfit":
            raise what
        return None

    def _lose(self, worker: Worker, line: Line) -> Failed | None:
        """Bury a worker, and decide what becomes of its task."""
        self._workers.remove(worker)
        worker.join(_EXIT_S)
        cause = worker.bury()
        task = worker.task
        if self._watch is not None:
            self._watch(Loss(task.number if task else None, len(worker.at), cause))
        if task is not None:
            after = narrow(task, worker.at, cause)
            if isinstance(after, Failed):
                return after
            line.again(after)
        elif not worker.ready:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise _stillborn(cause) from None
        return None


def _stillborn(cause: InputError) -> Defect:
    hint = "they may lack memory: run with fewer jobs. A script must begin work under: if __name__ == '__main__'"
    return Defect(f"hands die before they begin: {cause.message}", hint)
