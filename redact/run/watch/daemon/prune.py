"""What the state need not remember any more, so that it does not grow for ever.

An output is remembered for as long as it stands, so that the same file put in again is not done twice; it makes no
difference to forget one that somebody has taken away. The sums of what was counted stay.
"""

from __future__ import annotations

from pathlib import Path

from redact.run.watch.config.config import Config
from redact.run.watch.share.presence import on_share, there
from redact.run.watch.state.state import State

_KEPT_S = 30 * 86_400.0
_AT_ONCE = 5_000  # a look at each may cost a trip over the network


class Prune:
    """Goes through the state, some thousand rows a round, and then from the beginning."""

    def __init__(self, config: Config, state: State) -> None:
        """Nothing is gone through yet."""
        self._config, self._state = config, state
        self._after = ""

    def round(self, now: float) -> int:
        """Forget what is older than a month at `now` (seconds since 1970) and is not there any more; how many.

        Raises:
            ShareAway: a folder cannot be trusted at this moment.
        """
        before = now - _KEPT_S
        outputs = self._state.outputs(self._after, before, _AT_ONCE)
        self._after = outputs[-1].name if len(outputs) == _AT_ONCE else ""
        folders = self._config.outbox, self._config.held
        with on_share():
            gone = [each for each in outputs if not any(there(folder / each.output) for folder in folders)]
            empty = [each for each in self._state.quarantined() if each.since < before and not _is_there(each.shelf)]
        return self._state.forget(gone, empty, before)


def _is_there(shelf: str) -> bool:
    return bool(shelf) and there(Path(shelf))
