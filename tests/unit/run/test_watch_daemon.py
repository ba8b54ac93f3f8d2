"""The daemon with a small engine: each file once, none half, none lost, whatever happens around it."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watch_kit import Engine, config_in, drop, lane, names, quick

from redact.core.errors import MissingPart, RedactError, UsageError
from redact.run.watch import daemon as daemon_module
from redact.run.watch.base import Base
from redact.run.watch.claims import Claims
from redact.run.watch.config import Config
from redact.run.watch.daemon import Daemon
from redact.run.watch.keeper import Keeper, Stands, state_path
from redact.run.watch.service import run
from redact.run.watch.share import ShareAway
from redact.run.watch.space import Space
from redact.run.watch.state import Output, State, Totals, totals


class Running:
    """A daemon in a thread."""

    def __init__(self, config: Config) -> None:
        self.config, self.engine = config, Engine(config)
        self.said: list[str] = []
        self.code: int | None = None
        self.error: RedactError | None = None
        self.daemon: Daemon | None = None
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            self.code = run(self.config, self.engine, quick(self.said.append), self._made)
        except RedactError as err:
            self.error = err

    def _made(self, daemon: Daemon) -> None:
        self.daemon = daemon

    def start(self) -> None:
        self._thread.start()
        until(lambda: self.daemon is not None or not self._thread.is_alive())

    def join(self) -> None:
        self._thread.join(20)
        assert not self._thread.is_alive()

    def stop(self) -> None:
        if self.daemon is not None:
            self.daemon.stop()
        self.join()


@contextmanager
def running(config: Config) -> Iterator[Running]:
    one = Running(config)
    one.start()
    try:
        yield one
    finally:
        one.stop()


def until(met: Callable[[], bool], seconds: float = 15.0) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.01)


def stands(config: Config) -> Totals:
    base = Base(state_path(config), reading=True)
    try:
        return totals(base, time.time())
    finally:
        base.close()


def counted(config: Config) -> dict[str, int]:
    found: dict[str, int] = {}
    for (what, _), number in stands(config).counts.items():
        found[what] = found.get(what, 0) + number
    return found


def test_a_file_goes_from_the_inbox_to_the_outbox_and_its_original_to_its_shelf(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "letters/1.txt")

    with running(config):
        until(lambda: names(config.originals) == ["letters/1.txt"])

    assert (config.outbox / "letters/1.txt").read_text() == "about [name]"
    assert (config.originals / "letters/1.txt").read_text() == "about Ann Example"
    assert names(config.inbox) == []
    assert counted(config) == {"released": 1}


def test_people_are_not_in_names_and_no_output_covers_another(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    (config.outbox / "person.txt").write_text("somebody else's")
    drop(config, "Ann Example.txt", "one")
    drop(config, "person.txt", "two")

    with running(config):
        until(lambda: len(names(config.originals)) == 2)

    assert names(config.outbox) == ["person-2.txt", "person-3.txt", "person.txt"]
    assert (config.outbox / "person.txt").read_text() == "somebody else's"
    assert {(config.outbox / f"person-{n}.txt").read_text() for n in (2, 3)} == {"one", "two"}


def test_urgent_lanes_go_first_and_then_the_oldest(tmp_path: Path) -> None:
    config = config_in(tmp_path, lanes=(lane("urgent", priority=5),))
    for number, name in enumerate(("b.txt", "a.txt", "urgent/z.txt", "urgent/y.txt")):
        drop(config, name)
        os.utime(config.inbox / name, (1000 + number, 1000 + number))

    with running(config) as one:
        until(lambda: len(names(config.originals)) == 4)

    assert one.engine.orders == ["urgent/z.txt", "urgent/y.txt", "b.txt", "a.txt"]


def test_what_cannot_be_released_goes_to_quarantine_with_its_reason_and_stops_nobody(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "bad.txt", "raise CorruptInput")
    drop(config, "left.txt", "raise ResidualError")
    drop(config, "review.txt", "review me")
    drop(config, "good.txt")

    with running(config):
        until(lambda: len(names(config.quarantine)) == 6)
        until(lambda: names(config.originals) == ["good.txt"])

    reasons = {path.name: json.loads(path.read_bytes())["error"] for path in config.quarantine.glob("*.reason.json")}
    assert reasons == {
        "bad.txt.reason.json": "CorruptInput",
        "left.txt.reason.json": "ResidualError",
        "review.txt.reason.json": "InputError",
    }
    assert names(config.outbox) == ["good.txt"]
    assert counted(config) == {"quarantined": 3, "released": 1}


def test_the_same_file_again_is_not_done_twice(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "1.txt")

    with running(config) as one:
        until(lambda: names(config.originals) == ["1.txt"])
        drop(config, "1.txt")
        until(lambda: counted(config).get("again", 0) == 1)

    assert one.engine.orders == ["1.txt"]
    assert counted(config) == {"released": 1, "again": 1}
    assert names(config.outbox) == ["1.txt"]
    assert names(config.originals) == ["1.txt"]


def test_a_changed_file_of_the_same_name_covers_nothing(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "1.txt", "first")

    with running(config):
        until(lambda: names(config.originals) == ["1.txt"])
        drop(config, "1.txt", "second")
        until(lambda: len(names(config.originals)) == 2)

    assert (config.outbox / "1.txt").read_text() == "first"
    assert (config.outbox / "1-2.txt").read_text() == "second"


def test_what_passes_is_tried_again_and_then_released(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "1.txt", "trouble 3")

    with running(config):
        until(lambda: names(config.originals) == ["1.txt"])

    assert counted(config) == {"retried": 3, "released": 1}


def test_what_does_not_pass_goes_to_quarantine_after_five_tries(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "1.txt", "raise WriteError")
    drop(config, "2.txt")

    with running(config) as one:
        until(lambda: "1.txt" in names(config.quarantine))

    assert one.engine.orders.count("1.txt") == 5
    assert names(config.outbox) == ["2.txt"]


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


def with_state(config: Config, do: Callable[[Keeper], object]) -> None:
    with Keeper(config) as keeper:
        do(keeper)


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


def test_two_daemons_on_one_inbox_do_each_file_once(tmp_path: Path) -> None:
    ours, theirs = config_in(tmp_path, "us", jobs=2), config_in(tmp_path, "them", jobs=2)
    for number in range(300):
        drop(ours, f"{number % 7}/{number}.txt", f"{number} about Ann Example")

    with running(ours) as one, running(theirs) as other:
        until(lambda: len(names(ours.originals)) == 300, 60)

    done = one.engine.orders + other.engine.orders
    assert len(done) == len(set(done)) == 300
    assert len(names(ours.outbox)) == 300
    assert counted(ours).get("released", 0) + counted(theirs).get("released", 0) == 300
    assert min(len(one.engine.orders), len(other.engine.orders)) > 0


def test_held_outputs_wait_for_a_second_person(tmp_path: Path) -> None:
    config = config_in(tmp_path, lanes=(lane("sar", hold=True),))
    drop(config, "sar/1.txt")

    with running(config):
        until(lambda: names(config.originals) == ["sar/1.txt"])
        time.sleep(0.1)
        assert names(config.outbox) == []
        assert (config.held / "sar/1.txt").read_text() == "about [name]"
        (config.held / "sar/1.txt.release").touch()
        until(lambda: names(config.outbox) == ["sar/1.txt"] and names(config.held) == [])

    assert counted(config) == {"held": 1, "released": 1}


def test_a_requeued_file_is_done(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "1.txt", "raise CorruptInput")

    with running(config):
        until(lambda: counted(config).get("quarantined", 0) == 1 if state_path(config).exists() else False)
        (config.quarantine / "1.txt").write_text("mended")
        with_state(config, lambda keeper: keeper.requeue(["1.txt"]))
        until(lambda: names(config.originals) == ["1.txt"])

    assert names(config.quarantine) == []


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


def looked(config: Config) -> Stands:
    with Keeper(config, reading=True) as keeper:
        return keeper.stands()
