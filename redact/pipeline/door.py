"""The door: the one place of a run where outputs are named, released and noted. Whatever worked on a source, it ends here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from redact.core.errors import InputError, RedactError
from redact.core.flow import Record, Source
from redact.pipeline.archive import Archive
from redact.pipeline.names import Names
from redact.pipeline.ready import Ready, Standing
from redact.pipeline.survey import Item, paper_id


class Door:
    """Lets sources through into one release folder; with none, plans are noted and nothing is released."""

    def __init__(self, archive: Archive, out: Path | None) -> None:
        self._archive = archive
        self._out = out
        self._names = Names()

    def stands(self, source: Source, standing: Standing) -> Record | None:
        """The record of an earlier run of the same order over the same source, when its output is still whole.

        Asked in the order of the sources: who comes first has the first choice of a name.
        """
        record = None
        if self._out is not None and standing.sight:
            record = self._archive.done(source, standing.sight, self._out)
        self._names.claim(standing.output if record is None else str(record.output), paper_id(source))
        return record if record is None else self._noted(record)

    def planned(self, ready: Ready) -> Record:
        """Note that the plan of a source is stored."""
        self._named(ready)
        return self._noted(ready.record("planned", None))

    def release(self, ready: Ready) -> Record:
        """Release what is ready; or note that it waits for a reviewer."""
        output = self._named(ready)
        if ready.held or self._out is None:
            self._names.give_up(paper_id(ready.source))
            return self._noted(self._archive.hold(ready))
        status = "released" if ready.changed or output != ready.source.name else "unchanged"
        record = ready.record(status, output)
        self._archive.release(ready, record, self._out, self._names_beside(output, ready))
        return self._noted(record)

    def keep_back(self, item: Item, error: RedactError | None) -> Record:
        """Note that and why a source is kept back."""
        if item.source is not None:
            self._names.give_up(paper_id(item.source))
        return self._noted(self._archive.quarantine(item, error or InputError("the source is not understood")))

    def close(self, records: Iterable[Record]) -> None:
        """Take away what earlier runs released of these sources and this one does not stand for; sign the log.

        A name that one source had and another was to have is free for nobody's old output once that other is kept back.
        """
        for record in records if self._out is not None else ():
            self._withdraw(record)
        self._archive.seal()

    def _noted(self, record: Record) -> Record:
        self._withdraw(record)
        self._archive.note(record)
        return record

    def _withdraw(self, record: Record) -> None:
        if self._out is not None:
            self._archive.withdraw(record, self._out, self._names)

    def _named(self, ready: Ready) -> str:
        """The name under which it goes out: its own, or the first like it that is free; its plan says the same."""
        output = self._names.claim(ready.output, paper_id(ready.source))
        if output != ready.output:
            self._archive.name_output(ready.source, output)
        return output

    def _names_beside(self, output: str, ready: Ready) -> dict[str, str]:
        """What the transcripts of an output are called, by kind."""
        stem = PurePosixPath(output)
        owner = paper_id(ready.source)
        return {
            kind: self._names.claim(str(stem.with_name(f"{stem.stem}.transcript.{kind}")), f"{owner} {kind}")
            for kind in ready.beside
        }
