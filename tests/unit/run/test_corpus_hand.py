"""A hand of a corpus: small batches, equal rows once, the row that kills alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from corpus_kit import NAME, OTHER, STUBBORN, FakeEngines, ask_for, read_rows, write_rows

from redact.core.errors import CorruptInput, Defect, MissingPart
from redact.core.work import At, Task
from redact.run.corpus.ask import CorpusAsk
from redact.run.corpus.drive import run
from redact.run.corpus.examples import windows
from redact.run.corpus.formats import Fault, Found, Made, Row
from redact.run.corpus.known import kind_of, output_name, split
from redact.run.corpus.tables.sift import Kept, Seen, Sieve, Sifted
from redact.run.pool import Pool
from redact.run.shards.shard import Shard

LETHAL = "lethal"


class DeadlyEngines(FakeEngines):
    """Dies of one text, as native code does."""

    def rows(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: object = ()) -> list[Made | Exception]:
        if any(LETHAL in text for row in rows for text in row):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().rows(rows, ids, found)


def deadly(_: CorpusAsk) -> DeadlyEngines:
    return DeadlyEngines()


def _rows(texts: Sequence[str]) -> Iterator[Row]:
    return (Row(at, f"r{at}", (text,), None) for at, text in enumerate(texts))


def sift(rows: Iterable[Row | Fault], engine: FakeEngines, task: Task, at: At, seen: Seen | None) -> Iterator[Sifted]:
    return Sieve(engine, task, at, seen, "shard")(rows)


class Recorder:
    """What a hand announces."""

    def __init__(self) -> None:
        self.said: list[tuple[int, ...]] = []

    def __call__(self, items: Sequence[int]) -> None:
        self.said.append(tuple(items))


def test_rows_go_in_batches_that_are_announced_and_taken_back() -> None:
    at = Recorder()

    list(sift(_rows([f"row {number}" for number in range(130)]), FakeEngines(), Task(0, None), at, Seen()))

    assert at.said == [tuple(range(64)), (), tuple(range(64, 128)), (), (128, 129), ()]


def test_long_rows_make_small_batches() -> None:
    at = Recorder()

    list(sift(_rows(["x" * 40_000 + str(number) for number in range(3)]), FakeEngines(), Task(0, None), at, Seen()))

    assert [said for said in at.said if said] == [(0,), (1,), (2,)]


def test_a_row_to_be_probed_goes_alone_and_in_order() -> None:
    at = Recorder()
    texts = [f"row {number}" for number in range(5)]

    sifted = list(sift(_rows(texts), FakeEngines(), Task(0, None, probe=frozenset({2})), at, Seen()))

    assert [said for said in at.said if said] == [(0, 1), (2,), (3, 4)]
    assert [each[0].ordinal for each in sifted if not isinstance(each, Kept)] == [0, 1, 2, 3, 4]


def test_a_row_to_be_skipped_is_never_touched() -> None:
    at = Recorder()
    engine = FakeEngines()

    sifted = list(sift(_rows(["one", "two"]), engine, Task(0, None, skip={0: "Lethal"}), at, Seen()))

    assert sifted[0] == Kept(0, "r0", "Lethal")
    assert engine.asked == 1
    assert at.said == [(1,), ()]


def test_equal_rows_are_computed_once() -> None:
    engine = FakeEngines()
    seen = Seen()

    for _ in range(2):
        sifted = list(sift(_rows([NAME, "x", NAME, NAME]), engine, Task(0, None), lambda _: None, seen))

    assert engine.asked == 2
    assert [each[1].texts[0] for each in sifted if not isinstance(each, Kept)] == [OTHER, "x", OTHER, OTHER]


def test_rows_that_differ_only_in_where_their_texts_end_are_not_equal() -> None:
    rows = [Row(0, "a", ("ab", "c"), None), Row(1, "b", ("a", "bc"), None)]

    sifted = list(sift(rows, FakeEngines(), Task(0, None), lambda _: None, Seen()))

    assert [each[1].texts for each in sifted if not isinstance(each, Kept)] == [("ab", "c"), ("a", "bc")]


def test_what_is_remembered_has_an_end() -> None:
    seen = Seen(most_chars=100)

    for number in range(10):
        seen.put(bytes([number]), Made(("x" * 8,), {}, 0))

    assert [seen.get(bytes([number])) is not None for number in range(10)] == [False] * 8 + [True] * 2


def test_faults_and_refusals_are_kept_back_with_their_class() -> None:
    rows = [Fault(0, "r0", CorruptInput("the row is not UTF-8")), *list(_rows(["x", STUBBORN]))[1:]]

    sifted = list(sift(rows, FakeEngines(), Task(0, None), lambda _: None, Seen()))

    assert sifted == [Kept(0, "r0", "CorruptInput"), Kept(1, "r1", "ResidualError")]


def test_what_ends_a_run_is_not_one_rows_fault() -> None:
    class NoModel(FakeEngines):
        def rows(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: object = ()) -> list[Made | Exception]:
            return [MissingPart("a model is missing") for _ in rows]

    with pytest.raises(MissingPart):
        list(sift(_rows(["x"]), NoModel(), Task(0, None), lambda _: None, Seen()))


def test_an_engine_that_loses_a_text_is_a_defect() -> None:
    class Loses(FakeEngines):
        def rows(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: object = ()) -> list[Made | Exception]:
            return [Made((), {}, 0) for _ in rows]

    with pytest.raises(Defect):
        list(sift(_rows(["x"]), Loses(), Task(0, None), lambda _: None, Seen()))


def test_rows_that_kill_are_kept_back_alone(tmp_path: Path) -> None:
    """Of 300 rows two kill whoever touches them: these two are quarantined, and all others come out."""
    texts = [LETHAL + str(at) if at in (7, 150) else f"row {at} of {NAME}" for at in range(300)]
    write_rows(tmp_path / "in" / "a.jsonl", texts)

    drove = run(ask_for(tmp_path), lambda recipe: Pool(recipe, 2), engines=deadly)

    assert drove.outcome.kinds == {"Lethal": 2}
    assert read_rows(tmp_path / "out" / "a.jsonl") == [t.replace(NAME, OTHER) for t in texts if LETHAL not in t]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jsonl", "jsonl"),
        ("a.NDJSON.gz", "jsonl"),
        ("a.csv.zst", "csv"),
        ("a.tsv", "csv"),
        ("a.parquet", "parquet"),
        ("a.parquet.gz", "files"),
        ("a.tar.gz", "tar"),
        ("a.tgz", "tar"),
        ("a.docx", "files"),
        ("jsonl", "files"),
    ],
)
def test_a_format_is_known_by_the_name(name: str, kind: str) -> None:
    assert kind_of(Found(f"/in/{name}", name, 1, ""), "", lambda _: b"") == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"PAR1....", "parquet"), (b'{"text": 1}', "jsonl"), (b"\0" * 257 + b"ustar", "tar"), (b"Dear", "files")],
)
def test_without_a_suffix_the_first_bytes_tell(head: bytes, kind: str) -> None:
    assert kind_of(Found("/in/part-0", "part-0", 1, ""), "", lambda _: head) == kind


def test_a_name_and_its_suffix_are_told_apart() -> None:
    assert split("b/corpus.v2.jsonl.gz") == ("b/corpus.v2", ".jsonl.gz")
    assert split("b/letter.docx") == ("b/letter.docx", "")


def test_an_output_that_might_be_taken_for_a_part_of_another_is_marked() -> None:
    """`x.jsonl` in two parts, and a file that is called like the first of them, go out under two names."""
    name = "x.part-00000-of-00002.jsonl"
    part = output_name(Shard("jsonl", "x.jsonl", 0, 2), "x.jsonl", "mark")

    assert part == name
    assert output_name(Shard("jsonl", name), name, "mark") == "x.part-00000-of-00002-mark.jsonl"


def test_examples_are_windows_of_what_is_released() -> None:
    row = Row(0, "r0", (f"{'before ' * 20}{NAME} said so{' after' * 20}",), None)
    made = Made((row.texts[0].replace(NAME, OTHER),), {"PERSON": 1}, len(NAME))

    (window,) = windows(row, made)

    assert OTHER in window
    assert NAME not in window
    assert window.startswith("…")
    assert len(window) < 110
