"""Archives made to mislead or to break: what is wrong with a sample keeps it back, what is wrong with all fails the shard."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from redact.core.errors import CorruptInput, InputError, LimitExceeded, UnsupportedMedia, WriteError
from redact.run.corpus.collections import tar
from redact.run.corpus.collections.collection import Turn
from redact.settings import Settings
from tests.unit.run.collection_kit import (
    SAMPLES,
    WHOLE,
    FakeReady,
    TarDesk,
    inside,
    means_in,
    packed,
    special_of,
    tar_of,
)


@pytest.fixture
def desk(tmp_path: Path) -> TarDesk:
    return TarDesk(tmp_path)


def test_headers_tell_nothing_of_who_packed_it(desk: TarDesk) -> None:
    made, _ = desk.do(tar_of(SAMPLES))

    with tarfile.open(fileobj=io.BytesIO(made)) as archive:
        for info in archive:
            assert (info.mtime, info.uid, info.gid, info.uname, info.gname, info.mode) == (0, 0, 0, "", "", 0o644)
            assert info.pax_headers == {}


@pytest.mark.parametrize(
    "name", ["../1.txt", "/1.txt", "a/../../1.txt", "C:/1.txt", "..\\1.txt", "a\n.txt", "x/" * 2500 + "1.txt"]
)
def test_a_name_that_leads_out_keeps_its_sample_back(desk: TarDesk, name: str) -> None:
    made, answer = desk.do(tar_of([("0.txt", b"a"), (name, b"b"), ("2.txt", b"c")]))

    assert [each for each, _ in inside(made)] == ["0.txt", "2.txt"]
    assert list(answer.quarantined.values()) == ["CorruptInput"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_keep_their_sample_back(desk: TarDesk, kind: bytes) -> None:
    made, answer = desk.do(tar_of([("1.txt", b"a"), special_of("1.jpg", kind, "/etc/passwd"), ("2.txt", b"c")]))

    assert inside(made) == [("2.txt", b"c")]
    assert answer.quarantined == {"1": "UnsupportedMedia"}


def test_sparse_files_keep_their_sample_back(desk: TarDesk) -> None:
    info = special_of("1.txt", tarfile.REGTYPE)
    info.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "0",
        "GNU.sparse.size": "9",
        "GNU.sparse.map": "0,0",
    }

    _, answer = desk.do(tar_of([info, ("2.txt", b"c")]))

    assert answer.quarantined == {"1": "UnsupportedMedia"}
    assert answer.rows_out == 1


def test_a_member_over_the_limit_keeps_its_sample_back(tmp_path: Path) -> None:
    desk = TarDesk(tmp_path)
    desk.means = means_in(tmp_path, Settings(max_file_bytes=10))

    _, answer = desk.do(tar_of([("1.txt", b"x" * 11), ("2.txt", b"y")]))

    assert answer.quarantined == {"1": "LimitExceeded"}


def test_a_sample_of_too_many_members_is_kept_back(tmp_path: Path) -> None:
    desk = TarDesk(tmp_path)
    desk.means = means_in(tmp_path, Settings(max_members=3))

    _, answer = desk.do(tar_of([(f"1.{n}.txt", b"x") for n in range(4)]))

    assert answer.quarantined == {"1": "LimitExceeded"}


@pytest.mark.parametrize("how", ["", "gz", "zst"])
@pytest.mark.parametrize("share", [0.1, 0.35, 0.5, 0.8])
def test_an_archive_cut_short_fails_as_a_whole(desk: TarDesk, how: str, share: float) -> None:
    """At whatever byte: within a header, within a member, or between two members, where no reader would notice."""
    content = packed(tar_of([(f"{n}.txt", bytes(str(n), "ascii") * 400) for n in range(40)]), how)

    with pytest.raises(CorruptInput):
        desk.do(content[: int(len(content) * share) // 512 * 512])
    with pytest.raises(CorruptInput):
        desk.do(content[: int(len(content) * share) + 7])


@pytest.mark.parametrize("content", [b"", b"no archive at all" * 100, bytes(100)])
def test_what_is_no_archive_is_refused(desk: TarDesk, content: bytes) -> None:
    with pytest.raises(CorruptInput):
        desk.do(content)


def test_other_packings_are_refused(desk: TarDesk) -> None:
    with pytest.raises(UnsupportedMedia):
        desk.do(tar_of(SAMPLES, mode="w:xz"))


def test_an_archive_behind_the_archive_is_not_overlooked(desk: TarDesk) -> None:
    with pytest.raises(CorruptInput):
        desk.do(tar_of(SAMPLES) + tar_of(SAMPLES))


def test_a_broken_header_is_not_taken_for_the_end(desk: TarDesk) -> None:
    content = bytearray(tar_of(SAMPLES, form=tarfile.USTAR_FORMAT))
    content[1024 + 5] ^= 0xFF

    with pytest.raises(CorruptInput):
        desk.do(bytes(content))


@pytest.mark.parametrize("how", ["gz", "zst"])
def test_a_bomb_is_refused(desk: TarDesk, how: str) -> None:
    content = packed(tar_of([("1.txt", bytes(40 << 20))]), how)
    desk.means = means_in(desk.root, Settings(max_ratio=20))

    with pytest.raises(LimitExceeded):
        desk.do(content)


def _header(kind: bytes, size: int) -> bytes:
    info = tarfile.TarInfo("x")
    info.type, info.size = kind, size
    return info.tobuf(tarfile.GNU_FORMAT)


@pytest.mark.parametrize("kind", [b"x", b"g", b"L", b"K", b"X"])
def test_a_header_that_would_fill_the_memory_is_refused(desk: TarDesk, kind: bytes) -> None:
    with pytest.raises(LimitExceeded):
        desk.do(_header(kind, 8 << 30) + bytes(4096))


def test_headers_of_headers_without_end_are_refused(desk: TarDesk) -> None:
    with pytest.raises(CorruptInput):
        desk.do((_header(b"L", 5) + b"name\0".ljust(512, b"\0")) * 5_000 + bytes(1024))


@pytest.mark.parametrize("said", [{"path": "1.txt"}, {"size": "0"}, {"GNU.sparse.name": "x"}])
def test_what_is_said_for_all_members_must_not_move_them(desk: TarDesk, said: dict[str, str]) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.PAX_FORMAT, pax_headers=said) as archive:
        archive.addfile(tarfile.TarInfo("1.txt"))

    with pytest.raises(CorruptInput):
        desk.do(held.getvalue())


def test_a_negative_size_is_refused(desk: TarDesk) -> None:
    info = tarfile.TarInfo("1.txt")
    info.pax_headers = {"size": "-512"}

    with pytest.raises(CorruptInput):
        desk.do(tar_of([info, ("2.txt", b"x")]))
    with pytest.raises(InputError):
        list(tar.shards(desk.found(tar_of([info, ("2.txt", b"x" * 4096)])), 1024))


@pytest.mark.parametrize("how", ["", "gz", "zst"])
@pytest.mark.parametrize("error", [OSError(5, "broken"), InputError("changed", "")])
def test_a_share_that_breaks_fails_the_shard(desk: TarDesk, how: str, error: Exception) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise error
            return super().read(100)

    with pytest.raises(InputError):
        tar.do(WHOLE, Breaks(packed(tar_of(SAMPLES), how)), io.BytesIO(), Turn(desk.at, {}), desk.means)


@pytest.mark.parametrize("error", [WriteError("full", ""), ValueError("a bug"), OSError(28, "full")])
def test_what_is_no_fault_of_a_sample_is_not_taken_for_one(
    desk: TarDesk, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, name: str) -> FakeReady:
        raise error

    monkeypatch.setattr(desk.means.engine, "ready", fails)

    with pytest.raises(type(error)):
        desk.do(tar_of(SAMPLES))


def test_a_broken_archive_leaves_no_scratch_either(desk: TarDesk) -> None:
    with pytest.raises(CorruptInput):
        desk.do(tar_of(SAMPLES)[:1500])

    assert not list((desk.root / "drafts").iterdir())
    assert not list((desk.root / "scratch").iterdir())
