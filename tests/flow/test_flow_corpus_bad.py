"""A corpus as a vandal would hand it in: each bad piece is kept back with a reason and a hint, and all others go out."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import tarfile

import pyarrow as pa
import pytest
from corpus_kit_flow import TEXT, Corpus, corpus, jsonl, parsed, refused, rows
from pyarrow import parquet as pq

from redact.run.corpus.tables.jsonl import JsonlRows

__all__ = ["corpus"]

GOOD = jsonl(rows()).encode()


def _zst(content: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(content, asbytes=True))


def _tar(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return made.getvalue()


def _parquet(**columns: list[object]) -> bytes:
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made, row_group_size=2, compression="none")
    return made.getvalue()


def _corrupt_row_group() -> bytes:
    content = bytearray(_parquet(text=[TEXT.format(at) for at in range(6)]))
    content[content.index(b"flat 2") - 40 : content.index(b"flat 2")] = b"\xff" * 40
    start = content.index(b"flat 4") - 120
    content[start : start + 30] = b"\xff" * 30
    return bytes(content)


UNREADABLE = {
    "cut.jsonl.gz": gzip.compress(GOOD * 50)[:-40],
    "cut.jsonl.zst": _zst(os.urandom(3000) + GOOD * 50)[:-40],
    "cut.tar": _tar(("a.txt", b"Nothing. " * 300), ("b.txt", b"Nothing."))[:1500],
    "cut.parquet": _parquet(text=[TEXT.format(1)])[:-20],
    "rows.parquet": _corrupt_row_group(),
    "not.jsonl.gz": b"\x1f\x8b\x08" + GOOD,
    "other.jsonl": bz2.compress(GOOD),
    "wide.jsonl": GOOD.decode().encode("utf-16"),
    "quote.csv": b'id,text\n1,"never closed\n2,b\n',
    "text.tar": b"this is no archive at all, whatever it is called" * 40,
    "nul.csv": b"\0id,text\n1,b\n",
    "bomb.jsonl.gz": gzip.compress(b" " * 60_000_000 + b"\n" + GOOD),
    "bomb.csv.zst": _zst(b"id,text\n1," + b"x" * 60_000_000),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_is_kept_back_and_all_others_go_out(corpus: Corpus, name: str) -> None:
    corpus.put(name, UNREADABLE[name])
    corpus.put("good.jsonl", GOOD)
    said = corpus.run("--format", "tar") if name == "never" else corpus.run()

    assert said.code == 3, said.err
    assert "hint" in said.err
    assert corpus.names == ["good.jsonl"]
    assert not corpus.whole
    assert corpus.report["shards"]["failed"] == 1
    assert name not in said.err
    corpus.check_clean(said)
    (corpus.inp / name).unlink()
    assert corpus.run().code == 0
    assert corpus.whole


def test_a_corpus_that_repeats_itself_is_no_bomb(corpus: Corpus) -> None:
    """Some 90 times its packed size, as repetitive JSON packs."""
    line = b'{"text": "", "%s": "%s"}\n'
    lines = b"".join(line % (b"a" * 40, os.urandom(4).hex().encode() * 120) for _ in range(36_000))
    assert len(lines) > 32 << 20
    packed = gzip.compress(lines)
    assert 20 < len(lines) / len(packed) < 200
    corpus.put("a.jsonl.gz", packed)

    assert corpus.run().code == 0
    assert corpus.run("--settings", corpus.settings("max_ratio = 5\n")).code in (0, 3)


BAD_ROWS = {
    "no text": '{"id": "bad", "text": null}',
    "no field": '{"id": "bad"}',
    "no object": '["bad"]',
    "no json": '{"id": "bad", "text": "a',
    "twice": '{"id": "bad", "text": "a", "text": "Grace Tymms"}',
    "deep": '{"id": "bad", "text": "a", "x": ' + "[" * 5000 + "]" * 5000 + "}",
    "nan": '{"id": "bad", "text": "a", "x": NaN}',
    "not utf-8": b'{"id": "bad", "text": "caf\xe9"}',
    "half": '{"id": "bad", "text": "\\ud800"}',
    "long": '{"id": "bad", "text": "' + "x" * 1_000_100 + '"}',
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_kept_back_alone(corpus: Corpus, name: str) -> None:
    bad = BAD_ROWS[name]
    corpus.put("a.jsonl", GOOD + (bad.encode() if isinstance(bad, str) else bad) + b"\n" + GOOD)
    said = corpus.run("--id-field", "id", more="max_value_chars = 1000000\n")

    assert said.code == 3, said.err
    assert len(corpus.kept_back) == 1
    assert corpus.whole
    assert [row["id"] for row in parsed(corpus.outputs["a.jsonl"])] == [f"r{at}" for at in range(5)] * 2
    corpus.check_clean(said)


def test_ids_that_come_twice_are_counted_each(corpus: Corpus) -> None:
    corpus.put("a.jsonl", '{"id": "x", "text": 1}\n{"id": "x", "text": 2}\n{"id": "x", "text": "a"}\n')
    said = corpus.run("--id-field", "id")

    assert said.code == 3
    assert corpus.kept_back == {"x": "CorruptInput", "x#2": "CorruptInput"}
    assert corpus.report["rows"] == {"in": 3, "out": 1, "quarantined": 2}


def test_a_row_of_a_hundred_megabytes_is_kept_back_alone(corpus: Corpus) -> None:
    with (corpus.inp / "a.jsonl").open("wb") as file:
        file.write(GOOD + b'{"id": "big", "text": "')
        for _ in range(100):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + GOOD)
    said = corpus.run("--id-field", "id", "--shard-size", "1GB")

    assert said.code == 3, said.err
    assert list(corpus.kept_back.values()) == ["LimitExceeded"]
    assert len(parsed(corpus.outputs["a.jsonl"])) == 10


@pytest.mark.parametrize(("name", "content"), [("a.parquet", _parquet(words=["a"])), ("a.csv", b"id,words\n1,a\n")])
def test_a_column_that_is_not_there_ends_the_run_before_it_begins(corpus: Corpus, name: str, content: bytes) -> None:
    corpus.put(name, content)
    corpus.put("b.jsonl", GOOD)

    refused(corpus.run(), 2, "text")
    assert not corpus.out.exists() or not corpus.names


def test_files_of_several_schemas_go_together_as_long_as_each_has_the_field(corpus: Corpus) -> None:
    corpus.put("a.parquet", _parquet(text=["Ms Grace Tymms"], n=[1]))
    corpus.put("b.parquet", _parquet(x=[[1.5]], text=["Ms Grace Tymms"]))
    corpus.put("c.csv", "text,y\nMs Grace Tymms,1\n")
    said = corpus.run()

    assert said.code == 0, said.err
    assert pq.read_table(corpus.out / "b.parquet").column_names == ["x", "text"]
    corpus.check_clean(said)


def test_empty_and_hidden_files_and_links_do_no_harm(corpus: Corpus) -> None:
    for name in ("empty.jsonl", "empty.csv", "empty.txt", "empty"):
        corpus.put(name, "")
    corpus.put("blank.jsonl", "\n\n")
    corpus.put(".hidden.jsonl", GOOD)
    corpus.put(".git/x.jsonl", GOOD)
    corpus.put("good.jsonl", GOOD)
    (corpus.inp / "link.jsonl").symlink_to(corpus.inp / "good.jsonl")
    (corpus.inp / "loop").symlink_to(corpus.inp)
    os.mkfifo(corpus.inp / "pipe.jsonl")
    said = corpus.run()

    assert said.code == 3  # a table without even a header
    assert set(corpus.names) == {"blank.jsonl", "empty.jsonl", "good.jsonl"}
    assert corpus.kept_back == {"empty": "InputError", "empty.txt": "InputError"}
    assert corpus.report["passed_over"] == {"hidden": 2, "link": 2, "special": 1}
    corpus.check_clean(said)


def test_a_member_that_looks_packed_by_its_name_is_read(corpus: Corpus) -> None:
    """Requirement: the first bytes of a plain archive are a name, and may be any."""
    corpus.put("a.tar", _tar(("BZh9.txt", b"Ms Grace Tymms called.")))
    corpus.put("b.csv", "BZh,text\n1,Ms Grace Tymms\n")
    said = corpus.run()

    assert said.code == 0, said.err
    with tarfile.open(corpus.out / "a.tar") as archive:
        assert len(archive.getnames()) == 1
    assert corpus.report["entities"] == {"PERSON": 2}
    corpus.check_clean(said)


def test_a_file_that_changes_while_it_is_read_is_kept_back(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    path = corpus.put("a.jsonl", GOOD)
    corpus.put("b.jsonl", GOOD)
    write = JsonlRows.write

    def grows(self, row, made):
        if path.stat().st_size == len(GOOD):
            path.write_bytes(GOOD + GOOD)
        write(self, row, made)

    monkeypatch.setattr(JsonlRows, "write", grows)
    said = corpus.run()

    assert said.code == 3
    assert "changed" in said.err
    assert corpus.names == ["b.jsonl"]
    assert corpus.run().code == 0
    assert len(parsed(corpus.outputs["a.jsonl"])) == 10
