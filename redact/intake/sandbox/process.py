"""How a child is started: a fresh interpreter with little of our environment, told which end of a channel is its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

_HOME = Path(__file__).parents[3]  # where the package lies, whoever found it
#: What of our environment a decoder needs to start.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "TZ")
#: Each thread of these libraries takes address space, of which there is not much.
_SET = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | _SET | {"PYTHONPATH": os.pathsep.join(path for path in [*sys.path, str(_HOME)] if path)}


def _run(arguments: list[str], **options: Any) -> subprocess.Popen[bytes]:
    """A fresh interpreter, never a fork: models hold threads. It says nothing, since libraries print names of files."""
    # -P: the folder we stand in may hold a file called numpy.py.
    command = [sys.executable, "-P", "-m", "redact.intake.sandbox.child", *arguments]
    options |= {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": _environment()}
    return subprocess.Popen(command, **options)  # noqa: S603 - our own interpreter and module


if sys.platform == "win32":

    def start(end: socket.socket) -> subprocess.Popen[bytes]:
        """A child that serves the given end of a channel."""
        process = _run([], stdin=subprocess.PIPE)
        if process.stdin:
            with process.stdin as stdin:
                stdin.write(end.share(process.pid))
        return process

else:

    def start(end: socket.socket) -> subprocess.Popen[bytes]:
        """A child that serves the given end of a channel."""
        handle = end.fileno()
        return _run([str(handle)], stdin=subprocess.DEVNULL, pass_fds=(handle,), start_new_session=True)
