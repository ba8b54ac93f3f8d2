"""Folders that must stand apart: what is read, what is released, what is kept, what we run on; also through links."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

from redact.core.errors import UsageError
from redact.run.watch.config.mounts import network

#: As the configuration has them.
ALL = ("inbox", "outbox", "quarantine", "originals", "held", "record", "state")
_SHARED = ("inbox", "outbox", "quarantine", "originals", "held")
#: These must be there: one that is not may be a share that is not mounted, and we would fill the disk below it.
_GIVEN = ("inbox", "outbox", "quarantine", "originals")
_OURS = ("record", "state")
_CODE = Path(__file__).resolve().parents[3]
_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def check(folders: Mapping[str, Path], files: Mapping[str, Path]) -> None:
    """Folders by their key, and files that are read by theirs.

    Raises:
        UsageError: one is missing, closed to us or open to others, lies where it must not, or two overlap.
    """
    for name, path in folders.items():
        _is_folder(name, path)
    for one, other in combinations(folders, 2):
        if _overlap(folders[one], folders[other]):
            raise UsageError(f"{one!r} and {other!r} overlap", "neither may lie in the other, be it through a link")
    for name, path in folders.items():
        if _overlap(path, _CODE):
            raise UsageError(f"{name!r} overlaps the installed code", "choose a folder outside of it")
    for name, path in files.items():
        _is_file(name, path)
        lies = next((each for each in _SHARED if _overlap(folders[each], path)), None)
        if lies is not None:
            raise UsageError(f"{name!r} lies in {lies!r}", "others read or write there: keep it apart")
    for name in _OURS:
        _is_private(name, folders[name])
    kind = network(folders["state"])
    if kind is not None:
        raise UsageError(f"'state' lies on a network file system ({kind})", "name a folder on a disk of this host")


def _is_folder(name: str, path: Path) -> None:
    there = path.exists()
    if there and not path.is_dir():
        raise UsageError(f"{name!r} is not a folder", "name a folder")
    if not there and name in _GIVEN:
        raise UsageError(f"{name!r} is not there", "make the folder, or mount the share it lies on")
    if not there:
        return
    wanted = os.W_OK | os.X_OK | (os.R_OK if name != "outbox" else 0)
    if not os.access(path, wanted):
        raise UsageError(f"{name!r} is closed to us", "the daemon must be able to read, write and rename there")


def _is_file(name: str, path: Path) -> None:
    if not path.is_file() or not os.access(path, os.R_OK):
        raise UsageError(f"{name!r} cannot be read", "check its path and who may read it")


def _is_private(name: str, path: Path) -> None:
    if os.name != "posix" or not path.exists():
        return
    if path.stat().st_mode & _OTHERS:
        raise UsageError(f"{name!r} can be written by others", f"close it with: chmod go-w, on the folder of {name!r}")


def _overlap(one: Path, other: Path) -> bool:
    """Whether one lies in the other, or they are the same: by path, and by what the paths stand for (bind mounts)."""
    a, b = one.resolve(), other.resolve()
    if a == b or a in b.parents or b in a.parents:
        return True
    return _lies_in(a, b) or _lies_in(b, a)


def _lies_in(inner: Path, outer: Path) -> bool:
    mark = _identity(outer)
    return mark is not None and any(_identity(each) == mark for each in (inner, *inner.parents))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_ino else None
