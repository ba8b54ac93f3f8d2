"""The manifest: exactly the keys promised, the last line of a source holds, a crash costs at most the last line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from redact.audit.manifest import Manifest, read_manifest
from redact.core.errors import UsageError
from redact.core.flow import Record

RECORD = Record("in/a.txt", "a" * 64, "a.txt", "released", "", "text", 3, 2, 1)
HELD = Record("in/é\udcff.txt", "b" * 64, None, "quarantined", "CorruptInput", "text")


def add(path: Path, *records: Record) -> None:
    with Manifest(path) as manifest:
        for record in records:
            manifest.append(record)


def test_a_line_has_the_promised_keys(tmp_path: Path) -> None:
    add(tmp_path / "manifest.jsonl", RECORD)

    line = json.loads((tmp_path / "manifest.jsonl").read_text())

    assert list(line) == sorted("source sha256 output status reason kind redacted kept review".split())


def test_records_read_back_whatever_the_source_is_called(tmp_path: Path) -> None:
    add(tmp_path / "manifest.jsonl", RECORD, HELD)

    assert list(read_manifest(tmp_path / "manifest.jsonl").values()) == [RECORD, HELD]


def test_the_last_line_of_a_source_holds(tmp_path: Path) -> None:
    add(tmp_path / "manifest.jsonl", Record("in/a.txt", "a" * 64, None, "quarantined", "CorruptInput", "text"), RECORD)

    assert read_manifest(tmp_path / "manifest.jsonl") == {"in/a.txt": RECORD}


def test_an_unfinished_last_line_is_passed_over_and_cut_off_when_writing_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    add(path, RECORD)
    path.write_bytes(path.read_bytes() + b'{"source": "in/b')
    assert list(read_manifest(path)) == ["in/a.txt"]

    add(path, HELD)

    assert list(read_manifest(path).values()) == [RECORD, HELD]


@pytest.mark.parametrize("wrong", ['{"source": 1}', "[]", "x", '{"status": "gone"}'])
def test_a_finished_line_that_is_no_record_is_named(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "manifest.jsonl"
    add(path, RECORD)
    path.write_text(path.read_text() + wrong + "\n")

    with pytest.raises(UsageError, match="line 2"):
        read_manifest(path)


def test_no_manifest_yet_is_an_empty_one(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "manifest.jsonl") == {}
