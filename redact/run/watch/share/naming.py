"""Names for files that find theirs taken, or that a file system does not take."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import PurePosixPath

_MOST_BYTES = 255  # of one name, on every file system in use. Source: limits.h, NAME_MAX
_MOST_NUMBERED = 100
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


def numbered(name: str) -> Iterator[str]:
    """A name, then `name (2)`, `name (3)` and so on, before its suffix."""
    yield name
    for number in count(2):
        yield with_mark(name, f" ({number})")


def ways_back(name: str) -> Iterator[str]:
    """Names for a file that goes back to where it came from: its own, numbered ones, and those without its folders."""
    yield from islice(numbered(name), _MOST_NUMBERED)
    yield from numbered(PurePosixPath(name).name)


def with_mark(name: str, mark: str) -> str:
    """A name with a mark before its suffix, no longer than a name may be."""
    path = PurePosixPath(name)
    stem, suffix = path.stem, path.suffix
    room = _MOST_BYTES - len(os.fsencode(mark + suffix))
    return str(path.with_name(f"{_cut(stem, room)}{mark}{suffix}")) if room > 0 else plain(name)


def fits(name: str, more: int) -> str:
    """A name that leaves room for so many bytes behind it; a long one is cut and marked, so that it stays its own."""
    path = PurePosixPath(name)
    if len(os.fsencode(path.name)) + more <= _MOST_BYTES:
        return name
    mark = f"~{_digest(name)}"
    suffix = path.suffix if _SUFFIX.fullmatch(path.suffix) else ""
    room = _MOST_BYTES - more - len(mark) - len(suffix)
    return str(path.with_name(f"{_cut(path.stem, room)}{mark}{suffix}"))


def plain(name: str) -> str:
    """A name that every file system takes, and that nothing but its suffix is told by."""
    suffix = PurePosixPath(name).suffix
    return f"unnamed/{_digest(name)}{suffix if _SUFFIX.fullmatch(suffix) else ''}"


def _cut(stem: str, room: int) -> str:
    """As much of a stem as fits into so many bytes, without half a character."""
    while len(os.fsencode(stem)) > room:
        stem = stem[:-1]
    return stem


def _digest(name: str) -> str:
    return hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
