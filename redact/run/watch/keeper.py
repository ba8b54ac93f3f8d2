"""What the keepers of a daemon ask of it from outside: how it stands, to drain, to try again, to let go."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from redact.audit import lock
from redact.audit.files import writing
from redact.core.errors import UsageError
from redact.run.watch.claims import signs
from redact.run.watch.claims.signs import Sign, digest_of
from redact.run.watch.config.config import Config, load_config
from redact.run.watch.shelves.hold import ask_for
from redact.run.watch.shelves.shelves import Shelves
from redact.run.watch.state.base import Base
from redact.run.watch.state.rows import Shelved, Status, flags, held_in, totals
from redact.run.watch.state.state import State

_POLL_S = 0.2
_FINAL = (Status.RELEASED.value, Status.QUARANTINED.value, "again", "retried")


@dataclass(frozen=True, slots=True)
class Stands:
    """How a daemon stands: `lanes` has its files by lane and status, `done` all that was ever counted.

    `daemons` are all that were seen on the inbox, this one among them as `me`; none where the share is away.
    """

    running: bool
    paused: str
    lanes: Mapping[str, Mapping[str, int]]
    oldest_s: float
    done: Mapping[str, int]
    me: str
    daemons: Sequence[Sign]

    def to_plain(self) -> dict[str, object]:
        """As programs read it."""
        return asdict(self)


def state_path(config: Config) -> Path:
    """Where the state of a daemon is."""
    return config.state / "state.db"


def lock_path(config: Config) -> Path:
    """The lock that a daemon holds on its state while it runs."""
    return config.state / "lock"


class Keeper:
    """Asks and orders, beside a daemon that may be running."""

    def __init__(self, config: Config, *, reading: bool = False) -> None:
        """Only `reading`, the state is not changed.

        Raises:
            UsageError: there is no state yet.
        """
        self._config = config
        self._path = state_path(self._config)
        self._base = Base(self._path, reading=True)
        self._state = None if reading else State(self._path, self._config.owner)

    @classmethod
    def of(cls, path: Path, *, reading: bool = False) -> Keeper:
        """As for the configuration in a file.

        Raises:
            UsageError: it is wrong, or there is no state yet.
        """
        return cls(load_config(path), reading=reading)

    def __enter__(self) -> Keeper:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        self._base.close()
        if self._state is not None:
            self._state.close()

    def stands(self) -> Stands:
        """How everything stands."""
        seen, lanes = totals(self._base, time.time()), dict[str, dict[str, int]]()
        for (lane, status), number in sorted(seen.files.items()):
            lanes.setdefault(lane, {})[status] = number
        done = dict.fromkeys(_FINAL, 0)
        for (what, _), number in seen.counts.items():
            done[what] = done.get(what, 0) + number
        running = self.running
        paused = flags(self._base).get("paused", "") if running else ""
        me = digest_of(self._config.owner)
        return Stands(running, paused, lanes, seen.oldest_s, done, me, self._daemons())

    def _daemons(self) -> tuple[Sign, ...]:
        try:
            return signs.seen(self._config.inbox, time.time())
        except OSError:
            return ()

    @property
    def running(self) -> bool:
        """Whether a daemon holds this state."""
        try:
            lock.let_go(lock.take(lock_path(self._config)))
        except UsageError:
            return True
        return False

    def drain(self, *, wait: bool) -> None:
        """Ask the daemon to finish what is there and stop; wait until it has, if so wished.

        Raises:
            UsageError: none is running.
        """
        if not self.running:
            raise UsageError("no daemon is running", "there is nothing to drain")
        self._writing.flag("drain", "1")
        while wait and self.running:
            time.sleep(_POLL_S)

    def requeue(self, names: Sequence[str] | None) -> int:
        """Move quarantined files back to the inbox, all or those named; how many.

        Raises:
            UsageError: one is not in quarantine.
            WriteError: one cannot be moved.
        """
        known = {each.name: each for each in self._writing.quarantined()}
        for name in (chosen := list(known) if names is None else names):
            if name not in known:
                raise UsageError("no file of that name is in quarantine", "names: as under the quarantine folder")
        for name in chosen:
            self._back(known[name])
        return len(chosen)

    def _back(self, file: Shelved) -> None:
        with writing("the inbox"), contextlib.suppress(FileNotFoundError):  # somebody took it off its shelf: so be it
            Shelves(self._config).to_inbox(Path(file.shelf), file.name)
        self._writing.requeued(file)

    def release(self, names: Sequence[str] | None) -> int:
        """Put the release file beside held outputs, all or those named; how many.

        Raises:
            UsageError: one does not wait in `held`.
            WriteError: the file cannot be written.
        """
        held = {output.output: output for output in held_in(self._base)}
        for name in (chosen := list(held) if names is None else names):
            if name in held and self._config.four_eyes and held[name].uid == _caller():
                raise UsageError(
                    "who put a file into the inbox may not let its output go", "ask a second person to release it"
                )
            if name not in held or not ask_for(self._config.held, name):
                raise UsageError("no output of that name waits", "names: as under the folder `held`")
        return len(chosen)

    @property
    def _writing(self) -> State:
        if self._state is None:
            raise UsageError("the state was opened for reading only", "please report this")
        return self._state


def _caller() -> int | None:
    """The number of who calls; None where the system has none."""
    return os.getuid() if os.name == "posix" else None
