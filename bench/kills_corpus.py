"""A corpus in which every row has a person, a telephone number and an address of its own, and what a run left of it.

Since no value stands in two rows, it can be told by value whether a row was lost, doubled or let through.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from redact.audit.files import is_temp

_FIRST = "Aled Bethan Carys Dylan Grace Fiona Gareth Hannah Ian Jane".split()
_SURNAMES = ("Ab Bra Cro Dun Fen Gor Hal Kem Lod Mar".split(), "ber bri den dle ga ma ning ris ter vi".split())
_ENDINGS = "by croft field ham hurst ley ridge stead ton worth".split()
#: Numbers that are given to nobody. Source: Ofcom, telephone numbers for use in TV and radio drama programmes.
_NUMBERS = ("01632 960", "07700 900", "0117 496 0", "0191 498 0", "020 7946 0", "0113 496 0")
_FILLER = "The boiler in the hall has been looked at twice, and the second visit ended with a note on the door. "
_GROUP_ROWS = 100
_SETTINGS = 'model = ""\nexpert = ""\ndetectors = ["people", "uk", "generic"]\n'


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where the inputs lie, and what stands in each row that must not come out."""

    folder: Path
    values: dict[str, tuple[str, ...]]

    @property
    def words(self) -> list[str]:
        """What every run is told, apart from where to and by whom."""
        where = [
            str(self.folder / "in"),
            "--key",
            str(self.folder / "key"),
            "--settings",
            str(self.folder / "set.toml"),
        ]
        return ["corpus", *where, "--policy", "training", "--id-field", "id", "--shard-size", "64KiB"]


def make(folder: Path, rows: int) -> Corpus:
    """A corpus of so many rows: two thirds JSONL, one third Parquet."""
    names = [f"{first} {''.join(parts)}" for *parts, first in product(*_SURNAMES, _ENDINGS, _FIRST)]
    numbers = [f"{stem}{at:03d}" for stem in _NUMBERS for at in range(1000)]
    if rows > len(numbers):
        raise SystemExit(f"--rows may be {len(numbers)} at most: no more numbers are given to nobody")
    held = {f"r{at}": (names[at], numbers[at], f"box{at}@example.org") for at in range(rows)}
    written = [{"id": name, "text": _text(at, *values)} for at, (name, values) in enumerate(held.items())]
    (folder / "in").mkdir(parents=True)
    cut = len(written) * 2 // 3
    (folder / "in" / "letters.jsonl").write_text("".join(json.dumps(row) + "\n" for row in written[:cut]))
    pq.write_table(pa.Table.from_pylist(written[cut:]), folder / "in" / "notes.parquet", row_group_size=_GROUP_ROWS)
    (folder / "set.toml").write_text(_SETTINGS)
    words = [sys.executable, "-m", "redact.cli", "key", "create", str(folder / "key")]
    subprocess.run(words, check=True, capture_output=True)
    return Corpus(folder, held)


def _text(at: int, name: str, number: str, address: str) -> str:
    return f"Dear Ms {name},\nplease ring {number} or write to {address} about flat {at}. {_FILLER * (2 + at % 4)}"


@dataclass(frozen=True, slots=True)
class Left:
    """What stands in an output folder and in its record."""

    outputs: dict[str, str]  # hash by name
    record: frozenset[str]
    rows: Counter[str]
    unredacted: int
    temps: int
    quarantined: int


def left(corpus: Corpus, out: Path) -> Left:
    """Look at everything that a run left."""
    record = out.with_name(f"{out.name}.record")
    outputs = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in _names(out)}
    rows: Counter[str] = Counter()
    unredacted = 0
    for name, text in (row for path in sorted(out.iterdir()) for row in _rows(path)):
        rows[name] += 1
        unredacted += any(value in text for value in corpus.values.get(name, ()))
    kept = frozenset(_names(record))
    temps = sum(is_temp(Path(name).name) or name.startswith(("scratch/", "spill/")) for name in [*outputs, *kept])
    entries = (json.loads(path.read_text()) for path in (record / "shards").glob("*.json"))
    return Left(outputs, kept, rows, unredacted, temps, sum(len(entry["quarantined"]) for entry in entries))


def differences(corpus: Corpus, found: Left, calm: Left) -> list[str]:
    """In what this is not what a calm run leaves; nothing, if all is well."""
    told = {
        "rows lost": len(corpus.values.keys() - found.rows.keys()),
        "rows twice": sum(number - 1 for number in found.rows.values()),
        "rows unredacted": found.unredacted,
        "rows kept back": found.quarantined,
        "temporary files": found.temps,
        "outputs that differ": len(dict(found.outputs.items() ^ calm.outputs.items())),
        "files of the record that differ": len(found.record ^ calm.record),
        "no _SUCCESS": int("_SUCCESS" not in found.outputs),
    }
    return [f"{what}: {number}" for what, number in told.items() if number]


def _names(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _rows(path: Path) -> Iterator[tuple[str, str]]:
    if is_temp(path.name):
        return
    if path.suffix == ".jsonl":
        held = [json.loads(line) for line in path.read_text().splitlines()]
    else:
        held = pq.read_table(path).to_pylist() if path.suffix == ".parquet" else []
    yield from ((row["id"], row["text"]) for row in held)
