"""What a daemon works with: the jobs themselves, what redacts them, what lets them out, and how they end."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from redact.core.errors import RedactError
from redact.core.flow import Record
from redact.core.work import Crew
from redact.pipeline.ready import Ready
from redact.run.watch.claims.claims import Claim, Claims
from redact.run.watch.config.config import Config, Lane
from redact.run.watch.shelves.outlet import Outlet
from redact.run.watch.shelves.shelves import Shelves
from redact.run.watch.state.rows import Mine, Status
from redact.run.watch.state.state import State


class Door(Protocol):
    """What lets drafts out; see `redact.api.single.Door`."""

    def release(self, ready: Ready, out: Path, output: str | None = None) -> Record:
        """Log its decisions, then let it stand in `out`."""

    def keep_back(self, ready: Ready | str, error: RedactError) -> Record:
        """Note that, and why, it is not released."""

    def hold(self, ready: Ready) -> Record:
        """Note that it waits for a reviewer."""

    def close(self) -> None:
        """Let go of the record."""


class Engine(Protocol):
    """What redacts. Orders are numbered as `orders_of` gives them."""

    @property
    def patience_s(self) -> float:
        """After how long a job hangs, which nothing can end but a restart."""

    def crew(self) -> Crew:
        """A crew of one hand, which takes `Payload`s and answers `Ready`."""

    def door(self, order: int) -> Door:
        """The door of an order's record."""

    def fingerprint(self, order: int) -> str:
        """Changes whenever the same source might come out otherwise."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a hand is given: the file and under which order. No path: only load what the order needs."""

    order: int
    path: Path | None = field(default=None, repr=False)
    name: str = field(default="", repr=False)
    items: int = 1


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed file on its way. `refused` is why it is given up, where that was decided before."""

    claim: Claim = field(repr=False)
    mine: Mine
    lane: Lane = field(repr=False)
    order: int
    refused: RedactError | None = None


class Fate(StrEnum):
    """What became of a job."""

    ENDED = "ended"
    UNSETTLED = "unsettled"  # somebody is still writing to it: back to the inbox
    LOST = "lost"  # another daemon has it
    TROUBLE = "trouble"  # of the share, the disk or ourselves: to be tried again
    FATAL = "fatal"  # nothing can be done until somebody has mended it


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a job's way."""

    job: Job
    fate: Fate
    status: Status | None = None
    kind: str = ""  # medium of what was made, or class of the error
    seconds: float = 0.0
    error: RedactError | None = None

    @property
    def medium(self) -> str:
        """The medium, where it is known."""
        return "" if self.status is Status.QUARANTINED else self.kind


@dataclass(frozen=True, slots=True)
class Rooms:
    """All that a job needs on its way."""

    config: Config
    state: State
    claims: Claims
    shelves: Shelves
    outlet: Outlet
    engine: Engine
