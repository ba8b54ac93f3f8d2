"""How many hands a machine carries: told from cores, quotas and memory, in a container too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import psutil
import pytest

from redact.run.pool import budget
from redact.run.pool.budget import cores, free_bytes, jobs_for

GIB = 1 << 30


@pytest.fixture(autouse=True)
def big_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """16 cores and 64 GiB free, so that what a container says is what counts."""
    monkeypatch.setattr(budget.os, "sched_getaffinity", lambda _: set(range(16)), raising=False)
    free = type("Memory", (), {"available": 64 * GIB})
    monkeypatch.setattr(psutil, "virtual_memory", lambda: free)


def lay(root: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text + "\n")
    return root


def test_a_number_is_taken_as_it_is(tmp_path: Path) -> None:
    assert jobs_for(7, 100 * GIB, tmp_path) == 7


def test_a_machine_without_control_groups_gives_its_cores(tmp_path: Path) -> None:
    assert cores(tmp_path) == 16
    assert jobs_for("auto", GIB, tmp_path) == 16


def test_memory_may_be_what_is_scarce(tmp_path: Path) -> None:
    """A tenth of 64 GiB is spared: 57.6 GiB hold five hands of 10 GiB."""
    assert jobs_for("auto", 10 * GIB, tmp_path) == 5


def test_there_is_always_one(tmp_path: Path) -> None:
    assert jobs_for("auto", 1000 * GIB, tmp_path) == 1
    assert jobs_for(0, GIB, tmp_path) == 1
    assert jobs_for("auto", 0, tmp_path) == 16


def test_version_2_the_narrowest_group_counts(tmp_path: Path) -> None:
    root = lay(
        tmp_path,
        {
            "proc/self/cgroup": "0::/system/redact.service",
            "sys/fs/cgroup/system/redact.service/cpu.max": "max 100000",
            "sys/fs/cgroup/system/redact.service/memory.max": "max",
            "sys/fs/cgroup/system/cpu.max": "250000 100000",
            "sys/fs/cgroup/system/memory.max": str(8 * GIB),
            "sys/fs/cgroup/system/memory.current": str(6 * GIB),
            "sys/fs/cgroup/system/memory.stat": f"anon 1\ninactive_file {2 * GIB}\nactive_file 5",
        },
    )

    assert cores(root) == 3
    assert free_bytes(root) == 4 * GIB
    assert jobs_for("auto", GIB, root) == 3


def test_version_2_in_a_container_that_sees_itself_as_the_root(tmp_path: Path) -> None:
    root = lay(tmp_path, {"proc/self/cgroup": "0::/docker/1f", "sys/fs/cgroup/cpu.max": "50000 100000"})

    assert cores(root) == 1


def test_version_1_counts_too(tmp_path: Path) -> None:
    root = lay(
        tmp_path,
        {
            "proc/self/cgroup": "9:memory:/box\n4:cpu,cpuacct:/box\n1:name=systemd:/",
            "sys/fs/cgroup/cpu/box/cpu.cfs_quota_us": "400000",
            "sys/fs/cgroup/cpu/box/cpu.cfs_period_us": "100000",
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1",
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
            "sys/fs/cgroup/memory/box/memory.limit_in_bytes": str(4 * GIB),
            "sys/fs/cgroup/memory/box/memory.usage_in_bytes": str(GIB),
            "sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712",
            "sys/fs/cgroup/memory/memory.usage_in_bytes": str(GIB),
        },
    )

    assert cores(root) == 4
    assert free_bytes(root) == 3 * GIB


def test_a_group_over_its_limit_has_nothing_left(tmp_path: Path) -> None:
    root = lay(
        tmp_path,
        {
            "proc/self/cgroup": "0::/",
            "sys/fs/cgroup/memory.max": str(GIB),
            "sys/fs/cgroup/memory.current": str(2 * GIB),
        },
    )

    assert free_bytes(root) == 0
    assert jobs_for("auto", GIB, root) == 1


def test_nonsense_in_the_files_is_no_limit(tmp_path: Path) -> None:
    root = lay(tmp_path, {"proc/self/cgroup": "what", "sys/fs/cgroup/cpu.max": "lots 0"})

    assert cores(root) == 16
