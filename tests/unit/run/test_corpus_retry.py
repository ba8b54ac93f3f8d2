"""What was kept back, tried again; and the note that says what was asked."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from corpus_kit import STUBBORN, FakeEngines, ask_for, drive, read_rows, write_rows

from redact.core.errors import UsageError
from redact.run.corpus import retry
from redact.run.corpus.ask import NOTE, read_note, write_note
from redact.run.corpus.formats import Fields, Made


class Lenient(FakeEngines):
    """Whom nothing stops any more."""

    def rows(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: object = ()) -> list[Made | Exception]:
        self.asked += len(rows)
        return [Made(tuple(row), {}, 0) for row in rows]


def test_only_shards_that_kept_rows_back_are_done_again(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one", STUBBORN])
    write_rows(tmp_path / "in" / "b.jsonl", ["two"])
    drive(ask_for(tmp_path))
    engines = Lenient()

    drove = drive(retry.prepare(tmp_path / "out.record"), engines)

    assert engines.asked == 2
    assert (drove.outcome.done, drove.outcome.before) == (1, 1)
    assert drove.outcome.quarantined == 0
    assert read_rows(tmp_path / "out" / "a.jsonl") == ["one", STUBBORN]
    assert (tmp_path / "out" / "_SUCCESS").is_file()


def test_where_nothing_was_kept_back_nothing_is_done(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    drive(ask_for(tmp_path))

    assert drive(retry.prepare(tmp_path / "out.record")).outcome.done == 0


def test_a_plan_of_another_version_is_refused_and_the_corpus_can_be_asked_for_again(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one", STUBBORN])
    ask = ask_for(tmp_path)
    drive(ask)
    (ask.record / "plan.jsonl").write_text('{"shard": {"of": "old"}}\n')

    with pytest.raises(UsageError, match=r"plan\.jsonl"):
        retry.prepare(ask.record)

    assert drive(ask).outcome.complete


def test_the_note_gives_what_was_asked_again(tmp_path: Path) -> None:
    ask = ask_for(tmp_path, fields=Fields(("a", "b[].c"), "id", "cuts"), shard_bytes=70_000, format="jsonl", jobs=3)
    ask.record.mkdir()

    write_note(ask)

    assert read_note(ask.record) == ask


def test_no_secret_of_a_url_stands_in_the_note(tmp_path: Path) -> None:
    ask = replace(ask_for(tmp_path), inputs=("s3://key:hush@bucket/raw/*.jsonl", "https://example.org/a?token=hush"))
    ask.record.mkdir()

    write_note(ask)

    told = (ask.record / NOTE).read_text()
    assert "hush" not in told
    assert "bucket/raw/*.jsonl" in told


def test_a_folder_that_is_no_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not the record folder"):
        retry.is_corpus(tmp_path)


def test_the_record_of_a_run_is_told_from_that_of_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "order.json").write_text("{}")

    assert not retry.is_corpus(tmp_path)


@pytest.mark.parametrize("told", ["", "[]", json.dumps({"corpus": 1})])
def test_a_damaged_note_is_refused_with_what_to_do(tmp_path: Path, told: str) -> None:
    (tmp_path / NOTE).write_text(told)

    with pytest.raises(UsageError, match=r"corpus\.json"):
        read_note(tmp_path)
