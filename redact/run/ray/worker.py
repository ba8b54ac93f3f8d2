"""One actor, seen from the driver: made, given a task, listened to, ended."""

from __future__ import annotations

import contextlib
import pickle
import time
from dataclasses import replace
from typing import Any

import ray
from ray.exceptions import ActorUnavailableError, RayActorError, RayError

from redact import __version__
from redact.core.errors import Defect, InputError, Lethal, UsageError
from redact.core.work import Task
from redact.run.pool import Limits
from redact.run.ray.actor import Actor, Begun
from redact.run.ray.journal import Said

_RAY: Any = ray  # half of it has no types
_DEATH_S = 30.0
_CLOSE_S = 2.0
_HINT = "look at it by itself, on a machine that may crash; or leave it out"


class Lost(Exception):
    """A hand that is gone. `cause` is why; `blameless` is whether its node went, or could not be reached any more."""

    def __init__(self, cause: InputError, *, blameless: bool) -> None:
        super().__init__(cause.message)
        self.cause = cause
        self.blameless = blameless


class Worker:
    """An actor with a hand in it.

    `task` is what it is at, `told` what it heard last, `ready` says that its hand is made, `pending` is what it will say
    next. Times are of the monotonic clock.
    """

    def __init__(self, number: int, journal: Any, limits: Limits, recipe: bytes) -> None:
        """Ask the cluster for a process of one core; its hand is made when there is room for it."""
        self.number = number
        self.ready = False
        self.task: Task | None = None
        self.told = b""
        self._journal = journal
        self._turn = 0
        self._node = ""
        self.pid = 0
        self._given = time.monotonic()
        self._over: InputError | None = None
        # A hand that is lost is made anew by us, elsewhere, with what is known by then: never by Ray.
        made = _RAY.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Actor)
        self._actor = made.remote(number, journal, limits)
        self.pending: Any = self._actor.begin.remote(recipe)

    @property
    def free(self) -> bool:
        """Whether it can be given a task, or told something."""
        return self.ready and self.pending is None

    def give(self, task: Task, turn: int) -> None:
        """A task to a worker that is free. `turn` has never been used before."""
        self.task, self._turn, self._given = task, turn, time.monotonic()
        self.pending = self._actor.do.remote(turn, pickle.dumps(task))

    def hear(self, message: bytes) -> None:
        """A message to a worker that is free."""
        self.told, self._given = message, time.monotonic()
        self.pending = self._actor.hear.remote(message)

    def receive(self) -> tuple[str, Any]:
        """What it said, waited for.

        Raises:
            Lost: it is gone.
            UsageError: its node cannot run our code.
            Defect: Ray could not bring its answer.
        """
        try:
            kind, what = pickle.loads(ray.get(self.pending))  # noqa: S301 - from our own actor
        except RayError as err:
            over = Lost(self._over, blameless=False) if self._over is not None else None
            raise over or loss(err, node_lives=self._node_lives()) from None  # its text may name what others run
        self.pending, self.task = None, None
        if kind == "ready":
            _same(what)
            self.ready, self.pid, self._node = True, what.pid, what.node
        return kind, what

    def last(self) -> Said:
        """What it said to the journal in its turn.

        Raises:
            Defect: the journal beside us does not answer.
        """
        try:
            said: Said = ray.get(self._journal.last.remote(self.number, self._turn), timeout=_DEATH_S)
        except RayError:
            raise Defect("the journal of the hands does not answer", "start the run again: it goes on") from None
        return said

    @property
    def placed(self) -> bool:
        """Whether the cluster has found room for it, so that its hand is being made."""
        return self.ready or self._silent_s() is not None

    def check(self, limits: Limits) -> None:
        """End it if it has been silent for too long; that it is gone is then heard as of any other."""
        since_s = time.monotonic() - self._given
        if self.free or self._over is not None or not limits.seconds or since_s < limits.seconds:
            return
        silent_s = self._silent_s()
        if silent_s is None or self._hears:  # what waits for room in the cluster takes no time from anybody
            silent_s = since_s if self.ready else 0.0
        if silent_s > limits.seconds:
            self._over = replace(limits, bytes=0).exceeded(self.pid, silent_s)
            self.kill()

    def kill(self) -> None:
        """End its process at once."""
        with contextlib.suppress(RayError, ValueError):
            ray.kill(self._actor, no_restart=True)

    def close(self) -> Any:
        """Have a worker that is free let go of its hand; what to wait for."""
        return self._actor.close.remote()

    def bury(self) -> None:
        """End it if it lives, and have its words forgotten."""
        self.kill()
        with contextlib.suppress(RayError):
            self._journal.forget.remote(self.number)

    @property
    def _hears(self) -> bool:
        return self.ready and self.task is None

    def _silent_s(self) -> float | None:
        with contextlib.suppress(RayError):
            silent: float | None = ray.get(self._journal.silent_s.remote(self.number, self._turn), timeout=_CLOSE_S)
            return silent
        return None

    def _node_lives(self) -> bool:
        """Whether the node stands, as far as the cluster knows; of a hand that was never made, nobody knows where it was."""
        if not self._node:
            return True
        return any(node["NodeID"] == self._node and node["Alive"] for node in _RAY.nodes())


def loss(err: RayError, *, node_lives: bool) -> Lost | UsageError:
    """Why nothing came: told by what the cluster knows of actor and node, never by the text of an exception."""
    if isinstance(err, RayActorError) and err.actor_init_failed:
        return UsageError("a node cannot run redact", "install the same version with its extra [ray] on every node")
    died = isinstance(err, RayActorError) and not isinstance(err, ActorUnavailableError) and not err.preempted
    if died and node_lives:
        return Lost(Lethal("the process that worked on it died, every time", _HINT), blameless=False)
    return Lost(Lethal("the node that worked on it was lost", _HINT), blameless=True)


def _same(begun: Begun) -> None:
    if begun.version != __version__:
        raise UsageError("a node has another version of redact", "install the same version on every node")
