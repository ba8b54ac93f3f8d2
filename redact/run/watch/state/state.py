"""What the daemon remembers: which files it saw, whose turn each is, what came of it. SQLite on a local disk, for one host.

Every change of a file's status is one transaction, and is made only by who holds the file: owner and attempt are compared
in the same statement. Names of files may be personal, so the file is its owner's alone; nothing here holds content. Names
are kept as bytes: on a share they need not be UTF-8.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from redact.run.watch.state.base import Base
from redact.run.watch.state.rows import (
    MADE,
    Mine,
    Output,
    Shelved,
    Status,
    Totals,
    flags,
    held_in,
    mine_of,
    output_of,
    totals,
)


class State:
    """The state, open for writing. Any thread may ask."""

    def __init__(self, path: Path, owner: str, clock: Callable[[], float] = time.time) -> None:
        """Open or make it; `clock` only dates what people are shown.

        Raises:
            UsageError: it is damaged, or was written by another version.
            WriteError: it cannot be made.
        """
        self._owner, self._clock = owner, clock
        self._base = Base(path)

    def close(self) -> None:
        """Let go of it."""
        self._base.close()

    def see(self, found: Mapping[str, str], gone: Iterable[str] = ()) -> None:
        """Files that wait now, by name with their lane; and names of waiting files that are no longer there."""
        now = self._clock()
        with self._base.change() as base:
            base.executemany(
                "INSERT INTO files (name, lane, status, since) VALUES (?, ?, 'waiting', ?) ON CONFLICT (name) DO UPDATE"
                " SET lane=excluded.lane, status='waiting', since=excluded.since, owner='', tries=0, wait_s=0, error=''"
                " WHERE status NOT IN ('waiting', 'claimed')",
                ((os.fsencode(name), lane, now) for name, lane in found.items()),
            )
            base.executemany(
                "DELETE FROM files WHERE name=? AND status='waiting' AND owner=''",
                ((os.fsencode(name),) for name in gone),
            )

    def waiting(self) -> list[str]:
        """The names of files that wait and are nobody's yet."""
        return [
            os.fsdecode(row["name"])
            for row in self._base.rows("SELECT name FROM files WHERE status='waiting' AND owner=''")
        ]

    def take(self, name: str, lane: str, room: str, attempt: int) -> Mine:
        """Our claim on a file is noted; how often it was tried before stays known."""
        with self._base.change() as base:
            base.execute(
                "INSERT INTO files (name, lane, status, owner, room, attempt, since)"
                " VALUES (?, ?, 'claimed', ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET lane=excluded.lane,"
                " status='claimed', owner=excluded.owner, room=excluded.room, attempt=excluded.attempt, outcome=''",
                (os.fsencode(name), lane, self._owner, os.fsencode(room), attempt, self._clock()),
            )
            ((tries,),) = base.execute("SELECT tries FROM files WHERE name=?", (os.fsencode(name),)).fetchall()
        return Mine(name, self._owner, attempt, room, tries)

    def mine(self) -> list[Mine]:
        """What we had claimed when we were last here."""
        rows = self._base.rows("SELECT * FROM files WHERE owner=? AND status IN ('claimed', 'waiting')", self._owner)
        return [mine_of(row) for row in rows]

    def made(self, mine: Mine, output: Output) -> bool:
        """Its output stands; the source is still to be put away. False: it is no longer ours, and nothing was noted."""
        with self._base.change() as base:
            if not _set(base, mine, "outcome=?", MADE):
                return False
            base.execute(
                "INSERT INTO outputs VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?) ON CONFLICT (name, sha256, lane) DO UPDATE SET"
                " output=excluded.output, digest=excluded.digest, held=excluded.held, at=excluded.at, uid=excluded.uid",
                (
                    *(os.fsencode(output.name), output.sha256, output.lane, output.medium),
                    *(os.fsencode(output.output), output.digest, output.held, self._clock(), output.uid),
                ),
            )
        return True

    def refused(self, mine: Mine, kind: str) -> bool:
        """It is about to be put into quarantine, for that class of error. False: it is no longer ours."""
        with self._base.change() as base:
            return _set(base, mine, "outcome=?", kind)

    def known(self, name: str, sha256: str, lane: str) -> Output | None:
        """What was made of this very content before."""
        rows = self._base.rows(
            "SELECT * FROM outputs WHERE name=? AND sha256=? AND lane=?", os.fsencode(name), sha256, lane
        )
        return output_of(rows[0]) if rows else None

    def last(self, name: str) -> Output | None:
        """What was made last under this name."""
        rows = self._base.rows("SELECT * FROM outputs WHERE name=? ORDER BY at DESC LIMIT 1", os.fsencode(name))
        return output_of(rows[0]) if rows else None

    def end(self, mine: Mine, status: Status, kind: str, *, again: bool = False, shelf: str = "") -> bool:
        """The file is done with, and counted once, under `kind` (medium or class of error). False: it was not ours."""
        error = kind if status is Status.QUARANTINED else ""
        with self._base.change() as base:
            if not _set(
                base,
                mine,
                "status=?, owner='', outcome='', tries=0, since=?, error=?, shelf=?",
                status,
                self._clock(),
                error,
                shelf,
            ):
                return False
            base.execute("UPDATE outputs SET done=1 WHERE name=?", (os.fsencode(mine.name),))
            _count(base, "again" if again else status.value, kind)
        return True

    def later(self, mine: Mine, error: str, wait_s: float, *, counted: bool) -> int:
        """It is tried again after a while, still ours; how often it has been tried. -1: it was not ours any more."""
        with self._base.change() as base:
            tries = mine.tries + counted
            if not _set(base, mine, "status='waiting', tries=?, wait_s=?, error=?", tries, wait_s, error):
                return -1
            _count(base, "retried", error)
        return tries

    def let_go(self, mine: Mine) -> bool:
        """It is back in the inbox, or was taken over by another: no longer ours."""
        with self._base.change() as base:
            return _set(base, mine, "status='waiting', owner='', room='', attempt=0, wait_s=0")

    def lost(self, mine: Mine) -> bool:
        """Another has it: nothing is known of it here any more."""
        with self._base.change() as base:
            given = (os.fsencode(mine.name), mine.owner, mine.attempt)
            done = base.execute("DELETE FROM files WHERE name=? AND owner=? AND attempt=?", given)
            return done.rowcount == 1

    def held(self) -> list[Output]:
        """Outputs that wait for a second person."""
        return held_in(self._base)

    def let_out(self, output: Output) -> bool:
        """A held output stands in the outbox now. False: it was not held."""
        with self._base.change() as base:
            key = (os.fsencode(output.name), output.sha256, output.lane)
            done = base.execute("UPDATE outputs SET held=0 WHERE name=? AND sha256=? AND lane=? AND held=1", key)
            if done.rowcount:
                base.execute(
                    "UPDATE files SET status='released' WHERE name=? AND status='held'", (os.fsencode(output.name),)
                )
                _count(base, Status.RELEASED, output.medium)
            return done.rowcount == 1

    def quarantined(self) -> list[Shelved]:
        """What was kept back, and where it is."""
        rows = self._base.rows("SELECT name, shelf, since FROM files WHERE status='quarantined' ORDER BY name")
        return [Shelved(os.fsdecode(row["name"]), os.fsdecode(row["shelf"]), row["since"]) for row in rows]

    def requeued(self, shelved: Shelved) -> bool:
        """It was put back into the inbox, with nothing held against it. False: it has been seen there, or done, since."""
        with self._base.change() as base:
            done = base.execute(
                "DELETE FROM files WHERE name=? AND status='quarantined' AND since=?",
                (os.fsencode(shelved.name), shelved.since),
            )
            return done.rowcount == 1

    def outputs(self, after: str, before: float, most: int) -> list[Output]:
        """Outputs made before that moment (seconds since 1970), by name, from the one behind `after` on."""
        sql = "SELECT * FROM outputs WHERE name>? AND at<? AND done=1 ORDER BY name LIMIT ?"
        return [output_of(row) for row in self._base.rows(sql, os.fsencode(after), before, most)]

    def forget(self, gone: Iterable[Output], empty: Iterable[Shelved], before: float) -> int:
        """Drop outputs and quarantined files that are there no more, and files released before that moment; how many."""
        outputs = [(os.fsencode(each.name), each.sha256, each.lane) for each in gone]
        files = [(os.fsencode(each.name), each.since) for each in empty]
        with self._base.change() as base:
            base.executemany("DELETE FROM outputs WHERE name=? AND sha256=? AND lane=?", outputs)
            base.executemany("DELETE FROM files WHERE name=? AND since=? AND status='quarantined'", files)
            old = base.execute("DELETE FROM files WHERE status='released' AND since<?", (before,)).rowcount
            base.execute(
                "DELETE FROM files WHERE status='held' AND NOT EXISTS"
                " (SELECT 1 FROM outputs WHERE outputs.name=files.name AND held=1)"
            )
        return len(outputs) + len(files) + old

    def flag(self, name: str, value: str) -> None:
        """Something that daemon and commands tell each other; empty takes it back."""
        with self._base.change() as base:
            base.execute("INSERT OR REPLACE INTO flags VALUES (?, ?)", (name, value))

    def flags(self) -> dict[str, str]:
        """All that stands raised."""
        return flags(self._base)

    def totals(self) -> Totals:
        """How everything stands."""
        return totals(self._base, self._clock())


def _set(base: sqlite3.Connection, mine: Mine, what: str, *given: object) -> bool:
    """Change the row of a file, if it is still ours in this attempt."""
    guard = (os.fsencode(mine.name), mine.owner, mine.attempt)
    sql = f"UPDATE files SET {what} WHERE name=? AND owner=? AND attempt=? AND status IN ('claimed', 'waiting')"  # noqa: S608
    return base.execute(sql, (*given, *guard)).rowcount == 1


def _count(base: sqlite3.Connection, what: str, kind: str) -> None:
    base.execute(
        "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT (what, kind) DO UPDATE SET number=number+1", (what, kind)
    )
