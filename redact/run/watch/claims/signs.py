"""Signs of life of every daemon on an inbox, and how much each has in hand: for people who ask how things stand.

Nothing is decided by them: who is dead is told by the beats of its claims.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from redact.core.errors import UsageError
from redact.run.watch.claims.leases import FILE, SIGNS, read, rooms
from redact.run.watch.share.presence import OURS, own_folder, there

_DIGEST = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Sign:
    """One daemon: a digest of its owner's name, the age of its last sign, how many files it has in hand.

    The age is in seconds, from the clock of the share to that of who asks; -1: it never gave one.
    """

    daemon: str
    age_s: float
    files: int


class Signs:
    """The signs of one daemon."""

    def __init__(self, inbox: Path, owner: str) -> None:
        """None is given yet."""
        self._path = inbox / OURS / SIGNS / digest_of(owner)

    def give(self, beat: int) -> None:
        """We live. The share dates it; where it takes none, no work stops for that."""
        with contextlib.suppress(OSError, UsageError):
            own_folder(self._path.parent)
            handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
            try:
                os.write(handle, f"{beat:020d}".encode())
            finally:
                os.close(handle)

    def take_back(self) -> None:
        """We are about to go."""
        with contextlib.suppress(OSError):
            self._path.unlink()


def seen(inbox: Path, now: float) -> tuple[Sign, ...]:
    """Every daemon that gave a sign or has a file in hand, as it stands at `now` (seconds since 1970).

    Raises:
        OSError: the share cannot be read.
    """
    given: dict[str, float] = {}
    with contextlib.suppress(FileNotFoundError), os.scandir(inbox / OURS / SIGNS) as entries:
        signs = (each for each in entries if _DIGEST.fullmatch(each.name))  # anybody may have put others there
        given = {each.name: each.stat(follow_symlinks=False).st_mtime for each in signs}
    claims = inbox / OURS / "claims"
    hands = Counter(digest_of(read(room).owner) for room in rooms(claims) if there(room / FILE))
    ages = {name: max(0.0, now - at) for name, at in given.items()}
    return tuple(Sign(name, ages.get(name, -1.0), hands[name]) for name in sorted({*given, *hands}))


def digest_of(owner: str) -> str:
    """What a daemon is called on the share."""
    return hashlib.sha256(owner.encode("utf-8", "replace")).hexdigest()[:12]
