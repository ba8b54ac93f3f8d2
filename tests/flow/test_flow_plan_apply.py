"""Plans: decided first and carried out later is the same as done at once, and a reviewer's word counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flow_kit import CASE, PAPERS, Room, lines
from flow_words import PHONE, WITH_PHONE

Line = dict[str, Any]


@pytest.fixture
def letter(room: Room) -> Room:
    """One letter with a number and an address to write to."""
    room.put(letter__txt=f"{WITH_PHONE}Write to jane.roe@example.org about flat nine.\n")
    return room


def amend(room: Room, change: Callable[[list[Line]], list[Line]], name: str = "letter.txt") -> None:
    """What a reviewer makes of the plan of one output."""
    path = room.plans()[name]
    path.write_text("".join(json.dumps(line) + "\n" for line in change(lines(path))))


def changed(entity: str, **new: Any) -> Callable[[list[Line]], list[Line]]:
    """Every decision on an entity, changed."""
    return lambda plan: [line | new if line.get("entity") == entity else line for line in plan]


def test_plan_and_apply_give_what_run_gives(tmp_path: Path, room: Room) -> None:
    at_once = room.but(papers=PAPERS, case=CASE)
    later = at_once.but(at=tmp_path / "later")
    later.at.mkdir()

    assert at_once.run().code == 0
    assert later.plan().code == 0
    assert not later.out.exists()
    assert later.apply().code == 0

    assert later.outputs == at_once.outputs
    assert set(later.manifest) == set(at_once.manifest)


def test_a_stored_plan_holds_no_value(letter: Room) -> None:
    letter.plan()

    written = b"".join(path.read_bytes() for path in letter.plans().values())
    assert PHONE.encode() not in written
    assert b"jane.roe" not in written


def test_applying_twice_gives_the_same_bytes(letter: Room) -> None:
    letter.plan()
    letter.apply()
    before = letter.outputs

    assert letter.apply().code == 0
    assert letter.outputs == before


def test_a_cut_that_a_reviewer_lifts_is_lifted_and_logged_under_their_name(letter: Room) -> None:
    letter.plan()
    amend(letter, changed("PHONE_NUMBER", action="keep", by="A. Reviewer"))

    assert letter.apply().code == 0

    assert PHONE in letter.text("letter.txt")
    assert "jane.roe" not in letter.text("letter.txt")
    (logged,) = [line for line in letter.logged("decision") if line["entity"] == "PHONE_NUMBER"]
    assert (logged["action"], logged["by"]) == ("keep", "A. Reviewer")
    assert letter.manifest["letter.txt"]["kept"] == 1


def test_a_line_that_a_reviewer_adds_is_cut(letter: Room) -> None:
    letter.plan()
    at = letter.papers.joinpath("letter.txt").read_text().index("flat nine")
    place = {"kind": "chars", "start": at, "end": at + len("flat nine")}

    def add(plan: list[Line]) -> list[Line]:
        head, *decisions, end = plan
        own = decisions[0] | {"place": place, "extent": place, "entity": "STREET_ADDRESS", "by": "A. Reviewer"}
        return [head | {"amended": True}, *decisions, own, end]

    amend(letter, add)

    assert letter.apply().code == 0
    assert "flat nine" not in letter.text("letter.txt")
    assert letter.manifest["letter.txt"]["redacted"] == 3


def test_lines_added_without_saying_so_are_refused(letter: Room) -> None:
    letter.plan()
    amend(letter, lambda plan: [*plan[:-1], plan[1], plan[-1]])

    said = letter.apply()

    assert said.code == 3
    assert '"amended": true' in said.err
    assert letter.outputs == {}


def test_two_lines_on_the_same_characters_are_refused_with_what_to_do(letter: Room) -> None:
    letter.plan()
    amend(letter, lambda plan: [plan[0] | {"amended": True}, plan[1], *plan[1:]])

    said = letter.apply()

    assert said.code == 3
    assert "take out the same characters" in said.err
    assert letter.outputs == {}


def test_the_plan_of_another_source_is_refused_and_the_others_go_on(letter: Room) -> None:
    letter.put(other__txt=f"{WITH_PHONE}Nothing else.\n")
    letter.plan()
    plans = letter.plans()
    plans["letter.txt"].write_bytes(plans["other.txt"].read_bytes())

    said = letter.apply()

    assert said.code == 3
    assert "it was made for another source" in said.err
    assert set(letter.outputs) == {"other.txt"}
    assert letter.manifest["letter.txt"]["reason"] == "InputError"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plan: plan[:-1],
        lambda plan: [plan[0] | {"plan": 99}, *plan[1:]],
        lambda plan: [plan[0] | {"output": None}, *plan[1:]],
        lambda plan: [plan[0], plan[1] | {"action": "hide"}, *plan[2:]],
        lambda plan: [plan[0], plan[1] | {"operator": "shred"}, *plan[2:]],
        lambda plan: [plan[0], plan[1] | {"place": {"kind": "chars", "start": 10**6, "end": 10**6 + 9}}, *plan[2:]],
        lambda plan: [plan[0], plan[1] | {"segment": 7}, *plan[2:]],
    ],
    ids=["no-end", "version", "no-output", "action", "operator", "place", "segment"],
)
def test_a_spoilt_plan_keeps_back_its_own_source_only(letter: Room, spoil: Callable[[list[Line]], list[Line]]) -> None:
    letter.put(other__txt=f"{WITH_PHONE}Nothing else.\n")
    letter.plan()
    amend(letter, spoil)

    said = letter.apply()

    assert said.code == 3, said.err
    assert "its plan cannot be carried out" in said.err
    assert set(letter.outputs) == {"other.txt"}
    assert letter.leftovers() == []


def test_a_source_changed_since_its_plan_is_not_released(letter: Room) -> None:
    letter.plan()
    letter.put(letter__txt=f"Quite another letter, from {PHONE}.\n")

    said = letter.apply()

    assert said.code == 3
    assert "there is no plan for this source as it is now" in said.err
    assert letter.outputs == {}


def test_apply_without_a_plan_is_an_error_of_the_command(letter: Room) -> None:
    said = letter.apply()

    assert said.code == 2
    assert "redact plan" in said.err


def test_an_output_name_that_leads_out_of_the_folder_releases_nothing(letter: Room) -> None:
    letter.plan()
    amend(letter, lambda plan: [plan[0] | {"output": "../escaped.txt"}, *plan[1:]])

    said = letter.apply()

    assert said.code != 0
    assert not (letter.at / "escaped.txt").exists()
    assert letter.outputs == {}


def test_a_run_after_apply_leaves_what_the_reviewer_decided(letter: Room) -> None:
    letter.plan()
    amend(letter, changed("PHONE_NUMBER", action="keep", by="A. Reviewer"))
    letter.apply()

    assert letter.run().code == 0
    assert PHONE in letter.text("letter.txt")
