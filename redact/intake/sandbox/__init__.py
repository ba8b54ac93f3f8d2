"""Hostile bytes are decoded next door: native decoders run in a child that may crash, hang or swell, and the run goes on.

    parent                                   child (limits, no core dumps, dies with its parent)
    Sandbox -> RemoteDocument -> Worker ==== channel ==== Served -> registry.load("media", kind)

Both ends speak JSON and raw bytes. Whoever takes over the child can say something false about its own file; it cannot make
the parent run code, allocate without limit, write to a terminal or touch another path.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from redact.intake.sandbox.crew import Crew
from redact.intake.sandbox.document import RemoteDocument

if TYPE_CHECKING:
    from redact.core.flow import Source
    from redact.settings import Settings

__all__ = ["RemoteDocument", "Sandbox"]


class Sandbox:
    """Opens documents in child processes, which start when first needed and are reused from document to document."""

    def __init__(self, settings: Settings, adapter: str = "") -> None:
        """`adapter` (`module:attribute`) takes the place of the registry's, whatever the kind of the source."""
        self._settings = settings
        self._crew = Crew(settings, adapter)
        self._numbers = count()

    def open(self, source: Source) -> RemoteDocument:
        """The source through its adapter, which is loaded and runs in a child.

        Raises:
            InputError: what the adapter says of the source.
            CorruptInput: the decoder crashed or hung.
            LimitExceeded: it needed more memory than `settings.decoder_bytes`.
        """
        return RemoteDocument(self._crew, self._settings, source, next(self._numbers))

    def close(self) -> None:
        """End every child; documents that were opened cannot be read any more."""
        self._crew.close()
