"""What an earlier run has released, as its log tells: the ground on which a resumed run skips a source."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from redact.audit.canonical import fingerprint
from redact.audit.chain import Log
from redact.audit.failpoints import reach
from redact.audit.links import split
from redact.core.errors import UsageError

EVENT = "released"
_MARK = b'"event":"released"'
_ORIGINS = ("genesis", "resumed")
_ORIGIN_MARKS = tuple(f'"event":"{event}"'.encode() for event in _ORIGINS)


Key = tuple[str, str, str]


class Released(NamedTuple):
    """Which bytes, under which policy, settings and models (their fingerprint), to which output."""

    sha256: str
    run: str
    output: str

    @property
    def key(self) -> Key:
        """The same as the log has it: the output's name stays out of the log, its fingerprint stands there."""
        return self.sha256, self.run, fingerprint(self.output)


def log_released(log: Log, released: Released, output_sha256: str) -> None:
    """The one line that is written after the rename, on the disk when this returns.

    Raises:
        WriteError: it cannot be written.
    """
    reach("before-released-line")
    source, run, output = released.key
    log.append(EVENT, source=source, run=run, output=output, output_sha256=output_sha256)
    log.sync()
    reach("after-released-line")


def released_lines(path: Path) -> dict[Key, str]:
    """Each release that the log tells of, with the hash of its output. A line that does not hold is not believed.

    Raises:
        UsageError: the log cannot be read.
    """
    found: dict[Key, str] = {}
    if not path.exists():
        return found
    try:
        with path.open("rb") as file:
            for raw in file:
                link = split(raw.rstrip(b"\n")) if _MARK in raw else None
                if link is None or not link.sound or link.body.get("event") != EVENT:
                    continue
                body = link.body
                found[body["source"], body["run"], body["output"]] = body["output_sha256"]
    except OSError as err:
        raise UsageError("the log cannot be read", "check its path and its permissions") from err
    except KeyError as err:
        raise UsageError("a released line of the log lacks a field", "run: redact log verify RECORD_FOLDER") from err
    return found


def log_origin(path: Path) -> dict[str, Any]:
    """What the log tells of the run that last wrote it: software, policy, settings, models. Nothing if there is no log.

    Raises:
        UsageError: the log cannot be read.
    """
    origin: dict[str, Any] = {}
    if not path.exists():
        return origin
    try:
        with path.open("rb") as file:
            for raw in file:
                link = split(raw.rstrip(b"\n")) if any(mark in raw for mark in _ORIGIN_MARKS) else None
                if link is not None and link.body.get("event") in _ORIGINS:
                    origin = link.body
    except OSError as err:
        raise UsageError("the log cannot be read", "check its path and its permissions") from err
    return origin
