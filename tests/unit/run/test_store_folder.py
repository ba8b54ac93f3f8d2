"""Local stores: what is found and in which order, what is passed over, and outputs that are whole or not there."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import pickle
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from redact.audit.files import is_temp
from redact.core.errors import Defect, InputError, UsageError, WriteError
from redact.run.corpus.formats import Found
from redact.run.shards import patience
from redact.run.shards.patience import PAUSES_S, Reading, patiently
from redact.run.shards.store import SUCCESS, Store, open_store


def put(folder: Path, **texts: str) -> Path:
    """Files by name: `__` is a folder, `_dot_` a dot."""
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def names(store: Store) -> list[str]:
    return [found.name for found in store.found()]


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PAUSES_S", (0.0, 0.0, 0.0))


@pytest.fixture
def out(tmp_path: Path) -> Store:
    return open_store(tmp_path / "out")


# Finding


def test_files_are_found_in_the_order_of_their_names(tmp_path: Path) -> None:
    """The order is that of whole names as strings, over folders: `a-b` before `a/b` before `a0`."""
    put(tmp_path, **{"a__b": "1", "a-b": "2", "a0": "3", "B": "4", "a__c__d": "5"})

    found = names(open_store(tmp_path))

    assert found == sorted(found) == ["B", "a-b", "a/b", "a/c/d", "a0"]


def test_a_found_file_has_its_size_and_a_stamp_that_changes_with_it(tmp_path: Path) -> None:
    path = put(tmp_path, a="four") / "a"
    (before,) = open_store(tmp_path).found()
    os.utime(path, ns=(0, 1))

    (after,) = open_store(tmp_path).found()

    assert (before.size, after.size) == (4, 4)
    assert before.stamp != after.stamp
    assert Path(after.address) == path


def test_what_is_passed_over_is_counted(tmp_path: Path) -> None:
    put(tmp_path, a="1", _dot_hidden="2", _dot_git__config="3", **{SUCCESS: "{}", "_dot_redact-0a_dot_tmp": "4"})
    (tmp_path / "pipe").parent.mkdir(exist_ok=True)
    os.mkfifo(tmp_path / "pipe")
    store = open_store(tmp_path)

    assert names(store) == ["a"]
    assert store.passed == {"hidden": 2, "temp": 1, "mark": 1, "special": 1}


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link in a corpus may lead to anything on the machine."""
    outside = put(tmp_path / "outside", secret="x")
    inside = put(tmp_path / "inside", a="1")
    (inside / "file").symlink_to(outside / "secret")
    (inside / "folder").symlink_to(outside)
    store = open_store(inside)

    assert names(store) == ["a"]
    assert store.passed == {"link": 2}
    with pytest.raises(InputError):
        store.open(str(inside / "file"))


def test_a_link_that_a_person_named_is_followed(tmp_path: Path) -> None:
    put(tmp_path, a="1")
    (tmp_path / "named").symlink_to(tmp_path / "a")
    store = open_store(tmp_path / "named")

    (found,) = store.found()

    assert found.name == "named"
    assert store.open(found.address).read() == b"1"


def test_one_file_is_a_corpus(tmp_path: Path) -> None:
    put(tmp_path, x__a="1")

    assert names(open_store(tmp_path / "x/a")) == ["a"]


def test_a_glob_finds_what_it_matches_relative_to_its_folder(tmp_path: Path) -> None:
    put(tmp_path, x__a_dot_csv="1", x__y__b_dot_csv="2", x__c_dot_txt="3", d_dot_csv="4")

    assert names(open_store(tmp_path / "x/*.csv")) == ["a.csv"]
    assert names(open_store(f"{tmp_path}/**/*.csv")) == ["d.csv", "x/a.csv", "x/y/b.csv"]


def test_a_path_that_exists_is_no_glob(tmp_path: Path) -> None:
    put(tmp_path / "set [1]", a="1")

    assert names(open_store(tmp_path / "set [1]")) == ["a"]


@pytest.mark.parametrize("name", ["nothing", "nothing/*.csv"])
def test_an_input_that_is_not_there_is_a_wrong_request(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        names(open_store(tmp_path / name))

    assert str(tmp_path) not in caught.value.message + caught.value.hint


def test_a_listing_that_blinks_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_waiting: None
) -> None:
    put(tmp_path, a="1", _dot_b="2")
    scandir, fails = os.scandir, iter([OSError(errno.ESTALE, ""), OSError(errno.EIO, "")])

    def blinking(folder: str) -> object:
        if (err := next(fails, None)) is not None:
            raise err
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", blinking)
    store = open_store(tmp_path)

    assert names(store) == ["a"]
    assert store.passed == {"hidden": 1}


