"""What does the shards of a corpus: engines loaded once; a shard read, redacted, counted by another reader, committed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from redact.api.ask import order_for
from redact.core.errors import InputError
from redact.core.work import At, Task
from redact.run.corpus import link
from redact.run.corpus.ask import CorpusAsk
from redact.run.corpus.collections import files, tar
from redact.run.corpus.collections.collection import Means, Naming, Turn
from redact.run.corpus.collections.work import SCRATCH, Aside, laid_aside
from redact.run.corpus.engines import Engines, Loaded
from redact.run.corpus.findings import Findings
from redact.run.corpus.formats import Fault, Row, Table
from redact.run.corpus.known import TAR, is_table, output_name, table
from redact.run.corpus.link import Meeting, Sealed
from redact.run.corpus.plan import Piece
from redact.run.corpus.tables import work
from redact.run.corpus.tables.sift import Seen, Sieve
from redact.run.shards.commit import Output, Written, commit
from redact.run.shards.ledger import Ledger
from redact.run.shards.shard import Entry, Shard
from redact.run.shards.store import Store, open_store


def load(ask: CorpusAsk) -> Engines:
    """The real engines of an ask."""
    return Loaded(ask.ask)


@dataclass(frozen=True, slots=True)
class ShardRecipe:
    """Makes a hand where the work is done."""

    ask: CorpusAsk
    fingerprint: str
    engines: Callable[[CorpusAsk], Engines] = load

    def __call__(self) -> ShardHand:
        """The hand; its engines are loaded with the first shard that needs them."""
        return ShardHand(self.ask, self.fingerprint, self.engines(self.ask))


class ShardHand:
    """Does shards of one corpus, one after another."""

    def __init__(self, ask: CorpusAsk, fingerprint: str, engines: Engines) -> None:
        order = order_for(ask.ask)
        self._ask, self._settings = ask, order.settings
        self._engines = engines
        self._naming = Naming.of(order.key)
        self._scratch = ask.record / SCRATCH
        self._out = open_store(ask.out, self._scratch)
        self._ledger = Ledger(ask.record, fingerprint)
        self._seen = None if ask.link else Seen()  # linked, a row means whom its neighbours mean
        self._people = Sealed(ask.record, order.key)
        self._findings = Findings(ask.record, order.detection, ask.fields.text)

    def do(self, task: Task, at: At) -> Entry | None:
        """One shard, from its source to its entry; or, of a meeting, whom it brings, laid aside for the driver.

        Raises:
            InputError: it cannot be read.
            UsageError, MissingPart, WriteError, Defect: the run cannot go on.
        """
        if isinstance(task.payload, Meeting):
            piece = task.payload.piece
            link.meet(self._met(piece), self._engines, task, at, self._people, self._findings)
            return None
        piece = task.payload
        if is_table(piece.shard.kind):
            return self._table(piece, task, at)
        turn = Turn(at, task.skip)
        return self._archive(piece, turn) if piece.shard.kind == TAR else self._files(piece, turn)

    def hear(self, message: Any) -> None:
        """The people of the whole corpus: rows may become something else from now on."""
        self._engines.know(message)

    def close(self) -> None:
        """Let go of the engines."""
        self._engines.close()

    def _table(self, piece: Piece, task: Task, at: At) -> Entry:
        form = self._form(piece)
        found = self._findings.recall(piece.shard) if self._ask.link else None
        sieve = Sieve(self._engines, task, at, self._seen, piece.shard.id, found)
        write = self._steady(piece, partial(work.write, form, piece, sieve, self._ask.examples))
        return self._commit(piece.shard, [Output(self._name(piece.shard), write, form.count)])

    def _met(self, piece: Piece) -> Iterator[Row | Fault]:
        """The rows for a first pass. What is found in a file that changed meanwhile must not be laid on another's rows."""
        yield from self._form(piece).rows(piece.shard, piece.address)
        self._check_unchanged(piece)

    def _form(self, piece: Piece) -> Table:
        return table(piece.shard.kind, self._ask.fields, self._settings, self._store(piece).open)

    def _archive(self, piece: Piece, turn: Turn) -> Entry:
        with self._store(piece).open(piece.address) as file:
            write = self._steady(piece, partial(_written, piece.shard, file, turn, self._means()))
            return self._commit(piece.shard, [Output(self._name(piece.shard), write, tar.count)])

    def _steady(self, piece: Piece, write: Callable[[BinaryIO], Written]) -> Callable[[BinaryIO], Written]:
        """The same, but nothing is made of a file that is another by the time it has been read."""

        def written(out: BinaryIO) -> Written:
            made = write(out)
            self._check_unchanged(piece)
            return made

        return written

    def _check_unchanged(self, piece: Piece) -> None:
        if not self._store(piece).unchanged(piece.address, piece.shard.stamp):
            raise InputError("a file changed while it was read", "wait until it is whole, then run again")

    def _files(self, piece: Piece, turn: Turn) -> Entry:
        with laid_aside(self._ask.record) as aside:
            return self._commit(piece.shard, self._made_ready(piece, turn, aside))

    def _made_ready(self, piece: Piece, turn: Turn, aside: Aside) -> Iterator[Output | Written]:
        store = self._store(piece)
        answer = files.do(piece.shard, turn, self._means(), lambda name: store.local(piece.where(name)), aside.put)
        yield from aside.outputs(answer)

    def _store(self, piece: Piece) -> Store:
        return open_store(piece.address, self._scratch)

    def _name(self, shard: Shard) -> str:
        return output_name(shard, self._engines.name(shard.source), self._naming.mark(shard.source))

    def _means(self) -> Means:
        return Means(self._engines.files(), self._naming, self._scratch, self._settings)

    def _commit(self, shard: Shard, outputs: Iterable[Output | Written]) -> Entry:
        return commit(self._out, self._ledger, shard, outputs)


def _written(shard: Shard, file: BinaryIO, turn: Turn, means: Means, out: BinaryIO) -> Written:
    answer = tar.do(shard, file, out, turn, means)
    return Written(answer.rows_in, answer.rows_out, tuple(answer.quarantined.items()), answer.tally)
