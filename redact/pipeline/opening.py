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

    def open(self, source: Source) -> Document:
        """The source through its adapter.

        Raises:
            InputError: the bytes are not what they claim, are locked, or exceed the limits.
        """
        if source.kind in registry.NATIVE:
            return self._sandbox.open(source)
        document: Document = registry.load("media", source.kind)(source, self._settings)
        return document

    def close(self) -> None:
        """End the child processes."""
        self._sandbox.close()
