"""The parts of a crew of actors, in a process of their own: Ray and other large libraries do not always share one."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from redact.core.errors import MissingPart

_CASES = Path(__file__).with_name("ray_parts.py")


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is an extra")
def test_the_parts_of_a_crew_of_actors_hold() -> None:
    """All cases of `ray_parts.py`."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(_CASES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-4000:]


def test_a_process_of_tests_does_not_import_ray() -> None:
    """Nothing that `make test` collects or runs here may bring it in."""
    assert "ray" not in sys.modules


def test_without_ray_the_command_says_how_to_install_it(tmp_path: Path) -> None:
    """And makes nothing."""
    words = ["corpus", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--ray", "local"]
    code = "import sys; sys.modules['ray'] = None\nfrom redact.cli import main\nsys.exit(main(sys.argv[1:]))"
    (tmp_path / "in").mkdir()
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=False)

    assert done.returncode == MissingPart.exit_code
    assert "pip install 'redact-pipeline[ray]'" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
