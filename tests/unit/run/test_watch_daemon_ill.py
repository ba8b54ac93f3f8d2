"""The daemon when something is wrong around it: it waits, gives back, goes on, and loses nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from watch_kit import config_in, drop, names
from watch_running import Running, counted, looked, running, stands, until, with_state

from redact.core.errors import MissingPart, UsageError
from redact.run.watch.claims.claims import Claims
from redact.run.watch.daemon import daemon as daemon_module
from redact.run.watch.daemon.space import Space
from redact.run.watch.keeper import state_path
from redact.run.watch.share.presence import ShareAway
from redact.run.watch.state.state import State


def test_a_missing_model_ends_the_daemon_and_keeps_the_file(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "1.txt", "raise MissingPart")
    one = Running(config)
    one.start()
    one.join()

    assert isinstance(one.error, MissingPart)
    assert names(config.quarantine) == []
    drop(config, "2.txt")
    (claimed,) = (config.inbox / ".redact/claims").rglob("file")
    claimed.write_text("mended")
    with running(config):
        until(lambda: names(config.originals) == ["1.txt", "2.txt"])


def test_a_disk_without_room_pauses_and_goes_on_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = config_in(tmp_path)
    room = [False]
    monkeypatch.setattr(Space, "enough", lambda self: room[0])
    drop(config, "1.txt")

    with running(config) as one:
        assert one.daemon is not None
        until(lambda: "a disk is nearly full" in (one.daemon.ready() if one.daemon else ()))
        time.sleep(0.2)
        assert names(config.inbox) == ["1.txt"]
        room[0] = True
        until(lambda: names(config.originals) == ["1.txt"])
        until(lambda: one.daemon is not None and one.daemon.ready() == ())


def test_a_share_that_blinks_loses_nothing(tmp_path: Path) -> None:
    """The sentinel is gone and the inbox looks empty, as where a mount has come off."""
    config = config_in(tmp_path)
    sentinel = config.inbox / ".redact/share"

    with running(config) as one:
        until(lambda: one.daemon is not None and one.daemon.ready() == ())
        sentinel.rename(config.inbox / ".redact/away")
        until(lambda: one.daemon is not None and "the share is away" in one.daemon.ready())
        drop(config, "1.txt")
        time.sleep(0.2)
        assert names(config.inbox) == ["1.txt"]
        (config.inbox / ".redact/away").rename(sentinel)
        until(lambda: names(config.originals) == ["1.txt"])

    assert "no new files are taken: the share is away" in one.said
    assert counted(config)["released"] == 1


def test_errors_of_the_share_are_not_held_against_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that fails while the share is away has not been tried."""
    config = config_in(tmp_path)
    real = daemon_module.scan
    failing = [False]

    def scan(*given: object) -> object:
        if failing[0]:
            raise ShareAway
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(daemon_module, "scan", scan)
    drop(config, "1.txt", "trouble 12")

    with running(config) as one:
        until(lambda: len(one.engine.orders) == 1)
        for _ in range(12):
            failing[0] = True
            time.sleep(0.05)
            failing[0] = False
            time.sleep(0.05)
        until(lambda: bool(names(config.originals) or names(config.quarantine)), 30)

    assert one.error is None


def test_draining_finishes_what_is_there_and_takes_nothing_new(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    for number in range(5):
        drop(config, f"{number}.txt", "sleep 0.05")
    one = Running(config)
    one.start()
    until(lambda: len(one.engine.orders) > 0)

    with_state(config, lambda keeper: keeper.drain(wait=False))
    until(lambda: (one.daemon is not None and "draining" in one.daemon.ready()) or one.code is not None)
    drop(config, "late.txt")
    one.join()

    assert one.code == 0
    assert names(config.originals) == [f"{number}.txt" for number in range(5)]
    assert names(config.inbox) == ["late.txt"]
    with running(config):
        until(lambda: "late.txt" in names(config.originals))


def test_stopping_gives_back_what_does_not_end_in_time(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "slow.txt", "sleep 4")
    drop(config, "quick.txt")
    one = Running(config)
    one.start()
    until(lambda: "slow.txt" in one.engine.orders)
    one.stop()

    assert names(config.outbox) in ([], ["quick.txt"])
    assert "slow.txt" in names(config.inbox)
    assert list((config.inbox / ".redact/claims").rglob("file")) == []


def test_one_state_has_one_daemon(tmp_path: Path) -> None:
    config = config_in(tmp_path)

    with running(config):
        second = Running(config)
        second.start()
        second.join()

    assert isinstance(second.error, UsageError)


def test_what_a_dead_daemon_had_claimed_is_taken_over_by_another(tmp_path: Path) -> None:
    config = config_in(tmp_path, lease_seconds=0.5)
    drop(config, "1.txt")
    dead = Claims(config.inbox, "them", 0.5).take("1.txt")
    assert dead is not None

    with running(config):
        until(lambda: names(config.originals) == ["1.txt"])

    assert counted(config) == {"released": 1}


def test_who_has_gone_while_we_were_away_waits_no_more(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    state = State(state_path(config), "us")
    state.see({"gone.txt": ""})
    state.close()

    with running(config):
        until(lambda: stands(config).files == {})


def test_a_file_that_is_still_written_to_goes_back_and_is_done_when_it_is_whole(tmp_path: Path) -> None:
    """Some writers keep their handle over our rename."""
    config = config_in(tmp_path)
    with (config.inbox / "1.txt").open("w") as writer:
        writer.write("sleep 0.3 about ")
        writer.flush()
        with running(config) as one:
            until(lambda: "1.txt" in one.engine.orders)
            writer.write("Ann Example")
            writer.flush()
            until(lambda: names(config.originals) == ["1.txt"])

    assert (config.outbox / "1.txt").read_text() == "sleep 0.3 about [name]"
    assert counted(config) == {"released": 1}


def test_status_says_why_nothing_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = config_in(tmp_path)
    monkeypatch.setattr(Space, "enough", lambda self: False)

    with running(config):
        until(lambda: state_path(config).exists() and "disk" in looked(config).paused)
        assert looked(config).running
