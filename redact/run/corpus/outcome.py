"""What became of a corpus: sums over the entries of its shards, and what was kept back as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from redact.core.errors import RedactError
from redact.run.shards.shard import Entry, Tally

_SHOWN = 50  # more are only counted


@dataclass(frozen=True, slots=True)
class KeptShard:
    """A stretch of the corpus of which nothing is released: its id in the record, and why."""

    shard: str
    error: RedactError


@dataclass(frozen=True, slots=True)
class CorpusOutcome:
    """Sums over a corpus. `done` shards were done by this run, `before` were in already; `seconds` is the time of hands."""

    fingerprint: str
    shards: int
    done: int
    before: int
    failed: int
    rows_in: int
    rows_out: int
    kinds: Mapping[str, int]  # rows kept back, by the class of their error
    tally: Tally
    seconds: float
    wall_seconds: float
    bytes: int  # of what the shards that are in were read from
    bytes_now: int  # of those that this run did
    rows_now: int
    kept: tuple[KeptShard, ...] = ()  # the first of the failed
    examples: tuple[str, ...] = field(default=(), repr=False)

    @property
    def complete(self) -> bool:
        """Whether all that was planned is in; rows may have been kept back."""
        return not self.failed

    @property
    def quarantined(self) -> int:
        """How many rows were kept back."""
        return self.rows_in - self.rows_out

    @property
    def share_changed(self) -> float:
        """Of the characters of all texts, how many were cut; 0 to 1."""
        return self.tally.chars_cut / self.tally.chars if self.tally.chars else 0.0


class Sums:
    """Adds up a corpus, entry by entry."""

    def __init__(self, examples: int) -> None:
        self._examples: list[str] = []
        self._most = examples
        self._kept: list[KeptShard] = []
        self._kinds: Counter[str] = Counter()
        self._tally = Tally()
        self._seconds = 0.0
        self._count: Counter[str] = Counter()

    def add(self, entry: Entry, size: int, *, now: bool) -> None:
        """A shard that is in; `now`: this run did it."""
        self._kinds.update(entry.quarantined.values())
        self._tally += entry.tally
        self._seconds += entry.seconds
        self._count.update(
            rows_in=entry.rows_in, rows_out=entry.rows_out, bytes=size, before=int(not now), done=int(now)
        )
        if now:
            self._count.update(bytes_now=size, rows_now=entry.rows_in)
        new = [each for each in dict.fromkeys(entry.examples) if each not in self._examples]
        self._examples += new[: max(0, self._most - len(self._examples))]

    def fail(self, shard: str, error: RedactError) -> None:
        """A shard of which nothing is released."""
        self._count.update(failed=1)
        if len(self._kept) < _SHOWN:
            self._kept.append(KeptShard(shard, error))

    def outcome(self, fingerprint: str, wall_seconds: float) -> CorpusOutcome:
        """The sums."""
        count = self._count
        return CorpusOutcome(
            fingerprint,
            shards=count["done"] + count["before"] + count["failed"],
            **{name: count[name] for name in _COUNTED},
            kinds=dict(sorted(self._kinds.items())),
            tally=self._tally,
            seconds=self._seconds,
            wall_seconds=wall_seconds,
            kept=tuple(sorted(self._kept, key=lambda each: each.shard)),  # they ended in no order
            examples=tuple(self._examples),
        )


_COUNTED = ("done", "before", "failed", "rows_in", "rows_out", "bytes", "bytes_now", "rows_now")
