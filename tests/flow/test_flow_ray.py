"""A crew on a cluster, one case a process: Ray and other large libraries do not always share one."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

_CASES = Path(__file__).with_name("ray_losses.py")
_NAMES = [
    each.name
    for each in ast.parse(_CASES.read_text()).body
    if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")
]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is an extra")
@pytest.mark.parametrize("name", _NAMES)
def test_whoever_of_a_cluster_dies_nothing_is_lost(name: str) -> None:
    """A case of `ray_losses.py`."""
    command = [sys.executable, "-m", "pytest", "-m", "slow", "-p", "no:cacheprovider", f"{_CASES}::{name}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-4000:]
