"""Archives cut between samples, without reading them; read by another reader; in memory that does not grow."""

from __future__ import annotations

import io
import tarfile
import tracemalloc
from pathlib import Path

import pytest

from redact.core.errors import CorruptInput, Defect
from redact.run.corpus.collections import tar
from redact.run.corpus.collections.collection import Means, Turn
from tests.unit.run.collection_kit import (
    SAMPLES,
    WHOLE,
    At,
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


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_big_plain_archive_is_cut_between_samples(desk: TarDesk, form: int) -> None:
    """Workers share it: their parts together have every sample once, and each part is a whole archive."""
    long = "x" * 120 + "/" if form != tarfile.USTAR_FORMAT else ""
    content = tar_of(
        [(f"{long}{n:04}.{e}", bytes(f"{n}", "ascii") * 300) for n in range(100) for e in ("jpg", "txt")], form=form
    )

    shards = list(tar.shards(desk.found(content), 40_000))
    done = [desk.do(content, shard) for shard in shards]

    assert len(shards) > 3
    assert [(shard.part, shard.parts) for shard in shards] == [(n, len(shards)) for n in range(len(shards))]
    assert [pair for made, _ in done for pair in inside(made)] == inside(content)
    assert sum(answer.rows_out for _, answer in done) == 100
    assert all(desk.count(made) == answer.rows_out for made, answer in done)


def test_a_sample_is_never_cut_in_two(desk: TarDesk) -> None:
    content = tar_of([(f"1.{n}.txt", b"x" * 4000) for n in range(50)])

    assert len(list(tar.shards(desk.found(content), 10_000))) == 1


@pytest.mark.parametrize("how", ["gz", "zst"])
def test_a_packed_archive_is_one_shard(desk: TarDesk, how: str) -> None:
    content = packed(tar_of(SAMPLES * 50), how)

    (shard,) = tar.shards(desk.found(content), 100)

    assert (shard.part, shard.parts, shard.start, shard.end) == (0, 1, 0, -1)


def test_a_damaged_archive_is_refused_while_it_is_planned(desk: TarDesk) -> None:
    with pytest.raises(CorruptInput):
        list(tar.shards(desk.found(tar_of(SAMPLES * 9)[:5_000]), 1_000))


def test_walking_reads_no_contents(desk: TarDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    found = desk.found(tar_of([(f"{n}.bmp", bytes(1 << 20)) for n in range(20)]))
    read = 0

    class Watched(io.FileIO):
        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            nonlocal read
            count = super().readinto(buffer)
            read += count or 0
            return count or 0

    monkeypatch.setattr(Path, "open", lambda path, _: io.BufferedReader(Watched(path)))

    assert len(list(tar.shards(found, 1 << 21))) > 5
    assert read < found.size / 20


def test_a_stretch_of_an_archive_that_shrank_is_refused(desk: TarDesk) -> None:
    content = tar_of([(f"{n}.txt", b"x" * 2_000) for n in range(30)])
    *_, before_last, _ = tar.shards(desk.found(content), 10_000)

    with pytest.raises(CorruptInput):
        desk.do(content[: before_last.end - 700], before_last)


@pytest.mark.parametrize("spoil", ["sum", "owner", "cut", "behind", "kind"])
def test_the_other_reader_sees_what_is_not_as_we_write(desk: TarDesk, spoil: str) -> None:
    made, _ = desk.do(tar_of(SAMPLES))
    spoilt = {
        "sum": made.replace(b"0002.txt", b"0003.txt"),
        "owner": tar_of(SAMPLES, form=tarfile.USTAR_FORMAT),
        "cut": made[:2048],
        "behind": made + b"more",
        "kind": tar_of([special_of("1.txt", tarfile.SYMTYPE, "x")]),
    }[spoil]

    with pytest.raises(Defect):
        desk.count(spoilt)


def test_memory_does_not_grow_with_members_or_their_size(tmp_path: Path) -> None:
    path = tmp_path / "in.tar"
    with path.open("wb") as file, tarfile.open(fileobj=file, mode="w|") as archive:
        for n in range(800):
            info = tarfile.TarInfo(f"{n:06}.txt")
            info.size = 10
            archive.addfile(info, io.BytesIO(b"0123456789"))
        big = tarfile.TarInfo("big.txt")
        big.size = 24 << 20
        archive.addfile(big, _Zeros())  # type: ignore[arg-type]
    means = means_in(tmp_path)
    means.engine.ready = _empty(means)  # type: ignore[method-assign]
    with path.open("rb") as source, (tmp_path / "out.tar").open("wb") as out:
        tracemalloc.start()
        answer = tar.do(WHOLE, source, out, Turn(At()), means)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert answer.rows_out == 801
    assert peak < 6 << 20


class _Zeros:
    def read(self, size: int) -> bytes:
        return bytes(size)


def _empty(means: Means) -> object:
    ready = type(means.engine).ready

    def only_small(path: Path, name: str) -> FakeReady:
        if path.stat().st_size > 100:
            path.write_bytes(b"")
        return ready(means.engine, path, name)  # type: ignore[arg-type]

    return only_small
