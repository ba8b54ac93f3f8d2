"""The record folder: everything a run remembers, beside the release folder and never inside it. Private to its owner.

Layout: manifest.jsonl, log.jsonl, log.head, plans/, quarantine/, drafts/, lock (docs/reference/record-folder.md).
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from types import TracebackType

from redact.audit import lock, still
from redact.audit.canonical import canonical
from redact.audit.files import is_temp, replacing, writing
from redact.audit.manifest import read_manifest
from redact.audit.release import file_sha256
from redact.audit.resume import Key, Released, released_lines
from redact.core.errors import Defect, RedactError, UsageError, WriteError
from redact.core.flow import Record, Source

#: What may be a file's name here: our ids, and nothing that could lead out of the folder.
_ID = re.compile(r"[0-9a-z][0-9a-z_-]{0,99}")
_PRIVATE = 0o700


class RecordFolder:
    """A record folder. Paths can be asked for at any time; everything that writes needs `open` first."""

    def __init__(self, path: Path) -> None:
        """Name the folder; nothing is made yet."""
        self.path = path
        self.manifest_path = path / "manifest.jsonl"
        self.log_path = path / "log.jsonl"
        self.head_path = path / "log.head"
        self._plans, self._quarantine, self._drafts = path / "plans", path / "quarantine", path / "drafts"
        self._previews = path / "previews"
        self.findings_path = path / "findings"  # what was found where, between the two passes
        self.inside_path = path / "inside"  # files taken out of others, while they are read
        self._kept = (self._plans, self._quarantine, self._previews, self.findings_path)
        self._held: int | None = None
        self._records: dict[str, Record] = {}
        self._released: dict[Key, str] = {}

    def open(self) -> RecordFolder:
        """Make what is missing, lock it, clear away what a crash left, and learn what is done.

        Raises:
            UsageError: another run holds it, it is no folder, or its manifest is damaged.
            WriteError: it cannot be made or written.
        """
        if self.path.exists() and not self.path.is_dir():
            raise UsageError("the record folder is a file", "name a folder, or one that is not there yet")
        self.make()
        self._held = lock.take(self.path / "lock")
        try:
            self._clear()
            with writing("the record folder"):
                still.forget(self.path)
            self._records = read_manifest(self.manifest_path)
            self._released = released_lines(self.log_path)
        except RedactError:
            self.close()
            raise
        return self

    def make(self) -> None:
        """Make what is missing.

        Raises:
            WriteError: it cannot be made.
        """
        with writing("the record folder"):
            self.path.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
            for folder in (*self._kept, self._drafts, self.inside_path):
                folder.mkdir(mode=_PRIVATE, exist_ok=True)

    def close(self) -> None:
        """Clear away the work in hand and let another run in."""
        if self._held is not None:
            with contextlib.suppress(WriteError):  # what cannot be cleared now is cleared by the next run
                self._clear()
            lock.let_go(self._held)
            self._held = None

    def __enter__(self) -> RecordFolder:
        return self if self._held is not None else self.open()

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def plan_path(self, source_id: str) -> Path:
        """Where the plan of a source is."""
        return self._plans / f"{_safe(source_id)}.jsonl"

    def draft_path(self, source_id: str) -> Path:
        """Where to write the draft of a source: nobody else may look in there."""
        return self._drafts / _safe(source_id)

    def preview_path(self, source_id: str) -> Path:
        """Where the contact sheet of a source's pictures is, for its reviewer."""
        return self._previews / f"{_safe(source_id)}.jpg"

    def quarantine_path(self, source_id: str) -> Path:
        """Where the reason is, if a source was held back."""
        return self._quarantine / f"{_safe(source_id)}.json"

    def plans(self) -> Iterator[Path]:
        """All plans, by name."""
        yield from sorted(path for path in self._plans.glob("*.jsonl") if not is_temp(path.name))

    def quarantine(self, source_id: str, error: RedactError) -> None:
        """Note why a source is not released, and take its draft away.

        Raises:
            WriteError: the note cannot be written.
        """
        note = {"source_id": source_id, "reason": error.kind, "message": error.message, "hint": error.hint}
        with replacing(self.quarantine_path(source_id), "the quarantine note") as file:
            file.write(canonical(note) + b"\n")
        self.discard(source_id)

    def readmit(self, source_id: str) -> None:
        """Take away the note on a source that is released after all."""
        with writing("the record folder"):
            self.quarantine_path(source_id).unlink(missing_ok=True)

    def forget(self, source_id: str) -> None:
        """Take away plan and note of a source that is no longer what it was; the log keeps what was decided.

        Raises:
            WriteError: one is still there.
        """
        with writing("the record folder"):
            self.plan_path(source_id).unlink(missing_ok=True)
            for path in self._previews.glob(f"{_safe(source_id)}*"):
                path.unlink()
        self.readmit(source_id)

    def discard(self, source_id: str) -> None:
        """Take a draft away.

        Raises:
            WriteError: it is still there.
        """
        with writing("the record folder"):
            for path in self._drafts.glob(f"{_safe(source_id)}*"):  # with what was written beside it
                path.unlink()

    def previous(self, name: str) -> Record | None:
        """What the manifest told of the source of that name when the folder was opened."""
        return self._records.get(name)

    def done(self, source: Source, run: str, out_dir: Path) -> Record | None:
        """The record of a source that need not be done again, or None.

        It is done if the manifest says so, the log has a `released` line for these bytes and this `run` (fingerprint of
        policy, settings and models), and the output is still there with the hash that line tells.
        """
        record = self._records.get(source.name)
        if record is None or record.sha256 != source.sha256 or record.output is None:
            return None
        wanted = self._released.get(Released(source.sha256, run, record.output).key)
        if wanted is None:
            return None
        with contextlib.suppress(OSError):
            return record if file_sha256(out_dir / record.output) == wanted else None
        return None

    def _clear(self) -> None:
        with writing("the record folder"):
            for folder in (self.path, *self._kept):
                for path in folder.iterdir():
                    if is_temp(path.name):
                        path.unlink()
            for path in self._drafts.iterdir():
                path.unlink()
            for path in self.inside_path.iterdir():
                shutil.rmtree(path)


def _safe(source_id: str) -> str:
    if not _ID.fullmatch(source_id):
        raise Defect("a source id cannot be a file name", "please report this")
    return source_id


def under(folder: Path, name: str) -> Path:
    """`folder/name`, where `name` is written with '/' and must not lead out of it.

    Raises:
        Defect: it does.
    """
    inner = PurePosixPath(name)
    drive = os.name == "nt" and ("\\" in name or ":" in name)
    if inner.is_absolute() or ".." in inner.parts or not inner.parts or drive:
        raise Defect("an output name leads out of the release folder", "please report this")
    return folder / inner
