"""Where files go: whole or not at all, over nobody else's, with the reason."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from redact.core.errors import CorruptInput, WriteError
from redact.run.watch.claims import Claim, Claims
from redact.run.watch.config import Config
from redact.run.watch.scan import ShareAway
from redact.run.watch.shelves import Shelves, free_name

NAMES = ("inbox", "outbox", "quarantine", "originals", "held", "record", "state")
ERROR = CorruptInput("the bytes contradict the format", "ask for the file again")


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


def claim(claims: Claims, config: Config, name: str, text: str = "x") -> Claim:
    path = config.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    taken = claims.take(name)
    assert taken is not None
    return taken


def stands(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def two_file_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rename from the inbox to anywhere else is refused, as between two file systems."""
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if "inbox" in self.parts and "inbox" not in Path(target).parts:
            raise OSError(errno.EXDEV, "x")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)


@pytest.mark.parametrize("apart", [False, True])
def test_an_original_keeps_folder_name_content_and_date(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    taken = claim(claims, config, "in/a.txt", "hello")
    os.utime(taken.path, ns=(1, 2_000_000_000))
    if apart:
        two_file_systems(monkeypatch)

    place = shelves.to_originals(taken)

    assert place == config.originals / "in/a.txt"
    assert stands(config.originals) == {"in/a.txt": "hello"}
    assert place.stat().st_mtime_ns == 2_000_000_000
    assert not claims.holds(taken)
    claims.drop(taken)
    assert not list((config.inbox / ".redact/claims").iterdir())


@pytest.mark.parametrize("apart", [False, True])
def test_another_file_of_that_name_is_never_overwritten(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    if apart:
        two_file_systems(monkeypatch)
    for text in ("one", "two", "six", "one", "two"):
        taken = claim(claims, config, "a.txt", text)
        shelves.to_originals(taken)
        claims.drop(taken)

    found = stands(config.originals)
    assert sorted(found.values()) == ["one", "six", "two"]
    assert found["a.txt"] == "one"
    assert all(name.startswith("a.") and name.endswith(".txt") for name in found)


def test_the_reason_says_why_and_nothing_of_what_is_inside(shelves: Shelves, claims: Claims, config: Config) -> None:
    taken = claim(claims, config, "in/a.txt", "Jane Example, 01632 960001")

    place = shelves.to_quarantine(taken, ERROR, tries=3)

    assert place == config.quarantine / "in/a.txt"
    assert json.loads((config.quarantine / "in/a.txt.reason.json").read_text()) == {
        "claim": taken.id,
        "name": "in/a.txt",
        "error": "CorruptInput",
        "message": ERROR.message,
        "hint": ERROR.hint,
        "at": "2023-11-14T22:13:20+00:00",
        "attempts": 3,
    }
    assert set(stands(config.quarantine)) == {"in/a.txt", "in/a.txt.reason.json"}


def test_each_content_in_quarantine_has_its_own_reason(shelves: Shelves, claims: Claims, config: Config) -> None:
    errors = {"one": CorruptInput("one"), "two": CorruptInput("two")}
    for text, error in errors.items():
        taken = claim(claims, config, "a.txt", text)
        shelves.to_quarantine(taken, error)
        claims.drop(taken)

    found = stands(config.quarantine)
    assert len(found) == 4
    for name, text in found.items():
        if not name.endswith(".reason.json"):
            assert json.loads(found[f"{name}.reason.json"])["message"] == text


def test_a_file_that_is_called_like_a_reason_is_not_overwritten_by_one(
    shelves: Shelves, claims: Claims, config: Config
) -> None:
    for name in ("a.txt.reason.json", "a.txt"):
        shelves.to_quarantine(claim(claims, config, name, f"of {name}"), ERROR)

    found = stands(config.quarantine)
    assert found["a.txt.reason.json"] == "of a.txt.reason.json"
    assert "of a.txt" in found.values()
    assert len(found) == 4


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
    (over,) = Claims(config.inbox, "a", 60.0).mine() or [None]
    if over is not None:
        shelves.to_quarantine(over, ERROR)

    found = {name: text for name, text in stands(config.quarantine).items() if not name.startswith(".redact-")}
    assert set(found) == {"a.txt", "a.txt.reason.json"}
    assert found["a.txt"] == "hello"
    assert not [name for name in stands(config.inbox) if name.endswith("/file")]


def die_before(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Before a certain one of the calls that change something all of them end, as they do for who is killed."""
    calls = [0]

    def counting(name: str) -> None:
        real = getattr(Path, name)

        def dying(*given: object, **more: object) -> object:
            calls[0] += 1
            if calls[0] >= step:
                raise KeyboardInterrupt
            return real(*given, **more)

        monkeypatch.setattr(Path, name, dying)

    for name in ("mkdir", "rename", "replace", "unlink"):
        counting(name)


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
    Claims(config.inbox, "a", 60.0).mine()

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
            others.extend(Claims(config.inbox, "a", 60.0).mine())
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


@pytest.mark.parametrize(
    "name", ["n" * 251 + ".txt", "é" * 125 + ".txt", "n" * 240, os.fsdecode(b"caf\xe9\n.txt"), "a" * 250 + ".b.c"]
)
def test_long_and_odd_names_find_a_place(shelves: Shelves, claims: Claims, config: Config, name: str) -> None:
    place = shelves.to_quarantine(claim(claims, config, name), ERROR)

    assert place.read_text() == "x"
    assert place.parent == config.quarantine
    assert json.loads(place.with_name(f"{place.name}.reason.json").read_bytes())["name"] == name


@pytest.mark.parametrize("number", [errno.EINVAL, errno.EILSEQ, errno.ENAMETOOLONG])
def test_a_name_that_the_shelf_cannot_have_is_kept_under_a_plain_one(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    taken = claim(claims, config, "a:b?.txt")
    real = Path.rename

    def choosy(self: Path, target: Path) -> Path:
        if ":" in str(target):
            raise OSError(number, "x")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", choosy)

    place = shelves.to_originals(taken)
    assert place.parent == config.originals / "unnamed"
    assert place.suffix == ".txt"
    assert place.read_text() == "x"


def test_a_folder_where_an_earlier_file_stands_and_the_other_way_round(
    shelves: Shelves, claims: Claims, config: Config
) -> None:
    shelves.to_originals(claim(claims, config, "a", "file"))
    shelves.to_originals(claim(claims, config, "b/c", "deep"))
    (config.inbox / "b").rmdir()

    shelves.to_originals(claim(claims, config, "a/b.txt", "within"))
    shelves.to_originals(claim(claims, config, "b", "flat"))

    assert sorted(stands(config.originals).values()) == ["deep", "file", "flat", "within"]


def test_a_link_on_the_shelf_is_not_written_through(
    shelves: Shelves, claims: Claims, config: Config, tmp_path: Path
) -> None:
    (tmp_path / "target").write_text("x")
    (config.originals / "a.txt").symlink_to(tmp_path / "target")

    place = shelves.to_originals(claim(claims, config, "a.txt", "x"))

    assert place.name != "a.txt"
    assert (config.originals / "a.txt").is_symlink()


@pytest.mark.parametrize("apart", [False, True])
def test_back_to_the_inbox_without_its_reason_and_over_no_other(
    shelves: Shelves, claims: Claims, config: Config, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    taken = claim(claims, config, "in/a.txt", "hello")
    place = shelves.to_quarantine(taken, ERROR)
    claims.drop(taken)
    (config.inbox / "in/a.txt").write_text("newer")
    if apart:
        real = Path.rename

        def rename(self: Path, target: Path) -> Path:
            if "quarantine" in self.parts and "inbox" in Path(target).parts:
                raise OSError(errno.EXDEV, "x")
            return real(self, target)

        monkeypatch.setattr(Path, "rename", rename)

    name = shelves.to_inbox(place, "in/a.txt")

    assert name == "in/a (2).txt"
    assert (config.inbox / name).read_text() == "hello"
    assert (config.inbox / "in/a.txt").read_text() == "newer"
    assert stands(config.quarantine) == {}


def test_a_free_name_is_the_name_itself_where_it_is_free(tmp_path: Path) -> None:
    assert free_name(tmp_path, "a.txt") == "a.txt"
    (tmp_path / "a.txt").touch()
    (tmp_path / "a (2).txt").symlink_to("nowhere")
    assert free_name(tmp_path, "a.txt") == "a (3).txt"
