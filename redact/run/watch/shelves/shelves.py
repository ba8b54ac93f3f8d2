"""Where a file goes when it was worked on: to the originals, or to quarantine with the reason. Never over another's file.

Shelves keep the names that files came with, and their folders; they are the authority's own. A file whose name is taken
by another content gets a mark of its own content: the same file put away twice is there once.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from redact.audit.files import temp_beside
from redact.audit.release import file_sha256
from redact.core.errors import RedactError, WriteError
from redact.run.watch.claims.leases import Claim, id_of
from redact.run.watch.config.config import Config
from redact.run.watch.share.moving import alike, put
from redact.run.watch.share.naming import fits, numbered, plain, ways_back, with_mark
from redact.run.watch.share.presence import ShareAway, on_share, there

#: What the name of the file with the reason ends in, behind the whole name of what it is about.
REASON = ".reason.json"
_MARK_HEX = 12  # of a SHA-256: two contents under one name share it with a chance of 1 to 10^14
_MOST_NUMBERED = 1000
#: The file system cannot have a file of this name, or there is a file where a folder should be.
_REFUSED = frozenset({errno.EINVAL, errno.EILSEQ, errno.ENAMETOOLONG, errno.ENOTDIR, errno.EISDIR, errno.EEXIST})


class Shelves:
    """The shelves of one configuration."""

    def __init__(self, config: Config, clock: Callable[[], float] = time.time) -> None:
        """`clock` (seconds since 1970) only dates the reasons."""
        self._originals, self._quarantine = config.originals, config.quarantine
        self._inbox, self._marker = config.inbox, config.done_marker
        self._clock = clock

    def to_originals(self, claim: Claim) -> Path:
        """Put a file away that is done; where it is now.

        Raises:
            FileNotFoundError: the claim is not ours any more; nothing was changed.
            ShareAway: a share cannot be trusted; the file is where it was.
            WriteError: the shelf is full or read-only; the file is where it was.
        """
        return self._shelve(claim, self._originals)

    def to_quarantine(self, claim: Claim, error: RedactError, tries: int | None = None) -> Path:
        """Put a file away that is kept back, with the reason beside it; where it is now.

        `tries`: how often it was tried, if not once in each attempt.

        Raises:
            FileNotFoundError, ShareAway, WriteError: as for `to_originals`.
        """
        reason = {
            "claim": claim.id,
            "name": claim.name,
            "error": error.kind,
            "message": error.message,
            "hint": error.hint,
            "at": datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="seconds"),
            "attempts": claim.attempt if tries is None else tries,
        }

        def explain(name: str) -> bool:
            return _explain(self._quarantine, name, claim, json.dumps(reason, indent=1).encode("ascii"))

        return self._shelve(claim, self._quarantine, len(REASON), explain)

    def to_inbox(self, shelved: Path, name: str) -> str:
        """Put a quarantined file back, to be tried again; the name it has in the inbox now. Its reason goes.

        Raises:
            FileNotFoundError: it is not on its shelf any more.
            ShareAway, WriteError: as for `to_originals`.
        """
        with on_share():
            os.lstat(shelved)
            place = put(shelved, self._inbox, ways_back(name), id_of(name))
            if place is None:
                raise WriteError("the inbox has no name left for a file", "look what stands there under its name")
            back = place.relative_to(self._inbox).as_posix()
            if self._marker:
                (self._inbox / f"{back}{self._marker}").touch()
            shelved.with_name(shelved.name + REASON).unlink(missing_ok=True)
        return back

    def _shelve(self, claim: Claim, shelf: Path, more: int = 0, ready: Callable[[str], bool] | None = None) -> Path:
        """Put it under the first name that will do; `ready` makes ready for a name, or says that it will not do."""
        with on_share():
            os.lstat(claim.path)
            if not shelf.is_dir():
                raise ShareAway(errno.ENOENT)
            for wanted in (fits(claim.name, more), plain(claim.name)):
                try:
                    place = put(claim.path, shelf, filter(ready, _names(wanted, claim.path)), claim.id)
                except OSError as err:
                    if err.errno not in _REFUSED:
                        raise
                    continue
                if place is not None:
                    return place
        raise WriteError("a shelf has no name left for a file", "look what stands there under its name")


def free_name(folder: Path, name: str) -> str:
    """A name under which nothing stands in a folder: the given one, or one like it.

    Raises:
        ShareAway: the share cannot be trusted.
    """
    with on_share():
        return next(each for each in numbered(name) if not there(folder / each))


def _names(wanted: str, source: Path) -> Iterator[str]:
    """The name, then with a mark of the content (hashed only then), then numbered."""
    yield wanted
    marked = with_mark(wanted, f".{file_sha256(source)[:_MARK_HEX]}")
    for _, name in zip(range(_MOST_NUMBERED), numbered(marked), strict=False):
        yield name


def _explain(shelf: Path, name: str, claim: Claim, reason: bytes) -> bool:
    """Write the reason beside where a file will be; False where another's file or reason stands there."""
    beside = shelf / f"{name}{REASON}"
    if there(shelf / name):
        if not alike(claim.path, shelf / name):
            return False
    elif there(beside) and _claim_of(beside) != claim.id:
        return False
    beside.parent.mkdir(parents=True, exist_ok=True)
    temp = temp_beside(shelf / "x")  # at the top of the shelf, where the next sweep finds what a crash left
    try:
        with temp.open("xb") as file:
            file.write(reason)
            file.flush()
            os.fsync(file.fileno())
        temp.replace(beside)
    finally:
        with contextlib.suppress(OSError):
            temp.unlink(missing_ok=True)
    return True


def _claim_of(beside: Path) -> str:
    try:
        told = json.loads(beside.read_bytes())
        return str(told["claim"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""
