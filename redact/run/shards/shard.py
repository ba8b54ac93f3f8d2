"""A shard: the piece of a corpus that is read, redacted and committed as one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Shard:
    """A stretch of one file (`start`, `end`: bytes of JSONL, row groups of Parquet, members of a tar), or some small files.

    `source` is the file's name relative to the input, with `/`; where a shard is several files, `files` has their names
    and `source` that of their folder. `stamp` changes when the input does (size and time of change, or ETag). `alike` are
    those of its files whose names some disks take for that of another.
    `part` counts from 0 up to `parts`.
    """

    kind: str  # name of the format: jsonl, csv, parquet, tar, files
    source: str = field(repr=False)
    part: int = 0
    parts: int = 1
    start: int = 0
    end: int = -1  # behind the last; -1: to the end of the file
    files: tuple[str, ...] = field(default=(), repr=False)
    stamp: str = ""
    alike: tuple[str, ...] = field(default=(), repr=False)

    @property
    def id(self) -> str:
        """What the shard is called in the record: a pure function of which piece of the corpus it is, not of its bytes.

        And of what its outputs are called: a newcomer may make a name one that must be told from another.
        """
        what: list[object] = [self.kind, self.source, self.part, self.parts, self.start, self.end, self.files]
        if self.alike:
            what.append(self.alike)
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Tally:
    """What was done to the texts of a shard, in numbers. `entities` counts what was cut, by type."""

    documents: int = 0
    chars: int = 0
    chars_cut: int = 0
    entities: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        seen = dict(self.entities)
        for entity, number in other.entities.items():
            seen[entity] = seen.get(entity, 0) + number
        return Tally(self.documents + other.documents, self.chars + other.chars, self.chars_cut + other.chars_cut, seen)


@dataclass(frozen=True, slots=True)
class Entry:
    """The manifest of one shard, written last. `outputs` maps each name in the output folder to the SHA-256 of its bytes.

    `quarantined` has the id of each row that was kept back with the class of its error, and no content. An id comes
    from the corpus and may itself point at somebody: manifests stand in the record, never in the output.
    `seconds` is how long the hand took, `examples` are texts that were released, for the report. `sizes` has the bytes
    of each output, so that a rerun need not hash them.
    """

    shard: str
    fingerprint: str  # of policy, models, settings, key, code and what was asked for
    stamp: str
    rows_in: int
    rows_out: int
    outputs: Mapping[str, str] = field(repr=False)
    quarantined: Mapping[str, str] = field(default_factory=dict, repr=False)
    tally: Tally = Tally()
    seconds: float = 0.0
    examples: tuple[str, ...] = field(default=(), repr=False)
    sizes: Mapping[str, int] = field(default_factory=dict, repr=False)

    def to_plain(self) -> dict[str, object]:
        """As it is written."""
        return asdict(self)
