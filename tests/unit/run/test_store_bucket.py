"""Stores behind URLs: found in order, read on after a blink, put whole; passwords and tokens are never told."""

from __future__ import annotations

import errno
import hashlib
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFile, MemoryFileSystem

from redact.audit.files import is_temp
from redact.core.errors import Defect, InputError, MissingPart, RedactError, UsageError, WriteError
from redact.run.shards import patience
from redact.run.shards.bucket import Bucket
from redact.run.shards.commit import Output, Written, begin, commit, success
from redact.run.shards.ledger import Ledger
from redact.run.shards.shard import Shard
from redact.run.shards.store import SUCCESS, Store, open_store


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryFileSystem]:
    """An empty store in memory, and nobody waits for it."""
    monkeypatch.setattr(patience, "PAUSES_S", (0.0, 0.0, 0.0))
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


@pytest.fixture
def out(tmp_path: Path) -> Store:
    return open_store("memory://bucket/out", tmp_path / "temps")


def write(text: bytes) -> Callable[[BinaryIO], int]:
    return lambda file: file.write(text)


def nothing(path: Path) -> None:
    """A check that passes."""


def names(store: Store) -> list[str]:
    return [found.name for found in store.found()]


def failing(times: int, err: Exception, real: Callable[..., Any]) -> Callable[..., Any]:
    """Fails a few times, then works."""
    left = iter(range(times))

    def call(*args: Any, **more: Any) -> Any:
        if next(left, None) is not None:
            raise err
        return real(*args, **more)

    return call


# Finding and reading


def test_objects_are_found_in_the_order_of_their_names(memory: MemoryFileSystem) -> None:
    for name in ("a-b", "a/b", "a0", "B", "a/c/d"):
        memory.pipe(f"/bucket/in/{name}", b"1")
    memory.pipe("/bucket/other", b"1")

    assert names(open_store("memory://bucket/in/")) == ["B", "a-b", "a/b", "a/c/d", "a0"]


def test_an_object_has_a_size_a_stamp_and_an_address_to_open(memory: MemoryFileSystem) -> None:
    memory.pipe("/bucket/in/x/rows.csv", b"1,2\n3,4\n")
    store = open_store("memory://bucket/in")
    (before,) = store.found()
    memory.pipe("/bucket/in/x/rows.csv", b"1,2\n3,5\n")
    (after,) = store.found()

    assert (before.name, before.size) == ("x/rows.csv", 8)
    assert before.stamp != after.stamp
    with open_store("memory://bucket/in").open(after.address) as file:
        assert file.readline() == b"1,2\n"
        assert file.seek(4) == 4
        assert file.read() == b"3,5\n"


def test_what_is_no_input_is_passed_over_and_counted(memory: MemoryFileSystem) -> None:
    for name in ("a", ".hidden", ".git/config", SUCCESS, "x/.redact-01.tmp"):
        memory.pipe(f"/bucket/{name}", b"1")
    store = open_store("memory://bucket")

    assert names(store) == ["a"]
    assert store.passed == {"hidden": 2, "mark": 1, "temp": 1}


