"""One shard of a table on its way to its output: written as it is redacted, and counted as it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from redact.run.corpus.examples import windows
from redact.run.corpus.formats import Fault, Made, Row, Table
from redact.run.corpus.plan import Piece
from redact.run.corpus.tables.sift import Kept, Sifted
from redact.run.shards.commit import Written
from redact.run.shards.shard import Tally

Sifting = Callable[[Iterable[Row | Fault]], Iterator[Sifted]]


def write(form: Table, piece: Piece, sieve: Sifting, examples: int, out: BinaryIO) -> Written:
    """Write every row of a shard that may be released, in order; streams. `examples`: so many are kept for the report.

    Raises:
        InputError: the source cannot be read on.
    """
    count = _Count(examples)
    rows = form.writer(piece.shard, piece.address, out)
    for each in sieve(form.rows(piece.shard, piece.address)):
        if isinstance(each, Kept):
            count.keep_back(each)
        else:
            rows.write(*each)
            count.release(*each)
    rows.close()
    return count.written()


@dataclass(slots=True)
class _Count:
    """What became of the rows so far."""

    wanted: int
    released: int = 0
    chars: int = 0
    chars_cut: int = 0
    entities: Counter[str] = field(default_factory=Counter)
    kept_back: list[tuple[str, str]] = field(default_factory=list, repr=False)
    examples: list[str] = field(default_factory=list, repr=False)

    def keep_back(self, kept: Kept) -> None:
        self.kept_back.append((kept.id, kept.kind))

    def release(self, row: Row, made: Made) -> None:
        self.released += 1
        self.chars += sum(map(len, row.texts))
        self.chars_cut += made.chars_cut
        self.entities.update(made.entities)
        if made.chars_cut and len(self.examples) < self.wanted:
            self.examples += list(windows(row, made))[: self.wanted - len(self.examples)]

    def written(self) -> Written:
        tally = Tally(self.released, self.chars, self.chars_cut, dict(sorted(self.entities.items())))
        rows_in = self.released + len(self.kept_back)
        return Written(rows_in, self.released, tuple(self.kept_back), tally, tuple(self.examples))
