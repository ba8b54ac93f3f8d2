"""Documents opened: native decoders in a child process, everything else here, and whatever is inside them as well."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from redact import registry
from redact.core.flow import Source
from redact.core.ports import Document
from redact.intake.sandbox import Sandbox
from redact.intake.source import kind_of
from redact.pipeline.inside import Inside
from redact.pipeline.nested import Nested
from redact.settings import Settings


class Opener:
    """Opens the documents of one run. `strict`: a file that holds another that cannot be read cannot be read itself."""

    def __init__(self, settings: Settings, *, strict: bool = True, folder: Path | None = None) -> None:
        """`folder` is where files within files are put while they are read; else where the system keeps such."""
        self._settings = settings
        self._sandbox = Sandbox(settings)
        self._inside = Inside(settings, self._plain, strict=strict, folder=folder)
        self._last: tuple[Source, Nested] | None = None
        self._simple = False

    def open(self, source: Source) -> Nested:
        """The source through its adapter; the one that was opened last is kept, for a source is read several times.

        Raises:
            InputError: the bytes are not what they claim, are locked, or exceed the limits.
        """
        if self._last is None or self._last[0] != source:
            self._last = (source, self._opened(source))
        return self._last[1]

    def reopen(self, source: Source, path: Path) -> Nested:
        """What was made of a source, always anew: a draft has the name of the one before it, and other bytes.

        Raises:
            InputError: as `open`.
        """
        suffix = self.open(source).suffix
        again = replace(source, path=path, size=path.stat().st_size)
        if suffix is not None:
            again = replace(again, name=f"draft{suffix}", kind=kind_of(path, suffix))
        return self._opened(again)

    @property
    def simple(self) -> bool:
        """Whether what can be read in a simpler way is."""
        return self._simple

    def simplify(self, source: Source) -> bool:
        """From now on, read what can be in a simpler way (`registry.SIMPLER`); whether that is another for this source."""
        usual = [note.note for note in self.open(source).census()]
        if source.kind not in registry.SIMPLER and not registry.SIMPLER.keys() & set(usual):
            return False
        self._simple, self._last = True, None
        return True

    def as_usual(self) -> None:
        """No longer."""
        if self._simple:
            self._simple, self._last = False, None

    def close(self) -> None:
        """End the child processes, and take away what was taken out of files."""
        self._sandbox.close()
        self._inside.close()

    def _opened(self, source: Source) -> Nested:
        return Nested(self._plain(source), source, self._inside)

    def _plain(self, source: Source) -> Document:
        if self._simple:
            source = replace(source, kind=registry.SIMPLER.get(source.kind, source.kind))
        if source.kind in registry.NATIVE:
            return self._sandbox.open(source)
        document: Document = registry.load("media", source.kind)(source, self._settings)
        return document
