"""The crew of a cluster: actors that do tasks, in the same way as processes of one machine do.

Why a journal. What a hand announced must be known when its node is gone, and before it touches the items. So each word
goes to an actor beside the driver, and the hand waits for its answer: about a millisecond, for a batch that takes a
second (`bench.ray_cost`). A word sent without waiting may die with its hand, and then the items before it would be
blamed. A file per hand needs a disk that all nodes share, and an fsync for each word: no dearer on a local disk, but on
a shared one it is a round trip too, and one that may hang.

What the recipe makes works on some node and stands in some folder there: every path in it must be absolute, and a key
goes by its path.
"""

from __future__ import annotations

import contextlib
import pickle
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import ray
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from redact.core.errors import Defect, InputError, UsageError
from redact.core.work import Done, Failed, Recipe, Task
from redact.run.pool import Limits, Loss
from redact.run.pool.line import Line
from redact.run.pool.narrow import narrow
from redact.run.ray.address import LOCAL, Joined
from redact.run.ray.journal import Journal
from redact.run.ray.worker import Lost, Worker

_TICK_S = 1.0
_CLOSE_S = 5.0
#: So many hands in a row that die before they are made are no accident.
_STILLBORN = 3
#: So many nodes are lost under one task for nothing. More is no accident: an item may take a whole node with it.
_NODES = 3
#: So long nobody works, because the cluster has no room for a hand.
_NO_ROOM_S = 600.0


