"""Stores in a real protocol: a local server that speaks S3, and a commit that is killed and finished against it."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from pathlib import Path
from typing import BinaryIO

import pytest
from s3_kit import BUCKET

from redact.audit.failpoints import VARIABLE
from redact.core.errors import InputError, UsageError, WriteError
from redact.run.shards.commit import Output, Written, begin, commit, success
from redact.run.shards.ledger import Ledger
from redact.run.shards.shard import Shard
from redact.run.shards.store import SUCCESS, open_store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("s3"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore.*"),
]

SHARDS = [Shard("jsonl", "rows.jsonl", part, 3, stamp="1") for part in range(3)]


def write(file: BinaryIO) -> int:
    return file.write(b"x" * 3_000_000)


def nothing(path: Path) -> None:
    """A check that passes."""


def test_what_is_published_is_found_read_and_taken_away(tmp_path: Path) -> None:
    store = open_store(f"s3://{BUCKET}/corpus", tmp_path)
    for name in ("b/rows.jsonl", "a-b", "b", "a/é ü.jsonl"):
        store.publish(name, write, nothing)

    found = list(store.found())

    assert [one.name for one in found] == ["a-b", "a/é ü.jsonl", "b", "b/rows.jsonl"]
    assert {one.size for one in found} == {3_000_000}
    assert all(len(one.stamp) > 30 for one in found)
    assert store.sizes()("b") == store.size("b") == 3_000_000
    assert store.has("b", hashlib.sha256(b"x" * 3_000_000).hexdigest())
    with store.open(found[1].address) as file:
        file.seek(-1, os.SEEK_END)
        assert file.read() == b"x"
    with store.local(found[1].address) as path:
        assert path.stat().st_size == 3_000_000
    store.remove("b")
    assert [one.name for one in store.found()] == ["a-b", "a/é ü.jsonl", "b/rows.jsonl"]
    assert list(tmp_path.iterdir()) == []


def test_a_glob_finds_in_a_bucket(tmp_path: Path) -> None:
    store = open_store(f"s3://{BUCKET}", tmp_path)
    for name in ("x/a.csv", "x/y/b.csv", "c.csv"):
        store.publish(name, write, nothing)

    assert [one.name for one in open_store(f"s3://{BUCKET}/x/*.csv").found()] == ["a.csv"]
    assert [one.name for one in open_store(f"s3://{BUCKET}/**/*.csv").found()] == ["c.csv", "x/a.csv", "x/y/b.csv"]


def test_a_bucket_that_is_not_there_is_told_from_a_broken_line(tmp_path: Path) -> None:
    store = open_store("s3://no-such-bucket/x", tmp_path)

    with pytest.raises(UsageError):
        list(store.found())
    with pytest.raises(WriteError, match="bucket"):
        store.publish("a", write, nothing)
    with pytest.raises(InputError):
        store.open("s3://no-such-bucket/x/a")
    assert store.size("a") is None


def _output(shard: Shard) -> Output:
    def written(file: BinaryIO) -> Written:
        file.write(b"1\n" * (shard.part + 1))
        return Written(shard.part + 1, shard.part + 1)

    return Output(f"rows-{shard.part}.jsonl", written, lambda path: path.read_bytes().count(b"\n"))


def _run(at: Path, point: str = "") -> int:
    os.environ[VARIABLE] = point
    store, ledger = open_store(f"s3://{BUCKET}/out", at / "temps"), Ledger(at / "record", "f")
    store.clear_temps()
    done = begin(store, ledger, SHARDS)
    for shard in SHARDS:
        if shard.id not in done:
            commit(store, ledger, shard, [_output(shard)])
    assert success(store, ledger, SHARDS)
    return len(SHARDS) - len(done)


@pytest.mark.parametrize(
    "point", ["shard-after-draft", "shard-amid-publish", "shard-after-entry", "shard-after-success"]
)
def test_a_killed_run_is_finished_by_the_next(tmp_path: Path, point: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    child = multiprocessing.get_context("spawn").Process(target=_run, args=(tmp_path, point))
    child.start()
    child.join(120)
    assert child.exitcode == -signal.SIGKILL
    child.close()

    _run(tmp_path)

    out = open_store(f"s3://{BUCKET}/out", tmp_path / "temps")
    assert [(one.name, one.size) for one in out.found()] == [(f"rows-{n}.jsonl", 2 * n + 2) for n in range(3)]
    assert out.has(SUCCESS)
    assert _run(tmp_path) == 0
    assert list((tmp_path / "temps").iterdir()) == []
