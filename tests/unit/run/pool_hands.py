"""Hands for the tests of crews: they die, hang, swell, leak and remember, as their tasks say. Imported by workers, so light."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redact.core.errors import CorruptInput, MissingPart
from redact.core.work import At, Task

SECRET = "07700 900123"


def crash() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def segfault() -> None:
    ctypes.string_at(0)


def hang() -> None:
    time.sleep(600)


def swell() -> None:
    held = bytearray(400 << 20)
    held[:: 1 << 12] = b"x" * len(held[:: 1 << 12])
    time.sleep(600)


def swell_below() -> None:
    """A child takes the memory."""
    code = "import time; held = b'x' * (400 << 20); time.sleep(600)"
    subprocess.run([sys.executable, "-c", code], check=True)


def leak() -> None:
    raise ValueError(f"cannot parse {SECRET!r}")


def refuse() -> None:
    raise CorruptInput("it is broken", "mend it")


def exit_loudly() -> None:
    sys.exit(f"cannot go on with {SECRET}")


def run_out() -> None:
    raise MemoryError(SECRET)


@dataclass(frozen=True)
class Rows:
    """So many items in batches; what happens at some of them. `items` is the number of rows, as of a shard."""

    count: int
    batch: int = 50
    harm: dict[int, Callable[[], None]] = field(default_factory=dict)
    pause_s: float = 0.0
    before: Callable[[], None] | None = None  # anything is announced

    @property
    def items(self) -> int:
        return self.count


class RowHand:
    """Answers with the items it did, and those it was told to leave."""

    def __init__(self) -> None:
        self.heard: list[Any] = []

    def do(self, task: Task, at: At) -> Any:
        rows: Rows = task.payload
        if rows.before:
            rows.before()
        done: list[int] = []
        for start in range(0, rows.count, rows.batch):
            batch = [item for item in range(start, min(start + rows.batch, rows.count)) if item not in task.skip]
            alone = task.probe.intersection(batch)
            for items in [[item] for item in batch] if alone else [batch] if batch else []:
                at(items)
                done += [self._one(rows, item) for item in items]
        at([])
        return {"done": done, "skip": dict(task.skip), "heard": list(self.heard), "pid": os.getpid()}

    def hear(self, message: Any) -> None:
        self.heard.append(message)

    def close(self) -> None:
        pass

    def _one(self, rows: Rows, item: int) -> int:
        if rows.pause_s:
            time.sleep(rows.pause_s)
        if item in rows.harm:
            rows.harm[item]()
        return item


def rows_recipe() -> RowHand:
    return RowHand()


def unfit_recipe() -> RowHand:
    raise MissingPart("a model is missing", "fetch it")


def leaking_recipe() -> RowHand:
    raise RuntimeError(f"bad line: {SECRET}")


def dying_recipe() -> RowHand:
    os._exit(7)


def sleeping_recipe() -> RowHand:
    time.sleep(600)
    raise AssertionError


class WilfulHand(RowHand):
    """Touches everything at once, whatever it is told."""

    def do(self, task: Task, at: At) -> Any:
        at(range(task.payload.count))
        crash()


def wilful_recipe() -> WilfulHand:
    return WilfulHand()


class Unsendable(RowHand):
    def do(self, task: Task, at: At) -> Any:
        return threading.Lock()


def unsendable_recipe() -> Unsendable:
    return Unsendable()


class DeafHand(RowHand):
    def hear(self, message: Any) -> None:
        raise ValueError(SECRET)


def deaf_recipe() -> DeafHand:
    return DeafHand()


class TempHand(RowHand):
    """Holds a file in the folder of the payload while it is at work, and clears it away however it ends."""

    def do(self, task: Task, at: At) -> Any:
        folder: Path = task.payload
        temp = folder / f"{task.number}.tmp"
        try:
            temp.write_bytes(b"half")
            at([0])
            time.sleep(600)
        finally:
            temp.unlink()


def temp_recipe() -> TempHand:
    return TempHand()


class EnvironmentHand(RowHand):
    def do(self, task: Task, at: At) -> Any:
        return {name: os.environ.get(name) for name in task.payload}


def environment_recipe() -> EnvironmentHand:
    return EnvironmentHand()


class Told(RowHand):
    """Writes down its process, then holds on: busy in Python, or in C with the interpreter held."""

    def do(self, task: Task, at: At) -> Any:
        folder, stubborn = task.payload
        (folder / str(os.getpid())).touch()
        at([0])
        if stubborn:
            ctypes.PyDLL(None).sleep(600)
        time.sleep(600)


def told_recipe() -> Told:
    return Told()
