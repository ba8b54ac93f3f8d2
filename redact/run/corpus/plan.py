"""What is to be done with a corpus: its files, in an order that repeats, cut into shards, written down as they are found.

The plan goes to disk line by line, so that a corpus of any size is planned in little memory and listed only once.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from redact.core import errors
from redact.core.errors import InputError, UsageError
from redact.run.corpus.ask import CorpusAsk
from redact.run.corpus.collections import files, tar
from redact.run.corpus.formats import Found
from redact.run.corpus.known import FILES, TAR, kind_of, table
from redact.run.shards.address import is_glob, path_of, protocol, shown
from redact.run.shards.shard import Shard
from redact.run.shards.store import Store, folded, open_store
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

    def line(self, inputs: Sequence[str] = ()) -> bytes:
        """As it stands in the plan: without what may be a secret in an address, which is one of these inputs' own."""
        told = {"shard": asdict(self.shard), **_below(self.address, inputs), "size": self.size}
        return json.dumps(told).encode() + b"\n"


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

    def line(self, inputs: Sequence[str] = ()) -> bytes:  # noqa: ARG002 - names have no secrets
        """As it stands in the plan."""
        told = {"kind": self.error.kind, "message": self.error.message, "hint": self.error.hint}
        return json.dumps({"refused": self.name, "error": told, "size": self.size}).encode() + b"\n"


Put = Callable[[Piece | Refused], None]


def read(path: Path, inputs: Sequence[str] = ()) -> Iterator[Piece | Refused]:
    """What stands in a plan, in its order. `inputs` are those it was made of: some addresses are only to be had with them.

    Raises:
        UsageError: another version wrote it, or it is damaged.
    """
    with path.open("rb") as lines:
        for line in lines:
            try:
                each = _parsed(line, inputs)
            except (ValueError, LookupError, TypeError) as err:
                hint = "run the whole command again: redact corpus INPUT --out DIR"
                raise UsageError("plan.jsonl of the record cannot be read", hint) from err
            yield each


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of a plan, in its order; read from disk each time they are gone through, for they name all files."""

    path: Path

    def __iter__(self) -> Iterator[Shard]:
        return (each.shard for each in read(self.path) if isinstance(each, Piece))


def _below(address: str, inputs: Sequence[str]) -> dict[str, object]:
    """An address as it may be written down: one that is not fit to be shown, as what follows so much of an input."""
    if shown(address) == address:
        return {"address": address}
    common = [_common(address, each) for each in inputs]
    number = max(range(len(inputs)), key=common.__getitem__)
    return {"address": address[common[number] :], "input": number, "upto": common[number]}


def _common(one: str, other: str) -> int:
    """How many characters they have in common from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, yours) in pairs if mine != yours), min(len(one), len(other)))


def _parsed(line: bytes, inputs: Sequence[str]) -> Piece | Refused:
    held = json.loads(line)
    if "shard" in held:
        listed = {name: tuple(held["shard"][name]) for name in ("files", "alike")}
        before = inputs[held["input"]][: held["upto"]] if inputs and "input" in held else ""
        return Piece(Shard(**{**held["shard"], **listed}), before + held["address"], held["size"])
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
        out.write(each.line(ask.inputs))

    twins = _Twins(len(ask.inputs) > 1)
    passed: Counter[str] = Counter()
    for number, each in enumerate(ask.inputs):
        store, twins.count = open_store(each), 0
        tables = _Tables(ask, settings, store, put)
        small = (found for found in store.found() if twins.new(found.name, number) and not tables.took(found))
        for base, group in groupby(small, key=_base):
            _write_files(base, group, ask.shard_bytes, put)
        if not twins.count and _is_pattern(each):
            raise UsageError("no file matches a pattern", "check it, and put it in quotes, so that no shell reads it")
        passed.update(store.passed)
    return dict(sorted(passed.items()))


def _is_pattern(place: str) -> bool:
    """Whether an input is a glob; a file here may have a wildcard's character in its name."""
    return is_glob(place) and (bool(protocol(place)) or not Path(path_of(place)).exists())


def _write_files(base: str, group: Iterator[Found], size: int, put: Put) -> None:
    sizes: dict[str, int] = {}
    for shard in files.shards(_noting(group, sizes), _FILES_MOST, size):
        put(Piece(shard, base, sum(sizes.pop(name) for name in shard.files)))


class _Twins:
    """Refuses files of one name in two inputs, or of names that some disks take for one. With one input, holds nothing."""

    def __init__(self, several: bool) -> None:
        self._several = several
        self.count = 0  # of files asked for since it was set
        self._seen: dict[bytes, int] = {}

    def new(self, name: str, number: int) -> bool:
        """True, if no input of another number has a file of this name.

        Raises:
            UsageError: it is not: one output would overwrite the other.
        """
        self.count += 1
        if self._several:
            digest = hashlib.blake2b(folded(name).encode("utf-8", "surrogatepass"), digest_size=8).digest()
            if self._seen.setdefault(digest, number) != number:
                hint = "name the folder above both as the one input"
                raise UsageError("two inputs hold a file of the same name, but perhaps for case", hint)
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
            shards = tar.shards(found, size)
        else:
            shards = table(kind, self.ask.fields, self.settings, self.store.open).shards(found, size)
        return [replace(shard, alike=(found.name,)) if found.alike else shard for shard in shards]


def _base(found: Found) -> str:
    """What stands before the name of a file, with its last `/`; of a file that is called otherwise, all of its address."""
    base = found.address.removesuffix(found.name)
    return base if base.endswith("/") else found.address


def _noting(group: Iterator[Found], sizes: dict[str, int]) -> Iterator[Found]:
    for found in group:
        sizes[found.name] = found.size
        yield found
