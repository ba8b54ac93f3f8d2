"""One worker process, seen from the driver: started, given a task, listened to, measured, ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from multiprocessing import resource_tracker
from typing import Any

from redact.core.errors import InputError, LimitExceeded, UsageError
from redact.core.work import Task
from redact.run.pool.child import DO, HEAR, serve
from redact.run.pool.limits import Limits, kill_family
from redact.run.pool.narrow import lethal

_REAP_S = 5.0


class Worker:
    """A process with a hand in it.

    `task` is what it is at, and `at` the items it announced last; `ready` says that its hand is made. Times are of the
    monotonic clock.
    """

    def __init__(self, recipe: bytes, threads: int) -> None:
        """Start the process; its hand is made when `receive` has said so.

        Raises:
            UsageError: the system does not let us start another.
        """
        self.ready = False
        self.task: Task | None = None
        self.at: tuple[int, ...] = ()
        self._over: LimitExceeded | None = None
        self._since = self._killed = time.monotonic()
        spawn = multiprocessing.get_context("spawn")
        try:
            self.connection, theirs = spawn.Pipe()
            with theirs:
                # The kernel ends a process with the thread that started it, so only the main thread may bind it so.
                parent = os.getpid() if threading.current_thread() is threading.main_thread() else 0
                self._process = spawn.Process(target=serve, args=(theirs, recipe, threads, parent), daemon=True)
                self._process.start()
        except OSError as err:
            raise UsageError("no further process can be started", "run with fewer jobs") from err

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    @property
    def free(self) -> bool:
        """Whether it can be given a task."""
        return self.ready and self.task is None

    def give(self, task: Task) -> None:
        """A task to a worker that is free."""
        self.task, self.at = task, ()
        self._order(DO, task)

    def hear(self, message: Any) -> None:
        """A message to a worker that is free."""
        self._order(HEAR, message)

    def receive(self) -> tuple[str, Any]:
        """What it said next, waited for; what it says of itself is noted.

        Raises:
            EOFError: it is dead, and has said nothing more.
        """
        try:
            kind, what = self.connection.recv()
        except OSError as err:
            raise EOFError from err
        self._since = time.monotonic()
        if kind == "ready":
            self.ready = True
        elif kind == "at":
            self.at = what
        return kind, what

    @property
    def silent(self) -> bool:
        """Whether nothing it said is left to be received."""
        try:
            return not self.connection.poll()
        except OSError:
            return False

    @property
    def dead(self) -> bool:
        """Whether the process has ended, or was killed and hangs in the kernel (on a dead network disk, say)."""
        stuck = self._over is not None and time.monotonic() - self._killed > _REAP_S
        return stuck or not self._process.is_alive()

    def check(self, limits: Limits) -> None:
        """Kill it if it is over a limit; that it is dead is then heard as of any other."""
        idle = self.ready and self.task is None
        if idle or self._over is not None or not self.silent:
            return
        self._over = limits.exceeded(self.pid, time.monotonic() - self._since)
        if self._over is not None:
            self._killed = time.monotonic()
            kill_family(self.pid)

    def stop(self) -> None:
        """Ask it to end: at once, but with time to clear away what is half written."""
        if not self.free:
            self._process.terminate()
            return
        with contextlib.suppress(OSError):
            self.connection.send_bytes(b"")

    def join(self, seconds: float) -> None:
        """Wait until it has ended, no longer than `seconds`."""
        self._process.join(max(0.0, seconds))

    def bury(self) -> InputError:
        """End it if it lives, let go of all that it held; why it died."""
        if not self.dead:
            kill_family(self.pid)
        self.connection.close()
        self._process.join(_REAP_S)
        cause = self._over or lethal(self._process.exitcode)
        with contextlib.suppress(ValueError):  # it hangs in the kernel
            self._process.close()
        return cause

    def _order(self, kind: bytes, what: Any) -> None:
        order = kind + pickle.dumps(what)
        with contextlib.suppress(OSError):  # it is dead, which is heard when it is listened to
            self.connection.send_bytes(order)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """A block in which Ctrl-C waits, for us and for whoever is started: a process that boots would print a traceback."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # else the first start begins with it, and it lets Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
