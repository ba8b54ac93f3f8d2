"""Documents opened: native decoders in a child process, everything else here."""

from __future__ import annotations

from redact import registry
from redact.core.flow import Source
from redact.core.ports import Document
from redact.intake.sandbox import Sandbox
from redact.settings import Settings


class Opener:
    """Opens the documents of one run."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sandbox = Sandbox(settings)
        self._last: tuple[Source, Document] | None = None

    def open(self, source: Source) -> Document:
        """The source through its adapter; the one that was opened last is kept, for a source is read several times.

        Raises:
            InputError: the bytes are not what they claim, are locked, or exceed the limits.
        """
        if self._last is None or self._last[0] != source:
            self._last = (source, self.reopen(source))
        return self._last[1]

    def reopen(self, source: Source) -> Document:
        """The same, always anew: a draft has the name of the one before it, and other bytes.

        Raises:
            InputError: as `open`.
        """
        if source.kind in registry.NATIVE:
            return self._sandbox.open(source)
        document: Document = registry.load("media", source.kind)(source, self._settings)
        return document

    def close(self) -> None:
        """End the child processes."""
        self._sandbox.close()
