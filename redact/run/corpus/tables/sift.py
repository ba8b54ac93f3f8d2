"""The rows of a shard on their way through an engine: in small batches, equal rows once, bad ones kept back alone."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from redact.api.rows import Found
from redact.core.errors import Defect, InputError, RedactError, ResidualError
from redact.core.work import At, Task
from redact.run.corpus.formats import Fault, Made, Row

_ROWS, _CHARS = 64, 65_536  # of one batch: enough to keep an engine busy, little enough to be done again
_REMEMBERED_CHARS = 16 * 1024**2  # of rows that were made, in one hand
_HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class Kept:
    """A row that is kept back: its id, and the class of the error."""

    ordinal: int
    id: str = field(repr=False)
    kind: str


Sifted = tuple[Row, Made] | Kept


class Seen:
    """What rows became, by the hash of their texts; the oldest are forgotten, so that memory has an end."""

    def __init__(self, most_chars: int = _REMEMBERED_CHARS) -> None:
        self._made: OrderedDict[bytes, Made] = OrderedDict()
        self._most, self._held = most_chars, 0

    def get(self, digest: bytes) -> Made | None:
        """What a row with these texts became, if that is remembered."""
        made = self._made.get(digest)
        if made is not None:
            self._made.move_to_end(digest)
        return made

    def put(self, digest: bytes, made: Made) -> None:
        """Remember a row."""
        if digest in self._made or _weight(made) > self._most:
            return
        self._made[digest] = made
        self._held += _weight(made)
        while self._held > self._most:
            self._held -= _weight(self._made.popitem(last=False)[1])

    def forget(self) -> None:
        """Remember nothing: rows may become something else from now on."""
        self._made.clear()
        self._held = 0


def _weight(made: Made) -> int:
    return sum(map(len, made.texts)) + _HASH_BYTES


class Asked(Protocol):
    """The engine: as `formats.Redactor`, told the ids of the rows too, which matter where rows are one world."""

    def rows(
        self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found | None] = ()
    ) -> list[Made | Exception]:
        """What each row becomes, or the `RedactError` for which it is kept back; in the order given.

        `found` is what was found in each by an earlier pass, where there was one.
        """


@dataclass(frozen=True, slots=True)
class Sieve:
    """Takes the rows of one shard through an engine. `seen` is None where equal rows may become different ones.

    `found` gives what an earlier pass found in the row of an ordinal; it is asked in their order.
    """

    engine: Asked
    task: Task
    at: At
    seen: Seen | None
    shard: str = ""  # its id, which makes those of rows unique
    found: Callable[[int], Found | None] | None = None

    def __call__(self, rows: Iterable[Row | Fault]) -> Iterator[Sifted]:
        """Every row with what it became, or kept back; in their order. A row to be probed goes alone.

        Raises:
            RedactError: what ends a run: a part is missing, the disk is full, or a promise of ours is broken.
        """
        for batch in batches(rows, self.task):
            yield from self._made(batch)

    def _made(self, batch: list[Row | Fault]) -> Iterator[Sifted]:
        mine = {row.ordinal: self._digest(row) for row in touched(batch, self.task)}
        results: dict[bytes, Made | Exception] = {}
        todo: dict[bytes, Row] = {}
        for row in touched(batch, self.task):
            digest = mine[row.ordinal]
            if (made := self.seen.get(digest) if self.seen else None) is not None:
                results[digest] = made
            else:
                todo.setdefault(digest, row)
        if todo:
            self.at([row.ordinal for row in todo.values()])
            results.update(self._asked(todo))
            self.at([])  # whatever comes next, reading or writing, is no fault of these rows
        for each in batch:
            yield _sifted(each, results.get(mine.get(each.ordinal, b"")), self.task)

    def _asked(self, todo: dict[bytes, Row]) -> dict[bytes, Made | Exception]:
        ids = [row_id(self.shard, row) for row in todo.values()]
        found = [self.found(row.ordinal) for row in todo.values()] if self.found else []
        answers = self.engine.rows([row.texts for row in todo.values()], ids, found)
        if len(answers) != len(todo):
            raise Defect("an engine answered for another number of rows than it was asked for", "please report this")
        results = dict(zip(todo, answers, strict=True))
        for digest, answer in results.items():
            if not isinstance(answer, Made):
                _raise_what_ends_a_run(answer)
            elif self.seen is not None:
                self.seen.put(digest, answer)
        return results

    def _digest(self, row: Row) -> bytes:
        """Equal for rows that become the same."""
        digest = hashlib.sha256(b"" if self.seen is not None else row.ordinal.to_bytes(8, "big"))
        for text in row.texts:
            encoded = text.encode("utf-8", "surrogatepass")
            digest.update(len(encoded).to_bytes(8, "big"))
            digest.update(encoded)
        return digest.digest()


def row_id(shard: str, row: Row) -> str:
    """What a row is called within a corpus, whatever it is called in it."""
    return f"{shard}:{row.ordinal}"


def touched(batch: Iterable[Row | Fault], task: Task) -> list[Row]:
    """The rows of a batch that an engine is to be asked for."""
    return [row for row in batch if isinstance(row, Row) and row.ordinal not in task.skip]


def batches(rows: Iterable[Row | Fault], task: Task) -> Iterator[list[Row | Fault]]:
    """Rows in batches small enough to be announced, and done again one by one; a row to be probed is one alone."""
    batch: list[Row | Fault] = []
    chars = 0
    for row in rows:
        size = sum(map(len, row.texts)) if isinstance(row, Row) else 0
        alone = row.ordinal in task.probe
        if batch and (alone or len(batch) >= _ROWS or chars + size > _CHARS):
            yield batch
            batch, chars = [], 0
        batch.append(row)
        chars += size
        if alone:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _raise_what_ends_a_run(error: Exception) -> None:
    if not isinstance(error, InputError | ResidualError):
        raise error


def _sifted(row: Row | Fault, result: Made | Exception | None, task: Task) -> Sifted:
    if row.ordinal in task.skip:
        return Kept(row.ordinal, row.id, task.skip[row.ordinal])
    if isinstance(row, Fault):
        return Kept(row.ordinal, row.id, row.error.kind)
    if isinstance(result, RedactError):
        return Kept(row.ordinal, row.id, result.kind)
    if not isinstance(result, Made) or len(result.texts) != len(row.texts):
        raise Defect("an engine gave a row another number of texts than it has", "please report this")
    return row, result
