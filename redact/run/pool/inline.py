"""A crew of one hand in this process: nothing is restarted, and what kills the hand kills the run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from redact.core.work import Done, Failed, Hand, Recipe, Task
from redact.run.pool.frontier import attempt, guarded


class Inline:
    """As `Pool`, without processes: for one job, and for tests."""

    def __init__(self, recipe: Recipe) -> None:
        """The hand is made when the first task comes."""
        self._recipe = recipe
        self._hand: Hand | None = None
        self._told: tuple[Any, ...] = ()  # the last message, if there was one

    def work(self, tasks: Iterable[Task]) -> Iterator[Done | Failed]:
        """Every task done or failed, in the order given.

        Raises:
            RedactError: the hand cannot be made, or what it was told is wrong.
        """
        for task in tasks:
            yield attempt(self._ready(), task, _unheard)

    def tell(self, message: Any) -> None:
        """Tell the hand, now or when it is made."""
        self._told = (message,)
        if self._hand is not None:
            guarded(partial(self._hand.hear, message))

    def close(self) -> None:
        """Let go of the hand."""
        hand, self._hand = self._hand, None
        if hand is not None:
            hand.close()

    def _ready(self) -> Hand:
        if self._hand is None:
            self._hand = guarded(self._recipe)
            for message in self._told:
                guarded(partial(self._hand.hear, message))
        return self._hand


def _unheard(items: object) -> None:
    """Nobody has to know which items are next: there is nobody who could be left."""
