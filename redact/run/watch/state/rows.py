"""What stands in the state, as values, and how it is read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from redact.run.watch.state.base import Base

#: The outcome of a file whose output stands.
MADE = "made"


class Status(StrEnum):
    """How a file stands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    HELD = "held"  # its output waits for a second pair of eyes
    RELEASED = "released"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Mine:
    """A file that is ours to change: under this name, by this owner, in this attempt.

    `room` is the folder of its claim on the share. `outcome` is what it was about to come to, where that is known:
    empty, `MADE`, or the class of the error it is kept back for.
    """

    name: str = field(repr=False)
    owner: str
    attempt: int
    room: str = field(repr=False)
    tries: int = 0
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """What was made of one content (`sha256`) under one name in one lane (`lane`: its fingerprint).

    `output` is the name in the outbox, `digest` the SHA-256 of what stands there; `held`: it stands in `held` until a
    second person lets it go; `done`: its original was put away and it was counted; `uid`: whose file the source was, which
    counts as who put it into the inbox (-1: nobody knows).
    """

    name: str = field(repr=False)
    sha256: str
    lane: str
    medium: str
    output: str = field(repr=False)
    digest: str
    held: bool = False
    done: bool = False
    uid: int = -1


@dataclass(frozen=True, slots=True)
class Shelved:
    """A file in quarantine: under which name it came, its path there, since when (seconds since 1970)."""

    name: str = field(repr=False)
    shelf: str = field(repr=False)
    since: float


@dataclass(frozen=True, slots=True)
class Totals:
    """How everything stands: files by lane and status, how long the oldest has waited, what was counted."""

    files: Mapping[tuple[str, str], int]
    oldest_s: float
    counts: Mapping[tuple[str, str], int]

    def of(self, status: Status) -> int:
        """How many files stand so, in all lanes."""
        return sum(number for (_, stands), number in self.files.items() if stands == status)


def totals(base: Base, now: float) -> Totals:
    """How everything stands in a state at `now`, seconds since 1970."""
    files = base.rows("SELECT lane, status, COUNT(*) AS number FROM files GROUP BY lane, status")
    ((oldest,),) = base.rows("SELECT MIN(since) FROM files WHERE status='waiting'")
    oldest_s = 0.0 if oldest is None else max(0.0, now - oldest)
    counts = {(row["what"], row["kind"]): row["number"] for row in base.rows("SELECT * FROM counts")}
    return Totals({(row["lane"], row["status"]): row["number"] for row in files}, oldest_s, counts)


def held_in(base: Base) -> list[Output]:
    """Outputs in a state that wait for a second person."""
    return [output_of(row) for row in base.rows("SELECT * FROM outputs WHERE held=1")]


def flags(base: Base) -> dict[str, str]:
    """What daemon and commands tell each other in a state."""
    return {row["name"]: row["value"] for row in base.rows("SELECT * FROM flags WHERE value<>''")}


def mine_of(row: sqlite3.Row) -> Mine:
    """A claimed file, from its row."""
    name, room = os.fsdecode(row["name"]), os.fsdecode(row["room"])
    return Mine(name, row["owner"], row["attempt"], room, row["tries"], row["outcome"])


def output_of(row: sqlite3.Row) -> Output:
    """An output, from its row."""
    name, output = os.fsdecode(row["name"]), os.fsdecode(row["output"])
    said = (name, row["sha256"], row["lane"], row["medium"], output, row["digest"])
    return Output(*said, held=bool(row["held"]), done=bool(row["done"]), uid=row["uid"])
