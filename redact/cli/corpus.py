"""JSONL corpora read as a stream: one field of each line, by the line's id; a bad line is noted and passed by.

Refuses nothing silently: each line is either a record or a fault with its number.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from redact.cli.kept_back import KeptBack
from redact.core.errors import CorruptInput, InputError, LimitExceeded, UsageError

_GZIP = b"\x1f\x8b"  # Source: RFC 1952, section 2.3.1
_REMEMBERED = 1000  # faults told apart; more are only counted, so that a corpus of faults costs no memory


class Corpus:
    """The records of some JSONL files. `faults` and `bad` fill while it is read."""

    def __init__(self, paths: Sequence[Path], field: str, id_field: str | None, max_line_bytes: int) -> None:
        """Check that the files are there.

        Raises:
            UsageError: one is not, or is a folder.
        """
        for path in paths:
            if not path.is_file():
                raise UsageError(
                    "an input does not exist or is no file", "name JSONL files; folders are read without --jsonl-field"
                )
        self._paths = paths
        self._field = field
        self._id_field = id_field
        self._limit = max_line_bytes
        self.faults: list[KeptBack] = []
        self.bad = 0
        self.total = 0

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """Each record as its id (or line number) and its text."""
        for at, path in enumerate(self._paths, 1):
            prefix = f"input {at}, " if len(self._paths) > 1 else ""
            yield from self._records(path, prefix)

    def _records(self, path: Path, prefix: str) -> Iterator[tuple[str, str]]:
        number = 0
        try:
            with _opened(path) as file:
                for number, raw in enumerate(_lines(file, self._limit), 1):
                    if raw.strip():
                        yield from self._record(raw, number, prefix)
        except (OSError, EOFError, zlib.error) as err:
            fault = CorruptInput("the file cannot be read on from here", "check that it is whole, and not cut short")
            fault.__cause__ = err
            self.total += 1
            self._fault(f"{prefix}line {number + 1}", fault)

    def _record(self, raw: bytes, number: int, prefix: str) -> Iterator[tuple[str, str]]:
        self.total += 1
        try:
            record = self._parse(raw, number)
        except InputError as err:
            self._fault(f"{prefix}line {number}", err)
        else:
            yield record

    def _parse(self, raw: bytes, number: int) -> tuple[str, str]:
        if len(raw) > self._limit:
            raise LimitExceeded(
                "the line is longer than the limit", "raise max_value_chars in the settings, or split it"
            )
        try:
            line = json.loads(raw.decode("utf-8-sig"))
        except (ValueError, RecursionError) as err:
            raise CorruptInput("the line is not JSON in UTF-8", "mend or drop it, then run again") from err
        text, name = _member(line, self._field), number if self._id_field is None else _member(line, self._id_field)
        if not isinstance(text, str):
            raise CorruptInput("the line has no text under the field", "check --jsonl-field, or drop the line")
        if not isinstance(name, str | int):
            raise CorruptInput("the line has no id under the field", "check --id-field, or leave it out")
        try:
            text.encode()
        except UnicodeEncodeError as err:
            raise CorruptInput("the text holds half a character", "mend the escape in it, or drop the line") from err
        return str(name), text

    def _fault(self, where: str, err: InputError) -> None:
        self.bad += 1
        if len(self.faults) < _REMEMBERED:
            self.faults.append(KeptBack(where, err.kind, err.message, err.hint))


def _member(line: object, name: str) -> object:
    return line.get(name) if isinstance(line, dict) else None


def _opened(path: Path) -> BinaryIO | gzip.GzipFile:
    """The file, unpacked as it is read if it is gzip by its first bytes."""
    with path.open("rb") as file:
        packed = file.read(len(_GZIP)) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")


def _lines(file: BinaryIO | gzip.GzipFile, limit: int) -> Iterator[bytes]:
    """Each line; of one beyond the limit only as much as shows that it is."""
    while raw := file.readline(limit + 1):
        rest = raw
        while len(rest) > limit and not rest.endswith(b"\n"):
            rest = file.readline(limit + 1)
        yield raw
