"""Mailboxes: message after message, streamed; no more than one is in memory.

Source: RFC 4155; the variants mboxo and mboxrd as qmail's mbox(5) has them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from redact.core.errors import CorruptInput, InputError, LimitExceeded
from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change, Document
from redact.core.segment import Segment
from redact.media._ids import Ids
from redact.media.mail.letter import Letter
from redact.media.mail.paper import Paper
from redact.media.mail.strange import strange
from redact.settings import Settings

_MAX_MESSAGE_BYTES = 256 << 20
#: `From jane@example.org Mon Jun  1 10:00:00 2009`: a time of day, since a sentence may begin so too.
_BEGINS = re.compile(rb"From .*\d\d?:\d\d.*|From \S+[ \t]*")
_QUOTED = re.compile(rb">+From ")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """The messages of a mailbox, read from disk anew each time."""

    source: Source
    settings: Settings

    def segments(self) -> Iterator[Segment]:
        """Of each message its headers and texts, then the files in it."""
        ordinal = 0
        for letter in self._letters():
            for segment in letter.segments(ordinal):
                yield segment
                ordinal = segment.ordinal + 1

    def census(self) -> Iterable[PartNote]:
        """How many there are of each sort of part, since there are too many to name; files are named by who opens them."""
        counted: Counter[tuple[str, PartState, Hidden | None]] = Counter()
        for letter in self._letters():
            counted["messages", PartState.READ, None] += 1
            counted.update((_sort(note), note.state, note.hidden) for note in letter.notes(files=False))
        return tuple(PartNote(sort, state, f"{n} in all", hidden) for (sort, state, hidden), n in counted.items())

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the messages again, each begun by nobody at no time."""
        paper, ordinal = Paper(out, b"\n", mailbox=True), 0
        for letter in self._letters():
            paper.begin()
            ordinal = letter.write(change, ordinal, paper)
            paper.lines(b"\n")

    def streams(self) -> Iterator[tuple[str, str]]:
        """Everything in it, decoded by the standard library."""
        for number, raw in enumerate(_messages(self.source), 1):
            yield from strange(raw, f"message {number}, ")

    def _letters(self) -> Iterator[Letter]:
        ids = Ids()
        for number, raw in enumerate(_messages(self.source), 1):
            yield Letter(raw, self.settings, ids, f"message {number}, ")


def open_mbox(source: Source, settings: Settings | None = None) -> Document:
    """The source as a mailbox, streamed. `segments()` raises LimitExceeded where one message is larger than any.

    Raises:
        CorruptInput: it does not begin with a message.
        InputError: it cannot be read.
    """
    if next(_messages(source), None) is None:
        raise CorruptInput(f"source {source.id} is no mailbox", "export it anew from the mail program")
    return Mailbox(source, settings or Settings())


def _sort(note: PartNote) -> str:
    """`texts` of `message 3, part 2`, `signatures` of `message 3, signature 1`."""
    named = note.part.partition(", ")[2]
    if named.startswith("part "):
        return "texts" if note.state is PartState.READ else "encrypted parts"
    return re.sub(r"s? \d+$", "s", named)


def _messages(source: Source) -> Iterator[bytes]:
    """The bytes of each message, the line that begins it left out, quoted lines unquoted.

    Raises:
        CorruptInput: the first line begins no message.
    """
    lines: list[bytes] = []
    size, begun, blank = 0, False, True
    for line in _lines(source):
        bare = line.rstrip(b"\r\n")
        if blank and line.startswith(b"From ") and (not begun or _BEGINS.fullmatch(bare)):
            if begun:
                yield _joined(lines)
            lines, size, begun, blank = [], 0, True, False
            continue
        if not begun and bare:
            raise CorruptInput(f"source {source.id} is no mailbox", "export it anew from the mail program")
        lines.append(line[1:] if _QUOTED.match(line) else line)
        size += len(line)
        if size > _MAX_MESSAGE_BYTES:
            raise LimitExceeded("a message in the mailbox is larger than the limit", "take it out of the mailbox")
        blank = not bare
    if begun:
        yield _joined(lines)


def _joined(lines: list[bytes]) -> bytes:
    """A message without the empty line that parts it from the next."""
    return b"".join(lines[:-1] if lines and not lines[-1].strip(b"\r\n") else lines)


def _lines(source: Source) -> Iterator[bytes]:
    """Raises LimitExceeded where one is longer than a message may be."""
    try:
        with source.path.open("rb") as file:
            while line := file.readline(_MAX_MESSAGE_BYTES):
                yield line
    except OSError as err:
        raise InputError(f"source {source.id} cannot be read", "check that it is still there and may be read") from err
