"""Small files in batches: cut so that a new one re-does little, each released or kept back by itself."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from redact.core.errors import Defect, WriteError
from redact.run.corpus.collections import files
from redact.run.corpus.collections.collection import Answer, Means, Naming, Turn
from redact.run.corpus.formats import Found
from redact.run.shards.shard import Shard
from tests.unit.run.collection_kit import At, FakeReady, means_in

_MOST, _BYTES = 100, 1_000_000


def _listing(number: int, size: int = 1_000) -> list[Found]:
    return [Found(f"/in/{n // 50:04}/{n:06}.txt", f"{n // 50:04}/{n:06}.txt", size, f"s{n}") for n in range(number)]


def _cut(listing: Sequence[Found]) -> list[Shard]:
    return list(files.shards(iter(listing), _MOST, _BYTES))


def test_every_file_is_in_one_batch_in_order_and_within_the_limits() -> None:
    listing = _listing(5_000, 30_000)

    batches = _cut(listing)

    assert [name for batch in batches for name in batch.files] == [found.name for found in listing]
    assert all(len(batch.files) <= min(_MOST, _BYTES // 30_000) for batch in batches)
    assert len({batch.id for batch in batches}) == len(batches)


def test_batches_are_not_tiny() -> None:
    assert len(_cut(_listing(10_000))) < 10_000 / _MOST * 4


def test_a_big_file_is_a_batch_alone() -> None:
    listing = _listing(50)
    listing[20] = Found("/in/big", listing[20].name, 5 * _BYTES, "b")

    batches = _cut(listing)

    assert [batch.files for batch in batches if listing[20].name in batch.files] == [(listing[20].name,)]


@pytest.mark.parametrize("size", [10, 30_000])
def test_an_inserted_file_re_cuts_at_most_two_batches(size: int) -> None:
    """Whatever is done already stays done: ids and stamps of the others are the same."""
    listing = _listing(4_000, size)
    before = {(batch.id, batch.stamp) for batch in _cut(listing)}
    draw = random.Random(6)

    gone = []
    for turn in range(60):
        at = draw.randrange(len(listing))
        name = f"{listing[at].name}-{turn}.txt"
        after = {
            (batch.id, batch.stamp)
            for batch in _cut([*listing[: at + 1], Found("", name, size, "n"), *listing[at + 1 :]])
        }
        gone.append(len(before - after))
        assert len(after - before) <= 3

    assert max(gone) <= 2
    assert sum(gone) / len(gone) < 1.2


def test_a_changed_file_changes_the_stamp_of_its_batch_alone() -> None:
    listing = _listing(2_000)
    before = _cut(listing)
    listing[777] = Found("", listing[777].name, 1_000, "changed")

    after = _cut(listing)

    assert [batch.id for batch in before] == [batch.id for batch in after]
    (one,) = [new for old, new in zip(before, after, strict=True) if old.stamp != new.stamp]
    assert listing[777].name in one.files


def test_names_that_never_cut_are_cut_all_the_same() -> None:
    """A listing made so that no hash falls below the threshold, each lower than the last, is no way to fill the memory."""
    draw = files._draw
    names = sorted((f"{n:06}" for n in range(60_000)), key=draw, reverse=True)
    high = [Found("", name, 1, "") for name in names if draw(name) > 0.5]

    batches = list(files.shards(iter(high), _MOST, _BYTES))

    assert sum(len(batch.files) for batch in batches) == len(high)
    assert max(len(batch.files) for batch in batches) <= _MOST


def test_twenty_thousand_files_are_cut_fast_and_in_little_memory() -> None:
    def listing() -> Iterator[Found]:
        for n in range(20_000):
            yield Found("", f"{n // 100:05}/{n:06}.txt", 500, "s")

    began = time.perf_counter()
    number = sum(len(batch.files) for batch in files.shards(listing(), 256, 32 << 20))
    took = time.perf_counter() - began
    tracemalloc.start()
    for _ in files.shards(listing(), 256, 32 << 20):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert number == 20_000
    assert took < 2
    assert peak < 2_000_000


def test_the_folder_of_a_batch_is_what_its_names_share() -> None:
    shared = [Found("", name, 1, "") for name in ("a/b/1.txt", "a/b/2.txt")]
    apart = [Found("", name, 1, "") for name in ("a/1.txt", "b.txt")]

    assert {batch.source for batch in _cut(shared)} == {"a/b"}
    assert {batch.source for batch in files.shards(iter(apart), 1 << 30, _BYTES)} == {""}


class _Desk:
    """An input folder, an output folder, and a shard done between them."""

    def __init__(self, root: Path) -> None:
        self.input, self.out = root / "in", root / "out"
        self.means: Means = means_in(root)
        self.at = At()

    def do(self, contents: dict[str, bytes], skip: dict[int, str] | None = None) -> Answer:
        for name, content in contents.items():
            (self.input / name).parent.mkdir(parents=True, exist_ok=True)
            (self.input / name).write_bytes(content)
        shard = Shard("files", "", files=tuple(contents))
        return files.do(shard, Turn(self.at, skip or {}), self.means, self.fetch, self.put)

    @contextmanager
    def fetch(self, name: str) -> Iterator[Path]:
        yield self.input / name

    def put(self, path: Path, name: str) -> str:
        target = self.out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        return f"sha of {name}"

    def outputs(self) -> dict[str, bytes]:
        return {str(each.relative_to(self.out)): each.read_bytes() for each in self.out.rglob("*") if each.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> _Desk:
    return _Desk(tmp_path)


def test_files_go_out_and_each_is_announced_before_it_is_touched(desk: _Desk) -> None:
    answer = desk.do({"a/1.txt": b"Jane", "a/2.txt": b"none"})

    assert desk.outputs() == {"a/1.txt": b"[NAME]", "a/2.txt": b"none"}
    assert (answer.rows_in, answer.rows_out, answer.tally.documents) == (2, 2, 2)
    assert answer.outputs == {"a/1.txt": "sha of a/1.txt", "a/2.txt": "sha of a/2.txt"}
    assert desk.at.seen == [[0], [1]]


def test_what_cannot_be_released_is_kept_back_alone(desk: _Desk) -> None:
    answer = desk.do({"1.txt": b"BAD", "2.txt": b"LEFT", "3.xyz": b"ODD", "4.txt": b"WAIT", "5.txt": b"fine"})

    assert answer.quarantined == {
        "1.txt": "CorruptInput",
        "2.txt": "ResidualError",
        "3.xyz": "UnsupportedMedia",
        "4.txt": "PendingReview",
    }
    assert desk.outputs() == {"5.txt": b"fine"}
    assert answer.rows_in == answer.rows_out + len(answer.quarantined)


def test_a_file_to_be_skipped_is_neither_announced_nor_touched(desk: _Desk) -> None:
    answer = desk.do({"1.txt": b"one", "2.txt": b"two"}, {0: "Lethal"})

    assert desk.means.engine.asked == ["2.txt"]  # type: ignore[attr-defined]
    assert desk.at.seen == [[1]]
    assert answer.quarantined == {"1.txt": "Lethal"}


def test_two_people_on_one_name_stay_two_files(desk: _Desk) -> None:
    """Both names come out as `person-1`; a keyed mark of the source's name keeps them apart, whoever comes first."""
    answer = desk.do({"jane a.txt": b"1", "jane A.txt": b"2", "x/jane.txt": b"3", "y/jane.txt": b"4"})

    assert len(answer.outputs) == len(desk.outputs()) == 4
    assert not any("jane" in name for name in answer.outputs)


