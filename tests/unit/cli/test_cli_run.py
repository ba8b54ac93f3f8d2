"""run, plan and apply as a person sees them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from cli_kit import PHONE, Redact

from redact.run import crew

FOI = ("--policy", "foi")


@pytest.fixture
def pack_that_asks(tmp_path: Path) -> Path:
    """Telephone numbers are under review, and a file with one is held."""
    path = tmp_path / "asks.yaml"
    rule = "{id: look, when: {entity: [PHONE_NUMBER]}, action: review, basis: [s.40(2)], reason: Look at it.}"
    path.write_text(f"name: asks\nextends: foi\nhold: true\nrules:\n  - {rule}\n")
    return path


def test_run_releases_and_says_what_became_of_it(redact: Redact, papers: Path, settings: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    said = redact("run", papers, "--out", out, *FOI, "--settings", settings)

    assert said.code == 0
    assert "2 sources: 1 released, 1 unchanged" in said.out
    assert "decisions: 2 redacted, 0 kept, 0 for review" in said.out
    assert f"next: redact log report {out}.record" in said.out
    assert PHONE not in (out / "letter.txt").read_text()
    assert (out / "sub" / "plain.txt").is_file()


def test_the_release_folder_holds_only_what_may_be_released(
    redact: Redact, papers: Path, settings: Path, tmp_path: Path
) -> None:
    redact("run", papers, "--out", tmp_path / "out", *FOI, "--settings", settings)

    there = {path.name for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert there == {"letter.txt", "plain.txt"}
    assert (tmp_path / "out.record" / "manifest.jsonl").is_file()


def test_json_gives_the_manifest_lines_and_a_summary_last(
    redact: Redact, papers: Path, settings: Path, tmp_path: Path
) -> None:
    said = redact("run", papers, "--out", tmp_path / "out", *FOI, "--settings", settings, "--json")

    *records, last = said.objects
    wanted = ["source", "sha256", "output", "status", "reason", "kind", "redacted", "kept", "review"]
    assert [list(record) for record in records] == [wanted, wanted]
    assert last["summary"]["sources"] == 2
    assert last["summary"]["exit"] == said.code == 0
    assert said.err == ""


def test_what_is_kept_back_is_listed_by_id_and_never_by_name(
    redact: Redact, papers: Path, settings: Path, tmp_path: Path
) -> None:
    (papers / "Jane Roe.txt").touch()

    said = redact("run", papers, "--out", tmp_path / "out", *FOI, "--settings", settings)

    assert said.code == 3
    assert "redact: 1 of 3 kept back: 1 InputError\n  source 1 (" in said.err
    assert "the file is empty" in said.err
    assert "Jane" not in said.err
    (note,) = (tmp_path / "out.record" / "quarantine").iterdir()
    assert note.stem in said.err


def test_kept_back_in_json_is_an_object_each(redact: Redact, papers: Path, settings: Path, tmp_path: Path) -> None:
    (papers / "empty.txt").touch()

    said = redact("run", papers, "--out", tmp_path / "out", *FOI, "--settings", settings, "--json")

    (error,) = said.errors
    assert (error["kind"], error["exit"], said.code) == ("InputError", 3, 3)
    assert said.objects[-1]["summary"]["quarantined"] == 1


def test_held_for_review_and_nothing_else_is_exit_10(
    redact: Redact, papers: Path, settings: Path, pack_that_asks: Path, tmp_path: Path
) -> None:
    said = redact("run", papers, "--out", tmp_path / "out", "--policy", pack_that_asks, "--settings", settings)

    assert said.code == 10
    assert "PendingReview" in said.err
    assert not (tmp_path / "out" / "letter.txt").exists()


def test_held_and_broken_together_are_exit_3(
    redact: Redact, papers: Path, settings: Path, pack_that_asks: Path, tmp_path: Path
) -> None:
    (papers / "empty.txt").touch()

    said = redact("run", papers, "--out", tmp_path / "out", "--policy", pack_that_asks, "--settings", settings)

    assert said.code == 3


def test_without_a_key_one_is_made_for_its_owner_only_and_used_again(
    redact: Redact, papers: Path, settings: Path, tmp_path: Path
) -> None:
    words = ("run", papers, "--out", tmp_path / "out", *FOI, "--settings", settings)
    key = tmp_path / "out.record" / "key"

    first = redact(*words)
    made = key.read_text()
    redact(*words)

    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert key.read_text() == made
    assert "safer elsewhere: redact key create FILE" in first.err


def test_with_a_key_none_is_made(redact: Redact, papers: Path, settings: Path, tmp_path: Path) -> None:
    redact("key", "create", tmp_path / "k")

    said = redact("run", papers, "--out", tmp_path / "out", *FOI, "--settings", settings, "--key", tmp_path / "k")

    assert said.code == 0
    assert said.err == ""
    assert not (tmp_path / "out.record" / "key").exists()


@pytest.mark.parametrize("fault", [("--policy", "fio"), ("--policy", "foi", "--case", "/nowhere.yaml")])
def test_nothing_is_made_for_a_wrong_order(
    redact: Redact, papers: Path, tmp_path: Path, fault: tuple[str, ...]
) -> None:
    said = redact("run", papers, "--out", tmp_path / "out", *fault)

    assert said.code == 2
    assert not (tmp_path / "out.record").exists()
    assert not (tmp_path / "out").exists()


def test_an_output_inside_the_input_is_refused(redact: Redact, papers: Path) -> None:
    said = redact("run", papers, "--out", papers / "out", *FOI)

    assert said.code == 2
    assert "the output folder overlaps an input" in said.err
    assert not (papers / "out.record").exists()


def test_an_input_that_is_not_there_is_refused(redact: Redact, tmp_path: Path) -> None:
    said = redact("run", tmp_path / "nowhere", "--out", tmp_path / "out", *FOI)

    assert said.code == 2
    assert not (tmp_path / "out.record").exists()


def test_plan_and_apply_give_what_run_gives(redact: Redact, papers: Path, settings: Path, tmp_path: Path) -> None:
    redact("run", papers, "--out", tmp_path / "one", *FOI, "--settings", settings)

    planned = redact("plan", papers, "--record", tmp_path / "rec", *FOI, "--settings", settings)
    applied = redact("apply", papers, "--record", tmp_path / "rec", "--out", tmp_path / "two")

    assert (planned.code, applied.code) == (0, 0)
    assert "2 planned" in planned.out
    assert "next: redact apply " in planned.out
    assert _tree(tmp_path / "one") == _tree(tmp_path / "two")


def test_apply_without_plans_says_so(redact: Redact, papers: Path, tmp_path: Path) -> None:
    said = redact("apply", papers, "--record", tmp_path / "rec", "--out", tmp_path / "out")

    assert said.code == 2
    assert "hint: make them first: redact plan" in said.err


def test_apply_keeps_back_a_source_that_changed_since(
    redact: Redact, papers: Path, settings: Path, tmp_path: Path
) -> None:
    redact("plan", papers, "--record", tmp_path / "rec", *FOI, "--settings", settings)
    (papers / "letter.txt").write_text("Ring 07700 900456 instead.\n")

    said = redact("apply", papers, "--record", tmp_path / "rec", "--out", tmp_path / "out")

    assert said.code == 3
    assert "there is no plan for this source as it is now" in said.err
    assert not (tmp_path / "out" / "letter.txt").exists()
    assert (tmp_path / "out" / "sub" / "plain.txt").exists()


def test_apply_refuses_another_key(redact: Redact, papers: Path, settings: Path, tmp_path: Path) -> None:
    redact("plan", papers, "--record", tmp_path / "rec", *FOI, "--settings", settings)
    redact("key", "create", tmp_path / "other")

    said = redact("apply", papers, "--record", tmp_path / "rec", "--out", tmp_path / "out", "--key", tmp_path / "other")

    assert said.code == 2
    assert "not the key the plans were made with" in said.err


def test_an_empty_folder_is_said_to_be_one(redact: Redact, settings: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    said = redact("run", tmp_path / "empty", "--out", tmp_path / "out", *FOI, "--settings", settings)

    assert said.code == 0
    assert "0 sources: the inputs hold no files" in said.out


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_done_again_is_done_under_the_limits_of_the_first_time(
    redact: Redact, papers: Path, settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDACT_ITEM_SECONDS", "77")
    redact("run", papers, "--out", tmp_path / "out", *FOI, "--settings", settings)
    monkeypatch.setenv("REDACT_ITEM_SECONDS", "5")
    asked = []
    monkeypatch.setattr(crew, "crew_maker", lambda jobs, settings: asked.append((jobs, settings.item_seconds)))

    assert redact("retry", tmp_path / "out.record", "--jobs", "2").code == 0
    assert asked == [(2, 77)]
