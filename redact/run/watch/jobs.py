"""The way of one file, from the claim to its shelf: hashed, redacted by a hand, checked, let through the door, put away.

Runs in a thread beside the daemon's loop, so that a film does not hold up the watchdog. Each step may be the last one
before a crash: what was done is found again and not done twice, and the file itself is never without a place.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from redact.audit.release import file_sha256
from redact.core.errors import Defect, InputError, MissingPart, RedactError, ResidualError, UsageError, WriteError
from redact.core.flow import Record
from redact.core.work import Crew, Done, Task
from redact.pipeline.ready import Ready
from redact.run.watch.claims import Claim, Claims
from redact.run.watch.config import Config, Lane
from redact.run.watch.leases import FILE
from redact.run.watch.outlet import Outlet, token
from redact.run.watch.shelves import Shelves
from redact.run.watch.state import MADE, Mine, Output, State, Status


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


class _Changed(Exception):
    """The file is not what it was when we took it."""


class _Lost(Exception):
    """The file is not ours any more."""


def load(crew: Crew, orders: int) -> None:
    """Let a hand load what all orders need.

    Raises:
        RedactError: something is missing or wrong.
    """
    for order in range(orders):
        _ask(crew, Payload(order))


class Course:
    """Takes jobs their way, several at a time; one at a time goes through the door."""

    def __init__(self, rooms: Rooms, doors: Sequence[Door]) -> None:
        """`doors` are open, one for each order: before any hand works, for opening one clears its drafts away."""
        self._rooms = rooms
        self._doors = tuple(doors)
        self._door = threading.Lock()
        self._shut = False

    def run(self, job: Job, crew: Crew) -> Ended:
        """What becomes of a job. Whatever it meets is in the answer."""
        began = time.monotonic()
        try:
            status, kind = self._tried(job, crew)
        except _Changed:
            return Ended(job, Fate.UNSETTLED)
        except _Lost:
            return Ended(job, Fate.LOST)
        except (MissingPart, UsageError) as err:
            return Ended(job, Fate.FATAL, error=err)
        except (RedactError, OSError) as err:
            return self._trouble(job, err)
        return Ended(job, Fate.ENDED, status, kind, time.monotonic() - began)

    def shut(self) -> None:
        """Nothing goes out any more; what is in the door at this moment gets through."""
        with self._door:
            self._shut = True

    def _trouble(self, job: Job, err: RedactError | OSError) -> Ended:
        try:
            ours = self._rooms.claims.holds(job.claim)
        except OSError:
            ours = True  # nobody can say while the share is away
        error = err if isinstance(err, RedactError) else _unreadable()
        return Ended(job, Fate.TROUBLE if ours else Fate.LOST, kind=error.kind, error=error)

    def _tried(self, job: Job, crew: Crew) -> tuple[Status, str]:
        if job.refused is not None:
            return self._refuse(job, job.claim.name, job.refused)
        sha256 = file_sha256(job.claim.path)
        fingerprint = self._rooms.engine.fingerprint(job.order)
        known = self._rooms.state.known(job.mine.name, sha256, fingerprint)
        if known is not None and self._stands(known):
            return self._put_away(job, known, again=known.done)
        try:
            ready = _ask(crew, Payload(job.order, job.claim.path, job.claim.name))
        except (InputError, ResidualError) as err:
            self._still(job, sha256)
            return self._refuse(job, job.claim.name, err)
        if ready.source.sha256 != sha256 or not self._rooms.claims.unchanged(job.claim):
            raise _Changed
        if ready.held:
            return self._review(job, ready)
        return self._put_away(job, self._release(job, ready, fingerprint))

    def _still(self, job: Job, sha256: str) -> None:
        """A file is blamed only if it can be read from end to end, and is what it was: else it was the share."""
        if not self._rooms.claims.unchanged(job.claim) or file_sha256(job.claim.path) != sha256:
            raise _Changed

    def _stands(self, known: Output) -> bool:
        """Whether an earlier output is still where it was put. A changed one is somebody's work: it counts as there."""
        config = self._rooms.config
        return ((config.held if known.held else config.outbox) / known.output).is_file()

    def _release(self, job: Job, ready: Ready, fingerprint: str) -> Output:
        config, held = self._rooms.config, job.lane.hold
        work = token(job.mine.name, ready.source.sha256, fingerprint)
        output = self._rooms.outlet.reserve(ready.output, ready.beside, work)
        folder = config.held if held else config.outbox
        digest = file_sha256(ready.draft)
        with self._door:
            self._check(job)
            self._doors[job.order].release(ready, folder, output)
            made = Output(job.mine.name, ready.source.sha256, fingerprint, ready.source.kind, output, digest, held)
            if not self._rooms.state.made(job.mine, made):
                raise _Lost
        return made

    def _put_away(self, job: Job, made: Output, *, again: bool = False) -> tuple[Status, str]:
        """The original goes to its shelf; then, and only then, the file counts as done."""
        self._check(job)
        self._rooms.shelves.to_originals(job.claim)
        return self._end(job, Status.HELD if made.held else Status.RELEASED, made.medium, again=again)

    def _review(self, job: Job, ready: Ready) -> tuple[Status, str]:
        """The pack wants a person to look at the plan first: the original waits in quarantine."""
        with self._door:
            self._check(job)
            self._doors[job.order].hold(ready)
        return self._shelve(
            job, InputError("it waits for a review", "review its plan in the record, then redact apply")
        )

    def _refuse(self, job: Job, name: str, error: RedactError) -> tuple[Status, str]:
        with self._door:
            self._check(job)
            self._doors[job.order].keep_back(name, error)
        return self._shelve(job, error)

    def _shelve(self, job: Job, error: RedactError) -> tuple[Status, str]:
        self._check(job)
        if not self._rooms.state.refused(job.mine, error.kind):
            raise _Lost
        shelf = self._rooms.shelves.to_quarantine(job.claim, error, job.mine.tries + 1)
        return self._end(job, Status.QUARANTINED, error.kind, shelf=str(shelf))

    def _end(self, job: Job, status: Status, kind: str, *, again: bool = False, shelf: str = "") -> tuple[Status, str]:
        if not self._rooms.state.end(job.mine, status, kind, again=again, shelf=shelf):
            raise _Lost
        self._rooms.claims.drop(job.claim)
        return status, kind

    def _check(self, job: Job) -> None:
        """Right before anything is changed: the file is still ours, and we have not been told to let go."""
        if self._shut or not self._rooms.claims.holds(job.claim):
            raise _Lost


