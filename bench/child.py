"""A command in a process of its own, and what it used: CPU seconds, seconds on the wall, peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

#: Bytes in a unit of `ru_maxrss`. Source: getrusage(2) of Linux (kilobytes) and of macOS (bytes).
_MAXRSS = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Used:
    """What a finished command used, and how it ended."""

    code: int
    cpu_s: float
    wall_s: float
    peak_bytes: int
    said: str


def run(command: Sequence[str], log: Path, environ: Mapping[str, str] | None = None) -> Used:
    """Run a command to its end; stdout and stderr go to `log`. Peak memory is the kernel's own figure, not a sample."""
    start = time.monotonic()
    with log.open("wb") as file:
        whole = {**os.environ, **(environ or {})}
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=whole)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    said = log.read_text(encoding="utf-8", errors="replace")
    return Used(child.returncode, cpu, time.monotonic() - start, usage.ru_maxrss * _MAXRSS, said)
