"""Results in the order of their tasks, as far as memory that does not grow can give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redact.core.work import Done, Failed

WINDOW = 256


def in_order(results: Iterable[Done | Failed], window: int = WINDOW, first: int = 0) -> Iterator[Done | Failed]:
    """The results by `task.number`, which counts from `first` without a gap.

    No more than `window` results are held back for one that takes long; then they go before it, in order.
    """
    held: dict[int, Done | Failed] = {}
    for result in results:
        if result.task.number < first:  # the one that took long
            yield result
            continue
        held[result.task.number] = result
        if len(held) > window:
            first = min(held)
        while first in held:
            yield held.pop(first)
            first += 1
    for number in sorted(held):
        yield held.pop(number)
