"""What was found in a linked corpus: read once, kept without words, and for as long as the shard is the same."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from corpus_kit import BROKEN, NAME, FakeEngines, ask_for, drive, write_rows

from redact.api.rows import Found
from redact.core.errors import Defect
from redact.run.corpus.findings import Findings
from redact.run.corpus.formats import Row
from redact.run.shards.shard import Shard

SHARD = Shard("jsonl", "rows.jsonl", 0, 3, stamp="1")
ROWS = [Row(ordinal, "", ("text",), None) for ordinal in (0, 2, 5)]
FOUND = [[[[[0, 4], "PERSON", 0.5, "people", ["cue"]]]], [[]], []]


def kept(tmp_path: Path) -> Findings:
    findings = Findings(tmp_path, "d", ["text"])
    with findings.keep(SHARD) as keep:
        keep(ROWS[:2], FOUND[:2])
        keep(ROWS[2:], FOUND[2:])
    return findings


def test_they_come_back_by_row(tmp_path: Path) -> None:
    recall = kept(tmp_path).recall(SHARD)

    assert recall is not None
    assert [recall(ordinal) for ordinal in range(7)] == [FOUND[0], None, FOUND[1], None, None, FOUND[2], None]


@pytest.mark.parametrize(
    ("detection", "texts", "stamp"), [("e", ["text"], "1"), ("d", ["text", "title"], "1"), ("d", ["text"], "2")]
)
def test_they_hold_for_the_same_shard_read_in_the_same_way(
    tmp_path: Path, detection: str, texts: list[str], stamp: str
) -> None:
    kept(tmp_path)

    assert Findings(tmp_path, detection, texts).recall(Shard("jsonl", "rows.jsonl", 0, 3, stamp=stamp)) is None


@pytest.mark.parametrize("left", [0, 10, -9, -1])
def test_what_was_cut_short_is_read_anew(tmp_path: Path, left: int) -> None:
    findings = kept(tmp_path)
    (path,) = (tmp_path / "findings").iterdir()
    path.write_bytes(path.read_bytes()[:left])

    assert findings.recall(SHARD) is None


def test_a_shard_that_fails_midway_keeps_nothing(tmp_path: Path) -> None:
    findings = Findings(tmp_path, "d", ["text"])
    with pytest.raises(ValueError, match="shorter"), findings.keep(SHARD) as keep:
        keep(ROWS, FOUND[:1])

    assert list((tmp_path / "findings").iterdir()) == []


def test_a_linked_corpus_is_read_once(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}", "nobody", "nobody"])
    engines = FakeEngines()

    drive(ask_for(tmp_path, link=True), engines)

    assert (engines.read, engines.asked) == (3, 3)
    (path,) = (tmp_path / "out.record" / "findings").iterdir()
    assert NAME.encode() not in path.read_bytes()


def test_what_comes_new_is_all_that_is_read(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}", "nobody"])
    drive(ask_for(tmp_path, link=True))
    write_rows(tmp_path / "in" / "b.jsonl", ["nobody else"])
    engines = FakeEngines()

    drive(ask_for(tmp_path, link=True), engines)

    assert (engines.read, engines.asked) == (1, 3)
    assert engines.known == [NAME]


def test_a_run_that_stopped_in_its_second_pass_reads_nothing_again(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}", BROKEN])
    with pytest.raises(Defect):
        drive(ask_for(tmp_path, link=True))
    engines = FakeEngines()

    with pytest.raises(Defect):
        drive(ask_for(tmp_path, link=True), engines)
    assert (engines.read, engines.asked) == (0, 2)


def test_of_a_file_that_changes_while_it_is_read_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.jsonl"

    class Overtaken(FakeEngines):
        def found(self, rows: Sequence[Sequence[str]]) -> list[Found]:
            os.utime(path, ns=(1, 1))
            return super().found(rows)

    write_rows(path, [f"Dear {NAME}"] * 100)  # more than are read before the first are looked at
    drove = drive(ask_for(tmp_path, link=True), Overtaken())

    assert drove.outcome.failed == 1
    assert list((tmp_path / "out.record" / "findings").iterdir()) == []


def test_findings_of_shards_that_are_gone_go(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    write_rows(tmp_path / "in" / "b.jsonl", ["two"])
    drive(ask_for(tmp_path, link=True))
    assert len(list((tmp_path / "out.record" / "findings").iterdir())) == 2
    (tmp_path / "in" / "b.jsonl").unlink()

    drive(ask_for(tmp_path, link=True))
    assert len(list((tmp_path / "out.record" / "findings").iterdir())) == 1
    drive(ask_for(tmp_path))
    assert list((tmp_path / "out.record" / "findings").iterdir()) == []
