"""Who works on which file: exactly one, which can show that it lives, and can give it back."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from claims_kit import LEASE_S, Clock, again, dead, left, put, refuse

from redact.run.watch.claims.claims import Claims
from redact.run.watch.share.scan import Sight, scan


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def daemon(inbox: Path, clock: Clock) -> Callable[..., Claims]:
    return lambda owner="a", **more: Claims(inbox, owner, LEASE_S, clock, **more)


def test_one_of_two_daemons_gets_a_file(inbox: Path, daemon: Callable[..., Claims]) -> None:
    put(inbox, "in/a.txt", "hello")

    claim, other = daemon("a").take("in/a.txt"), daemon("b").take("in/a.txt")

    assert claim is not None
    assert other is None
    assert claim.path.read_text() == "hello"
    assert claim.name == "in/a.txt"
    assert claim.attempt == 1
    assert scan(inbox) == {}
    assert "a.txt" not in repr(claim)


def test_a_file_that_is_gone_leaves_nothing_behind(inbox: Path, daemon: Callable[..., Claims]) -> None:
    assert daemon().take("never.txt") is None
    assert daemon().take("no/folder.txt") is None
    assert left(inbox) == []


def test_a_second_file_of_one_name_waits_for_the_first(inbox: Path, daemon: Callable[..., Claims]) -> None:
    claims = daemon()
    put(inbox, "a.txt", "first")
    first = claims.take("a.txt")
    put(inbox, "a.txt", "second")

    assert first is not None
    assert claims.take("a.txt") is None
    first.path.unlink()
    claims.drop(first)
    second = claims.take("a.txt")

    assert second is not None
    assert second.path.read_text() == "second"


def test_given_back_it_is_as_it_was(inbox: Path, daemon: Callable[..., Claims]) -> None:
    claims = daemon()
    before = Sight.of(put(inbox, "in/a.txt").stat())
    claim = claims.take("in/a.txt")
    (inbox / "in").rmdir()

    assert claim is not None
    assert claims.give_back(claim) == "in/a.txt"
    assert scan(inbox) == {"in/a.txt": before}
    assert not claims.holds(claim)
    assert left(inbox) == []


@pytest.mark.parametrize("links", [True, False])
def test_given_back_it_never_takes_the_place_of_a_new_one(
    inbox: Path, daemon: Callable[..., Claims], monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    claims = daemon()
    put(inbox, "in/a.txt", "old")
    claim = claims.take("in/a.txt")
    put(inbox, "in/a.txt", "new")
    if not links:
        monkeypatch.setattr(os, "link", refuse(errno.EOPNOTSUPP))

    assert claim is not None
    assert claims.give_back(claim) == "in/a (2).txt"
    assert (inbox / "in/a.txt").read_text() == "new"
    assert (inbox / "in/a (2).txt").read_text() == "old"


def test_given_back_where_its_folder_is_a_file_by_now_it_is_not_lost(
    inbox: Path, daemon: Callable[..., Claims]
) -> None:
    claims = daemon()
    put(inbox, "in/a.txt", "old")
    claim = claims.take("in/a.txt")
    (inbox / "in").rmdir()
    put(inbox, "in", "a file")

    assert claim is not None
    assert claims.give_back(claim) == "a.txt"
    assert (inbox / "a.txt").read_text() == "old"


def test_a_claim_is_stale_when_its_beat_stands_still_by_our_own_clock(
    inbox: Path, daemon: Callable[..., Claims], clock: Clock
) -> None:
    put(inbox, "a.txt")
    a, b = daemon("a"), daemon("b")
    a.take("a.txt")
    for _ in range(5):
        a.renew()
        assert b.stale() == []
        clock.now += LEASE_S - 1

    assert b.stale() == []  # the last beat was seen just now for the first time
    clock.now += LEASE_S
    assert [claim.name for claim in b.stale()] == ["a.txt"]
    assert a.stale() == []


def test_taken_over_it_is_fenced_off_from_its_old_owner(
    inbox: Path, daemon: Callable[..., Claims], clock: Clock
) -> None:
    put(inbox, "a.txt")
    a, b, c = daemon("a"), daemon("b"), daemon("c")
    old = a.take("a.txt")
    (stale,) = dead(b, clock)
    c.stale()

    new = b.take_over(stale)

    assert old is not None
    assert new is not None
    assert (new.id, new.attempt) == (old.id, 2)
    assert b.holds(new)
    assert not a.holds(old)
    assert c.take_over(stale) is None
    with pytest.raises(FileNotFoundError):
        old.path.rename(inbox / "elsewhere")
    assert a.give_back(old) == ""
    a.renew()
    a.drop(old)
    assert b.holds(new)
    assert new.path.read_text() == "x"
    b.give_back(new)
    assert left(inbox) == []
    assert set(scan(inbox)) == {"a.txt"}


def test_after_a_restart_ones_own_claims_are_taken_up_at_once(inbox: Path, daemon: Callable[..., Claims]) -> None:
    for name in ("a.txt", "b.txt"):
        put(inbox, name)
    old, other = daemon("a").take("a.txt"), daemon("b").take("b.txt")

    (ours,) = again(daemon("a"))

    assert old is not None
    assert other is not None
    assert (ours.name, ours.attempt) == ("a.txt", 2)
    assert not old.path.exists()
    assert other.path.exists()


def test_a_writer_who_kept_his_handle_is_noticed(inbox: Path, daemon: Callable[..., Claims]) -> None:
    claims = daemon()
    with put(inbox, "a.txt").open("a") as writer:
        claim = claims.take("a.txt")
        assert claim is not None
        assert claims.unchanged(claim)
        writer.write("more")

    assert not claims.unchanged(claim)


def test_a_file_that_is_not_what_was_seen_stays_in_the_inbox(inbox: Path, daemon: Callable[..., Claims]) -> None:
    claims = daemon()
    seen = Sight.of(put(inbox, "a.txt").stat())
    put(inbox, "a.txt", "longer")

    assert claims.take("a.txt", seen) is None
    assert set(scan(inbox)) == {"a.txt"}
    assert claims.take("a.txt", scan(inbox)["a.txt"]) is not None


def test_names_that_are_no_text_come_back_whole(inbox: Path, daemon: Callable[..., Claims], clock: Clock) -> None:
    name = os.fsdecode(b"caf\xe9\n.txt")
    put(inbox, name)
    daemon("a").take(name)
    b = daemon("b")
    (stale,) = dead(b, clock)

    claim = b.take_over(stale)

    assert claim is not None
    assert claim.name == name
    assert b.give_back(claim) == name
    assert (inbox / name).exists()


def test_a_marker_is_used_up_with_its_file_and_comes_back_with_it(inbox: Path, daemon: Callable[..., Claims]) -> None:
    claims = daemon(marker=".done")
    put(inbox, "a.txt")
    put(inbox, "a.txt.done")

    claim = claims.take("a.txt")

    assert claim is not None
    assert not (inbox / "a.txt.done").exists()
    claims.give_back(claim)
    assert (inbox / "a.txt.done").exists()


def test_the_lease_says_who_and_what(inbox: Path, daemon: Callable[..., Claims]) -> None:
    put(inbox, "a.txt")
    claim = daemon("host-1").take("a.txt")

    assert claim is not None
    told = json.loads(claim.path.parent.with_name(f"{claim.path.parent.name}.json").read_text())
    assert told == {"owner": "host-1", "name": "a.txt"}
