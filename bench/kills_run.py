"""A run that can be watched and killed, and a cluster that can lose a node. Each process bears a mark, so none is missed."""

from __future__ import annotations

import contextlib
import os
import random
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from bench.kills_corpus import Corpus

_ROOT = Path(__file__).parents[1]
_MARK = "REDACT_KILLS_MARK"
_TOKEN = secrets.token_hex(32)  # of the clusters of this process
_GONE_S = 20.0  # Ray's own processes take a while to see that their driver is gone
_RUN_S = 300.0
#: Marks in the command line of a process that works on shards: of the pool, of Ray.
_HANDS = ("spawn_main", "ray::Actor")


class Run:
    """`redact corpus` in a process of its own, from its start to its end."""

    def __init__(self, corpus: Corpus, out: Path, words: Sequence[str] = ("--jobs", "2")) -> None:
        self.out = out
        self.record = out.with_name(f"{out.name}.record")
        self._mark = secrets.token_hex(8)
        self._log = out.with_name(f"{out.name}.log")
        self._short = Path(tempfile.mkdtemp(prefix="kr-"))  # for sockets, whose names must not be long
        env = os.environ | {_MARK: self._mark, "OMP_NUM_THREADS": "1", "TMPDIR": str(self._short)}
        env |= {"RAY_AUTH_TOKEN": _TOKEN, "RAY_AUTH_MODE": "token"}
        command = [sys.executable, "-m", "redact.cli", *corpus.words, "--out", str(out), *words]
        with self._log.open("wb") as log:
            self._driver = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=env, cwd=_ROOT
            )

    @property
    def ended(self) -> bool:
        """Whether the driver is gone."""
        return self._driver.poll() is not None

    @property
    def said(self) -> str:
        """What stood on the screen."""
        return self._log.read_text(errors="replace")

    def entries(self) -> int:
        """How many shards are in."""
        return sum(1 for _ in (self.record / "shards").glob("*.json"))

    def wait_for(self, entries: int) -> bool:
        """Wait until the plan stands and so many shards are in; False if the run ended before."""
        while not self.ended:
            if (self.record / "plan.jsonl").exists() and self.entries() >= entries:
                return True
            time.sleep(0.005)
        return False

    def kill_driver(self) -> bool:
        """kill -9 of the command itself; whether it was still there."""
        self._driver.kill()
        return self._driver.wait() < 0

    def kill_worker(self) -> bool:
        """kill -9 of one of those who do shards, as soon as there is one; whether there was."""
        while not self.ended:
            with contextlib.suppress(psutil.Error):
                everybody = psutil.Process(self._driver.pid).children(recursive=True)
                hands = [each for each in everybody if any(word in " ".join(each.cmdline()) for word in _HANDS)]
                if hands:
                    random.choice(hands).kill()
                    return True
            time.sleep(0.02)
        return False

    def end(self) -> int:
        """Wait for the end; the exit code."""
        return self._driver.wait(_RUN_S)

    def left_behind(self) -> int:
        """How many processes of the run are still there when they have had time to end; they are ended now."""
        until = time.monotonic() + _GONE_S
        while (found := list(marked(self._mark))) and time.monotonic() < until:
            time.sleep(0.2)
        for process in found:
            with contextlib.suppress(psutil.Error):
                process.kill()
        shutil.rmtree(self._short, ignore_errors=True)
        self._log.unlink()
        return len(found)


def marked(mark: str) -> Iterator[psutil.Process]:
    """The processes that were started with a mark, by whomever."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(_MARK) == mark and process.status() != psutil.STATUS_ZOMBIE:
                yield process


class Nodes:
    """A Ray cluster of two nodes on the loopback address, one of which can be killed."""

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="kn-"))
        quick = {"period_ms": "500", "failure_threshold": "3", "initial_delay_ms": "500"}
        env = os.environ | {"RAY_TMPDIR": str(self._folder), "RAY_AUTH_TOKEN": _TOKEN, "RAY_AUTH_MODE": "token"}
        env |= {f"RAY_health_check_{name}": value for name, value in quick.items()}
        script = [sys.executable, str(_ROOT / "tests" / "flow" / "ray_nodes.py")]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            script, env=env, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True, cwd=_ROOT
        )
        self.address = self._told()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, err: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._process.communicate("end\n", timeout=60)
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> bool:
        """kill -9 of everything on the second node."""
        self._say("kill")
        return True

    def add(self) -> None:
        """A new second node."""
        self._say("add")

    def _say(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        self._told()

    def _told(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()
