"""A second run goes on where the first one stopped: what is done stays untouched, what has changed is done again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flow_kit import Room, lines, redact
from flow_words import GIVEN, INTRODUCED, NAME, PHONE, SURNAME, WITH_PHONE


@pytest.fixture
def done(room: Room) -> Room:
    """A room in which two papers were run."""
    room.put(letter__txt=f"{INTRODUCED}{WITH_PHONE}", plain__txt="Nothing of anybody stands here.\n")
    assert room.run().code == 0
    return room


def stamps(room: Room) -> dict[str, int]:
    """When each file was last written, outputs and plans alike."""
    there = [*room.out.rglob("*"), *(room.record / "plans").iterdir(), *(room.record / "findings").iterdir()]
    return {path.as_posix(): path.stat().st_mtime_ns for path in there if path.is_file()}


def test_a_second_run_does_nothing(done: Room) -> None:
    before, decided = stamps(done), len(done.logged("decision"))

    said = done.run()

    assert said.code == 0
    assert stamps(done) == before
    assert len(done.logged("decision")) == decided
    assert done.logged("resumed") == []


def test_a_second_run_looks_closely_where_anything_was_touched(done: Room) -> None:
    (done.papers / "plain.txt").touch()
    before = stamps(done)

    assert done.run().code == 0

    assert stamps(done) == before
    assert len(done.logged("resumed")) == 1


def test_an_output_that_was_touched_is_made_anew(done: Room) -> None:
    (done.out / "letter.txt").write_text("something else")

    assert done.run().code == 0

    assert "something else" not in done.text("letter.txt")


def test_a_second_run_adds_no_line_to_the_manifest(done: Room) -> None:
    done.run()

    assert [line["source"] for line in lines(done.record / "manifest.jsonl")] == ["letter.txt", "plain.txt"]


def test_a_second_run_says_the_same_as_the_first(room: Room) -> None:
    room.put(letter__txt=WITH_PHONE, plain__txt="Nothing of anybody stands here.\n")

    assert room.run("--json").out == room.run("--json").out


def test_a_changed_source_is_done_again_and_the_other_is_not(done: Room) -> None:
    before = stamps(done)
    done.put(letter__txt=f"Now it says {PHONE} only.\n")

    assert done.run().code == 0

    assert "Now it says" in done.text("letter.txt")
    assert stamps(done)[(done.out / "plain.txt").as_posix()] == before[(done.out / "plain.txt").as_posix()]


def test_a_changed_policy_does_everything_again(done: Room) -> None:
    assert "[s.40(2)]" in done.text("letter.txt")

    assert done.but(policy="sar").run().code == 0

    assert "[s.40(2)]" not in done.text("letter.txt")


def test_a_changed_case_file_does_everything_again(done: Room) -> None:
    case = done.at / "case.yaml"
    case.write_text("deny: [evening]\n")

    assert done.but(case=case).run().code == 0
    assert "evening" not in done.text("letter.txt")

    case.write_text("allow: [evening]\n")
    assert done.but(case=case).run().code == 0
    assert "evening" in done.text("letter.txt")


def test_a_changed_key_does_everything_again(room: Room, tmp_path: Path) -> None:
    room.put(letter__txt=INTRODUCED)
    research = room.but(policy="research")
    research.run()
    before = room.text("letter.txt")
    redact("key", "create", tmp_path / "other.key")

    assert research.but(key=tmp_path / "other.key").run().code == 0

    assert room.text("letter.txt") != before


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_text("spoilt")])
def test_an_output_that_is_gone_or_was_changed_is_made_again(done: Room, spoil) -> None:
    wanted = done.outputs
    spoil(done.out / "letter.txt")

    assert done.run().code == 0
    assert done.outputs == wanted


def test_findings_that_were_deleted_are_found_again(done: Room) -> None:
    wanted = done.outputs
    for path in (done.record / "findings").iterdir():
        path.unlink()

    assert done.run().code == 0
    assert done.outputs == wanted


def test_a_source_that_cannot_be_read_any_more_takes_its_old_output_with_it(done: Room) -> None:
    """The release folder stands for what the last run judged."""
    done.put(letter__txt="")

    assert done.run().code == 3

    assert set(done.outputs) == {"plain.txt"}
    assert done.manifest["letter.txt"]["output"] is None
    assert len(done.logged("withdrawn")) == 1


def test_a_source_that_was_mended_is_released_and_its_note_goes(room: Room) -> None:
    room.put(bad__json='{"name": ')
    assert room.run().code == 3
    room.put(bad__json='{"name": "nobody at all"}')

    assert room.run().code == 0
    assert list((room.record / "quarantine").iterdir()) == []


def test_numbers_of_people_stay_when_a_file_is_added(room: Room) -> None:
    """A new person that comes first in the order of names gets a new number, not somebody's old one."""
    sar = room.but(policy="sar")
    room.put(m__txt=INTRODUCED)
    sar.run()
    assert "[PERSON 1: " in room.text("m.txt")

    room.put(a__txt="Dear Ms Wilhelmina Thrupp,\n\nThank you.\n")
    assert sar.run().code == 0

    assert "[PERSON 1: " in room.text("m.txt")
    assert "[PERSON 2: " in room.text("a.txt")


