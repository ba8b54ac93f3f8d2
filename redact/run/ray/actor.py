"""What runs on a node: one hand, made once, in a process of its own. It answers in bytes, and never by an exception.

Words are pickled pairs: ("ready", Begun), ("unfit", error), ("done", answer), ("failed", error), ("heard", None).
"""

from __future__ import annotations

import os
import pickle
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import ray

from redact import __version__
from redact.core.errors import Defect, RedactError
from redact.core.work import Hand, Recipe
from redact.run.pool import Limits
from redact.run.pool.frontier import guarded
from redact.run.pool.limits import kill_family

#: Libraries that start a thread per core of the node. Ray sees to those that go by OMP_NUM_THREADS.
_THREADS = ("OPENCV_FOR_THREADS_NUM", "RAYON_NUM_THREADS")
_LOOK_S = 0.5


@dataclass(frozen=True, slots=True)
class Begun:
    """A hand that is made: on which node, in which process, of which version of this package."""

    node: str
    pid: int
    version: str


class Actor:
    """A process of a cluster with a hand in it; `number` is what the journal and the driver call it."""

    def __init__(self, number: int, journal: Any, limits: Limits) -> None:
        """The terms of work; the hand is made by `begin`."""
        _hush()
        for name in _THREADS:
            os.environ.setdefault(name, "1")
        self._number = number
        self._journal = journal
        self._turn = 0
        self._hand: Hand | None = None
        journal.note.remote(number, 0, ())
        if limits.bytes:
            threading.Thread(target=self._watch, args=(Limits(0, limits.bytes),), daemon=True).start()

    def begin(self, recipe: bytes) -> bytes:
        """Make the hand of a pickled recipe."""
        return _said("unfit", partial(self._begin, recipe))

    def do(self, turn: int, task: bytes) -> bytes:
        """One pickled task."""
        self._turn = turn
        return _said("failed", partial(self._do, task))

    def hear(self, message: bytes) -> bytes:
        """One pickled message."""
        return _said("failed", partial(self._hear, message))

    def close(self) -> bytes:
        """Let go of the hand."""
        return _said("failed", self._close)

    def _begin(self, recipe: bytes) -> tuple[str, Begun]:
        cook: Recipe = pickle.loads(recipe)  # noqa: S301 - from our own driver
        self._hand = cook()
        return "ready", Begun(ray.get_runtime_context().get_node_id(), os.getpid(), __version__)

    def _do(self, task: bytes) -> tuple[str, Any]:
        return "done", self._made.do(pickle.loads(task), self._at)  # noqa: S301 - from our own driver

    def _hear(self, message: bytes) -> tuple[str, None]:
        self._made.hear(pickle.loads(message))  # noqa: S301 - from our own driver
        return "heard", None

    def _close(self) -> tuple[str, None]:
        hand, self._hand = self._hand, None
        if hand is not None:
            hand.close()
        return "heard", None

    @property
    def _made(self) -> Hand:
        if self._hand is None:
            raise Defect("a hand was given work before it was made", "please report this")
        return self._hand

    def _at(self, items: Sequence[int]) -> None:
        """Waits until the journal has it: a word still on its way would be lost with this process."""
        ray.get(self._journal.note.remote(self._number, self._turn, tuple(items)))

    def _watch(self, limits: Limits) -> None:
        """Ends this process if it swells, and says why first: an answer that has come is on the driver's side."""
        while True:
            time.sleep(_LOOK_S)
            cause = limits.exceeded(os.getpid(), 0)
            if cause is not None:
                ray.get(self._journal.condemn.remote(self._number, self._turn, cause))
                kill_family(os.getpid())


def _said(wrong: str, call: Callable[[], tuple[str, Any]]) -> bytes:
    """The word that `call` gives, pickled; if it fails, `wrong` and an error of our own that holds no value."""
    try:
        return guarded(lambda: pickle.dumps(call()))
    except RedactError as err:
        return pickle.dumps((wrong, err))


def _hush() -> None:
    """Ray keeps what a process prints in files that outlive the run, and a library may print what it reads."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(null, stream)
    os.close(null)
