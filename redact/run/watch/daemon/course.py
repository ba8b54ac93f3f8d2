"""The way of one file, from the claim to its shelf: hashed, redacted by a hand, checked, let through the door, put away.

Runs in a thread beside the daemon's loop, so that a film does not hold up the watchdog. Each step may be the last one
before a crash: what was done is found again and not done twice, and the file itself is never without a place.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

from redact.audit.release import file_sha256
from redact.core.errors import Defect, InputError, MissingPart, RedactError, ResidualError, UsageError, WriteError
from redact.core.work import Crew, Done, Task
from redact.pipeline.ready import Ready
from redact.run.watch.jobs import Door, Ended, Fate, Job, Payload, Rooms
from redact.run.watch.shelves.outlet import in_lane, token
from redact.run.watch.state.rows import Output, Status


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
        output = self._rooms.outlet.reserve(in_lane(ready.output, job.lane.prefix), ready.beside, work)
        folder = config.held if held else config.outbox
        digest = file_sha256(ready.draft)
        with self._door:
            self._check(job)
            self._doors[job.order].release(ready, folder, output)
            said = (job.mine.name, ready.source.sha256, fingerprint, ready.source.kind, output, digest)
            made = Output(*said, held=held, uid=job.claim.uid)
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
