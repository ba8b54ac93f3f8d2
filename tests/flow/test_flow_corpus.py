"""`redact corpus` as a newcomer types it: every format in, and what other programs read of what comes out."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import fsspec
import pyarrow as pa
import pytest
from corpus_kit_flow import TEXT, Corpus, corpus, jsonl, parsed, rows
from flow_kit import redact
from pyarrow import parquet as pq

__all__ = ["corpus"]


def _zstd(content: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(content, asbytes=True))


def _unzstd(content: bytes) -> bytes:
    return bytes(pa.CompressedInputStream(io.BytesIO(content), "zstd").read())


@pytest.mark.parametrize(
    ("name", "pack", "unpack"),
    [("a.jsonl", bytes, bytes), ("a.jsonl.gz", gzip.compress, gzip.decompress), ("a.jsonl.zst", _zstd, _unzstd)],
)
def test_lines_come_out_as_they_came_but_for_the_people(corpus: Corpus, name: str, pack, unpack) -> None:
    corpus.put(name, pack(jsonl(rows(8, note="kept £", deep={"a": [1, 2.50]})).encode()))
    said = corpus.run("--id-field", "id", "--counts", "cuts", "--json")
    made = parsed(unpack(corpus.outputs[name]))

    assert said.code == 0
    assert [(row["id"], row["n"], row["note"], row["deep"]) for row in made] == [
        (f"r{at}", at, "kept £", {"a": [1, 2.5]}) for at in range(8)
    ]
    assert {row["cuts"] for row in made} == {3}
    assert all(row["text"].endswith(f"about flat {row['n']}.") for row in made)
    assert corpus.whole
    corpus.check_clean(said)
    told = json.loads(said.out)
    assert told["rows"] == {"in": 8, "out": 8, "quarantined": 0}
    assert told["entities"] == {"EMAIL_ADDRESS": 8, "PERSON": 8, "PHONE_NUMBER": 8}


def test_a_chat_in_parquet_keeps_its_schema_and_every_other_column(corpus: Corpus) -> None:
    turns = [[{"role": "user", "content": TEXT.format(at)}, {"role": "assistant", "content": None}] for at in range(9)]
    kind = pa.list_(pa.struct([("role", pa.string()), ("content", pa.string())]))
    columns = {
        "id": pa.array([f"c{at}" for at in range(9)]),
        "messages": pa.array(turns, kind),
        "vector": pa.array([[0.5, at] for at in range(9)], pa.list_(pa.float32(), 2)),
        "when": pa.array([None, *range(8)], pa.timestamp("ms", tz="UTC")),
        "label": pa.array(["a", "b", None] * 3).dictionary_encode(),
    }
    before = pa.table(columns)
    pq.write_table(before, corpus.inp / "chat.parquet", row_group_size=3, compression="zstd")
    said = corpus.run("--text-field", "messages[].content", "--id-field", "id", "--counts", "cuts")
    file = pq.ParquetFile(corpus.out / "chat.parquet")
    after = file.read()

    assert said.code == 0
    assert file.num_row_groups == 3
    assert after.schema.remove_metadata().remove(5) == before.schema.remove_metadata()
    assert all(after[name].to_pylist() == before[name].to_pylist() for name in ("id", "vector", "when", "label"))
    assert [turn[1] for turn in after["messages"].to_pylist()] == [{"role": "assistant", "content": None}] * 9
    assert after["cuts"].to_pylist() == [3] * 9
    corpus.check_clean(said)


def test_a_table_of_a_spreadsheet_keeps_its_other_cells(corpus: Corpus) -> None:
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";")
    writer.writerows([("ref", "text", "sum"), *((f"00{at}", TEXT.format(at), "1,50") for at in range(4))])
    corpus.put("t.csv", "\ufeff" + made.getvalue())
    said = corpus.run("--id-field", "ref")
    content = corpus.outputs["t.csv"]
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))

    assert said.code == 0
    assert content.startswith(b"\xef\xbb\xbf")
    assert [(row[0], row[2]) for row in table] == [("ref", "sum"), *((f"00{at}", "1,50") for at in range(4))]
    corpus.check_clean(said)


def test_several_inputs_globs_and_folders_go_into_one_output(corpus: Corpus) -> None:
    corpus.put("one/a.jsonl", jsonl(rows()))
    corpus.put("one/skip.txt", "Grace Tymms")
    corpus.put("two/deep/b.jsonl", jsonl(rows()))
    corpus.put("c.jsonl", jsonl(rows()))
    places = (f"{corpus.inp}/one/*.jsonl", corpus.inp / "two", corpus.inp / "c.jsonl")
    said = corpus.run(inputs=places)

    assert said.code == 0
    assert corpus.names == ["a.jsonl", "c.jsonl", "deep/b.jsonl"]
    assert "names" not in said.err
    corpus.check_clean(said)


def test_a_rerun_does_nothing_and_a_change_only_what_it_must(corpus: Corpus) -> None:
    for name in ("a", "b"):
        corpus.put(f"{name}.jsonl", jsonl(rows()))
    corpus.run()
    first = {path.name: path.stat().st_mtime_ns for path in corpus.out.iterdir()}
    assert corpus.run().code == 0
    assert corpus.did == (0, 2)
    assert first == {path.name: path.stat().st_mtime_ns for path in corpus.out.iterdir()}

    corpus.put("aa.jsonl", jsonl(rows(3)))
    assert corpus.run().code == 0
    assert corpus.did == (1, 2)
    assert corpus.report["rows"]["in"] == 13

    (corpus.inp / "a.jsonl").unlink()
    assert corpus.run().code == 0
    assert corpus.did == (0, 2)
    assert corpus.names == ["aa.jsonl", "b.jsonl"]
    assert corpus.whole

    assert corpus.run(policy="research").code == 0
    assert corpus.did == (2, 0)
    assert all("PERSON_" in row["text"] for row in parsed(corpus.outputs["b.jsonl"]))
    corpus.check_clean()


def test_linked_rows_know_people_of_other_rows(corpus: Corpus) -> None:
    corpus.put("a.jsonl", jsonl([{"text": "Ms Jane Tymms came."}, {"text": "Later Ms Tymms left."}]))
    said = corpus.run("--link", policy="research")
    first, second = (row["text"] for row in parsed(corpus.outputs["a.jsonl"]))

    assert said.code == 0
    assert first.split()[1] in second.split(), (first, second)
    assert not (corpus.record / "met").exists()


def test_what_was_kept_back_is_tried_again(corpus: Corpus) -> None:
    bad = '{"id": "bad", "text": 5}\n'
    corpus.put("a.jsonl", jsonl(rows()) + bad)
    corpus.put("b.jsonl", jsonl(rows()))
    said = corpus.run("--id-field", "id")

    assert said.code == 3
    assert corpus.kept_back == {"bad": "CorruptInput"}
    assert "redact retry" in said.err
    again = corpus.retry()
    assert again.code == 3
    assert corpus.did == (1, 1)
    corpus.put("a.jsonl", jsonl(rows(6)))
    mended = corpus.retry("--json")
    assert mended.code == 0
    assert json.loads(mended.out)["rows"] == {"in": 11, "out": 11, "quarantined": 0}
    corpus.check_clean(mended)


def test_the_report_holds_nobody_and_shows_what_was_released(corpus: Corpus) -> None:
    corpus.put("Grace Tymms.jsonl", jsonl(rows(20, secret="Grace Tymms")))
    said = corpus.run("--examples", "3", "--id-field", "id")
    page = (corpus.record / "report.html").read_text()
    released = b"".join(corpus.outputs.values()).decode()

    assert said.code == 0
    assert not any(value in page for value in ("Tymms", "01632 960123", "g.tymms"))
    assert "r19" not in page
    examples = corpus.report["examples"]
    assert 0 < len(examples) <= 3
    assert all(each.strip("…") in released for each in examples)
    assert "EMAIL_ADDRESS" in page


def test_a_corpus_goes_from_memory_to_memory(corpus: Corpus) -> None:
    """Behind a URL, in and out; the record is here."""
    files = fsspec.filesystem("memory")
    files.pipe("/raw/a.jsonl", jsonl(rows()).encode())
    files.pipe("/raw/deep/b.jsonl", jsonl(rows()).encode())
    settings = ["--settings", corpus.settings(), "--jobs", "1"]
    words = ["corpus", "memory://raw", "--out", "memory://clean", "--record", corpus.record, *settings]
    said = redact(*words)
    try:
        made = {name: files.cat(f"/clean/{name}") for name in ("a.jsonl", "deep/b.jsonl", "_SUCCESS")}

        assert said.code == 0, said.err
        assert b"Tymms" not in b"".join(made.values())
        assert len(parsed(made["a.jsonl"])) == 5
        assert redact(*words).code == 0
        assert corpus.did == (0, 2)
    finally:
        files.store.clear()


def test_the_command_without_any_setting_is_what_the_guide_says(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With processes of its own, as it is typed: the output beside the record, both named."""
    monkeypatch.undo()
    corpus.put("a.jsonl", jsonl(rows(3)))
    monkeypatch.chdir(corpus.at)
    said = redact("corpus", "in/a.jsonl", "--out", "clean", "--settings", corpus.settings(), "--jobs", "1")

    assert said.code == 0, said.err
    assert sorted(path.name for path in Path("clean").iterdir()) == ["_SUCCESS", "a.jsonl"]
    assert "clean.record" in said.out
    assert (Path("clean.record").stat().st_mode & 0o777) == 0o700
