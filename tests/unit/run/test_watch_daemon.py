"""The daemon with a small engine: each file once, none half, none lost, whatever happens around it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from watch_kit import config_in, drop, lane, names
from watch_running import counted, running, until, with_state

from redact.run.watch.keeper import state_path


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


@pytest.mark.skipif(os.name != "posix" or os.getuid() != 0, reason="gives a file to somebody else")
def test_held_outputs_wait_for_a_second_person(tmp_path: Path) -> None:
    config = config_in(tmp_path, lanes=(lane("sar", hold=True),))
    drop(config, "sar/1.txt")
    os.chown(config.inbox / "sar/1.txt", 54321, -1)

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


def test_who_put_a_file_in_does_not_let_its_output_go(tmp_path: Path) -> None:
    config = config_in(tmp_path, hold=True)
    drop(config, "1.txt")

    with running(config) as one:
        until(lambda: names(config.held) == ["1.txt"])
        (config.held / "1.txt.release").touch()
        until(lambda: any("put its source into the inbox" in line for line in one.said))

    assert names(config.held) == ["1.txt"]
    assert names(config.outbox) == []


def test_the_same_content_under_another_name_is_another_file(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "1.txt")

    with running(config):
        until(lambda: names(config.originals) == ["1.txt"])
        drop(config, "2.txt")
        until(lambda: names(config.originals) == ["1.txt", "2.txt"])

    assert counted(config) == {"released": 2}
    assert names(config.outbox) == ["1.txt", "2.txt"]


def test_the_folder_of_a_lane_keeps_its_name_though_it_reads_like_a_person(tmp_path: Path) -> None:
    config = config_in(tmp_path, lanes=(lane("Ann Example/in"),))
    drop(config, "Ann Example/in/by Ann Example/Ann Example.txt")

    with running(config):
        until(lambda: names(config.outbox) == ["Ann Example/in/by person/person.txt"])