def test_an_output_s_name_is_a_pure_function_of_its_source_s() -> None:
    naming = Naming(b"k" * 32)

    first = naming.output("person-1.tar.gz", "jane.tar.gz")

    assert first == naming.output("person-1.tar.gz", "jane.tar.gz")
    assert first.startswith("person-1-")
    assert first.endswith(".tar.gz")
    assert first != Naming(b"j" * 32).output("person-1.tar.gz", "jane.tar.gz")


def test_a_source_that_looks_marked_or_reserved_gets_a_mark_of_its_own() -> None:
    naming = Naming(b"k" * 32)
    marked = naming.output("person-1.txt", "jane.txt")

    assert naming.output(marked, marked) != marked
    for name in ("_SUCCESS", "_SUCCESS/a.txt", ".redact-0123.tmp", "a/.redact-0123.tmp/b.txt"):
        assert naming.output(name, name).startswith("file-")
    assert naming.output("a/_SUCCESS", "a/_SUCCESS") == "a/_SUCCESS"


def test_long_names_are_shortened_to_what_a_file_system_takes() -> None:
    made = Naming(b"k" * 32).output("é" * 126 + ".txt", "jane" * 60 + ".txt")

    assert len(made.encode()) <= 255
    assert made.endswith(".txt")


def test_a_changed_suffix_and_a_transcript_are_marked_for_they_may_meet_another_file(desk: _Desk) -> None:
    answer = desk.do({"a.mp3": b"1", "a.flac": b"2", "b.wav": b"3", "b.transcript.txt": b"4"})

    names = set(answer.outputs)
    assert {"a.flac", "b.transcript.txt"} < names
    assert len(names) == 5
    (transcript,) = [name for name in names if ".transcript." in name and name != "b.transcript.txt"]
    assert transcript.removesuffix(".transcript.txt") + ".wav" in names


def test_nothing_is_left_of_drafts(desk: _Desk, tmp_path: Path) -> None:
    desk.do({"1.txt": b"WAIT", "2.wav": b"two", "3.txt": b"BAD"})

    assert not list((tmp_path / "drafts").iterdir())


def test_an_interrupted_batch_done_again_gives_the_same(desk: _Desk) -> None:
    """Killed after the first file was published: its output is whole, and the second time adds nothing beside it."""
    whole, contents = desk.put, {"jane 1.txt": b"Jane", "jane 2.txt": b"Jane"}

    def dies(path: Path, name: str) -> str:
        if desk.outputs() if desk.out.exists() else {}:
            raise KeyboardInterrupt
        return whole(path, name)

    desk.put = dies  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        desk.do(contents)
    half = desk.outputs()
    desk.put = whole  # type: ignore[method-assign]
    answer = desk.do(contents)

    assert half.items() < desk.outputs().items()
    assert set(desk.outputs()) == set(answer.outputs)


def test_a_full_disk_ends_the_shard(desk: _Desk) -> None:
    def full(path: Path, name: str) -> str:
        raise WriteError("full", "")

    desk.put = full  # type: ignore[method-assign]

    with pytest.raises(WriteError):
        desk.do({"1.txt": b"one"})


def test_a_name_that_leads_out_of_the_output_is_a_broken_promise(desk: _Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = desk.means.engine
    made = engine.ready
    monkeypatch.setattr(engine, "ready", lambda path, name: FakeReady(made(path, name).source, "../x.txt", path))

    with pytest.raises(Defect):
        desk.do({"1.txt": b"one"})


def test_names_in_no_utf_8_can_be_noted(desk: _Desk) -> None:
    answer = desk.do({"caf\udce9.txt": b"BAD"})

    assert answer.quarantined == {"caf\\udce9.txt": "CorruptInput"}
