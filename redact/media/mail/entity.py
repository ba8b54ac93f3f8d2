"""A message taken apart: header fields, and parts within parts. Nothing is decoded here, and every byte has a place.

The standard library's parser is not used for this: it parses messages within messages without a limit. How another
reader would part a broken message does not matter, since it is written anew from what was read here.
Source: RFC 5322 sections 2.1 to 2.2, RFC 2046 section 5.1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from redact.core.errors import LimitExceeded
from redact.media.mail.words import Structured, decoded, plain_value

#: Parts within parts of one message; a mailer makes four or five.
_MAX_DEPTH = 40
_MAX_FIELDS = 5_000
_MAX_HEAD_BYTES = 1 << 20
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]*(.*?)[ \t\r]*", re.S)
_LINE = re.compile(rb"[^\n]*\n?")


@dataclass(frozen=True, slots=True)
class Field:
    """One header field, its value unfolded but not decoded."""

    name: str
    raw: bytes = field(repr=False)

    @property
    def value(self) -> str | None:
        """The value as one line, encoded words as they are; None where it is in no charset."""
        return plain_value(self.raw)


@dataclass(frozen=True)
class Entity:
    """A message or one part of it: a leaf has a `body`, as it stands in the file; a multipart has `parts`.

    `loose` says that words stand around the parts, which no reader shows; `default` is the type of a part that names none.
    """

    fields: tuple[Field, ...]
    body: bytes = field(repr=False)
    parts: tuple[Entity, ...] | None = None
    loose: bool = False
    default: str = "text/plain"

    def first(self, name: str) -> str:
        """The value of the first field of that name, decoded; "" where there is none."""
        for found in self.fields:
            if found.name.lower() == name:
                return decoded(found.value or "") or ""
        return ""

    @cached_property
    def type(self) -> Structured:
        """The content type; what makes no sense is text, as the standard has it."""
        raw = next((found.value or "" for found in self.fields if found.name.lower() == "content-type"), "")
        said = Structured(raw)
        return said if re.fullmatch(r"[\w.+-]+/[\w.+-]+", said.value) else Structured(self.default)

    @cached_property
    def disposition(self) -> Structured:
        """How the part is to be shown."""
        raw = next((found.value or "" for found in self.fields if found.name.lower() == "content-disposition"), "")
        return Structured(raw)


class Parser:
    """Takes one message apart within limits: so many parts, so deep."""

    def __init__(self, max_parts: int) -> None:
        self._left = max_parts

    def parse(self, raw: bytes, depth: int = 0, default: str = "text/plain") -> Entity:
        """The message.

        Raises:
            LimitExceeded: it has too many parts or headers, or parts nested too deep.
        """
        self._left -= 1
        if self._left < 0:
            raise LimitExceeded("a message has more parts than the limit", "raise max_members in the settings")
        if depth > _MAX_DEPTH:
            raise LimitExceeded("a message has parts nested too deep", "leave it out, or save its parts one by one")
        fields, body = _head(raw)
        leaf = Entity(fields, body, default=default)
        if not leaf.type.value.startswith("multipart/"):
            return leaf
        pieces = _pieces(body, leaf.type.param("boundary"))
        if pieces is None:  # no part begins anywhere: it is read as text
            return Entity((), body, default="text/plain") if depth else Entity(_untyped(fields), body)
        inner = "message/rfc822" if leaf.type.value == "multipart/digest" else "text/plain"
        around, within = pieces
        parts = tuple(self.parse(piece, depth + 1, inner) for piece in within)
        return Entity(fields, b"", parts, around, default)


def _untyped(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(found for found in fields if not found.name.lower().startswith("content-"))


def _head(raw: bytes) -> tuple[tuple[Field, ...], bytes]:
    """The fields, and all that comes behind them. A line that is none begins the body, as in most readers."""
    found: list[list[bytes]] = []
    at = 0
    for match in _LINE.finditer(raw):
        line = match[0]
        if not line.strip(b"\r\n"):
            at = match.end()
            break
        if line[:1] in b" \t" and found:
            found[-1].append(line)
        elif _FIELD.fullmatch(line.rstrip(b"\r\n")):
            found.append([line])
        elif found or not line.startswith((b"From ", b">From ")):
            break
        at = match.end()
        if len(found) > _MAX_FIELDS or at > _MAX_HEAD_BYTES:
            raise LimitExceeded("a message has more header lines than the limit", "leave it out")
    return tuple(_field(b"".join(lines)) for lines in found), raw[at:]


def _field(lines: bytes) -> Field:
    match = _FIELD.fullmatch(re.sub(rb"\r?\n", b"", lines))
    if match is None:  # its first line was one
        return Field("Unknown", lines)
    return Field(match[1].decode("ascii"), match[2])


def _pieces(body: bytes, boundary: str) -> tuple[bool, list[bytes]] | None:
    """Whether words stand around the parts, and the parts; None where no part begins."""
    sign = boundary.rstrip().encode("utf-8", "replace")
    if not sign:
        return None
    marks = []
    for mark in re.finditer(rb"^--" + re.escape(sign) + rb"(--)?[ \t]*\r?$", body, re.M):
        marks.append(mark)
        if mark[1]:
            break
    if not marks or marks[0][1]:
        return None
    ends = [mark.start() for mark in marks[1:]]
    after = body[marks[-1].end() :]
    if not marks[-1][1]:  # it was never closed: the last part runs to the end
        ends.append(len(body))
        after = b""
    pieces = [re.sub(rb"\r?\n\Z", b"", body[mark.end() + 1 : end]) for mark, end in zip(marks, ends, strict=False)]
    return bool((body[: marks[0].start()] + after).strip()), pieces
