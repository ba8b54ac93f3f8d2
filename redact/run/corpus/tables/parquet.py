"""Parquet: shards of consecutive row groups, read in batches; what is no text leaves as it came in, type for type.

Whatever else a file may say of its rows is not taken over but made anew from what is written: statistics, dictionaries
and indexes of the source name values that are gone. Key-value metadata stays where it describes the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet as pq

from redact.core.errors import CorruptInput, Defect, EncryptedInput, InputError, LimitExceeded, UsageError
from redact.run.corpus.formats import Fault, Fields, Found, Row
from redact.run.corpus.tables import fields as paths
from redact.run.corpus.tables.columns import Route, id_route, leaf, routes
from redact.run.corpus.tables.packed import Opener, open_local, reading
from redact.run.corpus.tables.parquet_rows import Batch, ParquetRows, Picked, manner, plain_schema
from redact.run.shards.shard import Shard
from redact.settings import Settings

_BUFFER_BYTES = 1 << 20
#: How much of a row group is held at a time, and in how many rows at most: dictionaries may hide what rows weigh.
_BATCH_BYTES, _BATCH_ROWS = 8 * 1024**2, 1024
#: Source: Apache Parquet, Encryption.md, "Encrypted footer mode".
_SEALED = b"PARE"


class ParquetTable:
    """Rows of Parquet."""

    suffix = ".parquet"

    def __init__(self, fields: Fields, settings: Settings, opener: Opener = open_local) -> None:
        """Ready to read these fields.

        Raises:
            UsageError: a field is not written as a path.
        """
        for name in fields.text:
            paths.parse(name)
        self._id = paths.parse_one(fields.id) if fields.id else ()
        self._fields = fields
        self._settings = settings
        self._opener = opener

    def shards(self, found: Found, size: int) -> Iterator[Shard]:
        """As `Table.shards`; reads the footer only. A file without rows is one shard."""
        with self._opened(found.address) as file:
            self._check(plain_schema(file))
            cuts = _cuts(file.metadata, size)
        for part, (start, end) in enumerate(cuts):
            yield Shard("parquet", found.name, part, len(cuts), start, end, stamp=found.stamp)

    def rows(self, shard: Shard, address: str) -> Iterator[Row | Fault]:
        """As `Table.rows`. A null text is no text. A row without an id is called by its number in the file, from 1."""
        ordinal = 0
        with self._opened(address) as file:
            for batch in self._batches(file, shard):
                for number in range(batch.rows.num_rows):
                    yield self._row(ordinal, batch, number)
                    ordinal += 1

    def writer(self, shard: Shard, address: str, out: BinaryIO) -> ParquetRows:
        """As `Table.writer`; each row group of the source becomes one, or several if it is large."""
        with self._opened(address) as file:
            first = shard.start if shard.start < file.num_row_groups else None
            return ParquetRows(out, manner(file, first, self._fields.counts, self._settings.keep_metadata))

    def count(self, path: Path) -> int:
        """How many rows a finished output has: its footer says so, and a scan of its texts finds as many.

        Raises:
            Defect: the two do not agree, or it cannot be read.
        """
        try:
            with self._opened(str(path), open_local) as file:
                claimed = int(file.metadata.num_rows)
                columns = list(dict.fromkeys(str(route[0]) for route in self._routes(plain_schema(file))))
                seen = sum(
                    batch.num_rows for batch in file.iter_batches(_BATCH_ROWS, columns=columns, use_threads=False)
                )
        except (InputError, UsageError) as err:
            raise Defect("an output of ours cannot be read again", "please report this") from err
        if seen != claimed:
            raise Defect("an output of ours has another number of rows than it says", "please report this")
        return claimed

    @contextmanager
    def _opened(self, address: str, opener: Opener | None = None) -> Iterator[pq.ParquetFile]:
        with reading(opener or self._opener, address) as raw:
            if raw.read(len(_SEALED)) == _SEALED:
                raise EncryptedInput("a Parquet file is encrypted", "decrypt it first")
            raw.seek(0)
            # Pre-buffering would hold whole row groups.
            with pq.ParquetFile(
                raw, buffer_size=_BUFFER_BYTES, pre_buffer=False, page_checksum_verification=True
            ) as file:
                yield file

    def _check(self, plain: pa.Schema) -> None:
        """Raise what is wrong with the columns that were asked for."""
        self._routes(plain)
        if self._id:
            id_route(plain, self._id)
        if self._fields.counts in plain.names:
            raise UsageError("a file has a column of the name of the counts", "give the counts another name")

    def _routes(self, plain: pa.Schema) -> list[Route]:
        """Where the texts are, none twice."""
        return list(dict.fromkeys(route for name in self._fields.text for route in routes(plain, name)))

    def _batches(self, file: pq.ParquetFile, shard: Shard) -> Iterator[Batch]:
        plain = plain_schema(file)
        texts = self._routes(plain)
        groups = [file.metadata.row_group(number) for number in range(file.num_row_groups)]
        first = sum(group.num_rows for group in groups[: shard.start])
        for number in range(shard.start, shard.end):
            for part in file.iter_batches(_height(groups[number]), row_groups=[number], use_threads=False):
                rows = part if part.schema.equals(plain) else part.cast(plain)
                ids = leaf(rows, id_route(plain, self._id)) if self._id else None
                yield Batch(number, rows, tuple(leaf(rows, route) for route in texts), ids, first)
                first += part.num_rows

    def _row(self, ordinal: int, batch: Batch, number: int) -> Row | Fault:
        known = batch.ids.of(number)[0] if batch.ids else None
        name = f"row {batch.first + number + 1}" if known in (None, "", b"") else str(known)
        texts = [text for leaf in batch.leaves for text in leaf.of(number) if text is not None]
        if isinstance(known, bytes) or any(isinstance(text, bytes) for text in texts):
            name = f"row {batch.first + number + 1}" if isinstance(known, bytes) else name
            return Fault(ordinal, name, CorruptInput("the row is not UTF-8", "mend the row, or drop it"))
        if any(len(text) > self._settings.max_value_chars for text in texts):
            return Fault(ordinal, name, LimitExceeded("a text is longer than the limit", "raise max_value_chars"))
        return Row(ordinal, name, tuple(texts), Picked(batch, number))


def _height(group: pq.RowGroupMetaData) -> int:
    """How many rows of a row group are held at a time."""
    about = _BATCH_BYTES * group.num_rows // max(1, group.total_byte_size)
    return int(min(max(1, about), _BATCH_ROWS))


def _cuts(footer: pq.FileMetaData, size: int) -> list[tuple[int, int]]:
    """Consecutive row groups, cut as soon as they are `size` bytes in the file."""
    cuts, start, held = [], 0, 0
    for number in range(footer.num_row_groups):
        group = footer.row_group(number)
        held += sum(group.column(each).total_compressed_size for each in range(group.num_columns))
        if held >= size:
            cuts.append((start, number + 1))
            start, held = number + 1, 0
    if start < footer.num_row_groups or not cuts:
        cuts.append((start, footer.num_row_groups))
    return cuts
