"""Writes Parquet in the manner of its source: schema, codecs and encodings column by column, row group by row group.

Dictionaries are written out as values and made anew by the writer, for a dictionary names values of rows that are not
there any more; the schema says all the same that there was one, and so readers give one.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pyarrow as pa
from pyarrow import parquet as pq

from redact.core.errors import UnsupportedMedia
from redact.run.corpus.formats import Made, Row
from redact.run.corpus.tables.columns import Leaf, rebuilt, without_dictionaries
from redact.run.corpus.tables.packed import LeftOpen

#: A row group is written when this much is held, even where the source's was larger.
_GROUP_BYTES = 64 * 1024**2
#: Key-value metadata that describes columns. Everything else may tell anything about anybody, and is left out.
#: Source: the documentation of pandas, Hugging Face datasets, Spark, parquet-avro and GeoParquet, 2025.
_DESCRIBES = frozenset(
    b"pandas huggingface org.apache.spark.version org.apache.spark.sql.parquet.row.metadata"
    b" parquet.avro.schema writer.model.name geo".split()
)
#: Where Arrow notes its own schema. Source: Arrow C++, parquet/arrow/schema.cc.
_ARROW = b"ARROW:schema"


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of one row group, without dictionaries, and the texts in them."""

    group: int
    rows: pa.RecordBatch = field(repr=False)
    leaves: tuple[Leaf, ...] = field(repr=False)
    ids: Leaf | None = field(repr=False)
    first: int  # number of its first row in the file


