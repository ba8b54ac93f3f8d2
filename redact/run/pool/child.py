"""What runs in a worker process: one hand, made once, and a pipe. It ends with its driver, whatever it is at.

It is sent orders: `DO` and a pickled task, `HEAR` and a pickled message, or nothing, which is the end. What it says are
pairs: ("ready", None), ("at", items), ("done", answer), ("failed", error); or ("unfit", error): its hand is of no use.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Sequence
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from redact.core.errors import RedactError
from redact.core.work import At, Hand, Recipe
from redact.run.pool.frontier import guarded

#: How many threads the libraries of a hand may start, where the user has not said so. Each reads its own variable.
_THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
    "RAYON_NUM_THREADS",
)
DO, HEAR = b"d", b"h"
_BROKEN = 1
#: Source: Linux, include/uapi/linux/prctl.h.
_PR_SET_PDEATHSIG = 1


def serve(connection: Connection[Any, Any], recipe: bytes, threads: int, parent: int) -> None:
    """Make the hand of a pickled recipe and do tasks until told to end, or until the driver is gone.

    `parent` is the process whose main thread started this one, or 0 where another thread did.
    """
    whole = False
    try:
        _settle(connection, threads, parent)
        _serve(connection, recipe)
        whole = True
    finally:
        if not whole:  # left to itself, Python would print what is under way, and that may hold a value
            os._exit(_BROKEN)


def _settle(connection: Connection[Any, Any], threads: int, parent: int) -> None:
    """The terms of work, before any library of the hand is loaded."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the driver says what follows
    signal.signal(signal.SIGTERM, _stop)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    if os.name == "posix":
        os.set_inheritable(connection.fileno(), False)  # or children would keep the driver from seeing our end
    for name in _THREADS:
        os.environ.setdefault(name, str(threads))
    if parent and sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked
            sys.exit(_BROKEN)
    else:  # the kernel would count the end of the thread that started us as the end of the driver
        threading.Thread(target=_end_with_driver, daemon=True).start()


def _stop(*_: object) -> None:
    """Unwind, so that what is half written is cleared away; who takes too long about it is killed."""
    sys.exit(_BROKEN)


def _end_with_driver() -> None:
    driver = multiprocessing.parent_process()
    if driver is not None:
        driver.join()
        os._exit(_BROKEN)


def _serve(connection: Connection[Any, Any], recipe: bytes) -> None:
    # A broken pipe is a driver that is gone: there is nobody left to work for.
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            hand = guarded(partial(_made, recipe))
        except RedactError as err:
            connection.send(("unfit", err))
            return
        with contextlib.closing(hand):
            connection.send(("ready", None))
            while order := connection.recv_bytes():
                answer = _answer(hand, order, connection)
                if answer:
                    connection.send_bytes(answer)


def _made(recipe: bytes) -> Hand:
    cook: Recipe = pickle.loads(recipe)  # noqa: S301 - from our own driver
    return cook()


def _answer(hand: Hand, order: bytes, connection: Connection[Any, Any]) -> bytes:
    """What to say to one order, pickled; nothing to a message that was heard."""

    def at(items: Sequence[int]) -> None:
        try:
            connection.send(("at", tuple(items)))
        except OSError:  # the driver is gone; a hand might take the error for one of its files
            sys.exit(_BROKEN)

    try:
        return guarded(partial(_follow, hand, order, at))
    except RedactError as err:
        return pickle.dumps(("failed" if order.startswith(DO) else "unfit", err))


def _follow(hand: Hand, order: bytes, at: At) -> bytes:
    what = pickle.loads(order[1:])  # noqa: S301 - from our own driver
    if order.startswith(HEAR):
        hand.hear(what)
        return b""
    return pickle.dumps(("done", hand.do(what, at)))
