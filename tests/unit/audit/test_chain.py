"""The log: chained, resumable, free of values, fast enough for a line per decision."""

from __future__ import annotations

import errno
import hashlib
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from redact.audit.chain import Log, decision_line
from redact.audit.check import Fault, verify
from redact.core.errors import Defect, UsageError, WriteError
from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Chars


def clock() -> datetime:
    return datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def written(path: Path, count: int = 5) -> Log:
    log = Log.open(path, clock, {"version": "0.1.0", "settings": {"model": "m"}})
    log.append_many("decision", ({"entity": "PERSON", "segment": at} for at in range(count)))
    log.sync()
    return log


def test_a_stranger_can_check_the_chain_in_a_few_lines(tmp_path: Path) -> None:
    written(tmp_path / "log.jsonl").close()
    prev = "0" * 64

    for n, raw in enumerate((tmp_path / "log.jsonl").read_text().splitlines()):
        line = json.loads(raw)
        digest = line.pop("hash")
        assert (line["n"], line["prev"]) == (n, prev)
        prev = hashlib.sha256(json.dumps(line, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        assert prev == digest


def test_the_log_begins_with_who_writes_it(tmp_path: Path) -> None:
    written(tmp_path / "log.jsonl").close()

    first = json.loads((tmp_path / "log.jsonl").read_text().splitlines()[0])

    assert (first["event"], first["version"], first["time"]) == ("genesis", "0.1.0", "2026-11-20T12:00:00.000Z")
    assert len(first["run"]) == 32


def test_a_log_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    before = written(path)
    before.close()

    with Log.open(path, clock, {"version": "0.1.1"}) as after:
        pass

    assert after.head().n == before.head().n + 1
    assert verify(path).sound
    assert '"event":"resumed"' in path.read_text().splitlines()[-1]


def test_an_unfinished_last_line_is_cut_off_and_noted(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    written(path, 2).close()
    path.write_bytes(path.read_bytes() + b'{"n": 3, "prev"')
    assert verify(path).fault is Fault.UNFINISHED

    Log.open(path, clock).close()

    assert json.loads(path.read_text().splitlines()[-1])["event"] == "repaired"
    assert verify(path).sound


def test_a_crash_within_the_first_line_starts_the_log_anew(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b'{"event":"gen')

    Log.open(path, clock).close()

    assert [json.loads(line)["event"] for line in path.read_text().splitlines()] == ["genesis", "repaired"]


def test_a_log_whose_last_line_was_altered_is_not_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    written(path).close()
    path.write_bytes(path.read_bytes().replace(b'"segment":4', b'"segment":5'))

    with pytest.raises(UsageError):
        Log.open(path, clock)


@pytest.mark.parametrize(
    "fields",
    [
        {"surface": "x"},
        {"value": 1},
        {"text": ""},
        {"settings": {"text": "x"}},
        {"basis": ["x" * 301]},
        {"note": "x" * 301},
        {"n": 5},
        {"prev": "x"},
    ],
)
def test_a_field_that_could_hold_a_value_or_break_the_chain_is_refused(tmp_path: Path, fields: dict) -> None:
    log = written(tmp_path / "log.jsonl")

    with pytest.raises(Defect):
        log.append("decision", **fields)

    log.close()
    assert verify(tmp_path / "log.jsonl").sound


def test_the_line_of_a_decision_is_small_and_says_what_was_kept_too(tmp_path: Path) -> None:
    verdict = Verdict(Action.KEEP, "company", "label", (), "r" * 1000)
    made = Decision(2, "row 4", Chars(0, 5), Chars(0, 5), "ORGANIZATION", verdict, 0.5, "names", "d" * 32)
    log = written(tmp_path / "log.jsonl", 0)

    log.append("decision", **decision_line(made, "a" * 12))
    log.close()

    last = (tmp_path / "log.jsonl").read_text().splitlines()[-1]
    assert json.loads(last)["action"] == "keep"
    assert len(last) < 450


def test_a_full_disk_leaves_whole_lines_only_and_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.jsonl"
    log = written(path, 3)

    class Full:
        def __init__(self, file):
            self._file = file

        def write(self, data):
            self._file.write(bytes(data)[:40])
            raise OSError(errno.ENOSPC, "no space")

        def __getattr__(self, name):
            return getattr(self._file, name)

    monkeypatch.setattr(log._appender, "_file", Full(log._appender._file))
    log.append("decision", entity="PERSON")
    with pytest.raises(WriteError) as caught:
        log.sync()
    with pytest.raises(WriteError):
        log.sync()
    log.close()

    assert "space" in caught.value.hint
    assert verify(path).sound
    assert verify(path).lines == 4


def test_a_hundred_thousand_decisions_take_less_than_three_cpu_seconds(tmp_path: Path) -> None:
    verdict = Verdict(Action.REDACT, "person", "label", ("s.40(2)",), "names a person")
    made = Decision(2, "row 4", Chars(0, 5), Chars(0, 5), "PERSON", verdict, 0.5, "names", "d" * 32, 4, "t" * 16)
    log = written(tmp_path / "log.jsonl", 0)
    began = time.process_time()

    log.append_many("decision", (decision_line(made, "a" * 12) for _ in range(100_000)))
    log.close()

    assert time.process_time() - began < 3
