"""The commit: all or nothing, rows add up, exactly once whatever dies, `_SUCCESS` only when all is in."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pytest

from redact.audit.failpoints import SHARD_POINTS, VARIABLE
from redact.core.errors import Defect, InputError, WriteError
from redact.run.shards.commit import Output, Written, begin, commit, success, there
from redact.run.shards.ledger import Ledger
from redact.run.shards.shard import Shard, Tally
from redact.run.shards.store import SUCCESS, Store, open_store

CUT = 2
SHARDS = [Shard("jsonl", "rows.jsonl", part, CUT, part * 10, part * 10 + 10, stamp="20-1") for part in range(CUT)]


def count(path: Path) -> int:
    return path.read_bytes().count(b"\n")


def written(file: BinaryIO, rows: list[str], kept_back: tuple[tuple[str, str], ...] = ()) -> Written:
    file.write("".join(f"{row}\n" for row in rows).encode())
    return Written(len(rows) + len(kept_back), len(rows), kept_back, Tally(len(rows), 10, 1, {"PERSON": 1}), ("eg",))


def output(name: str, rows: list[str], kept_back: tuple[tuple[str, str], ...] = ()) -> Output:
    return Output(name, partial(written, rows=rows, kept_back=kept_back), count)


def outputs_of(shard: Shard, word: str = "row") -> list[Output]:
    """Two outputs, so that a crash may fall between them."""
    return [output(f"{side}-{shard.part}-{shard.parts}.jsonl", [f"{word} {shard.part} {side}"]) for side in "ab"]


class Place:
    """An output folder and its record."""

    def __init__(self, at: Path, fingerprint: str = "f") -> None:
        self.at = at
        self.store: Store = open_store(at / "out")
        self.ledger = Ledger(at / "record", fingerprint)

    def run(self, shards: list[Shard] = SHARDS, word: str = "row") -> list[str]:
        """A run as a driver has it; the ids of what was done now."""
        self.store.clear_temps()
        self.ledger.clear_temps()
        done = begin(self.store, self.ledger, shards)
        todo = [shard for shard in shards if shard.id not in done]
        for shard in todo:
            commit(self.store, self.ledger, shard, outputs_of(shard, word))
        assert success(self.store, self.ledger, shards)
        return [shard.id for shard in todo]

    @property
    def files(self) -> dict[str, bytes]:
        root = self.at / "out"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    @property
    def leftovers(self) -> list[Path]:
        return list(self.at.rglob(".redact-*"))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, bytes]:
    """What a run that nobody stops releases."""
    undisturbed = Place(tmp_path / "undisturbed")
    undisturbed.run()
    return undisturbed.files


# One shard


def test_a_shard_is_released_and_noted(place: Place) -> None:
    ticks = iter([10.0, 12.5])
    kept = (("id 3", "Lethal"),)

    entry = commit(
        place.store, place.ledger, SHARDS[0], [output("a", ["1", "2"], kept), Written(1, 0, (("x", "CorruptInput"),))],
        clock=lambda: next(ticks),
    )  # fmt: skip

    assert place.files == {"a": b"1\n2\n"}
    assert place.ledger.done(SHARDS[0], there(place.store, thorough=True)) == entry
    assert (entry.rows_in, entry.rows_out, entry.seconds) == (4, 2, 2.5)
    assert entry.quarantined == {"id 3": "Lethal", "x": "CorruptInput"}
    assert entry.tally == Tally(2, 10, 1, {"PERSON": 1})
    assert entry.examples == ("eg",)
    assert entry.sizes == {"a": 4}
    assert place.leftovers == []


def test_rows_of_one_id_are_each_kept_back(place: Place) -> None:
    kept = (("7", "Lethal"), ("7", "CorruptInput"), ("7#2", "Lethal"))

    entry = commit(place.store, place.ledger, SHARDS[0], [output("a", ["1"], kept)])

    assert entry.quarantined == {"7": "Lethal", "7#2": "CorruptInput", "7#2#": "Lethal"}


@pytest.mark.parametrize(
    "wrong",
    [
        [output("b", ["1"]), Output("a", lambda file: Written(2, 1), lambda _: 1)],
        [output("b", ["1"]), Output("a", lambda file: Written(1, 1), lambda _: 2)],
        [output("b", ["1"]), Written(1, 0)],
        [output("b", ["1"]), output("b", ["2"])],
    ],
    ids=["a row is lost", "another reader counts two", "kept back and not named", "two of a name"],
)
def test_rows_that_do_not_add_up_are_a_defect_and_nothing_is_released(
    place: Place, wrong: list[Output | Written]
) -> None:
    with pytest.raises(Defect):
        commit(place.store, place.ledger, SHARDS[0], wrong)

    assert place.files == {}
    assert place.leftovers == []
    assert list(place.ledger.stale([])) == []


def test_a_shard_that_cannot_be_read_on_releases_nothing(place: Place) -> None:
    def outputs() -> Iterator[Output]:
        yield output("a", ["1"])
        raise InputError("no")

    with pytest.raises(InputError):
        commit(place.store, place.ledger, SHARDS[0], outputs())

    assert place.files == {}
    assert place.leftovers == []


def _full_after(calls: int, real: Callable[..., object]) -> Callable[..., object]:
    left = iter([False] * calls + [True] * 1000)

    def call(*args: object) -> object:
        if next(left):
            raise OSError(errno.ENOSPC, "no space left")
        return real(*args)

    return call


@pytest.mark.parametrize("calls", range(6))
def test_a_disk_that_fills_at_any_write_leaves_a_shard_undone_and_the_next_run_whole(
    place: Place, whole: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, calls: int
) -> None:
    """Files are synced in turn: two drafts, the opened entry, two folders, the entry."""
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _full_after(calls, os.fsync))
        with pytest.raises(WriteError):
            place.run(SHARDS[:1])

    assert place.ledger.done(SHARDS[0], there(place.store)) is None
    assert place.leftovers == []
    assert SUCCESS not in place.files
    place.run()
    assert place.files == whole


# Runs


def test_a_rerun_does_nothing(place: Place) -> None:
    place.run()
    before = {path: path.stat().st_mtime_ns for path in place.at.rglob("*")}

    assert place.run() == []
    assert {path: path.stat().st_mtime_ns for path in place.at.rglob("*")} == before


def test_success_tells_numbers_and_no_names(place: Place) -> None:
    place.run()

    assert json.loads(place.files[SUCCESS]) == {
        "shards": 2, "rows_in": 4, "rows_out": 4, "quarantined": 0, "fingerprint": "f"
    }  # fmt: skip


def test_there_is_no_success_before_all_is_in(place: Place) -> None:
    commit(place.store, place.ledger, SHARDS[0], outputs_of(SHARDS[0]))

    assert not success(place.store, place.ledger, SHARDS)
    assert SUCCESS not in place.files


def test_another_policy_does_all_again_and_success_goes_first(place: Place, tmp_path: Path) -> None:
    place.run()
    other = Place(tmp_path, "g")

    assert begin(other.store, other.ledger, SHARDS) == {}
    assert SUCCESS not in other.files
    assert len(other.run(word="other")) == 2
    assert other.files["a-0-2.jsonl"] == b"other 0 a\n"
    assert json.loads(other.files[SUCCESS])["fingerprint"] == "g"


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"cut")], ids=["gone", "cut short"])
def test_an_output_that_is_gone_or_cut_is_made_again(
    place: Place, whole: dict[str, bytes], damage: Callable[[Path], object]
) -> None:
    place.run()
    damage(place.at / "out/b-1-2.jsonl")

    assert place.run() == [SHARDS[1].id]
    assert place.files == whole


def test_an_output_of_the_same_size_is_told_apart_when_asked_to(place: Place) -> None:
    place.run()
    path = place.at / "out/b-1-2.jsonl"
    path.write_bytes(b"x" * path.stat().st_size)

    assert len(begin(place.store, place.ledger, SHARDS)) == 2
    assert begin(place.store, place.ledger, SHARDS, thorough=True).keys() == {SHARDS[0].id}


def test_a_shard_whose_input_changed_is_done_again(place: Place) -> None:
    place.run()

    assert place.run([SHARDS[0], replace(SHARDS[1], stamp="21-2")]) == [SHARDS[1].id]


def test_outputs_of_an_earlier_cut_are_withdrawn(place: Place) -> None:
    """The input shrank, or another shard size was asked for: rows may not be there twice."""
    place.run()
    one = [Shard("jsonl", "rows.jsonl", 0, 1, 0, 20, stamp="20-1")]

    place.run(one)

    assert place.files.keys() == {"a-0-1.jsonl", "b-0-1.jsonl", SUCCESS}
    assert [entry.shard for entry in place.ledger.entries()] == [one[0].id]


def test_a_name_that_a_shard_of_this_plan_has_stays(place: Place) -> None:
    """The input grew: the last shard ends elsewhere, is another shard, and writes under the same name."""
    place.run()
    longer = replace(SHARDS[1], end=25)
    commit(place.store, place.ledger, longer, outputs_of(longer))

    done = begin(place.store, place.ledger, [SHARDS[0], longer])

    assert len(done) == 2
    assert "a-1-2.jsonl" in place.files


def test_outputs_that_a_shard_no_longer_has_are_taken_away(place: Place, tmp_path: Path) -> None:
    """Under another policy a file may be kept back that was released before."""
    commit(place.store, place.ledger, SHARDS[0], outputs_of(SHARDS[0]))

    commit(place.store, Ledger(tmp_path / "record", "g"), SHARDS[0], outputs_of(SHARDS[0])[:1])

    assert place.files.keys() == {"a-0-2.jsonl"}


# Crashes


def _run(at: Path, point: str, shards: list[Shard]) -> None:
    os.environ[VARIABLE] = point
    Place(at).run(shards)


def _killed(at: Path, point: str, shards: list[Shard]) -> None:
    child = multiprocessing.get_context("spawn").Process(target=_run, args=(at, point, shards))
    child.start()
    child.join(60)
    code = child.exitcode
    child.close()
    assert code == -signal.SIGKILL


@pytest.mark.parametrize("point", SHARD_POINTS)
def test_killed_at_any_point_the_next_run_finishes(place: Place, whole: dict[str, bytes], point: str) -> None:
    _killed(place.at, point, SHARDS)

    place.run()

    assert place.files == whole
    assert place.leftovers == []
    assert len(list(place.ledger.entries())) == 2


@pytest.mark.parametrize("point", SHARD_POINTS)
def test_killed_at_any_point_a_run_with_another_cut_has_no_row_twice(place: Place, point: str) -> None:
    _killed(place.at, point, SHARDS)
    one = [Shard("jsonl", "rows.jsonl", 0, 1, 0, 20, stamp="20-1")]

    place.run(one)

    assert place.files.keys() == {"a-0-1.jsonl", "b-0-1.jsonl", SUCCESS}


def _commit(at: Path, gate: multiprocessing.synchronize.Barrier) -> None:
    place = Place(at)
    gate.wait(30)
    for shard in SHARDS * 5:
        commit(place.store, place.ledger, shard, outputs_of(shard))


def test_two_hands_may_commit_the_same_shard_at_once(place: Place, whole: dict[str, bytes]) -> None:
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(2)
    hands = [context.Process(target=_commit, args=(place.at, gate)) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)

    assert [hand.exitcode for hand in hands] == [0, 0]
    assert success(place.store, place.ledger, SHARDS)
    assert place.files == whole
    assert place.leftovers == []
