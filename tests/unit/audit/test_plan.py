"""Plans: what is written is read back; what was cut, mistyped or invented is refused by its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from redact.audit.plan import PlanCounts, PlanHeader, name_output, read_decisions, read_header, write_plan
from redact.core.errors import InputError, UsageError
from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Box, Cell, Chars, Place, Times, Track

HEADER = PlanHeader("a" * 12, "a" * 64, "text", "foi", "f" * 64, {"model": "m"}, {"m": "1"}, "letter.txt")


PLACE = Chars(3, 9)


def decision(action: Action = Action.REDACT, place: Place = PLACE, segment: int = 0) -> Decision:
    verdict = Verdict(action, "person", "label", ("s.40(2)",), "names a person")
    return Decision(segment, "text", place, place, "PERSON", verdict, 0.85, "names", "d" * 32, 3, "tok3n")


def edited(path: Path, number: int, **changes: object) -> None:
    lines = path.read_text().splitlines()
    lines[number - 1] = json.dumps(json.loads(lines[number - 1]) | changes)
    path.write_text("\n".join(lines) + "\n")


def test_a_plan_reads_back_as_it_was_written(tmp_path: Path) -> None:
    places = [Chars(0, 4), Cell(1, 2, 0, 4), Box(0.5, 1, 2, 3), Times(0, 9), Times(0, 9, (0, 2))]
    places.append(Track(((0, 1, 2, 3, 4), (1, 1, 2, 3, 4))))
    made = [*(decision(Action.REDACT, place) for place in places), decision(Action.KEEP)]
    made.append(decision(Action.REVIEW, segment=-1))

    counts = write_plan(tmp_path / "p.jsonl", HEADER, iter(made))

    assert counts == PlanCounts(redacted=6, kept=1, review=1)
    assert counts.total == 8
    assert read_header(tmp_path / "p.jsonl") == HEADER
    assert list(read_decisions(tmp_path / "p.jsonl")) == made


def test_a_line_says_class_and_directness_for_its_reader(tmp_path: Path) -> None:
    write_plan(tmp_path / "p.jsonl", HEADER, [decision()])

    line = json.loads((tmp_path / "p.jsonl").read_text().splitlines()[1])

    assert (line["class"], line["directness"], line["extent"]["kind"]) == ("personal", "direct", "chars")


def test_a_plan_that_fails_half_way_leaves_nothing_and_keeps_the_old_one(tmp_path: Path) -> None:
    write_plan(tmp_path / "p.jsonl", HEADER, [decision()])

    def broken():
        yield decision()
        raise InputError("the source ends early")

    with pytest.raises(InputError):
        write_plan(tmp_path / "p.jsonl", HEADER, broken())

    assert [path.name for path in tmp_path.iterdir()] == ["p.jsonl"]
    assert len(list(read_decisions(tmp_path / "p.jsonl"))) == 1


def test_a_reviewer_may_change_what_is_done_and_say_who_they_are(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    write_plan(path, HEADER, [decision()])
    edited(path, 2, action="keep", operator="", basis=[], reason="in public life", by="reviewer 7")

    (read,) = read_decisions(path)

    assert read.verdict == Verdict(Action.KEEP, "person", "", (), "in public life")
    assert read.by == "reviewer 7"


def test_lines_may_be_taken_out_only_of_a_plan_marked_as_amended(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    write_plan(path, HEADER, [decision(), decision(), decision()])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1], lines[4]]) + "\n")

    with pytest.raises(UsageError, match="line 3"):
        list(read_decisions(path))
    edited(path, 1, amended=True)

    assert len(list(read_decisions(path))) == 1


@pytest.mark.parametrize(
    ("number", "change"),
    [
        (1, {"plan": 2}),
        (1, {"sha256": "short"}),
        (1, {"extra": 1}),
        (2, {"action": "shred"}),
        (2, {"surface": "somebody"}),
        (2, {"segment": "0"}),
        (2, {"segment": True}),
        (2, {"basis": [40]}),
        (2, {"operator": ""}),
        (2, {"place": {"kind": "chars", "start": 5, "end": 2}}),
        (2, {"place": {"kind": "chars", "start": "0", "end": 2}}),
        (2, {"place": {"kind": "pages", "start": 0}}),
        (2, {"place": {"kind": "times", "start_us": 5, "end_us": 2}}),
        (2, {"place": {"kind": "times", "start_us": 0, "end_us": 2, "channels": [-1]}}),
        (2, {"place": {"kind": "times", "start_us": 0, "end_us": 2, "channels": "01"}}),
        (3, {"end": False}),
        (3, {"decisions": 9}),
    ],
)
def test_what_does_not_hold_to_the_schema_is_refused_by_its_line(tmp_path: Path, number: int, change: dict) -> None:
    path = tmp_path / "p.jsonl"
    write_plan(path, HEADER, [decision()])
    edited(path, number, **change)

    with pytest.raises(UsageError, match=f"line {number} ") as caught:
        list(read_decisions(path))

    assert "somebody" not in str(caught.value)


@pytest.mark.parametrize("keep_lines", [0, 1, 2])
def test_a_plan_cut_short_is_refused(tmp_path: Path, keep_lines: int) -> None:
    path = tmp_path / "p.jsonl"
    write_plan(path, HEADER, [decision()])
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:keep_lines]))

    with pytest.raises(UsageError, match="end line"):
        list(read_decisions(path))


def test_a_key_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    write_plan(path, HEADER, [decision()])
    path.write_text(path.read_text().replace('"action":"redact"', '"action":"redact","action":"keep"'))

    with pytest.raises(UsageError, match="line 2"):
        list(read_decisions(path))


def test_an_output_is_renamed_in_its_plan_and_nothing_else_is(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    write_plan(path, HEADER, [decision(), decision(Action.KEEP)])
    before = path.read_bytes().splitlines()[1:]

    name_output(path, "letter-2.txt")

    assert read_header(path) == replace(HEADER, output="letter-2.txt")
    assert path.read_bytes().splitlines()[1:] == before
