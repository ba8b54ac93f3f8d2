"""Places where a test may end the process as a power cut would, to prove that no crash leaves half of anything."""

from __future__ import annotations

import os
import signal

from redact.core.errors import UsageError

VARIABLE = "REDACT_FAILPOINT"
#: In the order in which a source passes them.
POINTS = (
    "before-plan",
    "after-plan",
    "before-log",
    "after-log",
    "before-rename",
    "after-rename",
    "before-released-line",
    "after-released-line",
    "before-manifest",
    "after-manifest",
)
#: In the order in which a shard passes them (`redact.run.shards.commit`); the last two are the run's.
SHARD_POINTS = (
    "shard-before-draft",
    "shard-after-draft",
    "shard-before-publish",
    "shard-amid-publish",
    "shard-after-publish",
    "shard-before-entry",
    "shard-after-entry",
    "shard-before-success",
    "shard-after-success",
)
_KNOWN = POINTS + SHARD_POINTS


def reach(name: str) -> None:
    """Nothing, unless the environment asks for a crash at `name`: then no handler, no flush, no clean-up runs.

    Raises:
        UsageError: the environment asks for a point that nobody passes, so a test would prove nothing.
    """
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    if wanted not in _KNOWN:
        raise UsageError(f"{VARIABLE} names no failpoint", f"known: {', '.join(_KNOWN)}")
    if wanted == name:
        _die()


def _die() -> None:
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)  # what a shell reports of a killed process; reached where there are no signals
