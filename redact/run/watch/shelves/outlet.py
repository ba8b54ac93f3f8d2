"""Under which names outputs go out: never one that is another's. The share remembers who has which, for all daemons.

A name is reserved in `inbox/.redact/names/` before anything stands under it, for one content in one lane: who does the
same work again, here or on another host, comes to the same name.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from redact.core.errors import Defect

_FOLDER = Path(".redact") / "names"
_NUMBERED = 9  # letter-2 to letter-9; after that a mark
_GRACE_S = 7 * 86_400.0


def token(name: str, sha256: str, lane: str) -> str:
    """What a piece of work is known by on the share: the file's name, its content, the lane's fingerprint."""
    return hashlib.sha256(b"\0".join(map(os.fsencode, (name, sha256, lane)))).hexdigest()


class Outlet:
    """The names of one outbox, shared by all daemons on an inbox."""

    def __init__(self, inbox: Path, outbox: Path, held: Path) -> None:
        """Nothing is made yet."""
        self._names = inbox / _FOLDER
        self._folders = (outbox, held)

    def reserve(self, output: str, beside: Iterable[str], work: str) -> str:
        """The name for an output of that work: `output` itself where it is free, else one like it.

        `beside` are kinds of transcripts, which stand beside an output under names made of its own.

        Raises:
            OSError: the share cannot be written.
        """
        kinds = tuple(beside)
        for name in _candidates(output, work):
            wanted = (name, *transcripts(name, kinds))
            if all(self._take(each, work) for each in wanted):
                return name
        raise Defect("no name is left for an output", "please report this")

    def _take(self, name: str, work: str) -> bool:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_bytes().partition(b"\n")[0] == work.encode()
        with os.fdopen(handle, "wb") as file:  # cut short by a crash it is nobody's, and the next name is taken
            file.write(work.encode() + b"\n" + os.fsencode(name))
            file.flush()
            os.fsync(file.fileno())
        if any(os.path.lexists(folder / name) for folder in self._folders):  # it stood there before us all
            path.unlink()
            return False
        return True

    def _path(self, name: str) -> Path:
        """Where a name is reserved. Shares may take capitals for small letters, so names are compared without them."""
        mark = hashlib.sha256(os.fsencode(name.casefold())).hexdigest()
        return self._names / mark[:2] / mark[2:34]

    def tidy(self, now: float) -> int:
        """Forget names under which nothing stands any more, a week after they were reserved (seconds since 1970); how many."""
        gone = 0
        for path in self._names.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                name = os.fsdecode(path.read_bytes().partition(b"\n")[2])
                stands = name and any(os.path.lexists(folder / name) for folder in self._folders)
                if not stands and now - path.stat().st_mtime > _GRACE_S:
                    path.unlink()
                    gone += 1
        return gone


def in_lane(output: str, prefix: str) -> str:
    """The output below the lane's folder as the administrator called it: `sar` is a lane, though it reads like a name.

    People are taken out of each part of a path by itself, so the parts of `output` are those of the source.
    """
    own, parts = PurePosixPath(prefix).parts, PurePosixPath(output).parts
    return str(PurePosixPath(*own, *parts[len(own) :]))


def transcripts(output: str, kinds: Iterable[str]) -> tuple[str, ...]:
    """What the transcripts of an output are called."""
    stem = PurePosixPath(output)
    return tuple(str(stem.with_name(f"{stem.stem}.transcript.{kind}")) for kind in kinds)


def _candidates(output: str, work: str) -> Iterator[str]:
    path = PurePosixPath(output)
    yield output
    for mark in (*range(2, _NUMBERED + 1), work[:12]):
        yield str(path.with_name(f"{path.stem}-{mark}{path.suffix}"))
