"""A wheel holds the program, the model manifest, the cards and our own weights, and no recipe or training text."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
_LEFT = shutil.ignore_patterns("__pycache__", "*.egg-info")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the tree, with stand-ins for weights that are not there."""
    copy = tmp_path_factory.mktemp("tree")
    for folder in ("redact", "models"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=_LEFT)
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, copy)
    for name in ("network.json", "weights.npz", "corpus/paper.txt"):
        (copy / "models/uk_ner" / name).parent.mkdir(exist_ok=True)
        (copy / "models/uk_ner" / name).touch()
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-W", "ignore", "-c", BUILD, str(out)], cwd=copy, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def members(wheel: Path) -> set[str]:
    """The names in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_manifest_cards_and_weights_are_in_it(members: set[str]) -> None:
    cards = {f"redact_models/{path.parent.name}/README.md" for path in (ROOT / "models").glob("*/README.md")}

    assert {"redact_models/__init__.py", "redact_models/manifest.toml"} <= members
    assert {"redact_models/uk_ner/weights.npz", "redact_models/uk_ner/network.json"} <= members
    assert cards <= members


def test_recipes_and_training_texts_are_not(members: set[str]) -> None:
    code = {name for name in members if name.startswith("redact_models/") and name.endswith(".py")}

    assert code == {"redact_models/__init__.py"}
    assert not [name for name in members if name.startswith("redact_models/") and "/corpus/" in name]
    assert not [name for name in members if name.startswith(("tests/", "fixtures/", "models/"))]


def test_every_file_of_every_room_is_in_it(members: set[str]) -> None:
    rooms = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "redact").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert rooms - members == set()


@pytest.mark.slow
def test_an_installed_wheel_finds_its_models(wheel: Path, tmp_path: Path) -> None:
    """Far from the repository, with nothing but the wheel on the path before its dependencies."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "import redact_models; print(redact_models.__file__)\n"
        "from redact.modelstore import listing; print([row.model.name for row in listing()])"
    )
    run = subprocess.run([sys.executable, "-P", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert str(tmp_path) in run.stdout
    assert "en_core_web_md" in run.stdout
