"""People linked over all rows of a corpus: a first pass reads every row, a second redacts it among the people of all.

Without it each row is a world of its own. One name has one surrogate either way, for that comes from the key; what the
pass adds is that `Jane Doe` in one row and `Ms Doe` in another are one person. What was found is kept, so that models
read no row for the second pass, nor for the first of the next run. Names wait between the passes on disk, sealed under
the key, and are gone when the run ends. What a corpus may have is bounded: all its people must fit into the memory of
every hand.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from redact.api.rows import Found, Met, People
from redact.audit.files import replacing, writing
from redact.core.errors import UsageError
from redact.core.work import At, Task
from redact.pipeline import Order
from redact.run.corpus.findings import Findings, Recall
from redact.run.corpus.formats import Fault, Row
from redact.run.corpus.plan import Piece
from redact.run.corpus.tables.sift import batches, row_id, touched
from redact.run.shards.shard import Shard
from redact.vault.key import Key
from redact.vault.seal import Seal

#: Rows that bring somebody, over the whole corpus: about 1 KB each in every hand.
MOST = 500_000
_FOLDER, _PURPOSE = "met", "people of a corpus"
_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Meeting:
    """The task of a first pass: whom the rows of this shard bring."""

    piece: Piece

    @property
    def size(self) -> int:
        """For the progress bar."""
        return self.piece.size


class Meets(Protocol):
    """The engine of a first pass."""

    def found(self, rows: Sequence[Sequence[str]]) -> list[Found]:
        """What is found in each row."""

    def met(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found]) -> list[Met]:
        """Whom each row brings, under its id."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where those whom shards bring wait for the driver."""

    record: Path
    key: Key = field(repr=False)

    def write(self, shard: str, met: Iterable[Met]) -> None:
        """Lay aside whom a shard brings, whole or not at all.

        Raises:
            WriteError: it cannot be written.
        """
        seal = Seal(self.key, _PURPOSE)
        with writing("the record folder"):
            (self.record / _FOLDER).mkdir(mode=_PRIVATE, exist_ok=True)
        with replacing(self.record / _FOLDER / shard, "whom a shard brings") as file:
            for each in met:
                if each.spoken or each.named or each.heard or each.hunches or each.values:
                    file.write(seal.close(_line(each)).encode() + b"\n")

    def read(self, shard: str) -> Iterator[Met]:
        """Whom a shard brings; nobody, if it could not be read."""
        path = self.record / _FOLDER / shard
        if not path.is_file():
            return
        seal = Seal(self.key, _PURPOSE)
        with path.open(encoding="ascii") as lines:
            for line in lines:
                yield _met(seal.open(line.strip()))

    def clear(self) -> None:
        """Take all of them away."""
        shutil.rmtree(self.record / _FOLDER, ignore_errors=True)


def meet(
    rows: Iterable[Row | Fault], engine: Meets, task: Task, at: At, sealed: Sealed, findings: Findings
) -> None:
    """The first pass over one shard, in small batches that are announced."""
    meeting: Meeting = task.payload
    shard = meeting.piece.shard
    todo = _todo(rows, task, at)
    known = findings.recall(shard)
    found = _found(todo, engine, findings, shard) if known is None else _known(todo, engine, known)
    sealed.write(shard.id, _met_in(found, engine, shard))


def _todo(rows: Iterable[Row | Fault], task: Task, at: At) -> Iterator[list[Row]]:
    for batch in batches(rows, task):
        if todo := touched(batch, task):
            at([row.ordinal for row in todo])
            yield todo
            at([])


_Read = tuple[list[Row], list[Found]]


def _found(todo: Iterable[list[Row]], engine: Meets, findings: Findings, shard: Shard) -> Iterator[_Read]:
    """Rows as they are read now; what is found in them is kept."""
    with findings.keep(shard) as keep:
        for rows in todo:
            found = engine.found([row.texts for row in rows])
            keep(rows, found)
            yield rows, found


def _known(todo: Iterable[list[Row]], engine: Meets, recall: Recall) -> Iterator[_Read]:
    """Rows as they were read before; those that were passed over then are read now."""
    for rows in todo:
        yield rows, [recall(row.ordinal) or engine.found([row.texts])[0] for row in rows]


def _met_in(read: Iterable[_Read], engine: Meets, shard: Shard) -> Iterator[Met]:
    for rows, found in read:
        yield from engine.met([row.texts for row in rows], [row_id(shard.id, row) for row in rows], found)


def people(order: Order, shards: Iterable[Shard], sealed: Sealed) -> People:
    """Everybody whom the shards bring, in the order of the plan, so that a run repeats.

    Raises:
        UsageError: they are too many to be linked.
    """
    gathered = People(order.case, order.key, "set")
    brought = (met for shard in shards for met in sealed.read(shard.id))
    for number, met in enumerate(brought):
        if number >= MOST:
            raise UsageError("the corpus has more people than can be linked", "leave --link out, or split the corpus")
        gathered.take(met)
    gathered.settle()
    return gathered


def fingerprint(whole: str, shards: Iterable[Shard]) -> str:
    """Of a corpus that is one world: when any of it changes, any row might come out otherwise."""
    digest = hashlib.sha256(whole.encode())
    for shard in shards:
        digest.update(json.dumps([shard.id, shard.stamp]).encode())
    return digest.hexdigest()


def _line(met: Met) -> str:
    values = [list(value) for value in met.values]
    return json.dumps([met.source, met.spoken, list(met.named), met.heard, list(met.hunches), values])


def _met(line: str) -> Met:
    source, spoken, named, heard, hunches, values = json.loads(line)
    pairs = dict.fromkeys((surface, entity) for surface, entity in values)
    return Met(source, spoken, dict.fromkeys(named), heard, dict.fromkeys(hunches), pairs)
