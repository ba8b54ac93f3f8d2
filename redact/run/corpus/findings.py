"""What was found in the rows of a linked corpus: kept from its first pass for its second, and for the next run of it.

One file a shard, in the record folder: places and types, without the words that stand there. It holds for as long as the
shard is the same and would be read in the same way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from redact.api.rows import Found
from redact.audit.canonical import fingerprint
from redact.audit.files import replacing, writing
from redact.pipeline.spool import END, kept
from redact.run.corpus.formats import Row
from redact.run.shards.shard import Shard

#: Takes what was found in some rows.
Keep = Callable[[Sequence[Row], Sequence[Found]], None]

_PRIVATE = 0o700


class Findings:
    """The findings of all shards of one corpus. Several processes may write at once, each its own shards."""

    def __init__(self, record: Path, detection: str, texts: Sequence[str]) -> None:
        """`detection` changes whenever a text might be read otherwise; `texts` are the fields that are read."""
        self._folder = record / "findings"
        self._manner = [detection, list(texts)]

    def recall(self, shard: Shard) -> Recall | None:
        """What is known of the rows of a shard; None if it was not yet read to its end as it is now."""
        path = self._folder / f"{shard.id}.jsonl"
        return Recall(path) if kept(path, self._fingerprint(shard)) else None

    @contextmanager
    def keep(self, shard: Shard) -> Iterator[Keep]:
        """Keep what is found in a shard, row by row in their order; whole or not at all.

        Raises:
            WriteError: it cannot be written.
        """
        with writing("the record folder"):
            self._folder.mkdir(mode=_PRIVATE, exist_ok=True)
        with replacing(self._folder / f"{shard.id}.jsonl", "what was found in a shard") as file:
            file.write(_line({"findings": 1, "fingerprint": self._fingerprint(shard)}))

            def take(rows: Sequence[Row], found: Sequence[Found]) -> None:
                file.writelines(_line([row.ordinal, each]) for row, each in zip(rows, found, strict=True))

            yield take
            file.write(END)

    def tidy(self, shards: Iterable[Shard]) -> None:
        """Take away what is of other shards than these.

        Raises:
            WriteError: it is still there.
        """
        names = {f"{shard.id}.jsonl" for shard in shards}
        with writing("the record folder"):
            for path in self._folder.iterdir() if self._folder.is_dir() else ():
                if path.name not in names:
                    path.unlink(missing_ok=True)

    def _fingerprint(self, shard: Shard) -> str:
        return fingerprint(*self._manner, shard.id, shard.stamp)


class Recall:
    """What was found in the rows of one shard. Asked for them in their order, it is read as a stream."""

    def __init__(self, path: Path) -> None:
        self._lines = _lines(path)
        self._next: tuple[int, Found] = (-1, [])

    def __call__(self, ordinal: int) -> Found | None:
        """What was found in a row; None if it was passed over then."""
        while self._next[0] < ordinal:
            self._next = next(self._lines, (ordinal + 1, []))
        return self._next[1] if self._next[0] == ordinal else None


def _lines(path: Path) -> Iterator[tuple[int, Found]]:
    with path.open("rb") as file:
        next(file)
        for line in file:
            if line == END:
                return
            ordinal, found = json.loads(line)
            yield ordinal, found


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"
