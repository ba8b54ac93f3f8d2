"""What is deleted when its time is over, and what never is."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from redact.run.watch.config.config import Config, Retention
from redact.run.watch.share.presence import ShareAway
from redact.run.watch.shelves.retention import Steady, Swept, sweep

DAY = 86_400.0
NAMES = ("inbox", "outbox", "quarantine", "originals", "held", "record", "state")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    for name in NAMES:
        (tmp_path / name).mkdir()
    return Config(**{name: tmp_path / name for name in NAMES}, retention=Retention(10, 20, 30))


def put(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    return path


def test_each_shelf_keeps_for_its_own_days(config: Config) -> None:
    for folder in (config.originals, config.quarantine, config.outbox):
        put(folder, "a/b.txt")
    now = time.time()

    assert sweep(config, now + 9 * DAY) == Swept()
    assert sweep(config, now + 11 * DAY) == Swept(originals=1)
    assert sweep(config, now + 21 * DAY) == Swept(quarantine=1)
    assert sweep(config, now + 31 * DAY) == Swept(outbox=1)
    assert all(not list(folder.iterdir()) for folder in (config.originals, config.quarantine, config.outbox))


def test_the_authors_date_does_not_count(config: Config) -> None:
    old = put(config.originals, "old.txt")
    os.utime(old, (0, 0))

    assert sweep(config, time.time() + DAY) == Swept()
    assert old.exists()


def test_a_better_note_of_when_it_came_counts(config: Config) -> None:
    noted, unknown = put(config.originals, "noted.txt"), put(config.originals, "unknown.txt")
    now = time.time()

    sweep(config, now, {noted: now - 11 * DAY}.get)

    assert not noted.exists()
    assert unknown.exists()


def test_nought_days_is_for_ever(config: Config) -> None:
    put(config.originals, "a.txt")
    for_ever = Config(**{name: getattr(config, name) for name in NAMES})

    assert sweep(for_ever, time.time() + 10_000 * DAY) == Swept()


def test_links_are_neither_followed_nor_deleted_and_other_folders_are_not_touched(
    config: Config, tmp_path: Path
) -> None:
    outside = put(tmp_path / "outside", "a.txt")
    (config.originals / "link").symlink_to(outside)
    (config.originals / "folder").symlink_to(outside.parent)
    kept = [put(getattr(config, name), "a.txt") for name in ("inbox", "held", "record", "state")]

    assert sweep(config, time.time() + 1000 * DAY) == Swept()
    assert outside.exists()
    assert (config.originals / "link").is_symlink()
    assert all(path.exists() for path in kept)


def test_a_reason_goes_with_its_file_and_is_not_counted(config: Config) -> None:
    put(config.quarantine, "a.txt")
    put(config.quarantine, "a.txt.reason.json")

    assert sweep(config, time.time() + 21 * DAY) == Swept(quarantine=1)
    assert not list(config.quarantine.iterdir())


def test_what_our_own_crash_left_goes_after_a_day_even_where_all_else_stays(config: Config) -> None:
    left = put(config.originals, ".redact-0123456789abcdef.tmp")
    for_ever = Config(**{name: getattr(config, name) for name in NAMES})

    sweep(for_ever, time.time())
    assert left.exists()
    sweep(for_ever, time.time() + 2 * DAY)
    assert not left.exists()


def test_a_clock_that_was_set_is_not_believed_for_a_day() -> None:
    wall, steady = [1e9], [0.0]
    clock = Steady(lambda: wall[0], lambda: steady[0])

    def pass_time(seconds: float) -> None:
        wall[0] += seconds
        steady[0] += seconds

    assert clock.now() == 1e9
    pass_time(DAY)
    assert clock.now() == wall[0]
    wall[0] += 3650 * DAY
    assert clock.now() is None
    pass_time(DAY / 2)
    assert clock.now() is None
    wall[0] -= 3650 * DAY
    pass_time(DAY / 2)
    assert clock.now() is None  # it was set again
    pass_time(DAY)
    assert clock.now() == wall[0]


def test_a_shelf_that_is_not_there_is_away_and_not_empty(config: Config) -> None:
    config.quarantine.rmdir()

    with pytest.raises(ShareAway):
        sweep(config, time.time())
