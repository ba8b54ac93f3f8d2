"""The daemon's memory: guarded by owner and attempt, private, whole or refused."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from redact.core.errors import UsageError
from redact.run.watch.state.base import Base
from redact.run.watch.state.rows import Mine, Output, Status, totals
from redact.run.watch.state.state import State


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    made = State(tmp_path / "state.db", "us", clock=lambda: 1000.0)
    yield made
    made.close()


def output(name: str = "letter.txt", *, held: bool = False) -> Output:
    return Output(name, "ab" * 32, "lane", "text", name, "cd" * 32, held=held)


def test_the_state_is_private(state: State, tmp_path: Path) -> None:
    """Names of files may be personal."""
    assert stat.S_IMODE((tmp_path / "state.db").stat().st_mode) == 0o600


def test_every_change_is_on_the_disk_when_it_is_made(state: State) -> None:
    ((journal,),) = state._base.rows("PRAGMA journal_mode")
    ((synchronous,),) = state._base.rows("PRAGMA synchronous")

    assert (journal, synchronous) == ("wal", 2)


def test_a_file_goes_from_waiting_to_released_and_is_counted_once(state: State) -> None:
    state.see({"letter.txt": ""})
    mine = state.take("letter.txt", "", "c1", 1)

    assert state.made(mine, output())
    assert state.end(mine, Status.RELEASED, "text")
    assert not state.end(mine, Status.RELEASED, "text")
    assert state.totals().files == {("", "released"): 1}
    assert state.totals().counts == {("released", "text"): 1}


def test_nothing_changes_for_who_does_not_hold_the_file(state: State) -> None:
    """Another owner, or an older attempt of our own, has no say."""
    mine = state.take("letter.txt", "", "c1", 2)
    other, older = Mine("letter.txt", "them", 2, "c1"), Mine("letter.txt", "us", 1, "c1")

    for stranger in (other, older):
        assert not state.made(stranger, output())
        assert not state.end(stranger, Status.RELEASED, "text")
        assert state.later(stranger, "OSError", 1.0, counted=True) == -1
        assert not state.let_go(stranger)
        assert not state.lost(stranger)
    assert state.mine() == [mine]
    assert state.known("letter.txt", "ab" * 32, "lane") is None


def test_the_same_content_in_the_same_lane_is_known_and_no_other(state: State) -> None:
    mine = state.take("letter.txt", "", "c1", 1)
    state.made(mine, output())

    assert state.known("letter.txt", "ab" * 32, "lane") == output()
    assert state.known("letter.txt", "ab" * 32, "another policy") is None
    assert state.known("letter.txt", "ff" * 32, "lane") is None
    assert state.known("other.txt", "ab" * 32, "lane") is None


def test_tries_are_remembered_over_a_restart_and_forgotten_at_the_end(tmp_path: Path) -> None:
    first = State(tmp_path / "state.db", "us")
    mine = first.take("letter.txt", "", "c1", 1)
    assert first.later(mine, "OSError", 5.0, counted=True) == 1
    assert first.later(mine, "OSError", 5.0, counted=False) == 0
    first.later(mine, "OSError", 5.0, counted=True)
    first.close()

    second = State(tmp_path / "state.db", "us")
    (again,) = second.mine()
    assert again.tries == 1
    second.end(again, Status.QUARANTINED, "WriteError", shelf="letter.txt")
    assert [(each.name, each.shelf) for each in second.quarantined()] == [("letter.txt", "letter.txt")]
    assert second.requeued(*second.quarantined())
    assert second.take("letter.txt", "", "c2", 1).tries == 0
    second.close()


def test_waiting_files_that_are_gone_are_forgotten_and_claimed_ones_are_not(state: State) -> None:
    state.see({"a.txt": "", "b.txt": "", "sar/c.txt": "sar/"})
    state.take("b.txt", "", "c1", 1)
    state.see({}, ["a.txt", "b.txt"])

    assert state.totals().files == {("", "claimed"): 1, ("sar/", "waiting"): 1}
    assert state.totals().oldest_s == 0.0


def test_a_held_output_is_released_once(state: State) -> None:
    mine = state.take("letter.txt", "", "c1", 1)
    state.made(mine, output(held=True))
    state.end(mine, Status.HELD, "text")
    (held,) = state.held()

    assert state.let_out(held)
    assert not state.let_out(held)
    assert state.totals().files == {("", "released"): 1}
    assert state.totals().counts == {("held", "text"): 1, ("released", "text"): 1}


def test_names_that_are_no_utf8_are_kept(state: State) -> None:
    name = b"br\xffief.txt".decode("utf-8", "surrogateescape")
    state.see({name: ""})
    mine = state.take(name, "", "c1", 1)
    state.made(mine, output(name))

    assert [each.name for each in state.mine()] == [name]
    assert state.last(name) == output(name)


def test_what_is_old_is_forgotten_but_not_what_waits_for_somebody(state: State) -> None:
    for name, status in (("a", Status.RELEASED), ("b", Status.HELD), ("c", Status.QUARANTINED)):
        mine = state.take(name, "", name, 1)
        state.made(mine, output(name, held=status is Status.HELD))
        state.end(mine, status, "text")

    assert state.forget([], [], 2000.0) == 1
    assert {status for _, status in state.totals().files} == {"held", "quarantined"}
    assert state.known("a", "ab" * 32, "lane") is not None
    assert [each.name for each in state.held()] == ["b"]


def test_a_file_that_was_seen_again_is_not_touched_by_a_late_requeue(state: State) -> None:
    """It may be done, and in quarantine once more, before who asked comes to note it."""
    state.end(state.take("a", "", "c1", 1), Status.QUARANTINED, "CorruptInput", shelf="a")
    (old,) = state.quarantined()
    state.see({"a": ""})

    assert not state.requeued(old)
    assert state.totals().files == {("", "waiting"): 1}


def test_a_damaged_state_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    State(path, "us").close()
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 8192)

    with pytest.raises(UsageError, match="damaged"):
        State(path, "us")


def test_no_state_at_all_but_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"Dear Mrs Example, " * 600)

    with pytest.raises(UsageError, match="damaged"):
        State(tmp_path / "state.db", "us")


def test_a_state_of_another_version_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.db") as base:
        base.execute("PRAGMA user_version=99")
    base.close()

    with pytest.raises(UsageError, match="another version"):
        State(tmp_path / "state.db", "us")


def test_a_reader_sees_what_is_there_and_cannot_write(state: State, tmp_path: Path) -> None:
    state.see({"letter.txt": ""})
    reader = Base(tmp_path / "state.db", reading=True)

    assert totals(reader, 0.0).of(Status.WAITING) == 1
    with pytest.raises(Exception, match="cannot be written"), reader.change() as base:
        base.execute("DELETE FROM files")
    reader.close()


def test_reading_where_nothing_is_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no state yet"):
        Base(tmp_path / "state.db", reading=True)

    assert list(tmp_path.iterdir()) == []


def test_a_flag_stands_until_it_is_taken_back(state: State) -> None:
    state.flag("drain", "1")
    assert state.flags() == {"drain": "1"}

    state.flag("drain", "")
    assert state.flags() == {}
