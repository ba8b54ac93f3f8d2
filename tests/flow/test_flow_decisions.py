"""What is kept is on record as well as what is cut, and what waits for a person waits."""

from __future__ import annotations

from pathlib import Path

import pytest
from flow_kit import Room, lines, redact
from flow_words import NAME, PHONE, WITH_PHONE


@pytest.fixture
def kept(room: Room) -> Room:
    """A room whose case file keeps a number and discloses a name."""
    case = room.at / "case.yaml"
    case.write_text(f'people: [{{name: "{NAME}", role: official_disclosable}}]\nallow: ["{PHONE}"]\n')
    room.put(letter__txt=f"{WITH_PHONE}{NAME} decided. Ring 07700 900456 else.\n")
    return room.but(case=case)


def test_keeps_are_in_plan_log_manifest_and_schedule(kept: Room) -> None:
    assert kept.run().code == 0
    assert redact("log", "report", kept.record).code == 0

    assert {line["rule"] for line in kept.logged("decision") if line["action"] == "keep"} == {
        "allowed",
        "disclosable-official",
    }
    assert kept.manifest["letter.txt"] | {"redacted": 1, "kept": 2} == kept.manifest["letter.txt"]
    (plan,) = kept.plans().values()
    assert [line["action"] for line in lines(plan)[1:-1]].count("keep") == 2
    assert "disclosable-official" in (kept.record / "schedule.html").read_text(encoding="utf-8")


def test_what_is_kept_still_stands_and_what_is_not_does_not(kept: Room) -> None:
    kept.run()

    assert PHONE in kept.text("letter.txt")
    assert NAME in kept.text("letter.txt")
    assert "900456" not in kept.text("letter.txt")


def test_deny_wins_over_allow(room: Room) -> None:
    case = room.at / "case.yaml"
    case.write_text("deny: [Ropewalk House]\nallow: [Ropewalk House]\n")
    room.put(note__txt="We met at ROPEWALK  House.\n")

    room.but(case=case, policy="minimal").run()

    assert "ropewalk" not in room.text("note.txt").lower()


def test_a_paper_without_anybody_is_released_as_it_is(room: Room) -> None:
    content = b"The meeting was short.\r\nNothing was decided.\r\n"
    (room.papers / "plain.txt").write_bytes(content)

    room.run()

    assert room.outputs == {"plain.txt": content}
    assert room.manifest["plain.txt"]["status"] == "unchanged"


@pytest.fixture
def asking(room: Room) -> Room:
    """A pack that holds a file with a telephone number until somebody has looked at it."""
    pack = room.at / "asks.yaml"
    rule = "{id: look, when: {entity: [PHONE_NUMBER]}, action: review, basis: [s.40(2)], reason: Look at it.}"
    pack.write_text(f"name: asks\nextends: foi\nhold: true\nrules:\n  - {rule}\n")
    room.put(letter__txt=WITH_PHONE, plain__txt="Nothing of anybody.\n")
    return room.but(policy=pack)


def test_a_pack_that_holds_gives_exit_10_and_releases_the_rest(asking: Room) -> None:
    said = asking.run()

    assert said.code == 10
    assert set(asking.outputs) == {"plain.txt"}
    assert asking.manifest["letter.txt"]["reason"] == "PendingReview"
    assert asking.manifest["letter.txt"]["review"] == 1
    assert len(asking.logged("held")) == 1
    assert asking.leftovers() == []


def test_what_was_held_is_released_when_its_plan_is_applied(asking: Room) -> None:
    asking.run()

    assert asking.apply().code == 0

    assert set(asking.outputs) == {"letter.txt", "plain.txt"}
    assert PHONE not in asking.text("letter.txt")


def test_a_broken_file_counts_for_more_than_one_that_waits(asking: Room) -> None:
    asking.put(half__json='{"half": ')

    assert asking.run().code == 3


def test_without_hold_what_is_under_review_is_cut_until_a_person_decides(asking: Room) -> None:
    pack = Path(asking.policy)
    pack.write_text(pack.read_text().replace("hold: true", "hold: false"))

    assert asking.run().code == 0

    assert PHONE not in asking.text("letter.txt")
    assert asking.manifest["letter.txt"]["review"] == 1


def test_find_changes_nothing_and_shows_no_value(asking: Room) -> None:
    said = redact("find", asking.papers, "--policy", asking.policy, "--settings", asking.settings, "--json")

    assert said.code == 0
    assert '"rule": "look"' in said.out
    assert PHONE not in said.out
    assert not asking.record.exists()
    assert not asking.out.exists()


def test_the_record_tells_which_key_policy_and_models_were_used(kept: Room) -> None:
    kept.run()
    (genesis,) = kept.logged("genesis")

    assert {"version", "policy", "policy_fingerprint", "settings", "models", "key_id", "release_model"} <= set(genesis)
    assert str(kept.key) not in str(genesis)
