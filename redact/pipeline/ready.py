"""What is ready: a source with a plan and a draft in which nobody was found any more, waiting to be let through the door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from redact.audit.plan import PlanCounts
from redact.core.flow import Record, Source


@dataclass(frozen=True, slots=True)
class Ready:
    """One source as it may go out. Can be handed from process to process; holds no values but names.

    `output` is the name for the release, with nobody in it; another source may want the same one. `sight` is how the
    source looked before any doubt. `beside` has the drafts of its transcript, by kind. `held`: the pack wants a person
    to look at it first. `entities`: how many cuts of each type its plan has.
    """

    source: Source
    output: str = field(repr=False)
    counts: PlanCounts
    sight: str
    draft: Path = field(repr=False)
    changed: bool = True
    beside: Mapping[str, Path] = field(default_factory=dict, repr=False)
    held: bool = False
    entities: Mapping[str, int] = field(default_factory=dict)

    def record(self, status: str, output: str | None) -> Record:
        """The manifest line of this source."""
        source, counts = self.source, self.counts
        return Record(
            source.name, source.sha256, output, status, "", source.kind, counts.redacted, counts.kept, counts.review
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a source stands before its turn: the name its output will want, and how it looks to the run (if asked)."""

    output: str = field(repr=False)
    sight: str = ""
