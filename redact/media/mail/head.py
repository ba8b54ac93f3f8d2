"""The headers of a message: which of them people read, and how they are written again. All others are left out.

What routes a letter (Received, Return-Path), vouches for it (DKIM, ARC) or was added by programs (X-...) names machines
and people, and no reader of the letter needs it.
Source: RFC 5322 section 3.6, RFC 2919, RFC 2369, RFC 4021.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from redact.core.flow import Edit, PartNote, PartState
from redact.core.hidden import Hidden
from redact.core.segment import TextKind, chars_from
from redact.media._cut import splice
from redact.media._ids import Ids
from redact.media._stream import Readable
from redact.media.mail.addresses import Addresses
from redact.media.mail.entity import Field
from redact.media.mail.words import decoded, folded, header


def _named(names: str) -> Mapping[str, str]:
    return {name.lower(): name for name in names.split()}


_ADDRESSES = _named(
    "From To Cc Bcc Reply-To Sender Resent-From Resent-To Resent-Cc Resent-Bcc Resent-Sender Resent-Reply-To"
    " Apparently-To Mail-Followup-To Mail-Reply-To"
)
#: List-Unsubscribe is not among them: its address or link is the recipient's own.
_TEXTS = _named(
    "Subject Date Resent-Date Comments Keywords Organization Organisation Thread-Topic Newsgroups List-Id List-Post"
    " List-Help List-Archive List-Owner List-Subscribe Importance Priority Sensitivity Expires Reply-By"
)
_IDS = _named("Message-ID In-Reply-To References Resent-Message-ID")
#: Written anew by whoever writes the parts.
_MADE_ANEW = frozenset({
    "mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-id",
})  # fmt: skip
_BLIND = frozenset({"Bcc", "Resent-Bcc"})

#: Writes a line with its edits carried out.
Render = Callable[[Sequence[Edit]], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One header that stays; `text` is what is read of it."""

    name: str
    text: str = field(repr=False)
    render: Render = field(repr=False)


class Head:
    """The headers of one message; `where` stands before the names of their parts, `message 3, `."""

    def __init__(self, fields: Sequence[Field], ids: Ids, where: str) -> None:
        self._where = where
        self.dropped = 0
        self.lines: list[Line] = []
        for found in fields:
            name = found.name.lower()
            line = _line(name, found.value, ids)
            if line is not None:
                self.lines.append(line)
            elif name not in _MADE_ANEW:
                self.dropped += 1

    def readables(self) -> Iterator[tuple[Line, Readable | None]]:
        """Every header that stays, and what is to be read of it."""
        for line in self.lines:
            if not line.text:
                yield line, None
                continue
            part = f"{self._where}header {line.name}"
            yield line, Readable(line.text, part, TextKind.FIELD, line.name, chars_from(0))

    def notes(self) -> Iterator[PartNote]:
        """What became of the headers."""
        where = self._where
        names = [line.name for line in self.lines]
        if read := [name for name in names if name not in _IDS.values() and name not in _BLIND]:
            yield PartNote(f"{where}headers", PartState.READ, f"{len(read)} headers")
        if _BLIND.intersection(names):
            yield PartNote(f"{where}blind copies", PartState.READ, "recipients whom no other saw", Hidden.HEADERS)
        if any(name in _IDS.values() for name in names):
            yield PartNote(f"{where}message ids", PartState.CLEANED, "numbered anew", Hidden.HEADERS)
        if self.dropped:
            note = f"{self.dropped} headers on routing, senders' programs and signatures"
            yield PartNote(f"{where}technical headers", PartState.DROPPED, note, Hidden.HEADERS)


def _line(name: str, value: str | None, ids: Ids) -> Line | None:
    """A header that stays; None for all others, and for what is in no charset."""
    if value is None:
        return None
    if name in _ADDRESSES:
        return _addresses(_ADDRESSES[name], value)
    if name in _TEXTS:
        return _text(_TEXTS[name], value)
    return _ids(_IDS[name], value, ids) if name in _IDS else None


def _addresses(name: str, value: str) -> Line:
    def render(edits: Sequence[Edit]) -> str:
        return f"{name}: {Addresses(value).written(edits)}\n"

    return Line(name, Addresses(value).text, render)


def _text(name: str, value: str) -> Line | None:
    text = decoded(value)
    if text is None:
        return None

    def render(edits: Sequence[Edit]) -> str:
        return header(name, splice(text, edits))

    return Line(name, text, render)


def _ids(name: str, value: str, ids: Ids) -> Line | None:
    numbered = ids.neutral(value)
    if not numbered:
        return None

    def render(_: Sequence[Edit]) -> str:
        return f"{name}: {folded(' '.join(numbered), len(name) + 2)}\n"

    return Line(name, "", render)
