"""Papers, settings without models, and the command called as a person would."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_kit import PHONE, Redact, Said

from redact.cli import main


@pytest.fixture
def redact(capsys: pytest.CaptureFixture[str]) -> Redact:
    def call(*words: str | Path) -> Said:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    """Patterns alone: they need no model."""
    path = tmp_path / "settings.toml"
    path.write_text('detectors = ["uk", "generic"]\nexpert = ""\n')
    return path


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "sub").mkdir(parents=True)
    (folder / "letter.txt").write_text(f"Her mobile is {PHONE}, or write to jane.roe@example.org.\n")
    (folder / "sub" / "plain.txt").write_text("Nothing of anybody stands here.\n")
    return folder
