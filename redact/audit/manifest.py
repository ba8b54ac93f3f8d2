"""The manifest: one line per source, what became of it. The last line of a source is the one that holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from redact.audit.canonical import canonical
from redact.audit.failpoints import reach
from redact.audit.files import Appender
from redact.audit.lines import MAX_LINE_BYTES, bad_line, check_keys, parse_object
from redact.core.errors import UsageError
from redact.core.flow import Record

_WHAT = "the manifest"
#: `planned`: a plan is stored and nothing has been written yet.
STATUSES = ("released", "unchanged", "quarantined", "planned")
_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "source": str,
    "sha256": str,
    "output": (str, type(None)),
    "status": str,
    "reason": str,
    "kind": str,
    "redacted": int,
    "kept": int,
    "review": int,
}


class Manifest:
    """A manifest open for writing; an unfinished last line of an earlier crash is cut off."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            WriteError: it cannot be opened.
        """
        self._appender = Appender(path, _WHAT)

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def append(self, record: Record) -> None:
        """One line, on the disk when this returns.

        Raises:
            WriteError: it cannot be written.
        """
        reach("before-manifest")
        self._appender.add(canonical(asdict(record)))
        self._appender.sync()
        reach("after-manifest")

    def close(self) -> None:
        """Let go of the file."""
        self._appender.close()


def read_manifest(path: Path) -> dict[str, Record]:
    """What became of each source, by its name, in the order in which they first came. No file: nothing yet.

    Raises:
        UsageError: a finished line is not a record; the line is named.
    """
    found: dict[str, Record] = {}
    for record in _records(path):
        found[record.source] = record
    return found


def _records(path: Path) -> Iterator[Record]:
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(MAX_LINE_BYTES + 2):
                number += 1
                if not raw.endswith(b"\n") and len(raw) <= MAX_LINE_BYTES:
                    return  # the last line, cut by a crash: its source will come again
                yield _parse(raw, number)
    except OSError as err:
        raise UsageError("the manifest cannot be read", "check its path and its permissions") from err


def _parse(raw: bytes, number: int) -> Record:
    line = parse_object(raw, _WHAT, number)
    check_keys(line, _KEYS, _WHAT, number)
    if line["status"] not in STATUSES:
        raise bad_line(_WHAT, number, "an unknown status", f"known: {', '.join(STATUSES)}")
    return Record(**line)
