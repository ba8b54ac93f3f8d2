"""The commit of a shard: written, counted by another reader, given its name, and noted last.

A crash at any point leaves a shard done, or not done and known to have begun; the next run does the latter again. Two
hands that commit the same shard at once write the same bytes under the same names, and the same entry.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from redact.audit.canonical import canonical
from redact.audit.failpoints import reach
from redact.core.errors import Defect
from redact.run.shards.keeping import SUCCESS, Draft, Store
from redact.run.shards.ledger import Ledger, There
from redact.run.shards.shard import Entry, Shard, Tally


@dataclass(frozen=True, slots=True)
class Written:
    """What became of rows: of `rows_in`, `rows_out` stand in the output, and `kept_back` are (id, class of error)."""

    rows_in: int
    rows_out: int
    kept_back: Sequence[tuple[str, str]] = field(default=(), repr=False)
    tally: Tally = field(default_factory=Tally)
    examples: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a shard: how it is written, and how another reader counts what was written."""

    name: str = field(repr=False)
    write: Callable[[BinaryIO], Written]
    count: Callable[[Path], int]


def commit(
    store: Store,
    ledger: Ledger,
    shard: Shard,
    outputs: Iterable[Output | Written],
    clock: Callable[[], float] = time.monotonic,
) -> Entry:
    """Write the outputs of a shard and note its entry. A `Written` by itself stands for rows that have no output.

    All outputs are written and counted before the first of them gets its name; what earlier tries left under other names
    is taken away. Whatever `write` and `count` raise comes through, and then nothing has changed.

    Raises:
        Defect: rows are lost or doubled, or two outputs have one name.
        WriteError: an output or the entry cannot be written.
    """
    began = clock()
    with ExitStack() as stack:
        reach("shard-before-draft")
        drafts: list[Draft[Written]] = []
        parts: list[Written] = []
        for output in outputs:
            if isinstance(output, Output):
                drafts.append(_drafted(store, output, stack))
            parts.append(drafts[-1].answer if isinstance(output, Output) else output)
        reach("shard-after-draft")
        entry = _entry(ledger.fingerprint, shard, drafts, parts)
        twin = ledger.done(shard, there(store))
        if twin is not None and twin.outputs == entry.outputs:
            return twin  # another hand was quicker
        return _publish(store, ledger, shard, drafts, lambda: replace(entry, seconds=round(clock() - began, 3)))


def _publish(
    store: Store, ledger: Ledger, shard: Shard, drafts: Sequence[Draft[Written]], finished: Callable[[], Entry]
) -> Entry:
    names = frozenset(draft.name for draft in drafts)
    old = ledger.open(shard, names)
    reach("shard-before-publish")
    for draft in drafts:
        store.put(draft)
        reach("shard-amid-publish")
    reach("shard-after-publish")
    for name in sorted(old - names):
        store.remove(name)
    reach("shard-before-entry")
    entry = finished()
    ledger.note(entry)
    reach("shard-after-entry")
    return entry


def begin(store: Store, ledger: Ledger, shards: Iterable[Shard], *, thorough: bool = False) -> dict[str, Entry]:
    """The entries of the shards that are done, by shard id, without their outputs, which may be very many.

    All others are to be done now. What shards of another plan left in the output is withdrawn. Unless all is done,
    `_SUCCESS` is taken away first. An output is known by its size; `thorough` reads each and compares its hash. `shards`
    are gone through several times.

    Raises:
        UsageError: an entry of an earlier plan is damaged.
        WriteError: something cannot be taken away.
    """
    is_there = there(store, listed=True, thorough=thorough)
    entries = (ledger.done(shard, is_there) for shard in shards)
    done = {entry.shard: replace(entry, outputs={}, sizes={}) for entry in entries if entry is not None}
    stale = list(ledger.stale(shard.id for shard in shards))
    if stale or any(shard.id not in done for shard in shards):
        store.remove(SUCCESS)
    if stale:
        entries = (ledger.done(shard, is_there) for shard in shards)
        claimed = {name for entry in entries if entry is not None for name in entry.outputs}
        for entry in stale:
            for name in entry.outputs.keys() - claimed:
                store.remove(name)
            ledger.forget(entry.shard)
    return done


def success(store: Store, ledger: Ledger, shards: Iterable[Shard]) -> bool:
    """Whether every planned shard is in; then `_SUCCESS` stands in the output, and tells numbers only.

    Where it stands already and tells the same, nothing is written.

    Raises:
        WriteError: it cannot be written.
    """
    is_there = there(store, listed=True)
    count = {"shards": 0, "rows_in": 0, "rows_out": 0, "quarantined": 0}
    for shard in shards:
        entry = ledger.done(shard, is_there)
        if entry is None:
            return False
        for key, more in zip(count, (1, entry.rows_in, entry.rows_out, len(entry.quarantined)), strict=True):
            count[key] += more
    told = canonical({**count, "fingerprint": ledger.fingerprint}) + b"\n"
    if not store.has(SUCCESS, hashlib.sha256(told).hexdigest()):
        reach("shard-before-success")
        store.publish(SUCCESS, lambda out: out.write(told), lambda _: None)
        reach("shard-after-success")
    return True


def there(store: Store, *, listed: bool = False, thorough: bool = False) -> There:
    """Whether outputs are there, for `Ledger.done`: by size, or `thorough`ly by hash. `listed`: for many of them."""
    size_of = store.sizes() if listed else store.size

    def is_there(name: str, sha256: str, size: int) -> bool:
        found = size_of(name)
        if found is None or found != (found if size < 0 else size):
            return False
        return not thorough or store.has(name, sha256)

    return is_there


def _drafted(store: Store, output: Output, stack: ExitStack) -> Draft[Written]:
    """An output, written and counted again; it is dropped when `stack` ends, unless it has its name by then."""
    draft = store.draft(output.name, output.write)
    stack.callback(store.drop, draft)
    if output.count(draft.path) != draft.answer.rows_out:
        raise Defect("another reader counts other rows than were written", "please report this; nothing was released")
    return draft


def _entry(fingerprint: str, shard: Shard, drafts: Sequence[Draft[Written]], parts: Sequence[Written]) -> Entry:
    if any(part.rows_in != part.rows_out + len(part.kept_back) for part in parts):
        raise Defect("rows were lost or doubled on their way", "please report this; nothing was released")
    if len({draft.name for draft in drafts}) != len(drafts):
        raise Defect("two outputs of a shard have one name", "please report this; nothing was released")
    return Entry(
        shard=shard.id,
        fingerprint=fingerprint,
        stamp=shard.stamp,
        rows_in=sum(part.rows_in for part in parts),
        rows_out=sum(part.rows_out for part in parts),
        outputs={draft.name: draft.sha256 for draft in drafts},
        quarantined=_apart(pair for part in parts for pair in part.kept_back),
        tally=sum((part.tally for part in parts), Tally()),
        examples=tuple(text for part in parts for text in part.examples),
        sizes={draft.name: draft.size for draft in drafts},
    )


def _apart(kept_back: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By id. A corpus may give one id to several rows: the second becomes `id#2`, so that each is counted."""
    named: dict[str, str] = {}
    times: Counter[str] = Counter()
    for given, kind in kept_back:
        times[given] += 1
        name = given if times[given] == 1 else f"{given}#{times[given]}"
        while name in named:  # somebody calls a row `id#2`
            name += "#"
        named[name] = kind
    return named