def test_a_folder_that_cannot_be_listed_ends_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To pass it over would be to lose its rows in silence."""

    def closed(folder: str) -> object:
        raise PermissionError(errno.EACCES, "", folder)

    put(tmp_path, Abernethy__a="1")
    monkeypatch.setattr(os, "scandir", closed)

    with pytest.raises(UsageError) as caught:
        names(open_store(tmp_path))

    assert "Abernethy" not in f"{caught.value} {caught.value.__cause__}"


def test_100_000_names_take_little_memory(tmp_path: Path) -> None:
    """Flat: what was given is not kept. 5,000 stand for them here; the full number is in the slow tests."""
    _many(tmp_path, 5_000)

    assert _peak(lambda: sum(1 for _ in open_store(tmp_path).found())) < 1_500_000


@pytest.mark.slow
def test_100_000_files_are_found_in_five_seconds_in_flat_memory(tmp_path: Path) -> None:
    _many(tmp_path, 100_000)

    began = time.process_time()
    assert sum(1 for _ in open_store(tmp_path).found()) == 100_000
    assert time.process_time() - began < 5
    assert _peak(lambda: sum(1 for _ in open_store(tmp_path).found())) < 3_000_000


def _many(folder: Path, number: int) -> None:
    for start in range(0, number, 1_000):
        inner = folder / f"{start:06}"
        inner.mkdir()
        for each in range(start, start + 1_000):
            (inner / f"{each:06}.txt").touch()


def _peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


# Reading


def test_a_file_can_be_read_line_by_line_and_from_any_place(tmp_path: Path) -> None:
    put(tmp_path, a="one\ntwo\nthree\n")
    with open_store(tmp_path).open(str(tmp_path / "a")) as file:
        assert file.readline() == b"one\n"
        assert file.seek(-6, io.SEEK_END) == 8
        assert list(file) == [b"three\n"]


def test_a_file_that_is_gone_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        open_store(tmp_path).open(str(tmp_path / "gone"))


def test_a_local_file_is_handed_out_as_it_stands(tmp_path: Path) -> None:
    put(tmp_path, a="1")
    with open_store(tmp_path).local(str(tmp_path / "a")) as path:
        assert path == tmp_path / "a"

    assert path.exists()


class Flaky(io.BytesIO):
    """Fails at the given reads, counted over all openings."""

    def __init__(self, data: bytes, fails: dict[int, Exception], count: list[int]) -> None:
        super().__init__(data)
        self._fails, self._count = fails, count

    def read(self, size: int | None = -1) -> bytes:
        self._count[0] += 1
        if (err := self._fails.get(self._count[0])) is not None:
            super().read(size)  # the place of a broken file is anybody's guess
            raise err
        return super().read(min(size or 0, 4))


def _reading(fails: dict[int, Exception], stamps: Iterator[str] | None = None) -> Reading:
    count = [0]
    return Reading(
        lambda: (Flaky(b"0123456789abcdef", fails, count), next(stamps) if stamps else ""), rest=lambda _: None
    )


@pytest.mark.parametrize("err", [OSError(errno.ESTALE, ""), OSError(errno.EIO, ""), TimeoutError()])
def test_a_share_that_blinks_is_read_on_where_it_was(err: Exception) -> None:
    with _reading({2: err, 4: err}) as file:
        assert file.readall() == b"0123456789abcdef"


def test_a_share_that_stays_away_is_an_input_error() -> None:
    away = dict.fromkeys(range(2, 100), OSError(errno.ESTALE, ""))
    with _reading(away) as file, pytest.raises(InputError, match="ESTALE"):
        file.readall()


def test_a_file_that_changed_meanwhile_is_not_read_on() -> None:
    with _reading({2: TimeoutError()}, iter("ab")) as file, pytest.raises(InputError, match="changed"):
        file.readall()


def test_tries_are_few_and_waits_grow() -> None:
    waits: list[float] = []

    with pytest.raises(TimeoutError):
        patiently(lambda: exec("raise TimeoutError"), waits.append)

    assert tuple(waits) == PAUSES_S
    assert sum(PAUSES_S) < 3


def test_what_will_not_pass_is_not_tried_again() -> None:
    with pytest.raises(PermissionError):
        patiently(lambda: exec("raise PermissionError"), lambda _: pytest.fail("waited"))


# Writing


def write(text: bytes) -> Callable[[BinaryIO], int]:
    return lambda file: file.write(text)


def nothing(path: Path) -> None:
    """A check that passes."""


def test_an_output_stands_under_its_name_with_the_hash_that_is_told(out: Store, tmp_path: Path) -> None:
    answer, digest = out.publish("x/y/rows.jsonl", write(b"{}\n"), nothing)

    assert answer == 3
    assert (tmp_path / "out/x/y/rows.jsonl").read_bytes() == b"{}\n"
    assert digest == hashlib.sha256(b"{}\n").hexdigest()
    assert out.size("x/y/rows.jsonl") == 3
    assert out.has("x/y/rows.jsonl")
    assert out.has("x/y/rows.jsonl", digest)
    assert not out.has("x/y/rows.jsonl", "0" * 64)


def test_the_check_sees_the_finished_file_before_it_has_its_name(out: Store) -> None:
    def check(path: Path) -> None:
        assert path.read_bytes() == b"new"
        assert is_temp(path.name)
        assert not out.has("a")

    out.publish("a", write(b"new"), check)

    assert out.has("a")


def test_a_check_that_fails_changes_nothing(out: Store, tmp_path: Path) -> None:
    def check(path: Path) -> None:
        raise Defect("no")

    out.publish("a", write(b"old"), nothing)
    with pytest.raises(Defect):
        out.publish("a", write(b"new"), check)

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a"]
    assert (tmp_path / "out/a").read_bytes() == b"old"


def test_a_writer_that_closes_its_file_is_welcome(out: Store) -> None:
    out.publish("a", lambda file: file.close(), nothing)

    assert out.size("a") == 0


def test_a_full_disk_leaves_nothing_and_says_so(out: Store, tmp_path: Path) -> None:
    def full(file: BinaryIO) -> None:
        file.write(b"half")
        raise OSError(errno.ENOSPC, "no space left")

    with pytest.raises(WriteError) as caught:
        out.publish("a", full, nothing)

    assert "space" in caught.value.hint
    assert list((tmp_path / "out").iterdir()) == []


def test_a_rename_that_fails_for_a_moment_is_tried_again(
    out: Store, monkeypatch: pytest.MonkeyPatch, no_waiting: None
) -> None:
    replace, fails = Path.replace, iter([OSError(errno.ESTALE, ""), None])

    def blinking(self: Path, target: Path) -> Path:
        if (err := next(fails)) is not None:
            raise err
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", blinking)
    out.publish("a", write(b"1"), nothing)

    assert out.has("a")


@pytest.mark.parametrize("name", ["../a", "/a", "x/../../a", ""])
def test_no_name_leads_out_of_the_folder(out: Store, tmp_path: Path, name: str) -> None:
    for ask in (
        lambda: out.publish(name, write(b"1"), nothing),
        lambda: out.remove(name),
        lambda: out.has(name),
    ):
        with pytest.raises(Defect):
            ask()

    assert not (tmp_path / "a").exists()


def test_an_output_that_is_taken_away_leaves_no_empty_folders(out: Store, tmp_path: Path) -> None:
    out.publish("x/y/a", write(b"1"), nothing)
    out.publish("x/b", write(b"1"), nothing)

    out.remove("x/y/a")
    out.remove("x/y/a")

    assert sorted(path.name for path in (tmp_path / "out").rglob("*")) == ["b", "x"]


def test_what_a_crash_left_is_cleared_and_nothing_else(out: Store, tmp_path: Path) -> None:
    out.publish("x/a", write(b"1"), nothing)
    (tmp_path / "out/x/.redact-0123.tmp").touch()
    (tmp_path / "out/.redact-0123.tmp").touch()

    assert out.clear_temps() == 2
    assert names(out) == ["x/a"]
    assert out.passed == {}


def test_a_folder_stands_for_no_output(out: Store) -> None:
    out.publish("x/a", write(b"1"), nothing)

    assert out.size("x") is None


def test_a_store_travels_to_another_process(out: Store) -> None:
    out.publish("a", write(b"1"), nothing)

    assert names(pickle.loads(pickle.dumps(out))) == ["a"]


def test_a_found_file_does_not_show_its_name(tmp_path: Path) -> None:
    put(tmp_path, Oluwaseun_Abernethy="1")

    (found,) = open_store(tmp_path).found()

    assert isinstance(found, Found)
    assert "Abernethy" not in repr(found) + repr(open_store(tmp_path))
