"""The record folder: private, one run at a time, cleared after a crash, and honest about what is done."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from redact.audit.chain import Log
from redact.audit.folder import RecordFolder, under
from redact.audit.manifest import Manifest
from redact.audit.release import file_sha256, release
from redact.audit.resume import Released, log_released
from redact.core.errors import CorruptInput, Defect, UsageError, WriteError
from redact.core.flow import Record, Source

SOURCE = Source(Path("in/a.txt"), "a.txt", "a" * 64, 5, "text")
RUN = "f" * 32


def clock() -> datetime:
    return datetime(2026, 11, 20, tzinfo=UTC)


def released(folder: RecordFolder, out: Path, content: bytes = b"hello") -> None:
    draft = folder.draft_path(SOURCE.id)
    draft.write_bytes(content)
    log = Log.open(folder.log_path, clock)
    digest = release(draft, out / "a.txt")
    log_released(log, Released(SOURCE.sha256, RUN, "a.txt"), digest)
    log.close()
    manifest = Manifest(folder.manifest_path)
    manifest.append(Record("a.txt", SOURCE.sha256, "a.txt", "released", "", "text"))
    manifest.close()


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_only_the_owner_may_look_in(tmp_path: Path) -> None:
    with RecordFolder(tmp_path / "out.record") as folder:
        modes = {path.stat().st_mode & 0o777 for path in (folder.path, folder.draft_path("a").parent)}

    assert modes == {0o700}


def test_a_second_run_is_turned_away_and_may_come_when_the_first_has_gone(tmp_path: Path) -> None:
    first = RecordFolder(tmp_path / "r").open()

    with pytest.raises(UsageError, match="another run"):
        RecordFolder(tmp_path / "r").open()
    first.close()

    RecordFolder(tmp_path / "r").open().close()


def test_the_lock_of_a_killed_process_is_gone_with_it(tmp_path: Path) -> None:
    script = (
        "import os, sys, pathlib; from redact.audit.folder import RecordFolder;"
        "RecordFolder(pathlib.Path(sys.argv[1])).open(); os.kill(os.getpid(), 9)"
    )

    subprocess.run([sys.executable, "-c", script, tmp_path / "r"], check=False)

    RecordFolder(tmp_path / "r").open().close()


def test_what_a_crash_left_is_cleared_when_the_next_run_opens(tmp_path: Path) -> None:
    with RecordFolder(tmp_path / "r") as folder:
        folder.draft_path("abc").write_text("half a letter")
        stale = folder.plan_path("abc").with_name(".redact-0011.tmp")
        stale.write_text("half a plan")
        folder.plan_path("abc").write_text("a plan")

    with RecordFolder(tmp_path / "r"):
        pass

    assert not folder.draft_path("abc").exists()
    assert not stale.exists()
    assert folder.plan_path("abc").exists()


def test_a_source_is_done_when_log_manifest_and_output_agree(tmp_path: Path) -> None:
    with RecordFolder(tmp_path / "r") as folder:
        released(folder, tmp_path / "out")
    with RecordFolder(tmp_path / "r") as folder:
        assert folder.done(SOURCE, RUN, tmp_path / "out") is not None
        assert folder.done(SOURCE, "e" * 32, tmp_path / "out") is None
        (tmp_path / "out" / "a.txt").write_bytes(b"other")
        assert folder.done(SOURCE, RUN, tmp_path / "out") is None
        (tmp_path / "out" / "a.txt").unlink()
        assert folder.done(SOURCE, RUN, tmp_path / "out") is None


def test_a_manifest_without_a_released_line_is_not_believed(tmp_path: Path) -> None:
    with RecordFolder(tmp_path / "r") as folder:
        released(folder, tmp_path / "out")
        folder.log_path.unlink()
    with RecordFolder(tmp_path / "r") as folder:
        assert folder.done(SOURCE, RUN, tmp_path / "out") is None


def test_a_forged_released_line_is_not_believed(tmp_path: Path) -> None:
    with RecordFolder(tmp_path / "r") as folder:
        released(folder, tmp_path / "out")
    (tmp_path / "out" / "a.txt").write_bytes(b"other")
    forged = folder.log_path.read_text().replace(file_of(b"hello"), file_sha256(tmp_path / "out" / "a.txt"))
    folder.log_path.write_text(forged)

    with RecordFolder(tmp_path / "r") as folder:
        assert folder.done(SOURCE, RUN, tmp_path / "out") is None


def file_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_the_log_of_a_release_names_no_file(tmp_path: Path) -> None:
    with RecordFolder(tmp_path / "r") as folder:
        released(folder, tmp_path / "out")

    assert "a.txt" not in folder.log_path.read_text()


def test_quarantine_notes_the_reason_and_takes_the_draft_away(tmp_path: Path) -> None:
    with RecordFolder(tmp_path / "r") as folder:
        folder.draft_path("abc").write_text("somebody")

        folder.quarantine("abc", CorruptInput("the bytes end early", "ask for the file again"))

        note = json.loads(folder.quarantine_path("abc").read_text())
        assert note == {
            "source_id": "abc",
            "reason": "CorruptInput",
            "message": "the bytes end early",
            "hint": "ask for the file again",
        }
        assert not folder.draft_path("abc").exists()
        folder.readmit("abc")
        assert not folder.quarantine_path("abc").exists()


@pytest.mark.parametrize("wrong", ["../x", "a/b", "", ".", "A.txt", "a" * 101])
def test_an_id_cannot_lead_out_of_the_folder(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(Defect):
        RecordFolder(tmp_path).plan_path(wrong)


@pytest.mark.parametrize("wrong", ["../x", "/etc/x", "a/../../x", ""])
def test_an_output_cannot_lead_out_of_the_release_folder(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(Defect):
        under(tmp_path, wrong)


def test_a_file_in_the_place_of_the_folder_is_named_as_the_problem(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("")

    with pytest.raises(UsageError):
        RecordFolder(tmp_path / "r").open()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs modes that bind this user")
def test_a_closed_parent_is_a_write_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(WriteError):
            RecordFolder(tmp_path / "r").open()
    finally:
        tmp_path.chmod(0o700)


def test_findings_half_written_by_a_run_that_died_are_taken_away(tmp_path: Path) -> None:
    findings = tmp_path / "record" / "findings"
    findings.mkdir(parents=True)
    (findings / ".redact-0123456789abcdef.tmp").write_text("half")
    (findings / "whole.jsonl").write_text("whole")

    with RecordFolder(tmp_path / "record"):
        assert [path.name for path in findings.iterdir()] == ["whole.jsonl"]
