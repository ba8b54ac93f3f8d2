"""The audit log: JSON lines, each bound to the one before by its hash. It says where and why, never what.

A line is ``{…fields…,"hash":"<64 hex>"}``: canonical JSON, the hash of those bytes without the hash put in last.
Source: docs/reference/record-folder.md, "Log".
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from redact.audit.canonical import canonical
from redact.audit.files import Appender
from redact.audit.head import Head
from redact.audit.links import GENESIS_PREV, split
from redact.core.errors import Defect, RedactError, UsageError
from redact.core.flow import Decision

VERSION = 1
_MAX_STRING = 300  # longer than any name, code or reason we write, shorter than a paragraph of somebody's letter
_FORBIDDEN = frozenset({"surface", "value", "text"})
_OWN = frozenset({"n", "prev", "time", "event", "hash"})

Clock = Callable[[], datetime]


class Log:
    """An open log. One writer at a time: the record folder's lock sees to that."""

    def __init__(self, appender: Appender, head: Head | None, clock: Clock) -> None:
        """Use `Log.open`."""
        self._appender = appender
        self._n = -1 if head is None else head.n
        self._hash = GENESIS_PREV if head is None else head.hash
        self._clock = clock

    @classmethod
    def open(cls, path: Path, clock: Clock, origin: Mapping[str, object] | None = None) -> Log:
        """The log at `path`, begun with a genesis line or gone on with after its last whole line.

        `origin` says who writes: code version, policy fingerprint, settings, models. It stands in the genesis line of a
        new log, and in a `resumed` line of one that is there.

        Raises:
            UsageError: the last line of the log is not as it was written.
            WriteError: it cannot be opened or written.
        """
        appender = Appender(path, "the log")
        try:
            log = cls(appender, _last_head(appender.last), clock)
            log._begin(origin or {}, resumed=origin is not None)
        except RedactError:
            appender.close()
            raise
        return log

    def _begin(self, origin: Mapping[str, object], *, resumed: bool) -> None:
        if self._n < 0:
            self.append("genesis", log=VERSION, run=secrets.token_hex(16), **origin)
        elif resumed:
            self.append("resumed", run=secrets.token_hex(16), **origin)
        if self._appender.repaired:
            self.append("repaired", bytes=self._appender.repaired)
        self.sync()

    def __enter__(self) -> Log:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def append(self, event: str, **fields: object) -> None:
        """One line.

        Raises:
            Defect: a field could hold a value from a document.
            WriteError: it cannot be written.
        """
        self._write(event, fields, self._now())

    def append_many(self, event: str, rows: Iterable[Mapping[str, object]]) -> int:
        """One line for each of `rows`, all with one time; their number. Streams.

        Raises:
            Defect: a field could hold a value from a document.
            WriteError: it cannot be written.
        """
        now, count = self._now(), 0
        for fields in rows:
            self._write(event, fields, now)
            count += 1
        return count

    def sync(self) -> None:
        """Wait until all lines are on the disk.

        Raises:
            WriteError: they cannot be written.
        """
        self._appender.sync()

    def head(self) -> Head:
        """The last line's number and hash: who keeps it apart can show later that nothing was cut off."""
        return Head(self._n, self._hash)

    def close(self) -> None:
        """Write what waits and let go of the file.

        Raises:
            WriteError: it cannot be written.
        """
        self._appender.close()

    def _now(self) -> str:
        return self._clock().astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _write(self, event: str, fields: Mapping[str, object], now: str) -> None:
        if not _OWN.isdisjoint(fields):
            raise Defect("a log line was given a field of the chain itself", "please report this")
        _check(fields)
        line = {"n": self._n + 1, "prev": self._hash, "time": now, "event": event, **fields}
        body = canonical(line)
        digest = hashlib.sha256(body).hexdigest()
        self._appender.add(b'%b,"hash":"%b"}' % (body[:-1], digest.encode("ascii")))
        self._n, self._hash = self._n + 1, digest


def decision_line(decision: Decision, source_id: str) -> dict[str, object]:
    """What the log says of a decision, keeps included: small, since there is one for every finding.

    The plan of the source holds the rest (place, reason, score); `digest` and `segment` tie the two together.
    """
    verdict = decision.verdict
    line: dict[str, object] = {
        "source": source_id,
        "segment": decision.segment,
        "entity": decision.entity,
        "digest": decision.digest,
        "action": verdict.action.value,
        "rule": verdict.rule,
        "basis": list(verdict.basis),
        "by": decision.by,
    }
    if decision.person is not None:
        line["person"] = decision.person
    return line


def _last_head(last: bytes) -> Head | None:
    if not last:
        return None
    link = split(last)
    if link is None or not link.sound:
        raise UsageError("the last line of the log is not as it was written", "run: redact log verify RECORD_FOLDER")
    return Head(link.n, link.hash)


def _check(value: Any) -> None:
    """Refuse what could hold content, at any depth."""
    if isinstance(value, str):
        if len(value) > _MAX_STRING:
            raise Defect("a log line was given a text too long to be harmless", "please report this")
    elif isinstance(value, Mapping):
        if not _FORBIDDEN.isdisjoint(value):
            raise Defect("a log line was given a field that could hold a value", "please report this")
        for inner in value.values():
            _check(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner)
