"""The base under the daemon's state: one SQLite file on a local disk, whole at the start, one transaction a change."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redact.audit.files import writing
from redact.core.errors import UsageError, WriteError

VERSION = 1
_BUSY_MS = 10_000
_SCHEMA = """
CREATE TABLE files (
  name BLOB PRIMARY KEY, lane TEXT NOT NULL, status TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '',
  room BLOB NOT NULL DEFAULT '',
  outcome TEXT NOT NULL DEFAULT '', attempt INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0,
  wait_s REAL NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', shelf BLOB NOT NULL DEFAULT '', since REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX files_by_status ON files (status, lane);
CREATE TABLE outputs (
  name BLOB NOT NULL, sha256 TEXT NOT NULL, lane TEXT NOT NULL, medium TEXT NOT NULL, output BLOB NOT NULL,
  digest TEXT NOT NULL, held INTEGER NOT NULL, done INTEGER NOT NULL, at REAL NOT NULL, uid INTEGER NOT NULL DEFAULT -1,
  PRIMARY KEY (name, sha256, lane)
) WITHOUT ROWID;
CREATE TABLE counts (what TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (what, kind))
  WITHOUT ROWID;
CREATE TABLE flags (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class Base:
    """The file, open. Any thread may ask; one is answered at a time."""

    def __init__(self, path: Path, *, reading: bool = False) -> None:
        """Open or make it; only `reading`, nothing is made or changed.

        Raises:
            UsageError: it is damaged, was written by another version, or (only reading) is not there.
            WriteError: it cannot be made.
        """
        self._lock = threading.RLock()
        self._base = _looked_into(path) if reading else _opened(path)
        self._base.row_factory = sqlite3.Row
        if reading:
            return
        try:
            self._prepare()
        except (UsageError, WriteError):
            self._base.close()
            raise

    def _prepare(self) -> None:
        with _storing():
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=FULL")
            ((whole,),) = self._base.execute("PRAGMA integrity_check(1)").fetchall()
        if whole != "ok":
            raise _damaged()
        with self.change() as base:
            ((version,),) = base.execute("PRAGMA user_version").fetchall()
            if version == 0:
                for statement in filter(str.strip, _SCHEMA.split(";")):
                    base.execute(statement)
                base.execute(f"PRAGMA user_version={VERSION:d}")
            elif version != VERSION:
                raise UsageError(
                    "the state was written by another version", "use that version, or drain and begin anew"
                )

    def close(self) -> None:
        """Let go of it."""
        with self._lock, _storing():
            self._base.close()

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of the block is on the disk when it ends, or none of it ever was."""
        with self._lock, _storing():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield self._base
                self._base.execute("COMMIT")
            finally:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")

    def rows(self, sql: str, *given: object) -> list[sqlite3.Row]:
        """What a question gives."""
        with self._lock, _storing():
            return self._base.execute(sql, given).fetchall()


def _opened(path: Path) -> sqlite3.Connection:
    with writing("the state of the daemon"):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)
    with _storing():
        return sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False)


def _looked_into(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise UsageError("there is no state yet", "start the daemon first: redact watch --config FILE")
    with _storing():
        return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=_BUSY_MS / 1000)


def _damaged() -> UsageError:
    return UsageError(
        "the state of the daemon is damaged",
        "move it away and start again: what waits is found again, what is done stays done",
    )


@contextmanager
def _storing() -> Iterator[None]:
    """Errors of SQLite as our own."""
    try:
        yield
    except sqlite3.OperationalError as err:  # full, locked, read-only
        raise WriteError("the state of the daemon cannot be written", "check its disk; it goes on by itself") from err
    except sqlite3.DatabaseError as err:
        raise _damaged() from err
