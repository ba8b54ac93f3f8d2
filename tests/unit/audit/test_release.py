"""The door: a whole file at the target or none, on one file system or two, whatever happens on the way."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from redact.audit.failpoints import POINTS, VARIABLE, reach
from redact.audit.files import replacing
from redact.audit.release import release, sweep_output
from redact.core.errors import UsageError, WriteError


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft"
    path.write_bytes(b"released text")
    return path


def elsewhere(monkeypatch: pytest.MonkeyPatch, draft: Path, code: int = errno.EXDEV) -> None:
    """As if the draft lay on another file system."""
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self == draft:
            raise OSError(code, "rename")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


def test_the_draft_becomes_the_output_and_folders_are_made(tmp_path: Path, draft: Path) -> None:
    digest = release(draft, tmp_path / "out" / "deep" / "a.txt")

    assert (tmp_path / "out" / "deep" / "a.txt").read_bytes() == b"released text"
    assert not draft.exists()
    assert digest == hashlib.sha256(b"released text").hexdigest()


def test_over_file_systems_a_whole_copy_is_renamed_and_nothing_is_left(
    tmp_path: Path, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(monkeypatch, draft)

    release(draft, tmp_path / "out" / "a.txt")

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.txt"]
    assert not draft.exists()


def test_a_full_disk_on_the_way_over_leaves_nothing_at_the_target(
    tmp_path: Path, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(monkeypatch, draft)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("redact.audit.release.shutil.copyfileobj", full)
    with pytest.raises(WriteError, match="output") as caught:
        release(draft, tmp_path / "out" / "a.txt")

    assert "space" in caught.value.hint
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_at_the_target_is_a_write_error(tmp_path: Path, draft: Path) -> None:
    (tmp_path / "out" / "a.txt" / "x").mkdir(parents=True)

    with pytest.raises(WriteError):
        release(draft, tmp_path / "out" / "a.txt")

    assert draft.exists()


def test_a_link_at_the_target_is_replaced_and_not_followed(tmp_path: Path, draft: Path) -> None:
    (tmp_path / "secret").write_text("untouched")
    (tmp_path / "a.txt").symlink_to(tmp_path / "secret")

    release(draft, tmp_path / "a.txt")

    assert (tmp_path / "secret").read_text() == "untouched"
    assert (tmp_path / "a.txt").read_bytes() == b"released text"


def test_only_our_own_leftovers_are_swept_from_the_release_folder(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in (".redact-00ff.tmp", "sub/.redact-00fe.tmp", "a.tmp", ".redact-note"):
        (tmp_path / name).write_text("x")

    assert sweep_output(tmp_path) == 2
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [".redact-note", "a.tmp"]


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("old")

    def fill() -> None:
        with replacing(tmp_path / "f", "the file") as file:
            file.write(b"new")
            raise OSError(errno.ENOSPC, "no space")

    with pytest.raises(WriteError):
        fill()

    assert (tmp_path / "f").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("point", ["before-rename", "after-rename"])
def test_a_kill_at_the_door_leaves_a_whole_draft_or_a_whole_output(tmp_path: Path, draft: Path, point: str) -> None:
    script = "import sys, pathlib; from redact.audit.release import release; release(*map(pathlib.Path, sys.argv[1:]))"
    out = tmp_path / "out" / "a.txt"

    ended = subprocess.run([sys.executable, "-c", script, draft, out], env={**os.environ, VARIABLE: point}, check=False)

    assert ended.returncode in (-9, 137)
    assert draft.exists() is (point == "before-rename")
    assert out.exists() is (point == "after-rename")


def test_failpoints_do_nothing_unless_asked_and_refuse_an_unknown_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    for point in POINTS:
        reach(point)
    monkeypatch.setenv(VARIABLE, "before-renam")

    with pytest.raises(UsageError):
        reach("before-rename")
