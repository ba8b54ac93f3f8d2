"""What the state forgets, so that months do not make it grow."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from watch_kit import config_in, drop

from redact.run.watch.claims.claims import Claims
from redact.run.watch.claims.leases import tidy
from redact.run.watch.config.config import Config
from redact.run.watch.daemon.prune import Prune
from redact.run.watch.state.rows import Output, Status
from redact.run.watch.state.state import State

MONTH_S = 31 * 86_400.0


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_in(tmp_path)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    made = State(tmp_path / "state.db", "us", clock=lambda: 1000.0)
    yield made
    made.close()


def done(state: State, config: Config, name: str, *, held: bool = False) -> None:
    """A file that came to its end; its output stands."""
    mine = state.take(name, "", "room", 1)
    state.made(mine, Output(name, "ab" * 32, "lane", "text", name, "cd" * 32, held=held))
    state.end(mine, Status.HELD if held else Status.RELEASED, "text")
    ((config.held if held else config.outbox) / name).write_text("about [name]")


def known(state: State, name: str) -> bool:
    return state.known(name, "ab" * 32, "lane") is not None


def test_an_output_is_remembered_as_long_as_it_stands(state: State, config: Config) -> None:
    for name in ("here.txt", "gone.txt"):
        done(state, config, name)
    (config.outbox / "gone.txt").unlink()
    prune = Prune(config, state)

    assert prune.round(2000.0) == 0
    assert prune.round(2000.0 + MONTH_S) == 3
    assert known(state, "here.txt")
    assert not known(state, "gone.txt")
    assert state.totals().files == {}
    assert state.totals().counts == {("released", "text"): 2}


def test_what_waits_for_a_second_person_is_forgotten_only_when_it_was_thrown_away(state: State, config: Config) -> None:
    for name in ("waits.txt", "refused.txt"):
        done(state, config, name, held=True)
    (config.held / "refused.txt").unlink()

    Prune(config, state).round(2000.0 + MONTH_S)

    assert [each.name for each in state.held()] == ["waits.txt"]
    assert state.totals().files == {("", "held"): 1}


def test_a_quarantined_file_that_somebody_took_away_is_forgotten(state: State, config: Config) -> None:
    for name in ("here.txt", "gone.txt"):
        mine = state.take(name, "", "room", 1)
        state.end(mine, Status.QUARANTINED, "CorruptInput", shelf=str(config.quarantine / name))
    (config.quarantine / "here.txt").touch()

    Prune(config, state).round(2000.0 + MONTH_S)

    assert [each.name for each in state.quarantined()] == ["here.txt"]


def test_many_are_gone_through_in_turns(state: State, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redact.run.watch.daemon.prune._AT_ONCE", 2)
    for number in range(5):
        done(state, config, f"{number}.txt")
        (config.outbox / f"{number}.txt").unlink()
    prune = Prune(config, state)

    for _ in range(3):
        prune.round(2000.0 + MONTH_S)

    assert not any(known(state, f"{number}.txt") for number in range(5))


def test_nothing_of_a_daemon_that_is_gone_for_good_stays_on_the_share(config: Config) -> None:
    claims = Claims(config.inbox, "them", 0.0)
    claims.renew()
    drop(config, "1.txt")
    claim = claims.take("1.txt")
    assert claim is not None
    claim.path.rename(config.originals / "1.txt")
    other = Claims(config.inbox, "us", 0.0)
    other.stale()
    for stale in other.stale():
        other.take_over(stale)
    ours = config.inbox / ".redact"
    assert len(list((ours / "daemons").iterdir())) == len(list((ours / "emptied").iterdir())) == 1

    tidy(config.inbox, time.time() - 10)
    assert len(list((ours / "daemons").iterdir())) == len(list((ours / "emptied").iterdir())) == 1
    tidy(config.inbox, time.time() + 10)
    assert [path for path in ours.iterdir() if path.is_dir() and list(path.iterdir())] == []
