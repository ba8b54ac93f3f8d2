"""What was under way when a daemon died, or could not write down what it had done: counted once, never stuck."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from watch_kit import config_in, drop, names
from watch_running import counted, running, stands, until

from redact.core.errors import WriteError
from redact.run.watch.claims.claims import Claims
from redact.run.watch.config.config import Config
from redact.run.watch.keeper import state_path
from redact.run.watch.state.rows import Output
from redact.run.watch.state.state import State


def test_what_was_put_away_before_a_crash_is_counted_at_the_next_start(tmp_path: Path) -> None:
    """The room of the claim is where it was, and empty: nobody but us can have moved the file."""
    config = config_in(tmp_path)
    drop(config, "1.txt")
    claim = Claims(config.inbox, "us", 60).take("1.txt")
    assert claim is not None
    state = State(state_path(config), "us")
    mine = state.take("1.txt", "", str(claim.path.parent), 1)
    state.made(mine, Output("1.txt", "ab", "order 0", "text", "1.txt", "cd"))
    state.close()
    claim.path.rename(config.originals / "1.txt")

    with running(config):
        until(lambda: counted(config) == {"released": 1})

    assert stands(config).files == {("", "released"): 1}


def put_away_by(config: Config, owner: str) -> Path:
    """A daemon has put a file away, and died before it could count it; its room."""
    drop(config, "1.txt")
    claim = Claims(config.inbox, owner, 60).take("1.txt")
    assert claim is not None
    state = State(state_path(config), owner)
    mine = state.take("1.txt", "", str(claim.path.parent), 1)
    state.made(mine, Output("1.txt", "ab", "order 0", "text", "1.txt", "cd"))
    state.close()
    claim.path.rename(config.originals / "1.txt")
    return claim.path.parent


def test_it_is_counted_too_where_another_has_cleared_its_room_away_meanwhile(tmp_path: Path) -> None:
    ours, theirs = config_in(tmp_path, "us"), config_in(tmp_path, "them", lease_seconds=0.1)
    room = put_away_by(ours, "us")

    with running(theirs):
        until(lambda: not room.exists())
    with running(ours):
        until(lambda: counted(ours) == {"released": 1})

    assert stands(ours).files == {("", "released"): 1}
    assert stands(theirs).counts == {}


def test_nor_is_it_lost_where_the_state_could_not_be_written_at_that_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config_in(tmp_path)
    real, calls = State.end, list[int]()

    def full(self: State, *given: Any, **more: Any) -> bool:
        calls.append(1)
        if len(calls) == 1:
            raise WriteError("the state of the daemon cannot be written", "free some space")
        return real(self, *given, **more)

    monkeypatch.setattr(State, "end", full)
    drop(config, "1.txt")

    with running(config):
        until(lambda: names(config.originals) == ["1.txt"])
        until(lambda: counted(config) == {"released": 1})
        drop(config, "1.txt", "about somebody else")  # its name is free for others
        until(lambda: counted(config) == {"released": 2})


def test_a_claim_that_the_state_could_not_note_is_taken_up_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state's disk is full while what a dead daemon left is taken over: nobody must keep it for ever."""
    config = config_in(tmp_path, lease_seconds=0.2)
    drop(config, "1.txt")
    assert Claims(config.inbox, "them", 0.2).take("1.txt") is not None
    real, calls = State.take, list[int]()

    def full(self: State, *given: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise WriteError("the state of the daemon cannot be written", "free some space")
        return real(self, *given)

    monkeypatch.setattr(State, "take", full)

    with running(config):
        until(lambda: names(config.originals) == ["1.txt"])
