"""The text of a letter: read without the marks of quoting, so that a name over two quoted lines is one name.

Files that stand in the text (uuencode) are taken out of it, and so is what nobody can read there (PGP, base64).
Source: RFC 3676 (flowed text), RFC 9580 section 6 (armour).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from redact.core.flow import Edit
from redact.core.segment import TextKind
from redact.media._cut import splice
from redact.media._reading import Builder, Reading, literal
from redact.media._stream import Readable
from redact.media.mail.transfer import uudecoded

#: Stands where something was that could not be read.
LEFT_OUT = "[encoded text was left out here]"
_QUOTES = re.compile(r"(?:>[ ]?)+")
_ARMOUR = re.compile(
    r"^[> ]*-----BEGIN PGP (?!SIGNED)[A-Z, ]+-----$.*?(?:^[> ]*-----END PGP [A-Z, ]+-----$|\Z)", re.M | re.S
)
_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: [\w, -]*\n)*\n?", re.M)
#: No words are that long, line after line.
_BASE64 = re.compile(
    r"(?:^[> ]*[A-Za-z0-9+/]{60,}={0,2}[ ]*(?:\n|\Z)){2,}(?:^[> ]*[A-Za-z0-9+/]{4,}={0,2}[ ]*$\n?)?(?![^\n])", re.M
)
_UU = re.compile(r"^begin [0-7]{3,4} ([^\n]{1,255})\n((?:[!-M][ -`]{1,84}\n)+)[` ]?\n?end[ ]*$\n?", re.M)
_SIGNATURE = "-- "


@dataclass(frozen=True)
class Body:
    """One text of a letter. `joined` says that a soft line end joins what it parts, without a space (`DelSp=yes`)."""

    part: str
    text: str = field(repr=False)
    flowed: bool = False
    joined: bool = False

    @cached_property
    def reading(self) -> Reading:
        """The text as it is read."""
        if not self.flowed and not re.search(r"^>", self.text, re.M):
            return literal(self.text, 0, len(self.text))
        return _unquoted(self)

    def readable(self) -> Readable | None:
        """What there is to read, if anything."""
        reading = self.reading
        if not reading.text.strip():
            return None
        return Readable(reading.text, self.part, TextKind.PROSE, "", reading.raw)

    def changed(self, edits: Sequence[Edit]) -> str:
        """The text with its edits carried out; marks of quoting stay."""
        return splice(self.text, sorted(self.reading.respell(edits, _as_it_is), key=lambda edit: edit.chars))


def _as_it_is(text: str, _: int) -> str:
    return text


def _unquoted(body: Body) -> Reading:
    """Line by line without marks; where quoting begins or ends, an empty line."""
    builder = Builder()
    text, at, before, soft = body.text, 0, 0, False
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        quotes = _QUOTES.match(text, at, end)
        depth, start = (quotes[0].count(">"), quotes.end()) if quotes else (0, at)
        if at:
            builder.put("\n\n" if depth != before else "" if soft else "\n", at, at)
        soft = body.flowed and text.endswith(" ", start, end) and text[start:end] != _SIGNATURE
        stop = end - 1 if soft and body.joined else end
        if stop > start:
            builder.put(text[start:stop], start, stop)
        at, before = end + 1, depth
    return builder.reading()


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that stood in a text."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


def parted(body: Body) -> tuple[Body, tuple[Enclosed, ...], int]:
    """The text without what is not text, the files that stood in it, and how many stretches nobody could read."""
    enclosed = tuple(
        Enclosed(found[1].strip(), uudecoded(found[2].encode("ascii", "replace"))) for found in _UU.finditer(body.text)
    )
    text = _UU.sub("", body.text) if enclosed else body.text
    text, armoured = _ARMOUR.subn(LEFT_OUT, text)
    text = _SIGNED.sub("", text)
    text, runs = _BASE64.subn(LEFT_OUT + "\n", text)
    return (replace(body, text=text), enclosed, armoured + runs) if text != body.text else (body, (), 0)
