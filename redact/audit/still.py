"""Whether anything has moved since a run ended: if nothing has, the same run again has nothing to do, and knows at once.

A run that ends notes how its inputs and outputs stood, as the file system tells it: sizes, times, numbers of files, and
no content. A hundred thousand files are looked over in a second or two, where reading them takes minutes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from redact.audit.canonical import canonical
from redact.audit.files import replacing
from redact.audit.manifest import read_manifest
from redact.core.flow import Record

_NAME = "still.json"
#: What of the record must be as the run left it.
_REMEMBERED = ("log.jsonl", "log.head", "manifest.jsonl", "plans", "drafts", "findings", "quarantine")

#: A path, and what it is called.
Named = tuple[Path, str]


class Still:
    """The note of one record folder. `run` is the fingerprint of the order; inputs are looked at when it is made."""

    def __init__(self, record: Path, run: str, inputs: Iterable[Named], out: Path) -> None:
        self._record = record
        self._out = out
        given = list(inputs)
        self._names = [name for _, name in given]
        self._before = _digest([run], _marks(given))

    def records(self) -> list[Record] | None:
        """What the last run made of these inputs, if neither they nor its outputs have been touched since; else None."""
        path = self._record / _NAME
        with suppress(OSError, ValueError, KeyError, TypeError):
            noted = json.loads(path.read_bytes())
            if noted["before"] != self._before:
                return None
            known = read_manifest(self._record / "manifest.jsonl")
            records = [known[name] for name in self._names]
            return records if noted["after"] == self._after(records) else None
        return None

    def note(self, records: Iterable[Record]) -> None:
        """Note that a run has ended so.

        Raises:
            WriteError: it cannot be written.
        """
        made = list(records)
        held = {"before": self._before, "after": self._after(made)}  # names stand in the manifest and nowhere else
        with replacing(self._record / _NAME, "the note of the run") as file:
            file.write(canonical(held) + b"\n")

    def _after(self, records: Iterable[Record]) -> str:
        told = ([record.source, record.sha256, record.status] for record in records)
        made = [(self._out / record.output, record.output) for record in records if record.output is not None]
        folders = sorted({self._out, *(path.parent for path, _ in made)})  # a folder's time tells of files come and gone
        around = [*folders, *(self._record / name for name in _REMEMBERED)]
        return _digest(told, _marks(made), _marks((path, path.name) for path in around))


def forget(record: Path) -> None:
    """Take the note away: something is about to move. Raises OSError: it is still there."""
    (record / _NAME).unlink(missing_ok=True)


def _marks(files: Iterable[Named]) -> Iterator[list[object]]:
    """How each file stands. Times of change of the inode cannot be set back as those of the content can."""
    for path, name in files:
        try:
            stat = path.lstat()
        except OSError:
            yield [name, None]
        else:
            yield [name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, stat.st_mode]


def _digest(*rows: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for part in rows:
        for row in part:
            digest.update(canonical(row) + b"\n")
        digest.update(b"\n")
    return digest.hexdigest()
