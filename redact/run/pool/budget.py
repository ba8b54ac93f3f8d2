"""How many hands this machine can carry: by its cores and by its memory, and by what a container leaves of them."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import psutil

#: Of the free memory, this share is left to the driver and the rest of the machine.
_SPARED = 0.1
#: Limits above this are how control groups say that there is none. Source: Linux, Documentation/admin-guide/cgroup-v1/memory.
_NO_LIMIT = 1 << 60


def jobs_for(wanted: int | Literal["auto"], per_hand_bytes: int, root: Path = Path("/")) -> int:
    """How many hands to take: as many as wanted; for `auto`, one a core, and no more than memory holds. At least one.

    `root` is where /proc and /sys stand.
    """
    if wanted != "auto":
        return max(1, wanted)
    fit = int(free_bytes(root) * (1 - _SPARED)) // max(1, per_hand_bytes)
    return max(1, min(cores(root), fit))


def cores(root: Path = Path("/")) -> int:
    """Cores that this process may use: by its affinity and the quota of its control groups, rounded up."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quotas = [math.ceil(quota) for quota in _quotas(root)]
    return max(1, min([allowed, *quotas]))


def free_bytes(root: Path = Path("/")) -> int:
    """Memory that can still be taken without pushing anything out: of the machine, or of the control groups if that is less."""
    return max(0, min([psutil.virtual_memory().available, *_memory_left(root)]))


def _quotas(root: Path) -> Iterator[float]:
    """Source: Linux, Documentation/admin-guide/cgroup-v2 (cpu.max) and scheduler/sched-bwc (cpu.cfs_quota_us)."""
    for group in _groups(root, ""):
        quota, _, period = _text(group / "cpu.max").partition(" ")
        if quota.isdecimal() and period.isdecimal() and int(period):
            yield int(quota) / int(period)
    for group in _groups(root, "cpu"):
        held, each = _number(group / "cpu.cfs_quota_us"), _number(group / "cpu.cfs_period_us")
        if held is not None and each:  # a quota of -1 is none, and no decimal
            yield held / each


def _memory_left(root: Path) -> Iterator[int]:
    """Source: Linux, Documentation/admin-guide/cgroup-v2 (memory.max) and cgroup-v1/memory (memory.limit_in_bytes)."""
    names = {"": ("memory.max", "memory.current"), "memory": ("memory.limit_in_bytes", "memory.usage_in_bytes")}
    for controller, (limit, usage) in names.items():
        for group in _groups(root, controller):
            most, taken = _number(group / limit), _number(group / usage)
            if most is not None and taken is not None and most < _NO_LIMIT:
                yield most - max(0, taken - _reclaimable(group))


def _reclaimable(group: Path) -> int:
    """Pages of files that nobody has looked at lately: the kernel gives them back before it refuses memory."""
    rows = dict(line.split(" ", 1) for line in _text(group / "memory.stat").splitlines() if " " in line)
    said = rows.get("total_inactive_file", rows.get("inactive_file", "0"))
    return int(said) if said.isdecimal() else 0


def _groups(root: Path, controller: str) -> Iterator[Path]:
    """The folders of our control group and of those above it; `controller` "" stands for version 2.

    In a container /proc names the group as the host sees it, which may not be there: the folders above it are.
    """
    mount = root / "sys/fs/cgroup" / controller
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, names, path = [*line.split(":", 2), "", ""][:3]
        if controller in names.split(","):
            inner = mount / path.lstrip("/")
            yield from (folder for folder in (inner, *inner.parents) if folder.is_relative_to(mount))
            return


def _number(path: Path) -> int | None:
    said = _text(path)
    return int(said) if said.isdecimal() else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
