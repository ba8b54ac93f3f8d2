"""Where files go: whole or not at all, over nobody else's, with the reason."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest
from shelves_kit import ERROR, NAMES, claim, stands, two_file_systems

from redact.core.errors import CorruptInput
from redact.run.watch.claims.claims import Claims
from redact.run.watch.config.config import Config
from redact.run.watch.shelves.shelves import Shelves, free_name


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
