"""Which formats a corpus may have, how a file is known to be of one, and what its outputs are called."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from redact.core.errors import UsageError
from redact.run.corpus.formats import Fields, Found, Table
from redact.run.shards.shard import Shard
from redact.settings import Settings

#: Formats of rows: in which module which reader is, imported when the first of them is met.
_TABLES = {"jsonl": ("jsonl", "JsonlTable"), "csv": ("delimited", "CsvTable"), "parquet": ("parquet", "ParquetTable")}
TAR, FILES = "tar", "files"
FORMATS = (*_TABLES, TAR, FILES)
_PACKED = (".gz", ".zst")
_BY_SUFFIX = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".tar": TAR,
    ".tgz": TAR,
}
#: First bytes of files that have no suffix, as engines write them. Source: Parquet format, "File format".
_PARQUET, _BRACE = b"PAR1", b'{"'
_TAR_AT, _TAR = 257, b"ustar"  # Source: POSIX.1-2017, pax, "ustar Interchange Format"
_HEAD = 512
#: A name that looks like a piece of another file: it goes out marked, so that it cannot be taken for one of ours.
_PIECE = re.compile(r"\.part-\d{5}-of-\d{5}$")


def is_table(kind: str) -> bool:
    """Whether a format holds rows, and not files."""
    return kind in _TABLES


def table(kind: str, fields: Fields, settings: Settings, opener: Callable[[str], BinaryIO]) -> Table:
    """The reader and writer of a format of rows. `opener` opens an address.

    Raises:
        UsageError: a path of a field is not one.
    """
    module, name = _TABLES[kind]
    return cast("Table", getattr(import_module(f"redact.run.corpus.tables.{module}"), name)(fields, settings, opener))


def kind_of(found: Found, wanted: str, head: Callable[[int], bytes]) -> str:
    """The format of a file: the one that was asked for, else by its name; where that says nothing, by its first bytes.

    `head` gives these; it is asked for files without any suffix only, so that a listing is not a reading.
    """
    if wanted and wanted not in FORMATS:
        raise UsageError("this is no format of corpora", f"known: {', '.join(FORMATS)}")
    _, suffix = split(found.name)
    if wanted or suffix:
        return wanted or _BY_SUFFIX[_bare(suffix)]
    return FILES if _suffix(found.name) else _by_bytes(head(_HEAD))


def _by_bytes(first: bytes) -> str:
    if first.startswith(_PARQUET):
        return "parquet"
    if first[_TAR_AT:].startswith(_TAR):
        return TAR
    return "jsonl" if first.startswith(_BRACE) else FILES


def split(name: str) -> tuple[str, str]:
    """A name and its suffix, as a corpus has them (`.jsonl.gz` is one); no suffix where it is of no known format."""
    lower = name.lower()
    end = next((packed for packed in _PACKED if lower.endswith(packed)), "")
    inner = _suffix(lower.removesuffix(end))
    if inner not in _BY_SUFFIX or (end and inner in (".parquet", ".pq", ".tgz")):
        return name, ""
    at = len(name) - len(inner) - len(end)
    return name[:at], name[at:]


def _suffix(name: str) -> str:
    """As `PurePosixPath.suffix`, which takes ten times as long, and there are files by the hundred thousand."""
    stem, dot, suffix = name.rpartition("/")[2].rpartition(".")
    return dot + suffix if stem and suffix else ""


def _bare(suffix: str) -> str:
    return "." + suffix.lower().split(".")[1]


def output_name(shard: Shard, clean: str, mark: str) -> str:
    """What the output of a stretch of one file is called: the file's name, with which part of it this is.

    `clean` is the name without the people in it; where that is another, or some disks take it for that of another file,
    `mark` is put to it, which nobody else has.
    """
    stem, suffix = split(clean)
    if clean != shard.source or shard.alike or _PIECE.search(stem) or PurePosixPath(clean).parts[0] == "_SUCCESS":
        stem = f"{stem}-{mark}"
    part = f".part-{shard.part:05d}-of-{shard.parts:05d}" if shard.parts > 1 else ""
    return f"{stem}{part}{suffix}"
