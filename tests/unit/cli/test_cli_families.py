"""policy, log, key and models as a person sees them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cli_kit import PHONE, Redact


@pytest.fixture
def record(redact: Redact, papers: Path, settings: Path, tmp_path: Path) -> Path:
    """The record folder of a run."""
    redact("run", papers, "--out", tmp_path / "out", "--policy", "foi", "--settings", settings)
    return tmp_path / "out.record"


def test_policy_list_names_the_packs(redact: Redact) -> None:
    said = redact("policy", "list")

    assert [line.split()[0] for line in said.out.splitlines()] == [
        "eir",
        "foi",
        "minimal",
        "research",
        "sar",
        "training",
    ]


def test_policy_show_is_itself_a_pack(redact: Redact, tmp_path: Path) -> None:
    shown = redact("policy", "show", "eir")
    path = tmp_path / "ours.yaml"
    path.write_text(shown.out)

    checked = redact("policy", "check", path)

    assert checked.code == 0
    assert checked.out.startswith("eir holds to the schema: ")


def test_policy_check_names_the_line(redact: Redact, tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("name: ours\nextends: foi\nrulez: []\n")

    said = redact("policy", "check", path)

    assert said.code == 2
    assert "line 3: unknown key" in said.err


def test_policy_explain_answers_for_one_entity(redact: Redact) -> None:
    said = redact("policy", "explain", "foi", "PERSON")

    assert "PERSON (personal, direct)" in said.out
    assert "EMAIL_ADDRESS" not in said.out


def test_a_log_that_is_as_it_was_written_holds_against_its_signed_head(redact: Redact, record: Path) -> None:
    said = redact("log", "verify", record)

    assert said.code == 0
    assert said.out.startswith("sound: ")
    assert "held against the signed head of the record" in said.out


def test_an_altered_line_is_found_and_named(redact: Redact, record: Path) -> None:
    log = record / "log.jsonl"
    lines = log.read_text().splitlines(keepends=True)
    log.write_text("".join([lines[0], lines[1].replace("s", "z", 1), *lines[2:]]))

    said = redact("log", "verify", record)

    assert said.code == 3
    assert "line 2 is altered" in said.err


def test_a_cut_end_shows_against_the_head_that_was_kept(redact: Redact, record: Path) -> None:
    head = redact("log", "head", record).out.strip()
    log = record / "log.jsonl"
    log.write_text("".join(log.read_text().splitlines(keepends=True)[:-1]))
    (record / "log.head").unlink()

    assert redact("log", "verify", record).code == 0
    said = redact("log", "verify", record, "--head", head)
    assert said.code == 3
    assert "truncated" in said.err


def test_a_head_signed_with_another_key_is_refused(redact: Redact, record: Path, tmp_path: Path) -> None:
    redact("key", "create", tmp_path / "other")

    assert redact("log", "verify", record, "--key", tmp_path / "other").code == 2


def test_the_report_is_written_into_the_record(redact: Redact, record: Path) -> None:
    said = redact("log", "report", record)

    assert said.code == 0
    assert "s.40(2)" in (record / "schedule.csv").read_text(encoding="utf-8")
    assert PHONE not in (record / "schedule.html").read_text(encoding="utf-8")


def test_the_report_can_be_written_elsewhere(redact: Redact, record: Path, tmp_path: Path) -> None:
    redact("log", "report", record, "--out", tmp_path / "pack")

    assert {path.name for path in (tmp_path / "pack").iterdir()} == {"schedule.csv", "schedule.html"}


@pytest.mark.parametrize("action", ["verify", "head", "report"])
def test_a_folder_without_a_log_is_said_to_be_one(redact: Redact, tmp_path: Path, action: str) -> None:
    said = redact("log", action, tmp_path)

    assert said.code == 2
    assert "there is no log in this folder" in said.err


def test_a_key_is_made_once_and_for_its_owner(redact: Redact, tmp_path: Path) -> None:
    path = tmp_path / "k"

    first, second = redact("key", "create", path), redact("key", "create", path)

    assert (first.code, second.code) == (0, 2)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text().splitlines()[-1] not in first.out


def test_models_are_listed_with_how_they_stand(redact: Redact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDACT_MODELS", str(tmp_path))

    said = redact("models", "list")

    assert said.code == 0
    assert said.out.splitlines()[0].split()[:2] == ["en_core_web_md", "missing"]


def test_a_missing_model_is_exit_4_with_the_command(
    redact: Redact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDACT_MODELS", str(tmp_path))

    said = redact("models", "verify", "en_core_web_md")

    assert said.code == 4
    assert "run: redact models fetch en_core_web_md" in said.err


def test_an_unknown_model_is_a_usage_error(redact: Redact) -> None:
    assert redact("models", "fetch", "nothing_of_the_kind").code == 2
