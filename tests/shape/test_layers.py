"""The house has floors, and the tool that holds them is seen to hold them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package and its contracts."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "redact", copy / "redact", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def _lint(house: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=house, capture_output=True, text=True, check=False)


def test_the_house_holds(house: Path) -> None:
    run = _lint(house)

    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("module", "planted"),
    [
        ("core/errors.py", "redact.registry"),
        ("settings.py", "redact.pipeline"),
        ("media/text.py", "redact.detect"),
        ("media/text.py", "redact.media.json"),
        ("operate/label.py", "redact.policy.rules"),
        ("detect/names.py", "redact.detect.people"),
        ("audit/__init__.py", "redact.cli"),
    ],
)
def test_a_planted_import_is_seen(house: Path, module: str, planted: str) -> None:
    path = house / "redact" / module
    sound = path.read_text(encoding="utf-8")
    path.write_text(f"{sound}\nimport {planted}\n", encoding="utf-8")
    try:
        run = _lint(house)
    finally:
        path.write_text(sound, encoding="utf-8")

    assert run.returncode == 1
    assert f"-> {planted}" in run.stdout
