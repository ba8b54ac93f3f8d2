"""Rich text as its tokens: control words and symbols, groups, text, raw data; joined, they are the bytes that came in.

Source: Microsoft, Rich Text Format (RTF) Specification 1.9.1, March 2008, "Conventions of an RTF Reader".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple


class Kind(IntEnum):
    """What a token is."""

    OPEN = 1
    CLOSE = 2
    WORD = 3
    SYMBOL = 4  # `word` is the sign
    HEX = 5  # `number` is the byte
    TEXT = 6
    NEWLINE = 7  # of the file, not of the text
    DATA = 8  # behind \\bin


class Token(NamedTuple):
    """One token: the bytes ``[start, end)``."""

    kind: Kind
    start: int
    end: int
    word: str = ""
    number: int | None = None


_TOKEN = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\(?P<word>[a-zA-Z]+)(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<symbol>\r\n|.)|(?P<newline>[\r\n]+)|(?P<text>[^\\{}\r\n]+)|(?P<lone>\\)",
    re.S,
)


def tokens(raw: bytes) -> Iterator[Token]:
    """Every token from the first byte to the last."""
    at = 0
    while match := _TOKEN.match(raw, at):
        token = _token(match)
        yield token
        at = token.end
        if token.word == "bin" and token.kind is Kind.WORD and (token.number or 0) > 0:
            end = min(len(raw), at + (token.number or 0))
            yield Token(Kind.DATA, at, end)
            at = end


def _token(match: re.Match[bytes]) -> Token:
    start, end = match.span()
    kind = match.lastgroup
    if kind in ("word", "number"):
        number = match.group("number")
        return Token(Kind.WORD, start, end, match.group("word").decode("ascii"), int(number) if number else None)
    if kind == "text":
        return Token(Kind.TEXT, start, end)
    if kind == "hex":
        return Token(Kind.HEX, start, end, "", int(match.group("hex"), 16))
    if kind in ("symbol", "lone"):
        return Token(Kind.SYMBOL, start, end, (match.group("symbol") or b"").decode("latin-1"))
    plain = {"open": Kind.OPEN, "close": Kind.CLOSE}
    return Token(plain.get(kind or "", Kind.NEWLINE), start, end)
