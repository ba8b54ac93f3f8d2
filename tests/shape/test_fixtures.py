"""The fixtures are what their generators write, and their truth is true."""

from __future__ import annotations

import json
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
TRUTHS = sorted((FIXTURES / "truth").rglob("*.truth.json"))


def _files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _write(script: str, *arguments: str) -> None:
    subprocess.run([sys.executable, FIXTURES / "make" / script, *arguments], check=True, cwd=ROOT)


def test_papers_and_truth_are_what_the_templates_give(tmp_path: Path) -> None:
    """The same seed, the same bytes."""
    _write("papers.py", "--out", str(tmp_path))

    stored = {name: told for name, told in _files(FIXTURES / "truth").items() if name.endswith(".truth.json")}
    assert _files(tmp_path / "papers") == _files(FIXTURES / "papers")
    assert _files(tmp_path / "truth") == stored
    assert (tmp_path / "case.yaml").read_bytes() == (FIXTURES / "case.yaml").read_bytes()


def test_hostile_files_are_what_their_script_gives(tmp_path: Path) -> None:
    _write("hostile.py", "--out", str(tmp_path / "papers"))
    _write("hostile_documents.py", "--out", str(tmp_path / "papers"))
    _write("hostile_media.py", "--out", str(tmp_path / "media"))
    _write("hostile_sound.py", "--out", str(tmp_path / "media"))
    papers, media = _files(tmp_path / "papers"), _files(tmp_path / "media")
    stored = _files(FIXTURES / "hostile")

    assert {name: stored.get(name) for name in papers} == papers
    assert set(stored) == set(papers) | set(media)


def test_the_thread_is_what_its_script_gives(tmp_path: Path) -> None:
    """Libraries pack otherwise from version to version: what is held is what the mail says, and the truth about it."""
    _write("thread.py", "--out", str(tmp_path))
    made, stored = tmp_path / "documents", FIXTURES / "documents"

    assert [path.name for path in made.iterdir()] == [path.name for path in stored.iterdir()]
    for path in made.iterdir():
        assert _said(path) == _said(stored / path.name)
        truth = f"truth/documents/{path.name}.words.json"
        assert (tmp_path / truth).read_text() == (FIXTURES / truth).read_text()


def _said(path: Path) -> list[str]:
    """The headers and texts of a mail, and what its attachments are called."""
    parts = message_from_bytes(path.read_bytes(), policy=policy.default).walk()
    told = [(part.items(), part.get_content() if part.get_content_maintype() == "text" else "") for part in parts]
    return [repr(each) for each in told]


def test_another_seed_gives_other_people(tmp_path: Path) -> None:
    _write("papers.py", "--out", str(tmp_path), "--seed", "5")

    assert (tmp_path / "case.yaml").read_text() != (FIXTURES / "case.yaml").read_text()


@pytest.mark.parametrize("path", TRUTHS, ids=range(len(TRUTHS)))
def test_truth_points_at_what_it_says(path: Path) -> None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    content = (FIXTURES / "papers" / truth["file"]).read_bytes()
    parts = {"name": truth["file"], "text": content.decode(truth["encoding"]).removeprefix("\ufeff")}
    plain = [span for span in truth["spans"] if "<" not in parts[span["part"]][span["start"] : span["end"]]]

    assert plain or truth["file"] == "tender-notice.txt"
    for span in plain:
        assert parts[span["part"]][span["start"] : span["end"]] == span["value"]


def test_no_truth_lies_among_the_papers() -> None:
    assert list((FIXTURES / "papers").rglob("*truth*")) == []


@pytest.mark.slow
def test_large_hostile_files_can_be_made(tmp_path: Path) -> None:
    _write("hostile.py", "--large", str(tmp_path), "--mib", "2")

    assert {path.name for path in tmp_path.iterdir()} == {"one-line.txt", "one-string.json", "one-cell.csv"}
    assert min(path.stat().st_size for path in tmp_path.iterdir()) >= 2 * 1024**2
