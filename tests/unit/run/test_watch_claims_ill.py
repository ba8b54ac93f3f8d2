"""Claims where something dies, stalls, answers late or lies: no file is lost, and none is had by two."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from claims_kit import LEASE_S, Clock, dead, die_after, left, put, refuse

from redact.core.errors import UsageError
from redact.run.watch.claims.claims import Claim, Claims
from redact.run.watch.claims.leases import id_of
from redact.run.watch.share.scan import ShareAway, scan


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


def test_who_stalls_before_the_rename_comes_too_late(
    inbox: Path, daemon: Callable[..., Claims], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, "a.txt")
    a, b = daemon("a"), daemon("b")
    real, taken = Path.rename, list[Claim | None]()

    def stalled(self: Path, target: Path) -> Path:
        monkeypatch.setattr(Path, "rename", real)
        assert [b.take_over(each) for each in dead(b, clock)] == [None]
        taken.append(b.take("a.txt"))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", stalled)

    assert a.take("a.txt") is None
    assert taken[0] is not None
    assert b.holds(taken[0])


@pytest.mark.parametrize("step", ["mkdir-1", "open-1", "mkdir-2", "rename-1"])
def test_killed_at_any_step_of_taking_the_file_is_taken_by_another(
    inbox: Path, daemon: Callable[..., Claims], clock: Clock, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(inbox, "a.txt")
    a, b = daemon("a"), daemon("b")
    with monkeypatch.context() as patched:
        die_after(patched, step)
        with pytest.raises(KeyboardInterrupt):
            a.take("a.txt")

    taken = [claim for each in dead(b, clock) if (claim := b.take_over(each))]
    taken += [claim for _ in range(2) if (claim := b.take("a.txt"))]

    assert [(claim.name, claim.path.read_text()) for claim in taken] == [("a.txt", "x")]
    b.give_back(taken[0])
    assert left(inbox) == []


@pytest.mark.parametrize("step", ["link-1", "unlink-1", "rmdir-1", "unlink-2", "unlink-3", "rmdir-2"])
def test_killed_at_any_step_of_giving_back_the_file_is_in_the_inbox_once(
    inbox: Path, daemon: Callable[..., Claims], clock: Clock, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(inbox, "a.txt")
    a, b = daemon("a"), daemon("b")
    claim = a.take("a.txt")
    assert claim is not None
    with monkeypatch.context() as patched:
        die_after(patched, step)
        with pytest.raises(KeyboardInterrupt):
            a.give_back(claim)

    assert [b.take_over(each) for each in dead(b, clock)] in ([], [None])
    assert set(scan(inbox)) == {"a.txt"}
    assert b.take("a.txt") is not None


def test_a_rename_that_reports_an_error_but_happened_counts(
    inbox: Path, daemon: Callable[..., Claims], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, "a.txt")
    a, b = daemon("a"), daemon("b")
    real = Path.rename

    def told_twice(self: Path, target: Path) -> Path:
        real(self, target)
        return real(self, target)

    monkeypatch.setattr(Path, "rename", told_twice)

    assert a.take("a.txt") is not None
    (stale,) = dead(b, clock)
    assert b.take_over(stale) is not None


@pytest.mark.parametrize("name", ["ESTALE", "EIO", "EHOSTDOWN", "ENOTCONN", "ETIMEDOUT"])
@pytest.mark.parametrize("happened", [True, False])
def test_an_ill_share_loses_no_file(
    inbox: Path,
    daemon: Callable[..., Claims],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    happened: bool,
) -> None:
    put(inbox, "a.txt")
    a, b = daemon("a"), daemon("b")
    real = Path.rename

    def ill(self: Path, target: Path) -> Path:
        if happened:
            real(self, target)
        raise OSError(getattr(errno, name), "x", str(self))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", ill)
        with pytest.raises(ShareAway):
            a.take("a.txt")

    taken = [claim for each in dead(b, clock) if (claim := b.take_over(each))] or [b.take("a.txt")]
    assert [claim.path.read_text() for claim in taken if claim] == ["x"]


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EACCES, errno.ETXTBSY])
def test_a_file_that_somebody_has_locked_is_not_the_share(
    inbox: Path, daemon: Callable[..., Claims], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    put(inbox, "a.txt")
    claims = daemon()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse(number))
        assert claims.take("a.txt") is None

    assert left(inbox) == []
    assert claims.take("a.txt") is not None


def test_while_the_mount_is_gone_nothing_counts_as_lost(
    inbox: Path, tmp_path: Path, daemon: Callable[..., Claims], clock: Clock
) -> None:
    for name in ("a.txt", "b.txt"):
        put(inbox, name)
    a, b = daemon("a"), daemon("b")
    claim = a.take("a.txt")
    b.stale()
    inbox.rename(tmp_path / "unmounted")
    inbox.mkdir()
    clock.now += LEASE_S

    assert claim is not None
    for ask in (lambda: a.holds(claim), lambda: a.unchanged(claim), a.renew, b.stale, lambda: a.give_back(claim)):
        with pytest.raises(ShareAway):
            ask()
    with pytest.raises(ShareAway):
        a.take("b.txt")
    inbox.rmdir()
    (tmp_path / "unmounted").rename(inbox)
    assert b.stale() == []  # nobody could show that he lived
    assert a.holds(claim)
    assert a.unchanged(claim)
    a.renew()


def test_a_link_that_takes_the_place_of_a_file_or_folder_is_not_followed(
    inbox: Path, tmp_path: Path, daemon: Callable[..., Claims]
) -> None:
    secret = put(tmp_path, "outside/secret.txt")
    (inbox / "link.txt").symlink_to(secret)
    (inbox / "folder").symlink_to(secret.parent)
    claims = daemon()

    assert claims.take("link.txt") is None
    assert claims.take("folder/secret.txt") is None
    assert secret.exists()
    assert (inbox / "link.txt").is_symlink()
    assert left(inbox) == []


def test_a_lease_that_leads_out_of_the_inbox_is_not_believed(
    inbox: Path, daemon: Callable[..., Claims], clock: Clock
) -> None:
    claims = daemon("b")
    out = "../../etc/passwd"
    room = inbox / ".redact/claims" / id_of(out) / "1-abc"
    room.mkdir(parents=True)
    (room / "file").write_text("x")
    for forged in ('{"owner": "a", "name": "../../etc/passwd"}', "[]", "{", '{"owner": 1, "name": 2}'):
        room.with_name("1-abc.json").write_text(forged)
        assert [claim.name for claim in dead(claims, clock)] == [f"recovered-{id_of(out)}"]
    (stale,) = claims.stale()
    claim = claims.take_over(stale)
    assert claim is not None
    assert claims.give_back(claim) == f"recovered-{id_of(out)}"


def test_a_claim_dropped_with_its_file_still_in_it_is_found_again(
    inbox: Path, daemon: Callable[..., Claims], clock: Clock
) -> None:
    put(inbox, "a.txt")
    claims = daemon()
    claim = claims.take("a.txt")
    assert claim is not None
    claims.drop(claim)

    assert [each.name for each in dead(claims, clock)] == ["a.txt"]


def test_our_folder_as_a_link_is_refused(inbox: Path, tmp_path: Path, daemon: Callable[..., Claims]) -> None:
    daemon()
    (inbox / ".redact/claims").rmdir()
    (inbox / ".redact/claims").symlink_to(tmp_path)

    with pytest.raises(UsageError):
        daemon()


def test_a_folder_of_claims_that_is_closed_to_us_is_said_and_not_passed_over(
    inbox: Path, daemon: Callable[..., Claims], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, "a.txt")
    claims = daemon()
    monkeypatch.setattr(Path, "mkdir", refuse(errno.EACCES))

    with pytest.raises(PermissionError):
        claims.take("a.txt")
