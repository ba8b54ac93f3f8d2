"""The daemon under load for a little while: the short form of `make soak`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_daemon_under_load_loses_nothing_and_does_not_grow() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.soak", "--minutes", "3"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
