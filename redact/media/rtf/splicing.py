"""A file with some of its bytes changed, so that no control word runs into the text behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from redact.media.rtf.reading import Patch

#: A control word that nothing has ended yet; `\\\\word` is a backslash and a word.
_OPEN_WORD = re.compile(rb"(?<!\\)(?:\\\\)*\\[a-zA-Z]{1,64}(?:-?\d{1,10})?\Z")
_LONGEST_WORD = 96
_RUNS_ON = re.compile(rb"[A-Za-z0-9 -]")


def spliced(raw: bytes, patches: Iterable[Patch]) -> Iterator[bytes]:
    """The file in pieces. A patch within another counts for nothing."""
    done = 0
    tail = b""
    for patch in sorted(patches, key=lambda patch: (patch.start, -patch.end)):
        if patch.start < done:
            continue
        for piece in (raw[done : patch.start], patch.fresh):
            if piece:
                fresh = _parted(tail, piece)
                yield fresh
                tail = (tail + fresh[-_LONGEST_WORD:])[-_LONGEST_WORD:]
        done = patch.end
    yield _parted(tail, raw[done:])


def _parted(tail: bytes, piece: bytes) -> bytes:
    if _RUNS_ON.match(piece) and _OPEN_WORD.search(tail):
        return b" " + piece
    return piece
