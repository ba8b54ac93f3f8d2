"""One file at a time, each a world of its own: made ready by a hand, let through the door by whoever keeps the record.

For watch folders and for files of a corpus. The two halves may live in different processes.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from types import TracebackType

from redact.api import standing
from redact.api.ask import Ask, order_for
from redact.audit.folder import RecordFolder
from redact.core.errors import RedactError
from redact.core.flow import Record, Source
from redact.intake.source import arrive
from redact.pipeline import Item
from redact.pipeline.archive import Archive
from redact.pipeline.hand import RiverHand
from redact.pipeline.ready import Ready

__all__ = ["Door", "Ready", "Single"]


class Single:
    """All models of one ask, loaded once, and a folder for its drafts."""

    def __init__(self, ask: Ask, work: Path | None = None) -> None:
        """Load everything. Drafts lie in `work`, else in the record folder, whose door, if it has one, is open already.

        Two that work side by side on equal files need folders of their own; of what is in them, nothing is kept.

        Raises:
            UsageError: pack, case file, settings or key are not as they should be.
            MissingPart: a model is not in the store.
        """
        self._order = order_for(ask)
        folder = work or ask.record
        RecordFolder(folder).make()
        self._hand = RiverHand(self._order, folder)
        self._passing = work is not None

    def ready(self, path: Path, name: str) -> Ready:
        """The file at `path`, called `name` (with `/`), redacted and doubted; its draft lies in the record folder.

        Raises:
            InputError: it cannot be understood.
            ResidualError: somebody is still found in its draft.
            WriteError: the record folder cannot be written.
        """
        return self._hand.alone(arrive(path, name, self._order.settings))

    def discard(self, source: Source) -> None:
        """Take away the draft of a source, and what was noted of it on the way."""
        self._hand.forget(source, plan=self._passing)

    def close(self) -> None:
        """End the child processes."""
        self._hand.close()


class Door:
    """The record folder of one ask, locked: the one process that holds it releases."""

    def __init__(self, ask: Ask) -> None:
        """Lock the record folder and open its log. Drafts that lie there are of a run that died: they are cleared away.

        Raises:
            UsageError: another process holds it, or the ask is not as it should be.
            WriteError: it cannot be made or written.
        """
        order = order_for(ask)
        self._folder = RecordFolder(ask.record).open()
        try:
            self._archive = Archive(order, self._folder)
            standing.write(ask, order)
        except RedactError:
            self._folder.close()
            raise

    def __enter__(self) -> Door:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def release(self, ready: Ready, out: Path, output: str | None = None) -> Record:
        """Through the door: decisions logged, renamed to `out/output`, the release logged, the manifest line written.

        `output` is `ready.output` unless that name is taken there. Transcripts go beside it. A draft that waits for a
        review (`ready.held`) is not released: see `hold`.

        Raises:
            WriteError: it cannot be written; nothing stands there that was not there before.
        """
        output = output or ready.output
        if output != ready.output:
            self._archive.name_output(ready.source, output)
        record = ready.record("released" if ready.changed or output != ready.source.name else "unchanged", output)
        stem = PurePosixPath(output)
        beside = {kind: str(stem.with_name(f"{stem.stem}.transcript.{kind}")) for kind in ready.beside}
        self._archive.release(ready, record, out, beside)
        return self._noted(record)

    def hold(self, ready: Ready) -> Record:
        """Note that a source waits for a reviewer: its plan is there, its output is not."""
        return self._noted(self._archive.hold(ready))

    def keep_back(self, what: Ready | Source | str, error: RedactError) -> Record:
        """Note that and why a source, or a file of this name that never became one, is kept back."""
        source = what.source if isinstance(what, Ready) else what
        item = Item(source) if isinstance(source, str) else Item(source.name, source.size, source)
        return self._noted(self._archive.quarantine(item, error))

    def close(self) -> None:
        """Sign the log and let another process in."""
        try:
            self._archive.seal()
            self._archive.close()
        finally:
            self._folder.close()

    def _noted(self, record: Record) -> Record:
        self._archive.note(record)
        return record
