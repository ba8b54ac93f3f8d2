"""Long texts read in pieces, so that memory stays flat: where to end one without cutting a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: Best end first: after a blank line, a line that ends a sentence, any line, a sentence, white space, any sign.
_ENDS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r\n|\r(?!\n)|\n)",
        r"[.!?:;][\"'”’)\]]*(?:\r\n|\r(?!\n)|\n)",
        r"\r\n|\r(?!\n)|\n",
        r"[.!?][\"'”’)\]]*[ \t]+",
        r"\s+",
        r"[^\w\s]",
    )
)


def pieces(parts: Iterable[str], about: int) -> Iterator[str]:
    """The same characters in pieces of at most `about`; where the pieces end does not depend on where the parts do."""
    held = ""
    for part in parts:
        held += part
        at = 0
        while len(held) - at > about:
            end = _end(held, at, at + about)
            yield held[at:end]
            at = end
        held = held[at:]
    if held:
        yield held


def _end(text: str, start: int, limit: int) -> int:
    """Where the piece that begins at `start` ends: the last good place in its second half, else at `limit`.

    The character at `limit` exists, but the two signs of one line end are never parted.
    """
    if text[limit - 1] == "\r" and limit - 1 > start:
        limit -= 1
    for pattern in _ENDS:
        last = 0
        for match in pattern.finditer(text, start + (limit - start) // 2, limit):
            last = match.end()
        if last > start:
            return last
    return limit
