"""The first pass: every file arrives, is opened and read, and everyone in it is met."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from redact.audit.files import writing
from redact.core.errors import Defect, InputError, RedactError, UsageError
from redact.core.flow import Record, Source
from redact.core.place import Chars
from redact.core.segment import Text, texts
from redact.intake.source import arrive, walk
from redact.pipeline import spool
from redact.pipeline.analyst import Analyst, Read
from redact.pipeline.met import Met
from redact.pipeline.opening import Opener
from redact.pipeline.order import Order
from redact.vault.seal import Seal


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a run: the source when it could be understood, else the error that keeps it back."""

    name: str = field(repr=False)
    size: int = 0
    source: Source | None = None
    error: RedactError | None = None

    @property
    def id(self) -> str:
        """A name for a file that could not even be hashed, safe to show."""
        return _id(self.name)


def paper_id(source: Source) -> str:
    """What a source is called in the record: two files of one content are two papers."""
    return _id(f"{source.sha256}/{source.name}")


def record_id(record: Record) -> str:
    """What the source of a manifest line is called in the record."""
    return _id(f"{record.sha256}/{record.source}" if record.sha256 else record.source)


def _id(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:20]


def arrivals(inputs: Sequence[Path], order: Order) -> Iterator[Item]:
    """Every file under the inputs, in order of name.

    Raises:
        UsageError: two inputs hold a file of one relative name: the record could not tell them apart.
    """
    seen: set[str] = set()
    for path, name in walk(inputs):
        if name in seen:
            raise UsageError("two inputs hold a file of the same name", "run on the folder above them, or one by one")
        if len(inputs) > 1:
            seen.add(name)
        try:
            source = arrive(path, name, order.settings)
        except InputError as err:
            yield Item(name, error=err)
        else:
            yield Item(name, source.size, source)


def check_unchanged(source: Source) -> None:
    """Nothing, if the file still has the bytes it arrived with.

    Raises:
        InputError: it was changed or taken away since; what was read at different times must not be put together.
    """
    try:
        with source.path.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == source.sha256
    except OSError as err:
        raise InputError("the file went away while it was read", "run again when nobody writes to it") from err
    if not same:
        raise InputError("the file was changed while it was read", "run again when nobody writes to it")


class Survey:
    """Reads sources, keeps their findings beside the record, and tells whom they bring."""

    def __init__(self, order: Order, opener: Opener, analyst: Analyst, folder: Path) -> None:
        self._seen_by = f"{order.detection} {order.key.id}"
        self._opener = opener
        self._analyst = analyst
        self._folder = folder
        self._seal = Seal(order.key, "words of pictures")

    def read(self, source: Source) -> Met:
        """Read one source, or recall what was found when it was read before; whom it brings.

        Raises:
            InputError: the source cannot be understood to its end.
        """
        path = self._path(source)
        if spool.kept(path, self._seen_by):
            reads = self.recalled(source)
        else:
            fresh = self._analyst.read(self._opener.open(source).segments())
            reads = spool.keep(path, self._seen_by, fresh, self._seal)
        met = Met(paper_id(source))
        for read in reads:
            met.take(read)
        return met

    def forget(self, source: Source) -> None:
        """Take away what was kept of a source.

        Raises:
            WriteError: it is still there.
        """
        with writing("the findings folder"):
            for path in self._folder.glob(f"{source.sha256[:32]}-{source.kind}*.jsonl"):
                path.unlink(missing_ok=True)

    def recalled(self, source: Source) -> Iterator[Read]:
        """The texts of a source with the findings of the first pass.

        Raises:
            InputError: the source was changed since, or cannot be understood to its end.
        """
        # Pulled one by one, and no further than the last that is wanted: behind it a film may begin.
        there = texts(self._opener.open(source).segments())
        signals = False
        for kept in spool.recall(self._path(source), self._seal):
            signals = signals or kept.text is not None
            yield self._fitted(source, kept, kept.text or next(iter(there), None))
        if not signals and next(iter(there), None) is not None:
            raise self._unfit(source)

    def _fitted(self, source: Source, kept: spool.Kept, text: Text | None) -> Read:
        """What was kept, laid upon its text."""
        if text is None or kept.ordinal != text.ordinal:
            raise self._unfit(source)
        read = Read.of(text, kept.findings)
        ends = (each.place.end for each in kept.findings if isinstance(each.place, Chars))
        if any(end > len(read.text.text) for end in ends):
            raise self._unfit(source)
        return read

    def _unfit(self, source: Source) -> Defect:
        check_unchanged(source)
        return Defect("kept findings do not fit", "delete the findings folder of the record and run again")

    def _path(self, source: Source) -> Path:
        """One content may be read in two ways: as `a.txt` and as `a.csv`."""
        manner = "-simple" if self._opener.simple else ""
        return self._folder / f"{source.sha256[:32]}-{source.kind}{manner}.jsonl"
