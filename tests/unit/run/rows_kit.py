"""Tables as a hand works them: read, changed by a fake engine, written, counted."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from redact.run.corpus.formats import Fault, Found, Made, Row, Table

NAME = "Jane Roe"
CUT = "[PERSON]"


def cut(text: str) -> str:
    """What the fake engine makes of a text."""
    return text.replace(NAME, CUT)


def made(row: Row, change: Callable[[str], str] = cut) -> Made:
    """A row's texts, changed."""
    texts = tuple(map(change, row.texts))
    return Made(texts, {"PERSON": sum(text.count(NAME) for text in row.texts)}, 0)


@dataclass
class Worked:
    """What came of a file, over all its shards."""

    outputs: list[bytes] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def content(self) -> bytes:
        return b"".join(self.outputs)

    @property
    def kinds(self) -> dict[str, str]:
        return {fault.id: fault.error.kind for fault in self.faults}


def found(path: Path) -> Found:
    """A file as whoever lists a corpus finds it."""
    return Found(str(path), path.name, path.stat().st_size, "stamp")


def work(table: Table, path: Path, size: int = 1 << 30, change: Callable[[str], str] = cut) -> Worked:
    """Every shard of a file, done and counted: rows in are rows out and faults, with ordinals from 0 on."""
    done = Worked()
    for shard in table.shards(found(path), size):
        out = io.BytesIO()
        writer = table.writer(shard, str(path), out)
        ordinals, written = [], 0
        for each in table.rows(shard, str(path)):
            ordinals.append(each.ordinal)
            if isinstance(each, Fault):
                done.faults.append(each)
                continue
            done.rows.append(each)
            writer.write(each, made(each, change))
            written += 1
        writer.close()
        assert ordinals == list(range(len(ordinals)))
        output = path.with_name(f"out-{shard.id}")
        output.write_bytes(out.getvalue())
        assert table.count(output) == written
        done.outputs.append(out.getvalue())
    return done


def growth(table: Table, path: Path, settled: int) -> tuple[int, int]:
    """How many rows a file has, and by how many bytes this process grows while those after `settled` are worked."""
    (shard,) = table.shards(found(path), 1 << 40)
    here, rows, before = psutil.Process(), 0, 0
    with path.with_name("grown").open("wb") as out:
        writer = table.writer(shard, str(path), out)
        for row in table.rows(shard, str(path)):
            assert isinstance(row, Row)
            writer.write(row, made(row))
            rows += 1
            before = here.memory_info().rss if rows == settled else before
        writer.close()
    assert table.count(path.with_name("grown")) == rows
    return rows, here.memory_info().rss - before
