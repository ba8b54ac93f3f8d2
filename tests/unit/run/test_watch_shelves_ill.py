"""Shelves whose disk is ill, movers that die or are too late: the file is in one place, whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from claims_kit import again
from shelves_kit import ERROR, NAMES, claim, die_before, stands, two_file_systems

from redact.core.errors import WriteError
from redact.run.watch.claims.claims import Claim, Claims
from redact.run.watch.config.config import Config
from redact.run.watch.share.scan import ShareAway
from redact.run.watch.shelves.shelves import Shelves


@pytest.fixture
def config(tmp_path: Path) -> Config:
    for name in NAMES:
        (tmp_path / name).mkdir()
    return Config(**{name: tmp_path / name for name in NAMES})


@pytest.fixture
def shelves(config: Config) -> Shelves:
    return Shelves(config, clock=lambda: 1_700_000_000.0)


@pytest.fixture
def claims(config: Config) -> Claims:
    return Claims(config.inbox, "a", 60.0)


@pytest.mark.parametrize("step", range(1, 9))
@pytest.mark.parametrize("apart", [False, True])
def test_killed_at_any_step_the_file_is_in_one_place_after_the_next_try(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch, step: int, apart: bool
) -> None:
    taken = claim(claims, config, "a.txt", "hello")
    with monkeypatch.context() as patched:
        if apart:
            two_file_systems(patched)
        die_before(patched, step)
        try:
            shelves.to_quarantine(taken, ERROR)
        except KeyboardInterrupt:
            pass
        else:
            assert step > 4
    (over,) = again(Claims(config.inbox, "a", 60.0)) or [None]
    if over is not None:
        shelves.to_quarantine(over, ERROR)

    found = {name: text for name, text in stands(config.quarantine).items() if not name.startswith(".redact-")}
    assert set(found) == {"a.txt", "a.txt.reason.json"}
    assert found["a.txt"] == "hello"
    assert not [name for name in stands(config.inbox) if name.endswith("/file")]


def test_a_copy_that_is_cut_short_leaves_nothing_on_the_shelf(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = claim(claims, config, "a.txt", "hello")
    two_file_systems(monkeypatch)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "x")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(WriteError):
        shelves.to_originals(taken)
    assert stands(config.originals) == {}
    assert taken.path.read_text() == "hello"


def test_a_file_that_grows_while_it_is_copied_is_not_put_away(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = claim(claims, config, "a.txt", "hello")
    two_file_systems(monkeypatch)
    real = os.fsync

    def growing(handle: int) -> None:
        taken.path.write_text("hello and more")
        real(handle)

    monkeypatch.setattr(os, "fsync", growing)

    with pytest.raises(ShareAway):
        shelves.to_originals(taken)
    assert stands(config.originals) == {}
    assert taken.path.read_text() == "hello and more"


def test_who_lost_the_claim_changes_nothing(shelves: Shelves, claims: Claims, config: Config) -> None:
    taken = claim(claims, config, "a.txt")
    again(Claims(config.inbox, "a", 60.0))

    for put_away in (lambda: shelves.to_originals(taken), lambda: shelves.to_quarantine(taken, ERROR)):
        with pytest.raises(FileNotFoundError):
            put_away()
    assert stands(config.originals) == stands(config.quarantine) == {}


def test_who_loses_the_claim_while_he_copies_does_not_put_it_on_the_shelf(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = claim(claims, config, "a.txt")
    two_file_systems(monkeypatch)
    real, others = os.utime, list[Claim]()

    def losing(*given: object, **more: object) -> None:
        if "originals" in str(given[0]):
            others.extend(again(Claims(config.inbox, "a", 60.0)))
        real(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "utime", losing)

    with pytest.raises(FileNotFoundError):
        shelves.to_originals(taken)
    assert stands(config.originals) == {}
    assert others[0].path.exists()


def test_a_rename_whose_answer_was_lost_counts(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = claim(claims, config, "a.txt")
    real = Path.rename

    def told_twice(self: Path, target: Path) -> Path:
        real(self, target)
        return real(self, target)

    monkeypatch.setattr(Path, "rename", told_twice)

    assert shelves.to_originals(taken) == config.originals / "a.txt"


@pytest.mark.parametrize("number", [errno.ESTALE, errno.EIO, errno.ETIMEDOUT])
def test_an_ill_shelf_is_away_and_the_file_stays(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    taken = claim(claims, config, "a.txt")

    def ill(self: Path, target: Path) -> Path:
        raise OSError(number, "x", str(self))

    monkeypatch.setattr(Path, "rename", ill)

    with pytest.raises(ShareAway):
        shelves.to_originals(taken)
    assert claims.holds(taken)
    assert stands(config.originals) == {}


def test_a_shelf_that_is_not_there_is_not_made(shelves: Shelves, claims: Claims, config: Config) -> None:
    taken = claim(claims, config, "a.txt")
    config.originals.rmdir()

    with pytest.raises(ShareAway):
        shelves.to_originals(taken)
    assert not config.originals.exists()
    assert claims.holds(taken)
