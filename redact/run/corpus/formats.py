"""What a format of corpora must be able to do. Tables hold rows of text; collections hold files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from redact.core.errors import InputError
from redact.run.shards.shard import Shard


@dataclass(frozen=True, slots=True)
class Found:
    """One file of a corpus: where it is (`address`: a path or an fsspec URL), its name relative to the input.

    `alike`: a name beside it, or beside a folder above it, is the same on disks that know no case.
    """

    address: str = field(repr=False)
    name: str = field(repr=False)
    size: int
    stamp: str
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a row are text to redact, and which is its id; as paths: `text`, `messages[].content`, `meta.note`.

    `counts` names the optional column that takes the number of cuts of a row.
    """

    text: tuple[str, ...] = ("text",)
    id: str | None = None
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its ordinal within the shard, its id, the texts under its fields in order, the row itself."""

    ordinal: int
    id: str = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)
    body: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be understood: it is kept back alone."""

    ordinal: int
    id: str = field(repr=False)
    error: InputError


@dataclass(frozen=True, slots=True)
class Made:
    """The texts of a row as they may be released, in the order of `Row.texts`, and what was cut, by entity type."""

    texts: tuple[str, ...] = field(repr=False)
    entities: Mapping[str, int]
    chars_cut: int


class Rows(Protocol):
    """Writes rows; what it wrote is whole when `close` has returned."""

    def write(self, row: Row, made: Made) -> None:
        """The row with its new texts; every other field as it was."""

    def close(self) -> None:
        """Write what is still held."""


class Table(Protocol):
    """A format of rows."""

    suffix: str  # of an output

    def shards(self, found: Found, size: int) -> Iterator[Shard]:
        """The shards of one file, of about `size` bytes each. Reads no more than metadata.

        Raises:
            InputError: the file is not what it claims.
            UsageError: a field that was asked for is not there.
        """

    def rows(self, shard: Shard, address: str) -> Iterator[Row | Fault]:
        """The rows of a shard, streamed; a bad row is a fault with an ordinal of its own, and the others go on.

        Raises:
            InputError: the file cannot be read on from here.
        """

    def writer(self, shard: Shard, address: str, out: BinaryIO) -> Rows:
        """Writes an output of a shard to `out`, with the schema, compression and dialect of the source."""

    def count(self, path: Path) -> int:
        """How many rows stand in a finished output, read by another reader than wrote it where there is one.

        Raises:
            Defect: it cannot be read.
        """


#: The engine that a table's hand asks: the texts of several rows, each row a world of its own, and what is made of each.
class Redactor(Protocol):
    """Redacts rows of texts."""

    def rows(self, rows: Sequence[Sequence[str]]) -> list[Made | Exception]:
        """What each row becomes, or the `RedactError` for which it is kept back; in the order given."""
