"""What every hand of a cluster said last. It lives beside the driver, so it outlives any node where work is done."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from redact.core.errors import InputError


@dataclass(frozen=True, slots=True)
class Said:
    """The last word of a hand in one of its turns: the items it announced, and why it had to be ended, if it had to."""

    turn: int
    items: tuple[int, ...] = ()
    cause: InputError | None = None


class Journal:
    """Holds one word per hand. Runs as an actor of its own; it holds numbers, and nothing that is in a document.

    A turn is one task given to one hand; the turn 0 is the making of the hand. An old turn never answers for a new one.
    """

    def __init__(self) -> None:
        self._said: dict[int, Said] = {}
        self._since: dict[int, float] = {}

    def note(self, hand: int, turn: int, items: Sequence[int]) -> None:
        """The hand is about to touch these items; it waits for our answer before it does."""
        self._said[hand] = Said(turn, tuple(items))
        self._since[hand] = time.monotonic()

    def condemn(self, hand: int, turn: int, cause: InputError) -> None:
        """The hand is over a limit, and ends itself when it has our answer."""
        self._said[hand] = Said(turn, self.last(hand, turn).items, cause)

    def last(self, hand: int, turn: int) -> Said:
        """What the hand said last in this turn."""
        said = self._said.get(hand)
        return said if said is not None and said.turn == turn else Said(turn)

    def silent_s(self, hand: int, turn: int) -> float | None:
        """For how many seconds the hand has said nothing in this turn; None: it has not said anything in it."""
        said = self._said.get(hand)
        return time.monotonic() - self._since[hand] if said is not None and said.turn == turn else None

    def forget(self, hand: int) -> None:
        """The hand is gone, and has been asked about."""
        self._said.pop(hand, None)
        self._since.pop(hand, None)
