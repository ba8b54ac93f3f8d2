"""Content lines of iCalendar and vCard: unfolded, taken apart, and folded again.

Source: RFC 5545 section 3.1, RFC 6350 sections 3.2 and 3.3, RFC 6868; vCard 2.1 (versit, 1996) for its older ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from redact.core.errors import CorruptInput, LimitExceeded

_FOLD_OCTETS = 75
_HEADING_CHARS = 512
#: A photograph in base64 may be one line.
_MAX_LINE_CHARS = 256 << 20
_LINE_END = re.compile(r"\r\n|\n|\r(?!\n)")
_NAME = re.compile(r"(?:(?P<group>[A-Za-z0-9_-]+)\.)?(?P<name>[A-Za-z0-9-]+)(?=[;:])")
_PARAM = re.compile(r""";[ ]*(?P<name>[A-Za-z0-9_-]+)[ ]*(?:=(?P<value>(?:"[^"]*"|[^";:,]|,)*))?""")
_PARAM_VALUE = re.compile(r'"([^"]*)"|([^,]+)')
_BASE64 = re.compile(r"[A-Za-z0-9+/=]+")
_CARET = {"^^": "^", "^n": "\n", "^'": '"'}
_IS_QUOTED = re.compile(r"[^:]*;[^:]*quoted-printable[^:]*:", re.I)
_IS_BASE64 = re.compile(r"[^:]*;[^:]*(?:base64|encoding=b[;:])", re.I)


@dataclass(frozen=True, slots=True)
class Line:
    """One property: `name` in capitals, its parameters in order, its value as it is spelt."""

    group: str
    name: str
    params: tuple[tuple[str, tuple[str, ...]], ...] = field(repr=False)
    value: str = field(repr=False)

    def param(self, name: str) -> str:
        """The first value of a parameter; "" where it is absent."""
        return next((values[0] for key, values in self.params if key == name and values), "")


def content_lines(characters: Iterable[str]) -> Iterator[Line]:
    """The properties of a file.

    Raises:
        CorruptInput: the first line of it is none.
        LimitExceeded: one is longer than any photograph.
    """
    for text in _logical(_physical(characters)):
        yield _parsed(text)


def _physical(characters: Iterable[str]) -> Iterator[str]:
    """Lines without their ends; an end between two chunks is one end."""
    waiting: list[str] = []
    length = 0
    for chunk in characters:
        waiting.append(chunk)
        length += len(chunk)
        if length > _MAX_LINE_CHARS:
            raise LimitExceeded("a line is longer than any photograph", "leave it out")
        if "\n" in chunk or "\r" in chunk[:-1]:
            *lines, last = _LINE_END.split("".join(waiting))
            if not last and chunk.endswith("\r"):
                last = lines.pop() + "\r"
            yield from lines
            waiting, length = [last], len(last)
    yield from _LINE_END.split("".join(waiting))


def _logical(lines: Iterable[str]) -> Iterator[str]:
    """Lines unfolded. A line that is no property goes on with the one before: a program has forgotten to fold it."""
    pieces: list[str] = []
    for line in lines:
        if not pieces:
            if line.strip():
                pieces = [line.lstrip("\ufeff")]
        elif pieces[-1].endswith("=") and _IS_QUOTED.match(pieces[0][:_HEADING_CHARS]):
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif line[:1] in (" ", "\t"):
            pieces.append(line[1:])
        elif _NAME.match(line):
            yield "".join(pieces)
            pieces = [line]
        elif line.strip():
            pieces.append(
                line if _BASE64.fullmatch(line) and _IS_BASE64.match(pieces[0][:_HEADING_CHARS]) else "\\n" + line
            )
    if pieces:
        yield "".join(pieces)


def _parsed(text: str) -> Line:
    match = _NAME.match(text)
    if match is None:
        raise CorruptInput("a line is no property", "export it anew from the program that made it")
    params: list[tuple[str, tuple[str, ...]]] = []
    at = match.end()
    while param := _PARAM.match(text, at):
        params.append(_param(param["name"], param["value"]))
        at = param.end()
    if text[at : at + 1] != ":":
        raise CorruptInput("the parameters of a property are broken", "export it anew from the program that made it")
    return Line(match["group"] or "", match["name"].upper(), tuple(params), text[at + 1 :])


def _param(name: str, value: str | None) -> tuple[str, tuple[str, ...]]:
    if value is None:  # vCard 2.1 leaves the names of types and encodings out
        known = "ENCODING" if name.upper() in ("QUOTED-PRINTABLE", "BASE64") else "TYPE"
        return known, (name,)
    values = (found[1] if found[1] is not None else found[2] for found in _PARAM_VALUE.finditer(value))
    return name.upper(), tuple(re.sub(r"\^[\^n']", lambda sign: _CARET[sign[0]], found) for found in values)


def spelt_param(name: str, value: str) -> str:
    """A parameter as it stands in a line."""
    for sign, plain in (("^^", "^"), ("^n", "\n"), ("^'", '"')):
        value = value.replace(plain, sign)
    return f';{name}="{value}"' if re.search(r"[;:,\s]", value) else f";{name}={value}"


def folded(line: str) -> bytes:
    """A line in octets, folded between characters."""
    octets = line.encode("utf-8", "replace")
    kept, start, room = [], 0, _FOLD_OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:
            end -= 1
        kept.append(octets[start:end])
        start, room = end, _FOLD_OCTETS - 1
    kept.append(octets[start:])
    return b"\r\n ".join(kept) + b"\r\n"
