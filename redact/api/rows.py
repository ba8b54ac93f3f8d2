"""Rows of a corpus, redacted in memory: what a hand of `redact corpus` asks."""

from __future__ import annotations

from collections.abc import Sequence

from redact.api.ask import Ask, order_for
from redact.core.errors import InputError, RedactError
from redact.pipeline import World, Worlds

__all__ = ["Rows", "World", "open_rows"]


class Rows:
    """All models of one ask, loaded once. Rows are worlds of their own: one key makes one person one surrogate in all."""

    def __init__(self, ask: Ask) -> None:
        order = order_for(ask)
        self._holds = order.pack.hold
        self._worlds = Worlds(order)

    def rows(self, rows: Sequence[Sequence[str]]) -> list[World | RedactError]:
        """What each row becomes, or the error for which it is kept back; in the order given. Some sixty at a time is good."""
        return [_waits() if self._waits(made) else made for made in self._worlds.redact(rows)]

    def name(self, name: str) -> str:
        """A file's name, with `/`, without the people in it."""
        return self._worlds.name(name)

    def close(self) -> None:
        """Nothing to let go of: all of it is memory."""

    def _waits(self, made: World | RedactError) -> bool:
        return self._holds and isinstance(made, World) and made.review > 0


def _waits() -> InputError:
    return InputError("this row needs a review, and the pack holds it back", "redact it as a file, or choose another pack")


def open_rows(ask: Ask) -> Rows:
    """The engine for an ask.

    Raises:
        UsageError: pack, case file, settings or key are not as they should be.
        MissingPart: a model is not in the store.
    """
    return Rows(ask)
