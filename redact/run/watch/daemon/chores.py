"""What is done beside the files: outputs let go by a second person, shelves and names cleared of what is old."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from redact.core.errors import WriteError
from redact.run.watch.claims.leases import tidy as tidy_notes
from redact.run.watch.daemon.prune import Prune
from redact.run.watch.jobs import Rooms
from redact.run.watch.share.presence import on_share
from redact.run.watch.shelves.hold import Folders, Hold
from redact.run.watch.shelves.retention import Steady, sweep

_TIDY_S = 3600.0
_AWAY_S = 90 * 86_400.0  # a daemon that gave no sign for so long does not come back
_PATIENCE_S = 5.0


class Chores:
    """One round at a time, in a thread of its own: a film may be moved, and the loop must turn."""

    def __init__(self, rooms: Rooms, say: Callable[[str], None] = lambda _: None, steady: Steady | None = None) -> None:
        """`steady` dates what is kept for so many days, and is silent while its clock is in doubt."""
        config = rooms.config
        self._rooms, self._steady = rooms, steady or Steady()
        folders = Folders(config.held, config.outbox, config.record)
        self._hold = Hold(folders, rooms.state, say=say, four_eyes=config.four_eyes)
        self._prune = Prune(config, rooms.state)
        self._thread = ThreadPoolExecutor(1, "chores")
        self._round: Future[None] | None = None
        self._tidied: float | None = None

    def begin(self, now: float) -> str | None:
        """Begin a round, unless one is under way; the class of the error that the last one met.

        `now` is by the daemon's own clock, seconds.
        """
        if self._round is not None and not self._round.done():
            return None
        last, self._round = self._round, None
        tidy = self._tidied is None or now - self._tidied >= _TIDY_S
        if tidy:
            self._tidied = now
        self._round = self._thread.submit(self._do, tidy)
        return None if last is None else _error(last)

    def _do(self, tidy: bool) -> None:
        self._hold.look()
        now = self._steady.now() if tidy else None
        if now is not None:
            sweep(self._rooms.config, now)
            self._rooms.outlet.tidy(now)
            with on_share():
                tidy_notes(self._rooms.config.inbox, now - _AWAY_S)
            self._prune.round(now)

    def close(self) -> None:
        """Let the round that is under way end, for a while."""
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._round is not None:
            wait([self._round], _PATIENCE_S)


def _error(ended: Future[None]) -> str | None:
    """What a share or a disk did to a round. Whatever else it met is raised."""
    try:
        ended.result()
    except (OSError, WriteError) as err:
        return type(err).__name__
    return None
