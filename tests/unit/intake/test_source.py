"""Arrival: every entry is found, and what is no plain readable file is refused with its reason."""

import hashlib
import os

import pytest

from redact.core.errors import InputError, LimitExceeded, UnsupportedMedia, UsageError
from redact.intake.source import arrive, walk
from redact.settings import Settings


def test_walk_gives_every_file_with_slashes_in_the_order_of_names(tmp_path):
    for name in ("b.txt", "a/z.txt", "a-1.txt", ".hidden", "a/b/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")

    names = [name for _, name in walk([tmp_path])]

    assert names == sorted(names) == [".hidden", "a-1.txt", "a/b/c.txt", "a/z.txt", "b.txt"]


def test_a_single_file_is_called_by_its_own_name(tmp_path):
    (tmp_path / "one.txt").write_text("x")

    assert list(walk([tmp_path / "one.txt"])) == [(tmp_path / "one.txt", "one.txt")]


def test_a_missing_input_is_an_error_before_anything_is_found(tmp_path):
    (tmp_path / "one.txt").write_text("x")

    with pytest.raises(UsageError):
        next(walk([tmp_path / "one.txt", tmp_path / "none"]))


def test_links_and_pipes_are_found_and_refused_not_followed_or_skipped(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret)
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    os.mkfifo(folder / "pipe")

    entries = list(walk([folder]))

    assert [name for _, name in entries] == ["link.txt", "loop", "pipe"]
    for path, name in entries:
        with pytest.raises(UnsupportedMedia):
            arrive(path, name, Settings())


def test_arrive_hashes_counts_and_knows_the_kind(tmp_path):
    content = b"name,phone\nJane Smith,07700 900123\n" * 50_000
    path = tmp_path / "people.csv"
    path.write_bytes(content)

    source = arrive(path, "people.csv", Settings())

    assert (source.sha256, source.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (source.kind, source.name, source.path) == ("table", "people.csv", path)


def test_an_empty_file_is_refused_with_its_reason(tmp_path):
    (tmp_path / "empty.txt").touch()

    with pytest.raises(InputError, match="empty") as caught:
        arrive(tmp_path / "empty.txt", "empty.txt", Settings())

    assert caught.value.hint


def test_a_file_over_the_limit_is_refused(tmp_path):
    (tmp_path / "big.txt").write_text("x" * 11)

    with pytest.raises(LimitExceeded):
        arrive(tmp_path / "big.txt", "big.txt", Settings(max_file_bytes=10))


def test_a_file_that_cannot_be_read_is_refused_without_its_name(tmp_path):
    path = tmp_path / "Jane Smith.txt"
    path.write_text("x")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")

    with pytest.raises(InputError) as caught:
        arrive(path, path.name, Settings())

    assert "Jane" not in caught.value.message + caught.value.hint


def test_a_file_that_went_away_is_an_input_error(tmp_path):
    with pytest.raises(InputError):
        arrive(tmp_path / "gone.txt", "gone.txt", Settings())


def test_a_folder_that_cannot_be_listed_is_found_and_refused(tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir()
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        pytest.skip("this user may read everything")

    (path, name), *others = walk([tmp_path])

    assert (name, others) == ("locked", [])
    with pytest.raises(InputError):
        arrive(path, name, Settings())
