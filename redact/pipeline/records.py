"""Records of a corpus, each a world of its own: read, resolved and decided alone, in a stream, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from redact.core.flow import Decision
from redact.core.segment import Text
from redact.pipeline.analyst import Analyst
from redact.pipeline.judge import Judge, Rulings
from redact.pipeline.order import Order
from redact.pipeline.people import People

_TOGETHER = 32


def find_records(order: Order, records: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Decision, str]]:
    """Decisions for ``(id, text)`` records, with the characters each is about. People are carried within a record only."""
    analyst = Analyst(order.settings, order.case)
    scope = "none" if order.pack.carry == "none" else "source"
    rulings = Rulings(order)
    waiting = iter(records)
    while batch := list(islice(waiting, _TOGETHER)):
        reads = analyst.read(Text(at, "text", text) for at, (_, text) in enumerate(batch))
        for (name, _), read in zip(batch, reads, strict=True):
            people = People(order.case, order.key, scope)
            people.meet(read, "record")
            for decision, surface in Judge(rulings, people).decisions([read], "record"):
                yield name, decision, surface
