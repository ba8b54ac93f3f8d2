"""Work that is given to others: a task, the hand that does it, the crew of hands. One contract for processes and clusters.

A task is made of items, counted from 0: the rows of a shard, or the one file of a run. A hand says before it touches
items which they are; so whoever loses a hand knows which item killed it, and keeps back that one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from redact.core.errors import RedactError

#: Told by a hand, before it touches them, which items of its task come next.
At = Callable[[Sequence[int]], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work. `payload` can be pickled, and holds no model and no open file.

    `skip` names items that are not to be touched any more, each with the class of the error it is kept back for;
    `probe` those that are to be done one by one, for one of them may have killed a hand; `lost` counts how many hands
    an item has killed while it was alone.
    """

    number: int
    payload: Any = field(repr=False)
    skip: Mapping[int, str] = field(default_factory=dict)
    probe: frozenset[int] = frozenset()
    lost: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """A task that was done, and what its hand answers."""

    task: Task
    answer: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that could not be done as a whole, and why."""

    task: Task
    error: RedactError


class Hand(Protocol):
    """What does tasks, one after another, with all that it needs loaded once."""

    def do(self, task: Task, at: At) -> Any:
        """The answer to a task; it can be pickled.

        Raises:
            RedactError: the task cannot be done.
        """

    def hear(self, message: Any) -> None:
        """Something that all hands of a crew are told; it holds until the next message."""

    def close(self) -> None:
        """Let go of everything."""


#: Makes a hand where the work is done: can be pickled itself, loads models when it is called.
Recipe = Callable[[], Hand]


class Crew(Protocol):
    """Hands at work."""

    def work(self, tasks: Iterable[Task]) -> Iterator[Done | Failed]:
        """Every task done or failed, as they end, in no order. Tasks are pulled when a hand is free, and not before."""

    def tell(self, message: Any) -> None:
        """Tell every hand, those made later too. Not while work is under way."""

    def close(self) -> None:
        """End every hand."""
