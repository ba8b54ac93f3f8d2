"""What all tables share: files that lie elsewhere, outputs that belong to somebody else."""

from __future__ import annotations

import gc
import gzip
import io
from typing import BinaryIO, cast

import fsspec
import pyarrow as pa
import pytest
from pyarrow import parquet as pq
from rows_kit import CUT, NAME, cut, found, made

from redact.core.errors import InputError
from redact.run.corpus.formats import Fields, Found, Row, Table
from redact.run.corpus.tables.delimited import CsvTable
from redact.run.corpus.tables.jsonl import JsonlTable
from redact.run.corpus.tables.packed import Opener, open_local
from redact.run.corpus.tables.parquet import ParquetTable
from redact.settings import Settings

LINES = b'{"text":"Jane Roe"}\n{"text":"x"}\n'
KINDS = ["jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "parquet"]


def content(kind: str) -> bytes:
    """A file of two rows."""
    if kind == "parquet":
        out = io.BytesIO()
        pq.write_table(pa.table({"text": [NAME, "x"]}), out)
        return out.getvalue()
    plain = LINES if kind.startswith("jsonl") else b"text,n\nJane Roe,1\nx,2\n"
    if kind.endswith(".gz"):
        return gzip.compress(plain)
    return pa.Codec("zstd").compress(plain, asbytes=True) if kind.endswith(".zst") else plain


def table(kind: str, opener: Opener = open_local) -> Table:
    kinds = {"jsonl": JsonlTable, "csv": CsvTable, "parquet": ParquetTable}
    return kinds[kind.partition(".")[0]](Fields(), Settings(), opener)


@pytest.mark.parametrize("kind", KINDS)
def test_files_are_read_wherever_they_lie(kind):
    """Requirement: an address may be a URL that fsspec opens."""
    address = f"memory://corpus/rows.{kind}"
    fsspec.filesystem("memory").pipe(address, content(kind))
    reader = table(kind, lambda place: cast("BinaryIO", fsspec.open(place, "rb").open()))
    (shard,) = reader.shards(Found(address, f"rows.{kind}", len(content(kind)), "etag"), 1 << 20)
    out = io.BytesIO()

    writer = reader.writer(shard, address, out)
    rows = list(reader.rows(shard, address))
    for row in rows:
        assert isinstance(row, Row)
        writer.write(row, made(row))
    writer.close()

    assert [row.texts for row in rows] == [(NAME,), ("x",)]
    assert NAME.encode() not in out.getvalue()
    assert shard.stamp == "etag"


@pytest.mark.parametrize("kind", KINDS)
def test_an_output_stays_open_for_whoever_makes_it_durable(tmp_path, kind):
    path = tmp_path / f"rows.{kind}"
    path.write_bytes(content(kind))
    (shard,) = table(kind).shards(found(path), 1 << 20)
    out = io.BytesIO()

    table(kind).writer(shard, str(path), out).close()
    gc.collect()

    assert not out.closed


@pytest.mark.parametrize("kind", KINDS)
def test_an_output_that_is_given_up_makes_no_noise(tmp_path, kind):
    """Requirement: a source that breaks off leaves a writer behind; warnings are errors here."""
    path = tmp_path / f"rows.{kind}"
    path.write_bytes(content(kind))
    (shard,) = table(kind).shards(found(path), 1 << 20)
    with (tmp_path / "out").open("wb") as out:
        writer = table(kind).writer(shard, str(path), out)
        for row in table(kind).rows(shard, str(path)):
            writer.write(row, made(row))

    del writer, row
    gc.collect()

    assert cut(NAME) == CUT


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_gone_is_an_error_of_ours(tmp_path, kind):
    path = tmp_path / f"rows.{kind}"
    path.write_bytes(content(kind))
    (shard,) = table(kind).shards(found(path), 1 << 20)
    path.unlink()

    with pytest.raises(InputError, match="cannot be read"):
        next(table(kind).rows(shard, str(path)))
