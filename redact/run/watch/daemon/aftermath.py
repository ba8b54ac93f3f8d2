"""What we had under way when we died: whether it was put away, and must only be counted, or is another's by now."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from redact.run.watch.claims.claims import Claim
from redact.run.watch.claims.leases import emptied
from redact.run.watch.jobs import Rooms
from redact.run.watch.share.presence import on_share
from redact.run.watch.state.rows import MADE, Mine, Status


def resume(rooms: Rooms, without: Collection[str], adopt: Callable[[Claim], object]) -> None:
    """Claims of an earlier life are ours again. What was put away then is counted now, what another has is forgotten.

    `without`: names that we have taken up already. `adopt` is given every claim, and notes it in the state.

    Raises:
        ShareAway: the share cannot be trusted; to be done again.
        WriteError: share or state are full; likewise.
    """
    before = [mine for mine in rooms.state.mine() if mine.name not in without]
    for mine in before:
        if _put_away(mine):
            _finish(rooms, mine)
    for left in rooms.claims.mine():
        if (claim := rooms.claims.take_over(left)) is not None:
            adopt(claim)
    for mine in before:  # others have taken it over since; nothing happens to what was adopted or finished
        rooms.state.lost(mine)


def reckon(rooms: Rooms, lost: Mine) -> None:
    """A job found its file gone: we had put it away and could not say so, or another took it over.

    Raises:
        ShareAway, WriteError: as for `resume`.
    """
    for mine in rooms.state.mine():
        if (mine.name, mine.attempt) == (lost.name, lost.attempt) and mine.outcome and _put_away(mine):
            _finish(rooms, mine)
    rooms.state.lost(lost)


def _put_away(mine: Mine) -> bool:
    with on_share():
        return bool(mine.room) and emptied(Path(mine.room))


def _finish(rooms: Rooms, mine: Mine) -> None:
    """Count a file that was put away, but not counted."""
    made = rooms.state.last(mine.name)
    if mine.outcome == MADE and made is not None:
        rooms.state.end(mine, Status.HELD if made.held else Status.RELEASED, made.medium, again=made.done)
    elif mine.outcome:
        rooms.state.end(mine, Status.QUARANTINED, mine.outcome, shelf=str(rooms.config.quarantine / mine.name))
