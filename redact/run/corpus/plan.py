"""What is to be done with a corpus: its files, in an order that repeats, cut into shards, written down as they are found.

The plan goes to disk line by line, so that a corpus of any size is planned in little memory and listed only once.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from redact.core import errors
from redact.core.errors import InputError, UsageError
from redact.run.corpus.ask import CorpusAsk
from redact.run.corpus.collections import files, tar
from redact.run.corpus.formats import Found
from redact.run.corpus.known import FILES, TAR, kind_of, table
from redact.run.shards.shard import Shard
from redact.run.shards.store import Store, open_store
from redact.settings import Settings

#: Files in one shard at most: enough to keep hands busy, few enough to be done again after a crash.
_FILES_MOST = 256


@dataclass(frozen=True, slots=True)
class Piece:
    """A shard and where it is: `address` of its one file, or what stands before the name of each of its `files`.

    That ends with a `/`, or else is the address of the one file. `size` is how many bytes it has, for the progress bar.
    """

    shard: Shard
    address: str = field(repr=False)
    size: int = 0

    def where(self, name: str) -> str:
        """The address of one of its files."""
        return self.address + name if self.address.endswith("/") else self.address

    def line(self) -> bytes:
        """As it stands in the plan."""
        return json.dumps({"shard": asdict(self.shard), "address": self.address, "size": self.size}).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot even be cut into shards, and why."""

    name: str = field(repr=False)
    error: InputError
    size: int = 0

    @property
    def id(self) -> str:
        """What it is called where names must not stand."""
        return hashlib.sha256(self.name.encode("utf-8", "surrogatepass")).hexdigest()[:20]

    def line(self) -> bytes:
        """As it stands in the plan."""
        told = {"kind": self.error.kind, "message": self.error.message, "hint": self.error.hint}
        return json.dumps({"refused": self.name, "error": told, "size": self.size}).encode() + b"\n"


Put = Callable[[Piece | Refused], None]


def read(path: Path) -> Iterator[Piece | Refused]:
    """What stands in a plan, in its order."""
    with path.open("rb") as lines:
        for line in lines:
            yield _parsed(line)


def shards(path: Path) -> Iterator[Shard]:
    """The shards of a plan, in its order."""
    return (each.shard for each in read(path) if isinstance(each, Piece))


def _parsed(line: bytes) -> Piece | Refused:
    held = json.loads(line)
    if "shard" in held:
        shard = Shard(**{**held["shard"], "files": tuple(held["shard"]["files"])})
        return Piece(shard, held["address"], held["size"])
    told = held["error"]
    kind = getattr(errors, told["kind"], InputError)
    return Refused(held["refused"], kind(told["message"], told["hint"]), held["size"])


def write(ask: CorpusAsk, settings: Settings, out: BinaryIO) -> dict[str, int]:
    """Plan the corpus: a line for every shard, and for every file that cannot be cut into any.

    Gives how many files were passed over, by why: hidden ones, links, marks and temporary files of runs like this one.

    Raises:
        UsageError: an input or a field is not there, or two files have one name.
        MissingPart: the library that reaches a URL is not installed.
    """

    def put(each: Piece | Refused) -> None:
        out.write(each.line())

    twins = _Twins(len(ask.inputs) > 1)
    passed: Counter[str] = Counter()
    for each in ask.inputs:
        store = open_store(each)
        tables = _Tables(ask, settings, store, put)
        small = (found for found in store.found() if twins.new(found.name) and not tables.took(found))
        for base, group in groupby(small, key=_base):
            _write_files(base, group, ask.shard_bytes, put)
        passed.update(store.passed)
    return dict(sorted(passed.items()))


def _write_files(base: str, group: Iterator[Found], size: int, put: Put) -> None:
    sizes: dict[str, int] = {}
    for shard in files.shards(_noting(group, sizes), _FILES_MOST, size):
        put(Piece(shard, base, sum(sizes.pop(name) for name in shard.files)))


class _Twins:
    """Refuses two files of one name. Within one input there are none, so nothing is held where there is but one."""

    def __init__(self, several: bool) -> None:
        self._several = several
        self._seen: set[bytes] = set()

    def new(self, name: str) -> bool:
        """True, if the name is new.

        Raises:
            UsageError: it is not: one output would overwrite the other.
        """
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        if self._several and digest in self._seen:
            raise UsageError("two inputs hold a file of the same name", "name the folder above both as the one input")
        if self._several:
            self._seen.add(digest)
        return True


@dataclass(frozen=True, slots=True)
class _Tables:
    """Takes the files that are cut by themselves out of the stream of all files."""

    ask: CorpusAsk
    settings: Settings
    store: Store
    put: Put

    def took(self, found: Found) -> bool:
        """Whether this was such a file; it is planned now."""
        kind = kind_of(found, self.ask.format, lambda size: self._head(found, size))
        if kind == FILES:
            return False
        try:
            for shard in self._shards(kind, found):
                self.put(Piece(shard, found.address, found.size // max(1, shard.parts)))
        except InputError as err:
            self.put(Refused(found.name, err, found.size))
        return True

    def _head(self, found: Found, size: int) -> bytes:
        """None of a file that cannot be read: whoever is to read all of it finds that out, too."""
        try:
            with self.store.open(found.address) as file:
                return file.read(size)
        except InputError:
            return b""

    def _shards(self, kind: str, found: Found) -> list[Shard]:
        """All at once: a file that turns out to be broken gives none. They are few, a shard being megabytes."""
        size = self.ask.shard_bytes
        if kind == TAR:
            return list(tar.shards(found, size))
        return list(table(kind, self.ask.fields, self.settings, self.store.open).shards(found, size))


def _base(found: Found) -> str:
    """What stands before the name of a file, with its last `/`; of a file that is called otherwise, all of its address."""
    base = found.address.removesuffix(found.name)
    return base if base.endswith("/") else found.address


def _noting(group: Iterator[Found], sizes: dict[str, int]) -> Iterator[Found]:
    for found in group:
        sizes[found.name] = found.size
        yield found
