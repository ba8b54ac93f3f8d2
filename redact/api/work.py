"""Runs: folders checked, an order made, a river opened, its answer handed back. For `import redact` and the command."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from redact.api import standing
from redact.api.ask import Ask, order_for
from redact.audit.still import Still
from redact.core.flow import Decision, Source
from redact.intake.source import walk
from redact.pipeline import CrewMaker, Item, Order, Outcome, Watcher, check_folders, clean, open_river
from redact.vault.key import KEY_BYTES, Key


def run(ask: Ask, out: Path, watcher: Watcher | None = None, crew_maker: CrewMaker | None = None) -> Outcome:
    """Redact the inputs into `out`. Where nothing has moved since the same run ended, there is nothing to do.

    Raises:
        UsageError, MissingPart, WriteError: see `redact.redact`.
    """
    _check(ask, out)
    order = order_for(ask)
    still = Still(ask.record, order.fingerprint, walk(ask.inputs), out)
    records = still.records()
    return Outcome(tuple(records)) if records is not None else _run(ask, order, out, watcher, crew_maker)


def again(
    record: Path, key: Path | None = None, watcher: Watcher | None = None, crew_maker: CrewMaker | None = None
) -> tuple[Outcome, Ask]:
    """The last run of a record once more, under the very same order: what was kept back is tried again, what is done stays.

    Raises:
        UsageError: there was no run, or its key, case file or inputs are not there as they were.
        MissingPart, WriteError: see `redact.redact`.
    """
    ask, out = standing.asked(record, key)
    _check(ask, out)
    order = standing.read(ask)
    case = standing.case_of(record)
    return _run(replace(ask, policy=order.pack, case=case), order, out, watcher, crew_maker), ask


def _run(
    ask: Ask, order: Order, out: Path, watcher: Watcher | None = None, crew_maker: CrewMaker | None = None
) -> Outcome:
    still = Still(ask.record, order.fingerprint, walk(ask.inputs), out)  # before they are read: what moves then, shows
    with open_river(order, ask.record, watcher, crew_maker) as river:
        standing.write(ask, order, out)
        clean(out)
        outcome = river.run(river.survey(ask.inputs), out)
        still.note(outcome.records)
        return outcome


def plan(ask: Ask, watcher: Watcher | None = None, crew_maker: CrewMaker | None = None) -> Outcome:
    """Store a plan for each input, and beside the plans the order they were made under.

    Raises:
        UsageError, MissingPart, WriteError: see `redact.plan`.
    """
    _check(ask, None)
    order = order_for(ask)
    with open_river(order, ask.record, watcher, crew_maker) as river:
        standing.write(ask, order)
        return river.plan(river.survey(ask.inputs))


def apply(ask: Ask, out: Path, watcher: Watcher | None = None, crew_maker: CrewMaker | None = None) -> Outcome:
    """Release the inputs into `out` by their plans, under the order that stands beside them.

    Raises:
        UsageError, MissingPart, WriteError: see `redact.apply`.
    """
    _check(ask, out)
    order = standing.read(ask)
    with open_river(order, ask.record, watcher, crew_maker) as river:
        clean(out)
        items = standing.with_plan(river.survey(ask.inputs), order, ask.record)
        return river.apply(items, out)


@contextmanager
def finding(
    ask: Ask, watcher: Watcher | None = None
) -> Iterator[tuple[list[Item], Iterator[tuple[Source, Decision, str]]]]:
    """The inputs, and every decision on them with its characters. Leaves nothing behind: not even a key.

    Raises:
        UsageError, MissingPart: see `redact.redact`.
    """
    next(walk(ask.inputs), None)
    order = passing_order(ask)
    with tempfile.TemporaryDirectory(prefix="redact-") as folder, open_river(order, Path(folder), watcher) as river:
        items = river.survey(ask.inputs)
        yield items, river.find(items)


def passing_order(ask: Ask) -> Order:
    """An order whose digests nobody will compare, under a key that is forgotten."""
    return order_for(replace(ask, key=None), Key(secrets.token_bytes(KEY_BYTES)))


def _check(ask: Ask, out: Path | None) -> None:
    """Before anything is made: the inputs are there, and no folder lies in another."""
    next(walk(ask.inputs), None)
    nowhere = ask.record.with_name(f"{ask.record.name}.none")  # planning releases nothing
    check_folders(list(ask.inputs), nowhere if out is None else out, ask.record, ask.key)
