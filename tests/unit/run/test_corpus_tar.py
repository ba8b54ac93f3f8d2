"""WebDataset archives: a sample goes out whole under one key or not at all, and nothing of who packed it goes with it."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pyarrow as pa
import pytest

from tests.unit.run.collection_kit import (
    SAMPLES,
    FakeReady,
    TarDesk,
    inside,
    packed,
    special_of,
    tar_of,
)


@pytest.fixture
def desk(tmp_path: Path) -> TarDesk:
    return TarDesk(tmp_path)


@pytest.mark.parametrize("how", ["", "gz", "zst"])
def test_samples_come_out_in_order_packed_as_they_came(desk: TarDesk, how: str) -> None:
    made, answer = desk.do(packed(tar_of(SAMPLES), how))

    assert made[:4] == {"gz": b"\x1f\x8b\x08\x00", "zst": b"(\xb5/\xfd"}.get(how, b"0001")
    plain = pa.input_stream(pa.BufferReader(made), compression="zstd").read() if how == "zst" else made
    assert [name for name, _ in inside(plain)] == [name for name, _ in SAMPLES]
    assert inside(plain)[0] == ("0001.jpg", b"[NAME]'s picture")
    assert (answer.rows_in, answer.rows_out, answer.tally.documents) == (2, 2, 2)
    assert desk.count(made) == 2


@pytest.mark.parametrize("how", ["", "gz", "zst"])
def test_the_same_archive_gives_the_same_bytes(desk: TarDesk, how: str) -> None:
    content = packed(tar_of([*SAMPLES, ("jane.é" * 30 + ".txt", b"long")]), how)

    assert desk.do(content)[0] == desk.do(content)[0]


def test_each_sample_is_announced_before_it_is_touched(desk: TarDesk) -> None:
    desk.do(tar_of(SAMPLES))

    assert desk.at.seen == [[0], [1]]


def test_a_sample_to_be_skipped_is_read_past(desk: TarDesk) -> None:
    made, answer = desk.do(tar_of(SAMPLES), skip={0: "Lethal"})

    assert desk.at.seen == [[1]]
    assert desk.means.engine.asked == ["0002.jpg", "0002.txt"]  # type: ignore[attr-defined]
    assert answer.quarantined == {"0001": "Lethal"}
    assert desk.count(made) == answer.rows_out == 1


@pytest.mark.parametrize(
    ("content", "kind"), [(b"BAD", "CorruptInput"), (b"LEFT", "ResidualError"), (b"WAIT", "PendingReview")]
)
def test_one_member_kept_back_keeps_back_its_sample(desk: TarDesk, content: bytes, kind: str) -> None:
    made, answer = desk.do(tar_of([("0001.jpg", b"a"), ("0001.txt", content), ("0001.cls", b"1"), ("0002.txt", b"b")]))

    assert inside(made) == [("0002.txt", b"b")]
    assert answer.quarantined == {"0001": kind}
    assert answer.rows_in == answer.rows_out + len(answer.quarantined)


@pytest.mark.parametrize("suffix", ["npy", "pth", "pyd", "PKL", "seg.npy"])
def test_raw_numbers_are_never_passed_through(desk: TarDesk, suffix: str) -> None:
    made, answer = desk.do(tar_of([("0001.txt", b"a"), (f"0001.{suffix}", b"numbers")]))

    assert inside(made) == []
    assert answer.quarantined == {"0001": "UnsupportedMedia"}
    assert desk.count(made) == 0


def test_people_are_taken_out_of_keys_and_a_sample_keeps_one_key(desk: TarDesk) -> None:
    made, answer = desk.do(
        tar_of([("a/jane.jpg", b"1"), ("a/jane.txt", b"2"), ("a/jane 2.jpg", b"3"), ("b/jane.txt", b"4")])
    )

    names = [name for name, _ in inside(made)]
    keys = [name.rpartition(".")[0] for name in names]
    assert not any("jane" in name for name in names)
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3
    assert desk.count(made) == answer.rows_out == 3


def test_members_that_disagree_on_their_key_get_a_neutral_one(desk: TarDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is in a name may be known from one member only; the others' view of it must not go out."""
    engine = desk.means.engine
    made = engine.ready

    def some(path: Path, name: str) -> FakeReady:
        ready = made(path, name)
        output = name.replace("smith", "person-9") if name.endswith(".txt") else name
        return FakeReady(ready.source, output, ready.draft)

    monkeypatch.setattr(engine, "ready", some)
    out, _ = desk.do(tar_of([("smith.jpg", b"1"), ("smith.txt", b"2")]))

    names = [name for name, _ in inside(out)]
    assert all(name.startswith("sample-") for name in names)
    assert [name.rpartition(".")[2] for name in names] == ["jpg", "txt"]


def test_a_member_of_a_new_format_takes_its_suffix_and_no_transcript_is_added(desk: TarDesk) -> None:
    made, _ = desk.do(tar_of([("1.mp3", b"x"), ("1.json", b"{}"), ("2.wav", b"y"), ("2.txt", b"z")]))

    assert [name for name, _ in inside(made)] == ["1.flac", "1.json", "2.wav", "2.txt"]


def test_two_members_with_one_extension_are_no_sample(desk: TarDesk) -> None:
    """Readers raise at such a sample, and take extensions caselessly."""
    _, answer = desk.do(tar_of([("1.txt", b"a"), ("1.TXT", b"b"), ("2.mp3", b"a"), ("2.flac", b"b")]))

    assert answer.quarantined == {"1": "CorruptInput", "2": "CorruptInput"}


def test_a_key_that_comes_again_stays_a_sample_of_its_own(desk: TarDesk) -> None:
    """With the sample between them kept back, both would otherwise be one."""
    made, answer = desk.do(tar_of([("1.txt", b"a"), ("2.txt", b"BAD"), ("1.txt", b"c"), ("2.txt", b"BAD")]))

    assert desk.count(made) == answer.rows_out == 2
    assert len(answer.quarantined) == 2
    assert answer.rows_in == 4


def test_names_without_extension_are_samples_too(desk: TarDesk) -> None:
    made, answer = desk.do(tar_of([("README", b"a"), ("x/.hidden", b"b"), ("./3.txt", b"c")]))

    assert [name for name, _ in inside(made)] == ["README", "x/.hidden", "3.txt"]
    assert desk.count(made) == answer.rows_out == 3


def test_folders_are_no_rows(desk: TarDesk) -> None:
    made, answer = desk.do(tar_of([special_of("a", tarfile.DIRTYPE), ("a/1.txt", b"x")]))

    assert inside(made) == [("a/1.txt", b"x")]
    assert answer.rows_in == 1


def test_nothing_is_left_of_scratch_or_drafts(desk: TarDesk) -> None:
    desk.do(tar_of([*SAMPLES, ("3.txt", b"BAD"), ("4.txt", b"a"), ("4.jpg", b"LEFT")]))

    assert not list((desk.root / "drafts").iterdir())
    assert not list((desk.root / "scratch").iterdir())
