"""Full disks, folders in each other, two runs at once, files that change under the reader: nothing half-done leaves."""

from __future__ import annotations

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flow_kit import Room, files, redact
from flow_words import INTRODUCED, NAME, PHONE, WITH_PHONE

from redact.audit import lock
from redact.audit.release import file_sha256
from redact.intake.source import arrive
from redact.pipeline.survey import Survey


@pytest.fixture
def letters(room: Room) -> Room:
    """Three papers with somebody in each."""
    room.put(a__txt=WITH_PHONE, b__txt=f"{INTRODUCED}{WITH_PHONE}", c__txt=f"{WITH_PHONE * 200}The end.\n")
    return room


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """A system that lets no file grow beyond `size` bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 40, 400, 1200, 3000, 6000, 12_000])
def test_a_full_disk_is_an_error_of_its_own_and_leaves_nothing_half_written(
    letters: Room, tmp_path: Path, size: int
) -> None:
    whole = letters.but(at=tmp_path / "whole")
    whole.at.mkdir()
    whole.run()
    letters.settings.touch()

    with no_file_beyond(size):
        said = letters.run()

    assert said.code == 6, said.err
    assert "hint: " in said.err
    assert letters.outputs.items() <= whole.outputs.items()
    assert len(letters.outputs) <= len(letters.logged("source") if (letters.record / "log.jsonl").exists() else [])
    assert letters.run().code == 0
    assert letters.outputs == whole.outputs
    assert letters.leftovers() == []
    assert redact("log", "verify", letters.record).code == 0


@pytest.mark.parametrize("nth", range(1, 40, 3))
def test_a_disk_that_fails_at_any_write_leaves_nothing_half_written(
    letters: Room, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    """Every durable write ends in an fsync; the n-th one fails."""
    left, real = nth, os.fsync

    def failing(handle: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", failing)
        said = letters.run()

    assert left <= 0, "there are fewer writes than this test thinks"
    assert said.code == 6, said.err
    assert "free some space" in said.err
    assert letters.leftovers() == []
    assert len(letters.outputs) <= len(letters.logged("source"))
    assert all(PHONE.encode() not in content for content in letters.outputs.values())
    assert letters.run().code == 0
    assert len(letters.outputs) == 3


@pytest.mark.parametrize("where", ["papers/out", "papers", "."])
def test_an_output_folder_in_or_around_the_input_is_refused_before_anything_is_made(letters: Room, where: str) -> None:
    before = files(letters.papers)

    said = redact("run", letters.papers, "--out", letters.at / where, "--policy", "foi", "--settings", letters.settings)

    assert said.code == 2
    assert "choose an --out outside of every input" in said.err
    assert files(letters.papers) == before
    assert not (letters.at / f"{where}.record").exists()


@pytest.mark.parametrize("where", ["papers/record", "out/record", "out"])
def test_a_record_folder_that_would_be_read_or_released_is_refused(letters: Room, where: str) -> None:
    said = letters.run("--record", letters.at / where)

    assert said.code == 2
    assert not (letters.at / "out").exists()


@pytest.mark.parametrize("folder", ["papers", "out"])
def test_a_key_that_would_be_released_is_refused(letters: Room, folder: str) -> None:
    (letters.at / folder).mkdir(exist_ok=True)
    key = letters.at / folder / "foi.key"
    redact("key", "create", key)

    said = letters.but(key=key).run()

    assert said.code == 2
    assert "the key lies in" in said.err
    assert not letters.record.exists()


def test_an_output_folder_reached_by_a_link_is_seen_for_what_it_is(letters: Room) -> None:
    (letters.papers / "inner").mkdir()
    (letters.at / "elsewhere").symlink_to(letters.papers / "inner")

    said = redact("run", letters.papers, "--out", letters.at / "elsewhere", "--policy", "foi")

    assert said.code == 2


def test_two_runs_at_once_on_one_record_are_refused(letters: Room) -> None:
    letters.record.mkdir()
    held = lock.take(letters.record / "lock")

    try:
        said = letters.run()
    finally:
        lock.let_go(held)

    assert said.code == 2
    assert "another run is using this record folder" in said.err
    assert not letters.out.exists()
    assert letters.run().code == 0


def test_two_inputs_with_a_file_of_one_name_are_refused(letters: Room) -> None:
    other = letters.at / "other"
    other.mkdir()
    (other / "a.txt").write_text("Another.\n")

    verb, *rest = letters.command("run")
    said = redact(verb, other, *rest)

    assert said.code == 2
    assert "two inputs hold a file of the same name" in said.err
    assert "a.txt" not in said.err
    assert not letters.out.exists()


def test_one_content_under_two_names_is_two_papers(room: Room) -> None:
    """As prose and as a table it is read in two ways, and each is kept apart."""
    for name in ("a.txt", "b.txt", "c.csv", "d.md"):
        (room.papers / name).write_text(f"name,phone\nnobody,{PHONE}\n")

    said = room.run()

    assert said.code == 0, said.err
    assert set(room.outputs) == {"a.txt", "b.txt", "c.csv", "d.md"}
    assert {line["kind"] for line in room.manifest.values()} == {"text", "table"}
    assert all(PHONE.encode() not in content for content in room.outputs.values())


@pytest.mark.parametrize(
    "later",
    [f"Now it is {NAME}.\n", f"{WITH_PHONE}{NAME}\n" * 9, "", None, b"\xff\xfe\x00", b"one\n\x00\x01"],
    ids=["other", "longer", "empty", "gone", "other-encoding", "binary"],
)
@pytest.mark.parametrize("moment", ["between the passes", "after arrival"])
def test_a_file_that_changes_while_it_is_read_is_not_released(
    letters: Room, monkeypatch: pytest.MonkeyPatch, later: str | bytes | None, moment: str
) -> None:
    path = letters.papers / "b.txt"

    def change() -> None:
        if later is None:
            path.unlink(missing_ok=True)
        elif isinstance(later, bytes):
            path.write_bytes(later)
        else:
            path.write_text(later)

    if moment == "after arrival":
        monkeypatch.setattr("redact.pipeline.survey.arrive", _then(arrive, change, "b.txt"))
    else:
        monkeypatch.setattr(Survey, "read", _then(Survey.read, change, "b.txt"))

    said = letters.run()

    assert said.code == 3, said.err
    assert set(letters.outputs) == {"a.txt", "c.txt"}
    assert letters.manifest["b.txt"]["status"] == "quarantined"
    assert letters.leftovers() == []


def _then(real, change, name: str):  # type: ignore[no-untyped-def]
    """`real`, and when it was called for the file of that name, `change`."""

    def both(*given):  # type: ignore[no-untyped-def]
        made = real(*given)
        if any(getattr(each, "name", "") == name for each in given):
            change()
        return made

    return both


def test_outputs_are_what_the_log_says_they_are(letters: Room) -> None:
    letters.run()

    told = {line["output_sha256"] for line in letters.logged("released")}
    assert told == {file_sha256(letters.out / name) for name in letters.outputs}


def test_a_missing_model_is_told_with_the_command_that_brings_it(letters: Room, tmp_path: Path) -> None:
    settings = tmp_path / "names.toml"
    settings.write_text('detectors = ["names"]\nexpert = ""\n')

    said = redact(*letters.command("run"), "--settings", settings, environ={"REDACT_MODELS": str(tmp_path / "none")})

    assert said.code == 4
    assert "run: redact models fetch en_core_web_md" in said.err
    assert letters.outputs == {}


@pytest.mark.parametrize(
    ("pack", "line"),
    [("name: ours\nextends: foi\nhidden: true\n", "line 3"), ("name: ours\nextends: foi\nrules: 7\n", "line 3")],
)
def test_an_unknown_or_wrong_key_of_a_pack_is_told_with_its_line(letters: Room, pack: str, line: str) -> None:
    path = letters.at / "ours.yaml"
    path.write_text(pack)

    said = letters.but(policy=path).run()

    assert said.code == 2
    assert line in said.err
    assert not letters.out.exists()


def test_an_unknown_key_of_a_case_file_is_told_with_its_line_and_without_its_values(letters: Room) -> None:
    case = letters.at / "case.yaml"
    case.write_text(f'people:\n  - name: "{NAME}"\n    role: third_party\n    shoe_size: 9\n')

    said = letters.but(case=case).run()

    assert said.code == 2
    assert "line 4" in said.err
    assert NAME not in said.err


def test_an_input_that_is_not_there_is_told_without_its_name(room: Room) -> None:
    said = room.but(papers=room.at / NAME).run()

    assert said.code == 2
    assert NAME not in said.err
    assert not room.record.exists()