def put_away(mine: Mine) -> bool:
    """Whether we put a file away ourselves before we died: its room is still where it was, and empty.

    Whoever takes a claim over moves the whole room. Raises OSError: the share is away.
    """
    room = Path(mine.room)
    return room.is_dir() and not os.path.lexists(room / FILE)


def finish(rooms: Rooms, mine: Mine) -> None:
    """Count a file that was put away, but not counted, before we died."""
    made = rooms.state.last(mine.name)
    if mine.outcome == MADE and made is not None:
        rooms.state.end(mine, Status.HELD if made.held else Status.RELEASED, made.medium, again=made.done)
    elif mine.outcome:
        rooms.state.end(mine, Status.QUARANTINED, mine.outcome, shelf=str(rooms.config.quarantine / mine.name))


def _ask(crew: Crew, payload: Payload) -> Any:
    """What the hand answers.

    Raises:
        RedactError: it cannot be done.
    """
    for result in crew.work([Task(0, payload)]):
        if isinstance(result, Done):
            return result.answer
        raise result.error
    raise Defect("a hand gave no answer", "please report this")


def _unreadable() -> WriteError:
    """An error of the operating system, as the reason for which a file is given up."""
    return WriteError("it cannot be read or moved", "check who may read and move it, then: redact watch requeue")
