"""What becomes of a run, and who watches it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from redact.core.flow import Record

#: The reason in the manifest of a source that waits for a reviewer: a status, not an error (exit 10).
HELD = "PendingReview"


class Watcher(Protocol):
    """Is told how far a run is; draws a progress bar or nothing."""

    def begin(self, stage: str, items: int, size: int) -> None:
        """A stage over so many files and bytes starts."""

    def step(self, size: int) -> None:
        """One file of so many bytes is done."""


class Unwatched:
    """Nobody is watching."""

    def begin(self, stage: str, items: int, size: int) -> None:
        """Nothing to show."""

    def step(self, size: int) -> None:
        """Nothing to show."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One record for each source, in the order of the inputs."""

    records: tuple[Record, ...]

    @property
    def quarantined(self) -> int:
        """How many sources were kept back, for whatever reason."""
        return sum(record.status == "quarantined" for record in self.records)

    @property
    def held(self) -> int:
        """How many of those wait for a reviewer and nothing else."""
        return sum(record.reason == HELD for record in self.records)
