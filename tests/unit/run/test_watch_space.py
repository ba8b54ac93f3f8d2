"""Room on the disks."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

from redact.run.watch.config.config import Config
from redact.run.watch.daemon.space import Space, enough
from redact.run.watch.share.presence import ShareAway


@pytest.fixture
def config(tmp_path: Path) -> Config:
    names = ("inbox", "outbox", "quarantine", "originals", "held", "record", "state")
    return Config(**{name: tmp_path / name for name in names}, min_free_bytes=1000)


def disk(monkeypatch: pytest.MonkeyPatch, free: int, **more: int) -> None:
    said = {"f_blocks": 100, "f_frsize": 10, "f_bavail": free // 10, "f_files": 10, "f_favail": 5} | more
    monkeypatch.setattr(os, "statvfs", lambda path: SimpleNamespace(**said))


def test_there_is_enough_down_to_the_least(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    disk(monkeypatch, 1000)
    assert enough(config)
    disk(monkeypatch, 990)
    assert not enough(config)


def test_one_full_disk_is_enough_to_stop(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    for full in (config.outbox, config.record, config.state):
        full.mkdir(exist_ok=True)
    for full in (config.outbox, config.record, config.state):
        free = {full: 0}
        monkeypatch.setattr(
            os,
            "statvfs",
            lambda path, free=free: SimpleNamespace(
                f_blocks=1, f_frsize=1, f_bavail=free.get(Path(path), 10**9), f_files=0, f_favail=0
            ),
        )
        assert not enough(config)


def test_after_want_of_room_there_must_be_more_than_enough(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    space, said = Space(config), []
    for free in (1000, 990, 1000, 1240, 1250, 1000):
        disk(monkeypatch, free)
        said.append(space.enough())

    assert said == [True, False, False, False, True, True]


def test_a_disk_that_takes_no_more_files_is_full(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    disk(monkeypatch, 10**9, f_favail=0)

    assert not enough(config)


def test_a_file_system_that_says_nothing_of_its_size_is_not_full(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk(monkeypatch, 0, f_blocks=0)

    assert enough(config)


def test_a_disk_that_cannot_be_asked_is_away(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    def ill(path: Path) -> None:
        raise OSError(errno.ESTALE, "x")

    monkeypatch.setattr(os, "statvfs", ill)

    with pytest.raises(ShareAway):
        enough(config)
