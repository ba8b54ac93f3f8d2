"""JSON's tokens out of a stream of characters, each with its exact spelling.

Source: RFC 8259, sections 2, 6 and 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from redact.core.errors import CorruptInput, LimitExceeded

_BODY = r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*'
_TOKEN = re.compile(
    r"[ \t\r\n]+|[{}\[\]:,]|" + _BODY + r'"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null'
)
_OPEN_STRING = re.compile(_BODY)
#: A string may break off inside ``\\uXXXX``, a number at ``1.`` or ``1e+``, a word at ``fals``.
_ESCAPE_CHARS, _TAIL_CHARS, _WORD_CHARS = 6, 3, 5
_FIRST_READ = 1 << 16


class Token(NamedTuple):
    """One token: `mark` is the sign itself, or `s` for a string, `n` a number, `w` a word, a space for white space."""

    mark: str
    raw: str


def tokens(parts: Iterable[str], longest: int) -> Iterator[Token]:
    """Every token, white space included: joined, they are the characters that came in.

    Raises:
        CorruptInput: something stands there that is no JSON.
        LimitExceeded: a token is longer than `longest`.
    """
    feed = _Feed(parts)
    while feed.at < len(feed.held) or feed.refill():
        match = _TOKEN.match(feed.held, feed.at)
        if match is None or not (feed.ended or _complete(match, feed.held)):
            _check_hope(feed, match is None, longest)
            if feed.refill():
                continue
        if match is None:
            raise CorruptInput("this is not whole JSON: a value is cut short or misspelt", "check the file's end")
        raw = match.group()
        if len(raw) > longest + 2:
            raise _too_long()
        feed.at = match.end()
        yield Token(_mark(raw[0]), raw)


class _Feed:
    """The characters read but not yet taken; each refill at least doubles them, so that long tokens cost little."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._parts = iter(parts)
        self.held = ""
        self.at = 0
        self.ended = False

    def refill(self) -> bool:
        """Read on; false if there was nothing more."""
        fresh = [self.held[self.at :]]
        wanted = max(_FIRST_READ, 2 * len(fresh[0]))
        have = len(fresh[0])
        while have < wanted and not self.ended:
            part = next(self._parts, None)
            self.ended = part is None
            fresh.append(part or "")
            have += len(part or "")
        grown = have > len(fresh[0])
        self.held, self.at = "".join(fresh), 0
        return grown


def _mark(first: str) -> str:
    if first == '"':
        return "s"
    if first in "{}[]:,":
        return first
    if first in " \t\r\n":
        return " "
    return "w" if first in "tfn" else "n"


def _complete(match: re.Match[str], held: str) -> bool:
    """Whether more characters could not change this match."""
    return held[match.start()] in '"{}[]:, \t\r\n' or len(held) - match.end() >= _TAIL_CHARS


def _check_hope(feed: _Feed, unmatched: bool, longest: int) -> None:
    """Refuse at once what no further characters can mend."""
    left = len(feed.held) - feed.at
    if left > longest + 2:
        raise _too_long()
    if not unmatched or feed.ended:
        return
    start = _OPEN_STRING.match(feed.held, feed.at)
    mendable = len(feed.held) - start.end() < _ESCAPE_CHARS if start else left < _WORD_CHARS
    if not mendable:
        raise CorruptInput("this is not JSON: a value is misspelt", "check the file with a JSON checker")


def _too_long() -> LimitExceeded:
    return LimitExceeded("a single JSON value is longer than the limit", "raise max_value_chars in the settings")
