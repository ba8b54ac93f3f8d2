"""Whoever touches a finished log is found out, and the line is named. Every line in turn, and the end, are attacked."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from redact.audit.chain import Log
from redact.audit.check import Fault, verify
from redact.audit.head import Head

LINES = 6  # a genesis line and five decisions


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    made = Log.open(path, lambda: datetime(2026, 11, 20, tzinfo=UTC), {"version": "0.1.0"})
    made.append_many("decision", ({"entity": "PERSON", "action": "redact", "segment": at} for at in range(LINES - 1)))
    made.close()
    return path


def head(path: Path) -> Head:
    found = verify(path).head
    assert found is not None
    return found


def rewrite(path: Path, lines: list[bytes]) -> None:
    path.write_bytes(b"".join(lines))


def test_an_untouched_log_is_sound(log: Path) -> None:
    assert verify(log, head(log)).sound
    assert verify(log).lines == LINES


@pytest.mark.parametrize("at", range(LINES))
def test_an_altered_line_is_found(log: Path, at: int) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    lines[at] = lines[at].replace(b"2026", b"2025")
    rewrite(log, lines)

    verdict = verify(log)

    assert (verdict.fault, verdict.line) == (Fault.ALTERED, at + 1)


@pytest.mark.parametrize("at", range(LINES - 1))
def test_a_dropped_line_is_found(log: Path, at: int) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    del lines[at]
    rewrite(log, lines)

    verdict = verify(log)

    assert (verdict.fault, verdict.line) == (Fault.DROPPED, at + 1)


@pytest.mark.parametrize("at", range(LINES - 1))
def test_lines_that_changed_places_are_found(log: Path, at: int) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    rewrite(log, lines)

    verdict = verify(log)

    assert (verdict.fault, verdict.line) == (Fault.REORDERED, at + 1)


@pytest.mark.parametrize("at", range(LINES))
def test_a_line_that_stands_twice_is_found(log: Path, at: int) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    lines.insert(at, lines[at])
    rewrite(log, lines)

    verdict = verify(log)

    assert (verdict.fault, verdict.line) == (Fault.DUPLICATED, at + 2)


@pytest.mark.parametrize("left", range(LINES))
def test_a_cut_end_is_found_against_the_head(log: Path, left: int) -> None:
    kept = head(log)
    rewrite(log, log.read_bytes().splitlines(keepends=True)[:left])

    verdict = verify(log, kept)

    assert (verdict.fault, verdict.line) == (Fault.TRUNCATED, left + 1)


def test_an_altered_line_with_a_hash_made_anew_breaks_the_next_link(log: Path, tmp_path: Path) -> None:
    lines = log.read_bytes().splitlines(keepends=True)
    body = lines[2].split(b',"hash":')[0].replace(b"redact", b"keep") + b"}"
    lines[2] = body[:-1] + b',"hash":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'
    rewrite(log, lines)

    verdict = verify(log)

    assert (verdict.fault, verdict.line) == (Fault.ALTERED, 4)


def test_a_log_written_anew_from_its_first_line_does_not_match_the_head(log: Path, tmp_path: Path) -> None:
    kept = head(log)
    log.unlink()
    made = Log.open(log, lambda: datetime(2026, 11, 20, tzinfo=UTC), {"version": "0.1.0"})
    made.append_many("decision", ({"entity": "PERSON", "action": "keep", "segment": at} for at in range(LINES - 1)))
    made.close()

    assert verify(log).sound
    assert verify(log, kept).fault is Fault.ALTERED


def test_lines_added_since_the_head_are_counted(log: Path) -> None:
    kept = head(log)
    made = Log.open(log, lambda: datetime(2026, 11, 21, tzinfo=UTC))
    made.append("decision", entity="PERSON")
    made.close()

    assert verify(log, kept).sound
    assert verify(log, kept).beyond == 1


@pytest.mark.parametrize("rubbish", [b"not json\n", b"[]\n", b"\x00" * 40 + b"\n", b'{"n":1}\n', b"{" * 5000 + b"\n"])
def test_rubbish_is_found(log: Path, rubbish: bytes) -> None:
    log.write_bytes(log.read_bytes() + rubbish)

    verdict = verify(log)

    assert (verdict.fault, verdict.line) == (Fault.ALTERED, LINES + 1)
