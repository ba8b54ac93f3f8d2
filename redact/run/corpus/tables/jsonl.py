"""JSONL: a record a line, plain or packed with gzip or Zstandard; what is not redacted keeps every byte.

Plain files are cut into stretches of bytes, and a line belongs to the stretch in which it begins; packed files are one
shard. A line that cannot be read is kept back alone. Blank lines are no rows and are not written.
"""

from __future__ import annotations

import codecs
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, cast

from redact.core.errors import CorruptInput, Defect, InputError, LimitExceeded
from redact.run.corpus.formats import Fault, Fields, Found, Made, Row
from redact.run.corpus.tables import fields as paths
from redact.run.corpus.tables.fields import Where
from redact.run.corpus.tables.json_text import parsed, spliced, with_member
from redact.run.corpus.tables.packed import Opener, Packing, open_local, packed, packing_of, reading, unpacked
from redact.run.shards.shard import Shard
from redact.settings import Settings

_SKIP_BYTES = 1 << 20
_UTF8_BYTES = 4  # of one character, at most


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it came, and where its texts stand."""

    text: str = field(repr=False)
    places: tuple[Where, ...] = field(repr=False)


class JsonlTable:
    """Rows of JSONL."""

    suffix = ".jsonl"

    def __init__(self, fields: Fields, settings: Settings, opener: Opener = open_local) -> None:
        """Ready to read these fields.

        Raises:
            UsageError: a field is not written as a path.
        """
        self._text = tuple(map(paths.parse, fields.text))
        self._id = paths.parse_one(fields.id) if fields.id else None
        self._counts = fields.counts
        self._settings = settings
        self._opener = opener

    def shards(self, found: Found, size: int) -> Iterator[Shard]:
        """As `Table.shards`; reads the first bytes only. An empty file is one shard without rows."""
        with reading(self._opener, found.address) as file:
            plain = packing_of(file) is Packing.PLAIN
        cuts = [*range(0, found.size, max(size, 1)), found.size] if plain and found.size > size else [0, -1]
        for part, (start, end) in enumerate(pairwise(cuts)):
            yield Shard("jsonl", found.name, part, len(cuts) - 1, start, end, stamp=found.stamp)

    def rows(self, shard: Shard, address: str) -> Iterator[Row | Fault]:
        """As `Table.rows`. A row without an id is called by its line, counted from 1 within the part."""
        named = "line" if shard.parts == 1 else f"part {shard.part + 1} line"
        ordinal = 0
        with reading(self._opener, address) as file:
            content = unpacked(file, packing_of(file), self._settings.max_ratio)
            for number, raw in enumerate(_lines(content, shard, self._longest), 1):
                if raw is not None and not raw.strip():
                    continue
                yield self._row(ordinal, f"{named} {number}", raw)
                ordinal += 1

    def writer(self, shard: Shard, address: str, out: BinaryIO) -> JsonlRows:
        """As `Table.writer`; byte order mark and packing are the source's."""
        with reading(self._opener, address) as file:
            packing = packing_of(file)
            marked = shard.start == 0 and unpacked(file, packing).read(3) == codecs.BOM_UTF8
        return JsonlRows(packed(out, packing), codecs.BOM_UTF8 if marked else b"", self._counts)

    def count(self, path: Path) -> int:
        """How many lines of a finished output are records, as Python's own decoders of JSON and gzip have it.

        Raises:
            Defect: one is not, or the file cannot be read.
        """
        try:
            with path.open("rb") as file, _other_reader(file, packing_of(file)) as content:
                return sum(_is_record(line) for line in content)
        except (OSError, EOFError, ValueError, InputError) as err:
            raise Defect("an output of ours cannot be read again", "please report this") from err

    @property
    def _longest(self) -> int:
        """How many bytes of one line are read before it is given up."""
        return _UTF8_BYTES * self._settings.max_value_chars

    def _row(self, ordinal: int, name: str, raw: bytes | None) -> Row | Fault:
        try:
            text = self._decoded(raw)
            record = parsed(text, self._settings.max_depth)
            name = self._identity(record) or name
            found = paths.places(record, self._text)
            self._check(record, found)
        except InputError as err:
            return Fault(ordinal, name, err)
        return Row(ordinal, name, tuple(found.values()), Line(text, tuple(found)))

    def _decoded(self, raw: bytes | None) -> str:
        if raw is None or len(raw) > self._settings.max_value_chars + 2:
            # Shorter in characters than in bytes, perhaps; the line's end does not count.
            text = "" if raw is None else _utf8(raw)
            if raw is None or len(text.rstrip("\r\n")) > self._settings.max_value_chars:
                raise LimitExceeded("the row is longer than the limit", "raise max_value_chars in the settings")
            return text
        return _utf8(raw)

    def _identity(self, record: object) -> str:
        """The id of a record, a text or a whole number; "" where it has none."""
        if self._id is None:
            return ""
        for step in self._id:
            record = record.get(step) if isinstance(record, dict) else None
        if isinstance(record, bytes) and record.lstrip(b"-").isdigit():
            return record.decode()
        if record is not None and not isinstance(record, str):
            raise CorruptInput("the id of the row is neither text nor a whole number", "name another field as the id")
        return record or ""

    def _check(self, record: object, found: dict[Where, str]) -> None:
        if not found:
            raise CorruptInput("the row has no text under the field", "check the name of the field, or drop the row")
        if self._counts and isinstance(record, dict) and self._counts in record:
            raise CorruptInput("the row has a member of the name of the counts", "give the counts another name")
        if self._counts and not isinstance(record, dict):
            raise CorruptInput("the row is no object and takes no counts", "leave the counts out")


