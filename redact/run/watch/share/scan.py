"""What lies in the inbox now. Links are never followed, and never listed; neither are devices, pipes, hidden and passing files.

Polled, for no share tells of its changes. A name may hold bytes that are no UTF-8, as surrogates, and line breaks: it is
written down with `os.fsencode` or as JSON, and never printed.
"""

from __future__ import annotations

import errno
import fnmatch
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from redact.run.watch.share.presence import OURS, ShareAway, present

__all__ = ["OURS", "ShareAway", "Sight", "Snapshot", "passing", "scan"]

#: Files that are still being written, or are never anybody's document. Source: the lock files of Microsoft Office and
#: LibreOffice, the download names of browsers, WinSCP and rsync, the swap files of vim, what macOS and Windows leave behind.
PASSING = (
    *("~$*", ".~lock.*#", "*.tmp", "*.temp", "*.part", "*.partial", "*.crdownload", "*.download", "*.filepart"),
    *("*.swp", "*.swx", "*~", "thumbs.db", "ehthumbs.db", "desktop.ini", ".*"),
)
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
_CLOSED = frozenset({errno.EACCES, errno.EPERM})


class Sight(NamedTuple):
    """How a file looks from outside. Bytes, nanoseconds since 1970 by the share's clock."""

    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, found: os.stat_result) -> Sight:
        """As the system tells it."""
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


class Snapshot(dict[str, Sight]):
    """One look: every file by its name relative to the inbox, with `/`. Markers are not among them."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: set[str] = set()  # files whose marker is there
        self.closed = 0  # folders and files that we may not look at


def passing(skip: Iterable[str] = ()) -> re.Pattern[str]:
    """Matches the names, in small letters, of files that are left alone: those of `PASSING`, and those of `skip`."""
    return re.compile("|".join(fnmatch.translate(each.lower()) for each in (*PASSING, *skip)))


def scan(inbox: Path, skip: Iterable[str] = (), marker: str = "") -> Snapshot:
    """Every file of the inbox and its folders. `skip` are glob patterns of names, or of paths where they have a `/`.

    Raises:
        ShareAway: the share is not there, goes while it is looked at, or cannot be trusted.
    """
    present(inbox)
    patterns = tuple(skip)
    look = _Look(
        passing(each for each in patterns if "/" not in each),
        re.compile("|".join(fnmatch.translate(each.lower()) for each in patterns if "/" in each) or r"(?!)"),
        marker,
    )
    waiting = [""]
    while waiting:
        waiting.extend(look.folder(inbox, waiting.pop()))
    present(inbox)  # it may have gone half way
    return look.found


class _Look:
    """One look, folder by folder."""

    def __init__(self, names: re.Pattern[str], paths: re.Pattern[str], marker: str) -> None:
        self.found = Snapshot()
        self._names, self._paths, self._marker = names.match, paths.match, marker

    def folder(self, inbox: Path, within: str) -> Iterator[str]:
        """Take in one folder (relative, empty or with `/` at its end); the folders in it, likewise."""
        try:
            with os.scandir(inbox / within) as entries:
                for entry in entries:
                    name = entry.name
                    if not self._names(name.lower()) and self._one(entry, within + name):
                        yield f"{within}{name}/"
        except OSError as err:
            self._missed(err, inside=bool(within))

    def _one(self, entry: os.DirEntry[str], name: str) -> bool:
        """Take in an entry; whether it is a folder to look into."""
        try:
            if entry.is_dir(follow_symlinks=False):
                return not self._paths(name.lower())
            if not entry.is_file(follow_symlinks=False) or self._paths(name.lower()):
                return False
            if self._marker and name.endswith(self._marker):
                self.found.marked.add(name.removesuffix(self._marker))
                return False
            self.found[name] = Sight.of(entry.stat(follow_symlinks=False))
        except OSError as err:
            self._missed(err, inside=True)
        return False

    def _missed(self, err: OSError, *, inside: bool) -> None:
        """What vanished or is closed to us is passed over; all else leaves the whole look in doubt.

        Raises:
            ShareAway: so it is.
        """
        if inside and err.errno in _GONE:
            return
        if inside and err.errno in _CLOSED:
            self.found.closed += 1
            return
        raise ShareAway(err.errno or errno.EIO) from None