@dataclass(frozen=True, slots=True)
class Picked:
    """One row of a batch."""

    batch: Batch
    number: int


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is written: its schema without dictionaries, the column of counts, options of the writer, metadata."""

    schema: pa.Schema
    counts: str
    options: dict[str, Any]
    metadata: dict[bytes, bytes]


def plain(schema: pa.Schema) -> pa.Schema:
    """A schema without dictionaries and without metadata of the file.

    Raises:
        UnsupportedMedia: a dictionary is where it cannot be written out.
    """
    fields = [each.with_type(without_dictionaries(each.type)) for each in schema]
    if any("dictionary<" in str(each.type) for each in fields):
        raise UnsupportedMedia("a column has dictionaries within a type that is not rebuilt here", "write it plainly")
    return pa.schema(fields)


def plain_schema(file: pq.ParquetFile) -> pa.Schema:
    """That of a file. Raises what `plain` raises."""
    return plain(file.schema_arrow)


def manner(file: pq.ParquetFile, first: int | None, counts: str, keep: Iterable[str]) -> Manner:
    """The manner of a file, as its row group `first` has it; `keep` names metadata that stays beyond the usual."""
    schema, full = plain_schema(file), file.schema_arrow
    if counts:
        schema, full = (each.append(pa.field(counts, pa.int32(), nullable=False)) for each in (schema, full))
    noted = {**(full.metadata or {}), **(file.metadata.metadata or {})}
    metadata = dict(_kept(noted, _DESCRIBES | {name.encode() for name in keep}))
    if _ARROW in noted:
        metadata[_ARROW] = base64.b64encode(full.with_metadata(metadata or None).serialize().to_pybytes())
    return Manner(schema, counts, _options(file, first), metadata)


def _kept(noted: dict[bytes, bytes], names: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for name in sorted(set(noted) & set(names)):
        if name != b"pandas":
            yield name, noted[name]
            continue
        try:
            frame = json.loads(noted[name])
            frame.pop("attributes", None)  # `DataFrame.attrs`: whatever somebody put there
            yield name, json.dumps(frame).encode()
        except (ValueError, AttributeError, TypeError):
            continue  # not what pandas writes


def _options(file: pq.ParquetFile, first: int | None) -> dict[str, Any]:
    """What the writer is to be told so that it writes as the source was written."""
    columns = [file.schema.column(number) for number in range(len(file.schema))]
    group = None if first is None else file.metadata.row_group(first)
    chunks = [group.column(number) for number in range(group.num_columns)] if group else []
    kinds = {column.physical_type for column in columns}
    decimals = {column.physical_type for column in columns if column.logical_type.type == "DECIMAL"}
    options: dict[str, Any] = {
        "use_compliant_nested_type": not any(".list.item" in column.path for column in columns),
        "use_deprecated_int96_timestamps": "INT96" in kinds,
        "store_decimal_as_integer": bool(decimals & {"INT32", "INT64"}),
    }
    if file.metadata.format_version in ("1.0", "2.4", "2.6"):
        options["version"] = file.metadata.format_version
    if chunks:
        codecs = {chunk.path_in_schema: _codec(chunk.compression) for chunk in chunks}
        coded = [chunk.path_in_schema for chunk in chunks if chunk.has_dictionary_page]
        options["compression"] = codecs if len(set(codecs.values())) > 1 else next(iter(codecs.values()))
        options["use_dictionary"] = coded if len(coded) < len(chunks) else True
    return options


def _codec(named: str) -> str:
    return "NONE" if named == "UNCOMPRESSED" else str(named)


class ParquetRows:
    """Writes rows, batch by batch as they were read."""

    def __init__(self, out: BinaryIO, manner: Manner) -> None:
        self._manner = manner
        self._file = pq.ParquetWriter(LeftOpen(out), manner.schema, store_schema=False, **manner.options)
        self._batch: Batch | None = None
        self._taken: list[tuple[int, Made]] = []
        self._held: list[pa.RecordBatch] = []
        self._held_bytes = 0

    def write(self, row: Row, made: Made) -> None:
        """The row with its new texts."""
        picked: Picked = row.body
        if picked.batch is not self._batch:
            self._end_batch(picked.batch.group)
            self._batch = picked.batch
        self._taken.append((picked.number, made))

    def close(self) -> None:
        """Write what is held, and the footer."""
        self._end_batch(None)
        if self._manner.metadata:
            self._file.add_key_value_metadata(self._manner.metadata)
        self._file.close()

    def _end_batch(self, group: int | None) -> None:
        """No row of this batch will come any more, and the next one is of this row group."""
        if self._batch is None:
            return
        for part in _runs(self._changed(self._batch), [number for number, _ in self._taken]):
            self._held.append(part)
            self._held_bytes += part.nbytes
        if group != self._batch.group or self._held_bytes >= _GROUP_BYTES:
            self._end_group()
        self._batch, self._taken = None, []

    def _end_group(self) -> None:
        if self._held:
            table = pa.Table.from_batches(self._held, self._manner.schema)
            self._file.write_table(table, row_group_size=table.num_rows)
        self._held, self._held_bytes = [], 0

    def _changed(self, batch: Batch) -> pa.RecordBatch:
        """The whole batch with new texts in the rows that were taken."""
        columns = list(batch.rows.columns)
        for leaf, strings in zip(batch.leaves, _spread(batch, self._taken), strict=True):
            if strings != leaf.strings:
                number = batch.rows.schema.get_field_index(leaf.route[0])
                columns[number] = rebuilt(columns[number], leaf.route[1:], leaf.array(strings))
        if self._manner.counts:
            counts = [0] * batch.rows.num_rows
            for number, made in self._taken:
                counts[number] = sum(made.entities.values())
            columns.append(pa.array(counts, pa.int32()))
        return pa.RecordBatch.from_arrays(columns, schema=self._manner.schema)


def _spread(batch: Batch, taken: Iterable[tuple[int, Made]]) -> list[list[Any]]:
    """The strings of every leaf with new texts in the rows that were taken; a string that is not UTF-8 is left empty."""
    spread = [[None if isinstance(each, bytes) else each for each in leaf.strings] for leaf in batch.leaves]
    for number, made in taken:
        texts = iter(made.texts)
        for leaf, strings in zip(batch.leaves, spread, strict=True):
            for at in range(leaf.starts[number], leaf.starts[number + 1]):
                if strings[at] is not None:
                    strings[at] = next(texts)
    return spread


def _runs(batch: pa.RecordBatch, numbers: list[int]) -> Iterator[pa.RecordBatch]:
    """The rows of these numbers, as slices: what stands between them is not written."""
    start = 0
    for end in range(1, len(numbers) + 1):
        if end == len(numbers) or numbers[end] != numbers[end - 1] + 1:
            yield batch.slice(numbers[start], end - start)
            start = end
