"""Whether a log is as it was written: a line altered, dropped, moved, doubled or cut off is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from redact.audit.head import Head
from redact.audit.lines import MAX_LINE_BYTES
from redact.audit.links import GENESIS_PREV, Link, split
from redact.core.errors import UsageError


class Fault(StrEnum):
    """What is wrong with a log."""

    ALTERED = "altered"
    DROPPED = "dropped"
    REORDERED = "reordered"
    DUPLICATED = "duplicated"
    TRUNCATED = "truncated"
    UNFINISHED = "unfinished"  # a crash cut the last line; opening the log mends it


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """`fault` is None for a sound log; else `line` (from 1) is the first line at which it shows.

    `head` is that of the last sound line. `beyond` counts lines after the expected head: written since, or by another.
    """

    lines: int
    head: Head | None
    fault: Fault | None = None
    line: int | None = None
    beyond: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault is None

    def __str__(self) -> str:
        if self.fault is None:
            return f"sound: {self.lines} lines, head {self.head}"
        return f"line {self.line} is {self.fault.value}" if self.fault is not Fault.DROPPED else _dropped(self.line)


def verify(path: Path, expected_head: Head | None = None) -> LogVerdict:
    """Read the log from end to end. With `expected_head` (signed, or kept apart), a cut end is found as well.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return _verify(file, expected_head)
    except OSError as err:
        raise UsageError("the log cannot be read", "check its path and its permissions") from err


def _verify(file: BinaryIO, expected: Head | None) -> LogVerdict:
    head: Head | None = None
    number = 0
    for number, raw in _numbered(file):
        link = split(raw.removesuffix(b"\n")) if raw.endswith(b"\n") else None
        fault = _fault(link, raw, head, expected)
        if fault is Fault.DROPPED and _comes_later(file, number - 1):
            fault = Fault.REORDERED
        if fault is not None or link is None:
            return LogVerdict(number - 1, head, fault, number)
        head = Head(link.n, link.hash)
    if expected is not None and (head is None or head.n < expected.n):
        return LogVerdict(number, head, Fault.TRUNCATED, number + 1)
    if head is None:
        return LogVerdict(0, None, Fault.TRUNCATED, 1)
    return LogVerdict(number, head, beyond=head.n - expected.n if expected else 0)


def _fault(link: Link | None, raw: bytes, before: Head | None, expected: Head | None) -> Fault | None:
    """What is wrong with one line, given the head before it."""
    if not raw.endswith(b"\n") and len(raw) <= MAX_LINE_BYTES:
        return Fault.UNFINISHED
    if link is None or not link.sound:
        return Fault.ALTERED
    wanted = 0 if before is None else before.n + 1
    if link.n != wanted:
        return Fault.DUPLICATED if link.n < wanted else Fault.DROPPED
    if link.prev != (GENESIS_PREV if before is None else before.hash):
        return Fault.ALTERED
    if expected is not None and link.n == expected.n and link.hash != expected.hash:
        return Fault.ALTERED
    return None


def _comes_later(file: BinaryIO, missing: int) -> bool:
    """Whether the line numbered `missing` stands further on in the file. Reads the rest of it."""
    links = (split(raw.removesuffix(b"\n")) for _, raw in _numbered(file))
    return any(link is not None and link.n == missing for link in links)


def _numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while raw := file.readline(MAX_LINE_BYTES + 1):
        number += 1
        yield number, raw


def _dropped(line: int | None) -> str:
    return f"before line {line} one or more lines were dropped"