class JsonlRows:
    """Writes lines."""

    def __init__(self, out: BinaryIO, mark: bytes, counts: str) -> None:
        self._out = out
        self._counts = counts
        self._out.write(mark)

    def write(self, row: Row, made: Made) -> None:
        """The line as it came, with those strings in it that have changed."""
        line: Line = row.body
        changed = {where: new for where, old, new in zip(line.places, row.texts, made.texts, strict=True) if new != old}
        text = spliced(line.text, paths.tree(changed)) if changed else line.text
        if self._counts:
            text = with_member(text, self._counts, sum(made.entities.values()))
        self._out.write(text.encode())

    def close(self) -> None:
        """End the packing."""
        self._out.close()


def _lines(file: BinaryIO, shard: Shard, longest: int) -> Iterator[bytes | None]:
    """The lines that begin in a stretch, without byte order mark; None for one that is longer than `longest` bytes."""
    at = shard.start
    if at:
        file.seek(at - 1)
        at += _skipped(file) - 1
    while shard.end < 0 or at < shard.end:
        line = file.readline(longest + 1)
        if not line:
            return
        first, at = at == 0, at + len(line)
        if len(line) > longest and not line.endswith(b"\n"):
            at += _skipped(file)
            yield None
        else:
            yield line.removeprefix(codecs.BOM_UTF8) if first else line


def _skipped(file: BinaryIO) -> int:
    """How many bytes the rest of a line was; they are read and not held."""
    length = 0
    while piece := file.readline(_SKIP_BYTES):
        length += len(piece)
        if piece.endswith(b"\n"):
            break
    return length


def _utf8(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as err:
        raise CorruptInput("the row is not UTF-8", "save the file as UTF-8, or mend the row") from err


def _other_reader(file: BinaryIO, packing: Packing) -> BinaryIO:
    """The bytes within, by another decoder than that of `rows` where Python has one."""
    if packing is Packing.GZIP:
        return cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=file))))
    return unpacked(file, packing)


def _is_record(line: bytes) -> bool:
    """Whether a line is a record, or blank.

    Raises:
        ValueError: it is neither.
    """
    text = line.decode("utf-8-sig")
    if not text.strip():
        return False
    json.loads(text, parse_int=float)
    return True
