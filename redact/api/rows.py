"""Rows of a corpus, redacted in memory: what a hand of `redact corpus` asks."""

from __future__ import annotations

from collections.abc import Sequence

from redact.api.ask import Ask, order_for
from redact.core.errors import InputError, RedactError
from redact.pipeline import Found, Met, People, World, Worlds

__all__ = ["Found", "Met", "People", "Rows", "World", "open_rows"]


class Rows:
    """All models of one ask, loaded once. Rows are worlds of their own: one key makes one person one surrogate in all."""

    def __init__(self, ask: Ask) -> None:
        self._order = order_for(ask)
        self._holds = self._order.pack.hold
        self._worlds = Worlds(self._order)

    def rows(
        self, rows: Sequence[Sequence[str]], ids: Sequence[str] = (), found: Sequence[Found | None] = ()
    ) -> list[World | RedactError]:
        """What each row becomes, or the error for which it is kept back; in the order given. Some sixty at a time is good.

        `found` is what `found` gave for them, where that was asked before.
        """
        return [_waits() if self._waits(made) else made for made in self._worlds.redact(rows, ids, found)]

    def found(self, rows: Sequence[Sequence[str]]) -> list[Found]:
        """What is found in each row: places without values, as JSON holds them."""
        return self._worlds.found(rows)

    def met(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found]) -> list[Met]:
        """Whom each row brings, under its id: for linking people over a whole corpus."""
        return self._worlds.met(rows, ids, found)

    def people(self) -> People:
        """An empty gathering, to take in whom rows bring (`take`), to be settled (`settle`) and told to engines (`know`)."""
        return People(self._order.case, self._order.key, "set")

    def know(self, people: People) -> None:
        """From now on rows are one world, of these people."""
        self._worlds.know(people)

    def name(self, name: str) -> str:
        """A file's name, with `/`, without the people in it."""
        return self._worlds.name(name)

    def close(self) -> None:
        """Nothing to let go of: all of it is memory."""

    def _waits(self, made: World | RedactError) -> bool:
        return self._holds and isinstance(made, World) and made.review > 0


def _waits() -> InputError:
    return InputError(
        "this row needs a review, and the pack holds it back", "redact it as a file, or choose another pack"
    )


def open_rows(ask: Ask) -> Rows:
    """The engine for an ask.

    Raises:
        UsageError: pack, case file, settings or key are not as they should be.
        MissingPart: a model is not in the store.
    """
    return Rows(ask)
