"""Who calls and who is asked for, as in `it is Ann from next door` and `is Joe in`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redact.detect.voices.names import named_at
from redact.detect.voices.normal import Token
from redact.detect.voices.phrases import Claimed

#: What follows the name of somebody who says who they are, and of somebody who is asked for.
_CALLS = frozenset("from calling ringing speaking here again phoning".split())
_IS_IN = frozenset("in there home available around about free".split())


def callers(said: Sequence[Token]) -> Iterator[Claimed]:
    """Names written as such between `it is` and `from`, or between `is` at the beginning of a sentence and `in`."""
    for i, token in enumerate(said):
        if token.word == "it's" or (token.word == "is" and i > 0 and said[i - 1].word == "it"):
            yield from _followed(said, i + 1, _CALLS)
        elif token.word == "is" and token.stops:
            yield from _followed(said, i + 1, _IS_IN)


def _followed(said: Sequence[Token], first: int, by: frozenset[str]) -> Iterator[Claimed]:
    for claim in named_at(said, first, written=True, named=False):
        after = claim.last + 1
        if after < len(said) and said[after].word in by and not said[after].stops:
            yield claim
