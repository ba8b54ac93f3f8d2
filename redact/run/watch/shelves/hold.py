"""Four eyes: an output waits in `held` until a second person puts `NAME.release` beside it, and then goes to the outbox.

Who let it go, by the owner of that file, is written down before it goes. Whose file the source was does not count as a
second person. What was changed while it waited does not go.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from redact.audit.canonical import canonical
from redact.audit.files import Appender, replacing
from redact.audit.folder import under
from redact.audit.release import file_sha256, release
from redact.run.watch.state.rows import Output
from redact.run.watch.state.state import State

SUFFIX = ".release"
_LOG = "released-by.jsonl"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where outputs wait, where they go, and where it is written down."""

    held: Path
    outbox: Path
    record: Path


def now() -> datetime:
    """The clock of a real daemon."""
    return datetime.now(UTC)


class Hold:
    """Lets go of what has its release file."""

    def __init__(
        self,
        folders: Folders,
        state: State,
        clock: Callable[[], datetime] = now,
        say: Callable[[str], None] = lambda _: None,
        *,
        four_eyes: bool = True,
    ) -> None:
        """Without `four_eyes` whoever may write to `held` may let go, also who put the source into the inbox."""
        self._folders, self._state, self._clock, self._say = folders, state, clock, say
        self._four_eyes = four_eyes

    def look(self) -> int:
        """Move every output that was let go; how many.

        Raises:
            WriteError, OSError: it cannot be moved or written down now; nothing stands half.
        """
        return sum(self._let_go(output) for output in self._state.held())

    def _let_go(self, output: Output) -> bool:
        waits, target = under(self._folders.held, output.output), under(self._folders.outbox, output.output)
        mark = waits.with_name(waits.name + SUFFIX)
        owner = _owner(mark)
        if owner is None:
            return False
        if waits.is_file():
            if file_sha256(waits) != output.digest:
                return False  # it was changed while it waited: that is no longer what was checked
            if self._four_eyes and owner == output.uid:
                mark.unlink(missing_ok=True)  # or it would be in the way of a second person's
                self._write_down(output, owner, refused="the source was this person's own")
                self._say("an output stays: who let it go had put its source into the inbox")
                return False
            self._write_down(output, owner)
            self._move(waits, target)
        elif not (target.is_file() and file_sha256(target) == output.digest):  # moved before a crash, or gone
            return False
        done = self._state.let_out(output)
        mark.unlink(missing_ok=True)
        return done

    def _move(self, waits: Path, target: Path) -> None:
        """Transcripts first, so that no output lacks them."""
        for beside in waits.parent.glob(f"{glob.escape(waits.stem)}.transcript.*"):
            if not beside.name.endswith(SUFFIX):
                release(beside, target.with_name(beside.name))
        release(waits, target)

    def _write_down(self, output: Output, owner: int, **more: str) -> None:
        said = {"at": self._clock().isoformat(), "output": output.output, "sha256": output.digest, "uid": owner, **more}
        self._folders.record.mkdir(mode=0o700, parents=True, exist_ok=True)
        log = Appender(self._folders.record / _LOG, "the log of releases")
        try:
            log.add(canonical({**said, "user": _user(owner)}))
        finally:
            log.close()


def ask_for(held: Path, output: str) -> bool:
    """Put the release file beside a held output, as whoever calls. False: nothing of that name waits there."""
    waits = under(held, output)
    if not waits.is_file():
        return False
    with replacing(waits.with_name(waits.name + SUFFIX), "the release file"):
        pass
    return True


def _owner(mark: Path) -> int | None:
    """Whose file it is; None: there is none, or it is a link, which anybody may have laid to anybody's file."""
    try:
        found = mark.lstat()
    except OSError:
        return None
    return found.st_uid if stat.S_ISREG(found.st_mode) else None


def _user(uid: int) -> str:
    """The account's name on this host; empty where it has none."""
    if os.name != "posix":
        return ""
    import pwd  # noqa: PLC0415 - there is none on Windows

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return ""
