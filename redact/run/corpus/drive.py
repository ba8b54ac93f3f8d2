"""A corpus from its plan to its report: what is done is left alone, the rest is given to a crew, and the sums are drawn.

The record folder is locked meanwhile. Whoever stops this at any point, by a key, a signal or the mains, can run it again.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redact.api.ask import order_for
from redact.api.rows import People
from redact.audit.files import replacing, writing
from redact.audit.folder import RecordFolder
from redact.core.errors import InputError, RedactError, ResidualError, UsageError
from redact.core.work import Crew, Done, Failed, Recipe, Task
from redact.pipeline import Order, Unwatched, Watcher
from redact.run.corpus import link, plan, report
from redact.run.corpus.ask import SPILL, CorpusAsk, check_places, fingerprint, settled, write_note
from redact.run.corpus.collections.work import SCRATCH
from redact.run.corpus.engines import Engines
from redact.run.corpus.findings import Findings
from redact.run.corpus.hand import ShardRecipe, load
from redact.run.corpus.known import is_table
from redact.run.corpus.link import Meeting, Sealed
from redact.run.corpus.outcome import CorpusOutcome, Sums
from redact.run.corpus.plan import Piece, Refused
from redact.run.shards.commit import begin, success
from redact.run.shards.ledger import Ledger
from redact.run.shards.shard import Entry, Shard
from redact.run.shards.store import SUCCESS, Store, open_store

PLAN = "plan.jsonl"

CrewMaker = Callable[[Recipe], Crew]


@dataclass(frozen=True, slots=True)
class Drove:
    """What became of a corpus: the sums, the report as programs read it, and where its page is."""

    outcome: CorpusOutcome
    report: dict[str, Any]
    page: Path


def run(
    ask: CorpusAsk,
    crew_maker: CrewMaker,
    watcher: Watcher | None = None,
    hands: int = 1,
    engines: Callable[[CorpusAsk], Engines] = load,
) -> Drove:
    """Redact a corpus. `hands` is how many the crew will have, for the report.

    Raises:
        UsageError: the ask is not as it should be, or another run holds the record folder.
        MissingPart: a model or a library is not installed.
        WriteError: output or record cannot be written.
    """
    ask = settled(ask)
    check_places(ask)
    order = order_for(ask.ask)
    with RecordFolder(ask.record):
        write_note(ask)
        job = _Job(ask, order, open_store(ask.out, ask.record / SCRATCH))
        job.clear()
        passed = job.plan()
        outcome = job.work(crew_maker, engines, watcher or Unwatched())
        told = {**report.summary(outcome, order, hands), "passed_over": passed}
        report.write(told, outcome.examples, ask.record)
    return Drove(outcome, told, ask.record / report.PAGE)


def whole_fingerprint(ask: CorpusAsk, order: Order, shards: Iterable[Shard]) -> str:
    """Changes whenever a shard might come out otherwise; of a linked corpus, whenever any shard changes."""
    alone = fingerprint(ask, order)
    return link.fingerprint(alone, shards) if ask.link else alone


@dataclass(frozen=True, slots=True)
class _Job:
    ask: CorpusAsk
    order: Order
    out: Store

    @property
    def path(self) -> Path:
        """Where the plan is."""
        return self.ask.record / PLAN

    def clear(self) -> None:
        """Take away what runs that died have left; nobody else writes, for the record is locked."""
        with writing("the record folder"):
            for name in (SCRATCH, SPILL):
                shutil.rmtree(self.ask.record / name, ignore_errors=True)
        Sealed(self.ask.record, self.order.key).clear()
        Ledger(self.ask.record, fingerprint(self.ask, self.order)).clear_temps()
        self.out.clear_temps()

    def plan(self) -> dict[str, int]:
        """Find the corpus as it is today; how many files were passed over, by why."""
        with replacing(self.path, "the plan of the corpus") as file:
            return plan.write(self.ask, self.order.settings, file)

    def work(self, crew_maker: CrewMaker, engines: Callable[[CorpusAsk], Engines], watcher: Watcher) -> CorpusOutcome:
        """Do what is not done, and draw the sums over all."""
        began = time.monotonic()
        sums = Sums(self.ask.examples)
        shards = plan.Shards(self.path)
        whole = whole_fingerprint(self.ask, self.order, shards)
        ledger = Ledger(self.ask.record, whole)
        self._check_still_there(ledger)
        Findings(self.ask.record, self.order.detection, self.ask.fields.text).tidy(shards if self.ask.link else ())
        done = begin(self.out, ledger, shards)
        self._take_in(done, sums)
        if any(self._todo(done)):
            with closing(crew_maker(ShardRecipe(self.ask, whole, engines))) as crew:
                if self.ask.link:
                    crew.tell(self._people(crew, shards, watcher))
                for result in self._worked(crew, done, watcher):
                    _take(result, sums)
            self.clear()  # a hand that died in this run may have left something half written, too
        outcome = sums.outcome(whole, time.monotonic() - began)
        if outcome.complete and (outcome.done or not self.out.has(SUCCESS)):
            success(self.out, ledger, shards)
        return outcome

    def _check_still_there(self, ledger: Ledger) -> None:
        """Refuse to withdraw everything because there is nothing: rather a share is away than a corpus gone."""
        if not any(plan.read(self.path)) and any(ledger.stale(())):
            hint = "is it mounted? if it is to be empty, delete output and record by hand"
            raise UsageError("the input holds no file, and did the last time", hint)

    def _worked(self, crew: Crew, done: Collection[str], watcher: Watcher) -> Iterator[Done | Failed]:
        watcher.begin("redacting", *_extent(self._todo(done)))
        for result in crew.work(_tasks(self._todo(done))):
            watcher.step(result.task.payload.size)
            yield result

    def _people(self, crew: Crew, shards: Iterable[Shard], watcher: Watcher) -> People:
        """Whom the whole corpus brings; a shard that cannot be read brings nobody, and fails in its own turn."""
        sealed = Sealed(self.ask.record, self.order.key)
        watcher.begin("reading", *_extent(self._tables()))
        try:
            for result in crew.work(_tasks(map(Meeting, self._tables()))):
                if isinstance(result, Failed):
                    _raise_what_ends_a_run(result.error)
                watcher.step(result.task.payload.size)
            return link.people(self.order, shards, sealed)
        finally:
            sealed.clear()

    def _tables(self) -> Iterator[Piece]:
        return (each for each in self._todo(()) if is_table(each.shard.kind))

    def _todo(self, done: Collection[str]) -> Iterator[Piece]:
        return (
            each
            for each in plan.read(self.path, self.ask.inputs)
            if isinstance(each, Piece) and each.shard.id not in done
        )

    def _take_in(self, done: dict[str, Entry], sums: Sums) -> None:
        """What stands already, and what cannot even be begun: then nobody may take the output for whole."""
        for each in plan.read(self.path):
            if isinstance(each, Refused):
                self.out.remove(SUCCESS)
                sums.fail(each.id, each.error)
            elif entry := done.get(each.shard.id):
                sums.add(entry, each.size, now=False)


def _tasks(payloads: Iterator[Piece] | Iterator[Meeting]) -> Iterator[Task]:
    return (Task(number, payload) for number, payload in enumerate(payloads))


def _take(result: Done | Failed, sums: Sums) -> None:
    """Into the sums.

    Raises:
        RedactError: it is not for one shard that it failed, so the run cannot go on.
    """
    piece: Piece = result.task.payload
    if isinstance(result, Done):
        sums.add(result.answer, piece.size, now=True)
    else:
        _raise_what_ends_a_run(result.error)
        sums.fail(piece.shard.id, result.error)


def _raise_what_ends_a_run(error: RedactError) -> None:
    if not isinstance(error, InputError | ResidualError):
        raise error


def _extent(pieces: Iterator[Piece]) -> tuple[int, int]:
    """How many pieces, and how many bytes."""
    sizes = [piece.size for piece in pieces]
    return len(sizes), sum(sizes)
