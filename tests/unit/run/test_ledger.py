"""The ledger: an entry counts only where it is whole, of this fingerprint and stamp, and its outputs are there."""

from __future__ import annotations

import json
import stat
import time
from dataclasses import replace
from pathlib import Path

import pytest

from redact.core.errors import Defect, UsageError, WriteError
from redact.run.shards.ledger import Ledger
from redact.run.shards.shard import Entry, Shard, Tally

SHARD = Shard("jsonl", "rows.jsonl", 0, 2, 0, 100, stamp="100-1")
DIGEST = "0" * 64


def entry(shard: Shard = SHARD, fingerprint: str = "f") -> Entry:
    return Entry(
        shard=shard.id,
        fingerprint=fingerprint,
        stamp=shard.stamp,
        rows_in=3,
        rows_out=2,
        outputs={"rows-0.jsonl": DIGEST},
        quarantined={"row é 7": "Lethal"},
        tally=Tally(2, 100, 10, {"PERSON": 3}),
        seconds=1.5,
        examples=("a", "b"),
        sizes={"rows-0.jsonl": 42},
    )


def there(name: str, sha256: str, size: int) -> bool:
    return True


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "record", "f")


def path_of(ledger: Ledger, shard: Shard = SHARD) -> Path:
    return ledger._folder / f"{shard.id}.json"


def test_what_was_noted_is_read_again_as_it_was(ledger: Ledger) -> None:
    ledger.note(entry())

    assert ledger.done(SHARD, there) == entry()
    assert list(ledger.entries()) == [entry()]


def test_before_anything_is_noted_nothing_is_done(ledger: Ledger) -> None:
    assert ledger.done(SHARD, there) is None
    assert list(ledger.entries()) == []
    assert list(ledger.stale([])) == []
    assert ledger.clear_temps() == 0


def test_the_folder_is_for_its_owner_alone(ledger: Ledger) -> None:
    """Ids of rows may be personal."""
    ledger.note(entry())

    assert stat.S_IMODE(path_of(ledger).parent.stat().st_mode) == 0o700


def test_another_policy_does_it_again(ledger: Ledger, tmp_path: Path) -> None:
    ledger.note(entry())

    other = Ledger(tmp_path / "record", "g")

    assert other.done(SHARD, there) is None
    assert list(other.entries()) == []


def test_an_input_that_changed_is_done_again(ledger: Ledger) -> None:
    ledger.note(entry())

    assert ledger.done(replace(SHARD, stamp="100-2"), there) is None


def test_an_output_that_is_not_there_is_done_again(ledger: Ledger) -> None:
    asked: list[tuple[str, str, int]] = []
    ledger.note(entry())

    assert ledger.done(SHARD, lambda *asks: bool(asked.append(asks))) is None
    assert asked == [("rows-0.jsonl", DIGEST, 42)]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"null",
    ],
)
def test_a_damaged_entry_is_not_done(ledger: Ledger, damage: bytes) -> None:
    ledger.note(entry())
    path_of(ledger).write_bytes(damage)

    assert ledger.done(SHARD, there) is None
    assert list(ledger.entries()) == []


@pytest.mark.parametrize(
    "change",
    [
        {"rows_in": 4},
        {"rows_out": "2"},
        {"outputs": {"a": "short"}},
        {"outputs": ["a"]},
        {"tally": {}},
        {"shard": "0" * 20},
        {"more": 1},
        {"quarantined": {}},
        {"examples": "ab"},
    ],
    ids=str,
)
def test_an_entry_that_does_not_hold_together_is_not_done(ledger: Ledger, change: dict[str, object]) -> None:
    ledger.note(entry())
    plain = json.loads(path_of(ledger).read_bytes())
    path_of(ledger).write_text(json.dumps(plain | change))

    assert ledger.done(SHARD, there) is None


def test_half_an_entry_is_not_done(ledger: Ledger) -> None:
    ledger.note(entry())
    whole = path_of(ledger).read_bytes()

    for length in range(0, len(whole) - 2, 7):
        path_of(ledger).write_bytes(whole[:length])
        assert ledger.done(SHARD, there) is None


@pytest.mark.parametrize(
    "wrong", [replace(entry(), rows_in=9), replace(entry(), fingerprint="g")], ids=["rows", "print"]
)
def test_an_entry_that_breaks_its_promise_is_not_written(ledger: Ledger, wrong: Entry) -> None:
    with pytest.raises(Defect):
        ledger.note(wrong)

    assert not path_of(ledger).exists()


def test_a_ledger_needs_a_fingerprint(tmp_path: Path) -> None:
    with pytest.raises(Defect):
        Ledger(tmp_path, "")


def test_an_opened_shard_is_not_done_and_its_outputs_are_known(ledger: Ledger) -> None:
    """After a crash between publishing and noting, a run with another cut must find what to withdraw."""
    ledger.note(entry())

    old = ledger.open(SHARD, ["rows-1.jsonl"])

    assert old == {"rows-0.jsonl"}
    assert ledger.done(SHARD, there) is None
    assert list(ledger.entries()) == []
    (stale,) = ledger.stale([])
    assert set(stale.outputs) == {"rows-0.jsonl", "rows-1.jsonl"}


def test_shards_of_another_cut_are_stale(ledger: Ledger) -> None:
    ledger.note(entry())

    assert list(ledger.stale([SHARD.id])) == []
    assert list(ledger.stale(["0" * 20])) == [entry()]

    ledger.forget(SHARD.id)
    ledger.forget(SHARD.id)
    assert list(ledger.stale([])) == []


def test_a_damaged_entry_of_another_cut_ends_the_run(ledger: Ledger) -> None:
    """Nobody knows which outputs to withdraw, and rows may not be released twice."""
    ledger.note(entry())
    path_of(ledger).write_bytes(b"")

    with pytest.raises(UsageError):
        list(ledger.stale([]))


def test_what_a_crash_left_is_cleared_and_other_files_stay(ledger: Ledger) -> None:
    ledger.note(entry())
    path_of(ledger).with_name(".redact-01.tmp").touch()
    path_of(ledger).with_name("note.txt").touch()

    assert ledger.clear_temps() == 1
    assert sorted(path.name for path in path_of(ledger).parent.iterdir()) == sorted([f"{SHARD.id}.json", "note.txt"])
    assert list(ledger.entries()) == [entry()]


def test_a_ledger_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "record").touch()

    with pytest.raises(WriteError):
        Ledger(tmp_path / "record", "f").note(entry())


def test_entries_are_judged_quickly(ledger: Ledger) -> None:
    """20,000 are to be judged in 5 s; here 1,000 in a quarter of that, for a machine that is busy."""
    shards = [replace(SHARD, part=number) for number in range(1_000)]
    for shard in shards:
        path = path_of(ledger, shard)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(entry(shard).to_plain()))

    began = time.process_time()
    assert all(ledger.done(shard, there) for shard in shards)
    assert time.process_time() - began < 0.25