def test_numbers_of_people_stay_when_a_fuller_name_turns_up(room: Room) -> None:
    sar = room.but(policy="sar")
    room.put(m__txt=f"Dear Mr {SURNAME},\n\nThank you.\n", n__txt="Dear Ms Wilhelmina Thrupp,\n\nThank you.\n")
    sar.run()
    numbers = {name: re.findall(r"\[PERSON (\d+)", room.text(name)) for name in ("m.txt", "n.txt")}

    room.put(o__txt=INTRODUCED)
    assert sar.run().code == 0

    assert {name: re.findall(r"\[PERSON (\d+)", room.text(name)) for name in ("m.txt", "n.txt")} == numbers
    assert re.findall(r"\[PERSON (\d+)", room.text("o.txt")) == numbers["m.txt"]


def test_a_name_that_a_new_file_brings_is_taken_out_of_the_old_ones_too(room: Room) -> None:
    """What was released when nobody could know the name must not stand when the set tells who that is."""
    room.put(note__txt=f"The note says that {SURNAME.lower()} had called.\n", plain__txt="Nobody is here.\n")
    room.run()
    assert SURNAME.lower() in room.text("note.txt")
    before = stamps(room)

    room.put(letter__txt=INTRODUCED)
    assert room.run().code == 0

    assert SURNAME.lower() not in room.text("note.txt")
    assert stamps(room)[(room.out / "plain.txt").as_posix()] == before[(room.out / "plain.txt").as_posix()]


def test_a_resumed_set_equals_one_that_was_run_at_once(room: Room, tmp_path: Path) -> None:
    room.put(note__txt=f"{GIVEN} says that he had called.\n")
    room.run()
    room.put(letter__txt=INTRODUCED, more__txt=f"Ask {SURNAME}.\n")
    room.run()
    at_once = room.but(at=tmp_path / "other")
    at_once.at.mkdir()
    at_once.run()

    assert at_once.outputs == room.outputs


def test_the_schedule_tells_of_a_changed_source_once(done: Room) -> None:
    done.put(letter__txt=f"Now it says {PHONE} only.\n")
    done.run()

    assert redact("log", "report", done.record).code == 0

    schedule = (done.record / "schedule.csv").read_text(encoding="utf-8-sig")
    assert [line for line in schedule.splitlines() if "PHONE_NUMBER" in line and "characters 13 to" in line]
    assert schedule.count("PHONE_NUMBER") == 1


def test_a_log_line_cut_by_a_crash_is_mended_and_told(done: Room) -> None:
    log = done.record / "log.jsonl"
    log.write_bytes(log.read_bytes() + b'{"n":99,"half')

    assert done.run().code == 0

    assert len(done.logged("repaired")) == 1
    assert redact("log", "verify", done.record).code == 0


def test_a_run_that_changes_the_name_of_an_output_takes_the_old_one_away(room: Room) -> None:
    room.put(**{f"{NAME}__txt": "Nothing stands here.\n"})
    room.run()
    assert set(room.outputs) == {f"{NAME}.txt"}

    room.put(letter__txt=INTRODUCED)
    assert room.run().code == 0

    assert not [name for name in room.outputs if SURNAME in name]
    assert len(room.outputs) == 2


def test_what_was_kept_back_is_tried_again_only_when_asked(done: Room) -> None:
    done.put(broken__json='{"half": ')
    assert done.run().code == 3
    assert done.run().code == 3
    assert len(done.logged("quarantined")) == 1

    said = redact("retry", done.record)

    assert said.code == 3
    assert len(done.logged("quarantined")) == 2
    assert "3 sources" in said.out
