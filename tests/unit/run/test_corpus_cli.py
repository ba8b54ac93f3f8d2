"""`redact corpus` and `redact retry` as they are typed."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from corpus_kit import NAME, STUBBORN, FakeEngines, write_rows

from redact.api import work
from redact.api.ask import Ask
from redact.cli import corpus_run, retry
from redact.cli.form import Parser, group
from redact.core.errors import UsageError
from redact.core.flow import Record
from redact.pipeline import Outcome
from redact.run.corpus import crews, drive
from redact.run.corpus import retry as corpus_retry
from redact.run.corpus.ask import CorpusAsk
from redact.run.pool import Inline


def _parser() -> Parser:
    parser = Parser(prog="redact")
    commands = group(parser)
    corpus_run.add(commands)
    retry.add(commands)
    return parser


def _asked(*words: str) -> CorpusAsk:
    return corpus_run._asked(_parser().parse(["corpus", *words]))


def _typed(*words: object) -> int:
    args: argparse.Namespace = _parser().parse([str(word) for word in words])
    code: int = args.command(args)
    return code


@pytest.fixture
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """The work is done here, by an engine without models."""
    real = drive.run
    monkeypatch.setattr(crews, "crew_maker", lambda ask: (Inline, 1))
    monkeypatch.setattr(
        drive, "run", lambda ask, maker, watcher, hands: real(ask, maker, watcher, hands, lambda _: FakeEngines())
    )


def test_what_is_typed_is_what_is_asked() -> None:
    words = "chats/ more/ --out clean/ --text-field messages[].content --text-field title --id-field id --jobs 3 --format jsonl"
    ask = _asked(*words.split(), "--shard-size", "1MiB", "--examples", "2", "--key", "k", "--counts", "cuts")

    assert ask.inputs == ("chats/", "more/")
    assert ask.fields.text == ("messages[].content", "title")
    assert (ask.fields.id, ask.fields.counts) == ("id", "cuts")
    assert (ask.jobs, ask.format, ask.shard_bytes, ask.examples) == (3, "jsonl", 1024**2, 2)
    assert ask.record == Path("clean.record")
    assert ask.ask.policy == "training"


def test_what_is_not_typed_has_a_sensible_value() -> None:
    ask = _asked("a.jsonl", "--out", "clean")

    assert ask.fields.text == ("text",)
    assert (ask.jobs, ask.shard_bytes, ask.format, ask.ray) == ("auto", 32_000_000, "", "")


def test_an_output_behind_a_url_needs_a_record_here() -> None:
    with pytest.raises(UsageError, match="record"):
        _asked("a.jsonl", "--out", "s3://bucket/clean")
    assert _asked("a.jsonl", "--out", "s3://bucket/clean", "--record", "r").record == Path("r")


@pytest.mark.parametrize("size", ["", "much", "-5MB", "1KB", "5TB"])
def test_a_size_that_is_none_is_refused(size: str) -> None:
    with pytest.raises(UsageError, match="shard-size"):
        corpus_run.size(size)


@pytest.mark.parametrize("jobs", ["0", "-1", "many"])
def test_a_number_of_jobs_that_is_none_is_refused(jobs: str) -> None:
    with pytest.raises(UsageError):
        _asked("a.jsonl", "--out", "clean", "--jobs", jobs)


@pytest.mark.usefixtures("no_models")
def test_a_corpus_that_is_done_ends_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}"])

    code = _typed("corpus", tmp_path / "in", "--out", tmp_path / "out")

    said = capsys.readouterr()
    assert code == 0
    assert "rows: 1 in, 1 out, 0 kept back; 1 cuts" in said.out
    assert NAME not in said.out + said.err


@pytest.mark.usefixtures("no_models")
def test_rows_kept_back_end_with_3_and_the_next_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one", STUBBORN])

    code = _typed("corpus", tmp_path / "in", "--out", tmp_path / "out")

    said = capsys.readouterr()
    assert code == 3
    assert "1 of 2 rows kept back: 1 ResidualError" in said.err
    assert f"redact retry {tmp_path / 'out.record'}" in said.err


@pytest.mark.usefixtures("no_models")
def test_a_shard_that_failed_is_named_by_its_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    (tmp_path / "in" / "jane-doe.jsonl").write_bytes(b"BZh91AY&SY")

    code = _typed("corpus", tmp_path / "in", "--out", tmp_path / "out")

    said = capsys.readouterr()
    assert code == 3
    assert "UnsupportedMedia" in said.err
    assert "jane" not in said.err


@pytest.mark.usefixtures("no_models")
def test_as_json_one_object_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one", STUBBORN])

    code = _typed("corpus", tmp_path / "in", "--out", tmp_path / "out", "--json")

    told = json.loads(capsys.readouterr().out)
    assert told["rows"] == {"in": 2, "out": 1, "quarantined": 1}
    assert told["exit"] == code == 3


@pytest.mark.usefixtures("no_models")
def test_retry_does_a_corpus_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one", STUBBORN])
    _typed("corpus", tmp_path / "in", "--out", tmp_path / "out")
    capsys.readouterr()

    code = _typed("retry", tmp_path / "out.record")

    assert code == 3  # it is as stubborn as before
    assert "shards: 1 planned, 1 done" in capsys.readouterr().out


def test_retry_of_a_run_makes_that_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "order.json").write_text('{"inputs": ["letter.txt"], "out": "released"}')
    made = Record("letter.txt", "0" * 64, "letter.txt", "released", "", "text")
    asked = []

    def again(record: Path, key: Path | None, watcher: object, crew_maker: object) -> tuple[Outcome, Ask]:
        asked.append(record)
        return Outcome((made,)), Ask((tmp_path / "letter.txt",), record)

    monkeypatch.setattr(work, "again", again)

    assert _typed("retry", tmp_path) == 0
    assert asked == [tmp_path]
    said = capsys.readouterr().out
    assert "1 sources: 1 released" in said
    assert "output: released" in said
    assert "redact apply" not in said


def test_retry_of_a_corpus_takes_as_many_jobs_as_are_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus.json").write_text("{}")
    asked = CorpusAsk((), "out", Ask((), tmp_path), jobs=3)
    wanted: list[int | str] = []
    monkeypatch.setattr(corpus_retry, "prepare", lambda *_: asked)
    monkeypatch.setattr(corpus_run, "work", lambda ask, *, as_json: wanted.append(ask.jobs))

    _typed("retry", tmp_path)
    _typed("retry", tmp_path, "--jobs", "auto")

    assert wanted == [3, "auto"]


def test_retry_of_what_is_no_record_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not the record folder"):
        _typed("retry", tmp_path)


@pytest.mark.slow
def test_a_small_corpus_with_the_real_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSONL in, the same people out in both files under one key, none of them as they were."""
    text = "Dear Margaret Ellison, please ring Mr Thomas Whitcombe on 01632 960123 or write to t.whitcombe@example.org."
    write_rows(tmp_path / "in" / "a.jsonl", [text, "The weather was fine."])
    write_rows(tmp_path / "in" / "b.jsonl", [text])

    code = _typed("corpus", tmp_path / "in", "--out", tmp_path / "out", "--jobs", "1")

    out = (tmp_path / "out" / "a.jsonl").read_text().splitlines()
    assert code == 0, capsys.readouterr().err
    assert not any(secret in out[0] for secret in ("Ellison", "Whitcombe", "960123", "t.whitcombe"))
    assert json.loads(out[1])["text"] == "The weather was fine."
    assert json.loads((tmp_path / "out" / "b.jsonl").read_text())["text"] == json.loads(out[0])["text"]
