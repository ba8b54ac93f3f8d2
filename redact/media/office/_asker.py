"""Stretches of a document put to whoever decides, one after another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from redact.core.flow import Edit
from redact.core.ports import Change
from redact.media._stream import Readable


@dataclass(slots=True)
class Asker:
    """Puts each stretch to `change`, and counts."""

    change: Change
    about: int
    ordinal: int = 0

    def __call__(self, readable: Readable) -> Sequence[Edit]:
        """The edits for a stretch, in its own characters."""
        edits, self.ordinal = readable.ask(self.change, self.ordinal, self.about)
        return edits
