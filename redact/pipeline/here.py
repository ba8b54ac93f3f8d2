"""The crew of one hand, in this process: what a run has that was given no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from redact.core.errors import InputError, ResidualError
from redact.core.work import Done, Failed, Hand, Recipe, Task


class Here:
    """One hand, made when the first task comes."""

    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe

    @cached_property
    def hand(self) -> Hand:
        """The hand itself."""
        return self._recipe()

    def work(self, tasks: Iterable[Task]) -> Iterator[Done | Failed]:
        """Each task in turn. Errors that are not of a source (a full disk, a missing model) end the work."""
        for task in tasks:
            try:
                yield Done(task, self.hand.do(task, lambda _: None))
            except (InputError, ResidualError) as err:
                yield Failed(task, err)

    def tell(self, message: Any) -> None:
        """Tell the hand."""
        self.hand.hear(message)

    def close(self) -> None:
        """End it, if it was ever made."""
        if "hand" in self.__dict__:
            self.hand.close()