class RayCrew:
    """A crew of `jobs` actors, one core each, on the cluster at `address` or on an instance of our own (`local`).

    Actors are started when work begins and stay until `close`, models loaded. `watch` is told of each hand that is
    lost. A node that goes (preempted, drained, cut off) is no fault of the items: its task is given again as it was,
    three times.
    """

    def __init__(
        self,
        recipe: Recipe,
        address: str = LOCAL,
        jobs: int | None = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        spill: Path | None = None,
        watch: Callable[[Loss], None] | None = None,
    ) -> None:
        """Nothing is started yet. `jobs`: as many as the cluster has cores now, unless a number is given."""
        self._recipe = pickle.dumps(recipe)
        self._address, self._jobs, self._spill = address, jobs, spill
        self._limits = limits
        self._watch = watch
        self._joined: Joined | None = None
        self._journal: Any = None
        self._workers: list[Worker] = []
        self._told = b""  # the last message, pickled, if there was one
        self._count = 0  # of hands and of turns: no number is used twice
        self._stillborn = 0
        self._nodes: Counter[int] = Counter()  # lost, by task
        self._worked = 0.0

    def work(self, tasks: Iterable[Task]) -> Iterator[Done | Failed]:
        """Every task done or failed, as they end, in no order. Tasks are pulled when a hand is free, and not before.

        Whoever closes the iterator, or stops it by an exception, ends the actors.

        Raises:
            RedactError: as a hand raised it that could not be made.
            UsageError: the cluster cannot be joined, has no room, or has another version of this package.
            Defect: hands die before they begin.
        """
        line = Line(tasks)
        whole = line.empty
        if whole:
            return
        self._join()
        self._worked = time.monotonic()
        try:
            while self._man(line):
                ended = self._listen(line)
                self._man(line)  # first: nobody is idle while results are taken in
                yield from ended
            whole = True
        finally:
            if not whole:
                self.close()

    def tell(self, message: Any) -> None:
        """Tell every hand, those made later too; each hears it before its next task. Not while work is under way."""
        self._told = pickle.dumps(message)

    def close(self) -> None:
        """End every actor, and leave the cluster; an instance of our own ends with it."""
        workers, self._workers = self._workers, []
        joined, self._joined = self._joined, None
        if joined is None:
            return
        try:
            closing = [worker.close() for worker in workers if worker.free]
            if closing:
                ray.wait(closing, num_returns=len(closing), timeout=_CLOSE_S)
            for worker in workers:
                worker.kill()
            with contextlib.suppress(ValueError):
                ray.kill(self._journal)
        finally:
            joined.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the processes whose hands are made, each on its own node."""
        return tuple(worker.pid for worker in self._workers if worker.ready)

    def _join(self) -> None:
        if self._joined is not None:
            return
        self._joined = Joined(self._address, self._jobs, self._spill)
        remote: Any = ray.remote
        here: Any = NodeAffinitySchedulingStrategy(self._joined.node, soft=False)
        # If it dies it comes back empty: who is lost in that moment is asked for once more.
        made = remote(num_cpus=0, max_restarts=-1, max_task_retries=-1, scheduling_strategy=here)(Journal)
        self._journal = made.remote()

    def _man(self, line: Line) -> bool:
        """Give tasks to those who are free, make whoever is missing; whether anything is under way or to be done."""
        for worker in self._workers:
            if worker.free and worker.told is not self._told:
                worker.hear(self._told)
            elif worker.free and (task := line.next()):
                self._count += 1
                worker.give(task, self._count)
        busy = sum(worker.task is not None for worker in self._workers)
        if line.empty and not busy:
            return False
        wanted = self._joined.jobs if self._joined else 1
        while len(self._workers) < wanted:
            self._count += 1
            self._workers.append(Worker(self._count, self._journal, self._limits, self._recipe))
        return True

    def _listen(self, line: Line) -> list[Done | Failed]:
        """Wait until somebody speaks or is lost, and what came of it."""
        waiting = {worker.pending: worker for worker in self._workers if worker.pending is not None}
        tick = min(_TICK_S, self._limits.seconds / 4 or _TICK_S)
        said, _ = ray.wait(list(waiting), num_returns=len(waiting), timeout=0)
        if not said:
            said, _ = ray.wait(list(waiting), timeout=tick)
        ended = [self._hear(waiting[each], line) for each in said]
        for worker in self._workers:
            worker.check(self._limits)
        self._check_room()
        return [each for each in ended if each is not None]

    def _hear(self, worker: Worker, line: Line) -> Done | Failed | None:
        """The next word of a worker, and what it makes of its task."""
        task = worker.task
        try:
            kind, what = worker.receive()
        except Lost as lost:
            return self._lose(worker, lost, line)
        if kind == "ready":
            self._stillborn = 0
        elif kind in ("done", "failed") and task is not None:
            return Done(task, what) if kind == "done" else Failed(task, what)
        elif kind in ("unfit", "failed"):  # a hand that could not be made, or that cannot hear
            raise what
        return None

    def _lose(self, worker: Worker, lost: Lost, line: Line) -> Failed | None:
        """Bury a worker, and decide what becomes of its task."""
        self._workers.remove(worker)
        said = worker.last()
        worker.bury()
        task, cause = worker.task, said.cause or lost.cause
        if self._watch is not None:
            self._watch(Loss(task.number if task else None, len(said.items), cause))
        if task is None:
            self._count_stillborn(worker, cause, blameless=lost.blameless)
            return None
        if lost.blameless and self._nodes[task.number] < _NODES:
            self._nodes[task.number] += 1
            line.again(task)
            return None
        after = narrow(task, said.items, cause)
        if isinstance(after, Failed):
            return after
        line.again(after)
        return None

    def _count_stillborn(self, worker: Worker, cause: InputError, *, blameless: bool) -> None:
        if worker.ready or blameless:
            return
        self._stillborn += 1
        if self._stillborn >= _STILLBORN:
            hint = "their nodes may lack memory: run with fewer jobs, or on larger nodes"
            raise Defect(f"hands die before they begin ({cause.message})", hint)

    def _check_room(self) -> None:
        """Nodes come and go, so a hand may wait for its core; but not for ever. Loading models is no waiting."""
        now = time.monotonic()
        if any(worker.ready for worker in self._workers):
            self._worked = now
        elif now - self._worked > _NO_ROOM_S and not any(worker.placed for worker in self._workers):
            raise UsageError("the cluster has no room for a hand", "add nodes, or wait until others have done")