@pytest.mark.parametrize("key", ["x//a", "x/../a", "x/./a", "../a"])
def test_a_key_that_leads_elsewhere_as_a_path_is_no_input(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """Keys are any text; an output of that name would stand outside its folder."""
    told = {"name": f"/bucket/{key}", "size": 1, "type": "file"}
    monkeypatch.setattr(MemoryFileSystem, "info", lambda *_: {"type": "directory"})
    monkeypatch.setattr(MemoryFileSystem, "ls", lambda *_, **__: [told])
    store = open_store("memory://bucket")

    assert names(store) == []
    assert store.passed == {"special": 1}


def test_one_object_and_a_glob_are_a_corpus(memory: MemoryFileSystem) -> None:
    for name in ("x/a.csv", "x/y/b.csv", "x/c.txt"):
        memory.pipe(f"/bucket/{name}", b"1")

    assert names(open_store("memory://bucket/x/a.csv")) == ["a.csv"]
    assert names(open_store("memory://bucket/x/*.csv")) == ["a.csv"]
    assert names(open_store("memory://bucket/**/*.csv")) == ["x/a.csv", "x/y/b.csv"]
    (found,) = open_store("memory://bucket/x/*.csv").found()
    assert found.address == "memory://bucket/x/a.csv"


def test_an_address_where_nothing_is_is_a_wrong_request() -> None:
    with pytest.raises(UsageError):
        names(open_store("memory://nothing/here"))


def test_a_copy_lies_in_the_private_folder_without_its_name_and_goes_again(
    memory: MemoryFileSystem, tmp_path: Path
) -> None:
    memory.pipe("/bucket/Oluwaseun Abernethy.tar.gz", b"1")
    store = open_store("memory://bucket", tmp_path / "temps")

    with store.local("memory://bucket/Oluwaseun Abernethy.tar.gz") as path:
        assert path.read_bytes() == b"1"
        assert path.name == "draft.tar.gz"
        assert is_temp(path.parent.name)
        assert path.parent.parent == tmp_path / "temps"
        assert path.parent.stat().st_mode & 0o777 == 0o700

    assert list((tmp_path / "temps").iterdir()) == []


def test_an_object_that_is_gone_is_an_input_error(tmp_path: Path) -> None:
    store = open_store("memory://bucket", tmp_path)
    with pytest.raises(InputError):
        store.open("memory://bucket/gone")
    with pytest.raises(InputError), store.local("memory://bucket/gone"):
        pass

    assert list(tmp_path.iterdir()) == []


def test_a_listing_that_blinks_is_tried_again(memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch) -> None:
    memory.pipe("/bucket/a", b"1")
    monkeypatch.setattr(MemoryFileSystem, "ls", failing(2, ConnectionResetError(), MemoryFileSystem.ls))

    assert names(open_store("memory://bucket")) == ["a"]


class NoCredentialsError(Exception):
    """As botocore has it: no OSError."""


@pytest.mark.parametrize(
    ("err", "expected"),
    [
        (PermissionError("s3cret"), UsageError),
        (NoCredentialsError("s3cret"), UsageError),
        (FileNotFoundError("s3cret"), UsageError),
        (OSError(errno.EIO, "s3cret"), InputError),
        (RuntimeError("s3cret"), InputError),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_whatever_a_backend_raises_is_an_error_of_ours_without_its_text(
    memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch, err: Exception, expected: type[RedactError]
) -> None:
    memory.pipe("/bucket/a", b"1")
    monkeypatch.setattr(MemoryFileSystem, "ls", failing(9, err, MemoryFileSystem.ls))

    with pytest.raises(expected) as caught:
        names(open_store("memory://bucket"))

    assert "s3cret" not in f"{caught.value} {caught.value.hint} {caught.value.__cause__}"
    assert caught.value.__suppress_context__


def test_an_object_that_breaks_off_midway_is_an_input_error(
    memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory.pipe("/bucket/a", b"0123456789")
    store = open_store("memory://bucket")
    monkeypatch.setattr(MemoryFile, "read", failing(99, RuntimeError("token"), MemoryFile.read))
    with store.open("memory://bucket/a") as file, pytest.raises(InputError, match="RuntimeError"):
        file.read()


# Writing


def test_an_output_is_put_whole_with_the_hash_that_is_told(
    out: Store, memory: MemoryFileSystem, tmp_path: Path
) -> None:
    def check(path: Path) -> None:
        assert path.read_bytes() == b"{}\n"
        assert not out.has("x/rows.jsonl")

    answer, digest = out.publish("x/rows.jsonl", write(b"{}\n"), check)

    assert answer == 3
    assert digest == hashlib.sha256(b"{}\n").hexdigest()
    assert memory.cat("/bucket/out/x/rows.jsonl") == b"{}\n"
    assert out.size("x/rows.jsonl") == 3
    assert out.sizes()("x/rows.jsonl") == 3
    assert out.sizes()("x/none") is None
    assert out.has("x/rows.jsonl", digest)
    assert not out.has("x/rows.jsonl", "0" * 64)
    assert list((tmp_path / "temps").iterdir()) == []


def test_a_check_that_fails_puts_nothing(out: Store, tmp_path: Path) -> None:
    def check(path: Path) -> None:
        raise Defect("no")

    with pytest.raises(Defect):
        out.publish("a", write(b"1"), check)

    assert not out.has("a")
    assert list((tmp_path / "temps").iterdir()) == []


def test_a_put_that_blinks_is_tried_again(
    out: Store, memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryFileSystem, "put_file", failing(2, TimeoutError(), MemoryFileSystem.put_file))

    out.publish("a", write(b"1"), nothing)

    assert out.has("a")


@pytest.mark.parametrize("err", [PermissionError(), FileNotFoundError(), RuntimeError(), TimeoutError()], ids=repr)
def test_a_put_that_fails_is_a_write_error(
    out: Store, memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, err: Exception
) -> None:
    monkeypatch.setattr(MemoryFileSystem, "put_file", failing(9, err, MemoryFileSystem.put_file))

    with pytest.raises(WriteError):
        out.publish("a", write(b"1"), nothing)

    assert list((tmp_path / "temps").iterdir()) == []


def test_a_put_that_arrives_short_is_a_write_error(
    out: Store, memory: MemoryFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MemoryFileSystem, "put_file", lambda self, _, target: self.pipe(target, b"sh"))

    with pytest.raises(WriteError, match="whole"):
        out.publish("a", write(b"short"), nothing)


def test_an_output_is_taken_away_once(out: Store) -> None:
    out.publish("a", write(b"1"), nothing)

    out.remove("a")
    out.remove("a")

    assert not out.has("a")


@pytest.mark.parametrize("name", ["../a", "/a", "x/../../a"])
def test_no_key_leads_out_of_the_prefix(out: Store, name: str) -> None:
    for ask in (lambda: out.publish(name, write(b"1"), nothing), lambda: out.remove(name), lambda: out.size(name)):
        with pytest.raises(Defect):
            ask()


def test_a_place_where_files_grow_under_their_names_takes_no_output(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A reader, or a crash, would find half a file there."""
    monkeypatch.setattr(fsspec.core, "url_to_fs", lambda *_, **__: (fsspec.filesystem("memory"), "/out"))
    store = Bucket("sftp://host.example.org/out", tmp_path / "temps")
    with pytest.raises(UsageError, match="whole"):
        store.publish("a", write(b"1"), nothing)

    assert list((tmp_path / "temps").iterdir()) == []


def test_what_a_crash_left_is_cleared_in_the_folder_that_was_given_only(out: Store, tmp_path: Path) -> None:
    left = tmp_path / "temps/.redact-01.tmp"
    left.mkdir(parents=True)
    (left / "draft").write_text("x")
    (tmp_path / "temps/other").touch()

    assert open_store("memory://bucket").clear_temps() == 0
    assert out.clear_temps() == 1
    assert [path.name for path in (tmp_path / "temps").iterdir()] == ["other"]


def test_a_store_travels_to_another_process(out: Store) -> None:
    out.publish("a", write(b"1"), nothing)

    assert names(pickle.loads(pickle.dumps(out))) == ["a"]


def test_a_shard_is_committed_to_a_store_and_success_follows(out: Store, tmp_path: Path) -> None:
    ledger, shard = Ledger(tmp_path / "record", "f"), Shard("jsonl", "rows.jsonl", stamp="1")
    output = Output("rows.jsonl", lambda file: Written(1, file.write(b"\n")), lambda path: path.stat().st_size)

    assert begin(out, ledger, [shard]) == {}
    commit(out, ledger, shard, [output])

    assert success(out, ledger, [shard])
    assert begin(out, ledger, [shard]).keys() == {shard.id}
    assert out.has(SUCCESS)
    out.remove("rows.jsonl")
    assert begin(out, ledger, [shard]) == {}
    assert not out.has(SUCCESS)


# Addresses


@pytest.mark.parametrize(
    ("url", "package"),
    [("gs://bucket/x", "gcsfs"), ("abfs://container@account/x", "adlfs"), ("hf://datasets/x/y", "huggingface_hub")],
)
def test_a_protocol_whose_package_is_absent_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, url: str, package: str
) -> None:
    def absent(*_: object, **__: object) -> None:
        raise ImportError(f"Install {package}")

    monkeypatch.setattr(fsspec.core, "url_to_fs", absent)

    with pytest.raises(MissingPart) as caught:
        open_store(url)

    assert caught.value.hint == f"pip install {package}"


@pytest.mark.parametrize("url", ["nosuch://clerk:hunter2@host/x", "simplecache::memory://bucket/x"])
def test_a_protocol_nobody_knows_is_a_wrong_request(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        open_store(url)

    assert "hunter2" not in f"{caught.value} {caught.value.hint}"


def test_passwords_and_tokens_are_not_shown(memory: MemoryFileSystem) -> None:
    memory.pipe("/clerk:hunter2@bucket/a", b"1")
    store = open_store("memory://clerk:hunter2@bucket")

    (found,) = store.found()

    assert store.shown == "memory://bucket"
    assert "hunter2" not in repr(store) + repr(found) + str(store)
    assert store.open(found.address).read() == b"1"
