"""JSON's grammar, one token at a time: refuses what is not JSON, and knows where in the tree a value stands.

Source: RFC 8259, sections 2 to 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from redact.core.errors import CorruptInput, LimitExceeded
from redact.media._json_tokens import Token

_VALUE = "{[snw"
_CONTEXT_KEYS = 4
_CONTEXT_CHARS = 60
_SHORT_CHARS = 40
_WORD_BREAK = re.compile(r"[_\W]+|(?<=[a-z0-9])(?=[A-Z])")


class Role(Enum):
    """What a token is in the tree."""

    VERBATIM = "verbatim"
    KEY = "key"
    VALUE = "value"


class Item(NamedTuple):
    """A token, its role, the keys that lead to it with a short value just before it, and the line of its record."""

    role: Role
    token: Token
    context: str
    line: int


@dataclass(slots=True)
class _Frame:
    """An open object or array."""

    closer: str
    path: tuple[str, ...]
    key: str = ""
    before: str = field(default="", repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        return (*self.path, self.key) if self.key else self.path


class Grammar:
    """Where we are in the text, and which tokens may come next."""

    def __init__(self, max_depth: int) -> None:
        self._max_depth = max_depth
        self._frames: list[_Frame] = []
        self._next = _VALUE

    @property
    def between(self) -> bool:
        """Whether a whole value has been read, or none begun."""
        return not self._frames and self._next in ("", _VALUE)

    def again(self) -> None:
        """Be ready for another value, if the last one is whole."""
        if self.between:
            self._next = _VALUE

    def finish(self) -> None:
        """The text ends here.

        Raises:
            CorruptInput: in the middle of a value, or before any.
        """
        if self._frames or self._next:
            raise CorruptInput("the JSON ends before it is whole", "it was cut short; get the whole file")

    def take(self, token: Token) -> Role:
        """The role of the next token.

        Raises:
            CorruptInput: it cannot stand here.
            LimitExceeded: it opens one level too many.
        """
        mark = token.mark
        if mark not in self._next:
            raise CorruptInput("this is not JSON: something stands in the wrong place", "check it with a JSON checker")
        if mark in "{[":
            self._open(mark)
        elif mark in "}]":
            self._frames.pop()
            self._after_value()
        elif mark == ",":
            self._next = "s" if self._frames[-1].closer == "}" else _VALUE
        elif mark == ":":
            self._next = _VALUE
        elif self._next in ("s", "s}"):
            self._next = ":"
            return Role.KEY
        else:
            self._after_value()
            return Role.VALUE
        return Role.VERBATIM

    def _open(self, mark: str) -> None:
        if len(self._frames) >= self._max_depth:
            raise LimitExceeded("the JSON is nested deeper than the limit", "raise max_depth in the settings")
        path = self._frames[-1].keys if self._frames else ()
        self._frames.append(_Frame("}" if mark == "{" else "]", path))
        self._next = "s}" if mark == "{" else _VALUE + "]"

    def _after_value(self) -> None:
        self._next = "," + self._frames[-1].closer if self._frames else ""

    def context(self, role: Role, token: Token) -> str:
        """What a reader sees around a token: the keys above it and, if short, the value before it."""
        if not self._frames:
            return ""
        frame = self._frames[-1]
        plain = token.raw[1:-1] if token.mark == "s" else token.raw
        if role is Role.KEY:
            words = " ".join(frame.path[-_CONTEXT_KEYS:])
            frame.key = " ".join(_WORD_BREAK.sub(" ", plain[:_CONTEXT_CHARS]).split())
            return words
        words = " ".join(frame.keys[-_CONTEXT_KEYS:])
        before, frame.before = frame.before, plain if len(plain) <= _SHORT_CHARS and token.mark == "s" else ""
        return f"{words} | {before}" if before else words


def items(found: Iterable[Token], max_depth: int, *, lines: bool = False) -> Iterator[Item]:
    """Every token with its role. With `lines`, each line is a JSON text of its own, or blank.

    Raises:
        CorruptInput: this is not JSON, or a line is not.
        LimitExceeded: it is nested deeper than `max_depth`.
    """
    grammar, line = Grammar(max_depth), 1
    for token in found:
        if token.mark != " ":
            role = grammar.take(token)
            context = grammar.context(role, token) if role is not Role.VERBATIM else ""
            yield Item(role, token, context, line)
            continue
        if "\n" in token.raw and lines:
            if not grammar.between:
                raise CorruptInput(f"line {line} is not a whole JSON value", "each line must be one; mend or split it")
            grammar.again()
        line += token.raw.count("\n")
        yield Item(Role.VERBATIM, token, "", line)
    if not (lines and grammar.between):
        grammar.finish()
