"""What collections of files have in common: the engine they ask, the names they give, the account they keep of a shard."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from redact.audit.files import is_temp
from redact.core.errors import RedactError
from redact.core.flow import Source
from redact.core.work import At
from redact.pipeline.suffixes import suffix_of
from redact.run.shards.shard import Tally
from redact.settings import Settings
from redact.vault.key import Key

#: The mark that all shards are in; no output may be called so, nor lie in a folder that is.
_SUCCESS = "_SUCCESS"
#: 64 bits: two of a hundred million names share a mark with a chance of 3 in 10,000, and then only if all else is equal.
_MARK_HEX = 16
_MARKED = re.compile(rf"-[0-9a-f]{{{_MARK_HEX}}}$")
#: What file systems take for one component of a path. Source: POSIX.1-2017, NAME_MAX as Linux and macOS have it.
_NAME_BYTES = 255


class Prepared(Protocol):
    """One file, redacted and doubted; `output` is a relative name without the people in it."""

    @property
    def source(self) -> Source:
        """The file as it came."""

    @property
    def output(self) -> str:
        """Its name for the release."""

    @property
    def draft(self) -> Path:
        """Its bytes, in the record folder."""

    @property
    def beside(self) -> Mapping[str, Path]:
        """What goes out beside it, by kind: transcripts."""

    @property
    def held(self) -> bool:
        """Whether it waits for a reviewer."""

    @property
    def entities(self) -> Mapping[str, int]:
        """How many cuts of each type were made in it."""


class Readier(Protocol):
    """The engine of a collection."""

    def ready(self, path: Path, name: str) -> Prepared:
        """The file at `path`, called `name`, as it may be released.

        Raises:
            InputError: it is not understood.
            ResidualError: somebody is left in it.
        """

    def discard(self, source: Source) -> None:
        """Take away what is left of the drafts of a source."""


#: A file of the input, by its name relative to it, as a local file for as long as the context lasts.
Fetch = Callable[[str], AbstractContextManager[Path]]
#: Publishes a finished file under a name in the output folder, whole or not at all; the SHA-256 of what stands there.
Put = Callable[[Path, str], str]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a hand is told of one task: whom to tell which item comes next, and which are not to be touched any more."""

    at: At
    skip: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Naming:
    """Makes names unique within a corpus without looking at any other: by a keyed mark of the name a file came with.

    A plain hash would let anybody who has the release try out names until one fits.
    """

    secret: bytes = field(repr=False)

    @classmethod
    def of(cls, key: Key) -> Naming:
        """The naming that belongs to a key."""
        return cls(key.derive("corpus-names"))

    def mark(self, name: str) -> str:
        """16 hex digits for a name, to the letter: `A` and `a` have different ones."""
        digest = hmac.digest(self.secret, name.encode("utf-8", "surrogatepass"), "sha256")
        return digest.hex()[:_MARK_HEX]

    def output(self, output: str, name: str, *, shared: bool = False) -> str:
        """The name under which `name` goes out: `output`, with a mark where another file might go out under that.

        Nobody else has a name that was not changed, unless it looks marked; `shared` says that other files go out with
        it under its stem.
        """
        path = PurePosixPath(output)
        suffix = suffix_of(output)
        stem = path.name.removesuffix(suffix)
        if path.parts[0] == _SUCCESS or any(is_temp(part) for part in path.parts):
            path, stem = PurePosixPath("file"), "file"
        elif output == name and not (shared or is_marked(stem)) and len(path.name.encode(*_LENIENT)) <= _NAME_BYTES:
            return output
        return str(path.with_name(_fitting(stem, f"-{self.mark(name)}{suffix}")))

    def key(self, key: str, again: str = "") -> str:
        """A sample's key with the mark of the one it came with; `again` where that has come before."""
        path = PurePosixPath(key)
        return str(path.with_name(_fitting(path.name, f"-{self.mark(again or key)}")))


_LENIENT = ("utf-8", "surrogatepass")


def is_marked(stem: str) -> bool:
    """Whether a stem ends as one does that was given a mark."""
    return _MARKED.search(stem) is not None


def _fitting(stem: str, end: str) -> str:
    """Stem and end, the stem cut so that the whole is a name a file may have."""
    room = _NAME_BYTES - len(end.encode(*_LENIENT))
    return stem.encode(*_LENIENT)[:room].decode("utf-8", "ignore") + end


@dataclass(frozen=True, slots=True)
class Means:
    """What a collection's shard is done with. `scratch` is a private folder on a local disk, in the record."""

    engine: Readier
    naming: Naming
    scratch: Path = field(repr=False)
    settings: Settings = field(default=Settings(), repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was made of a shard, for its commit. `outputs`: each name in the output folder with the SHA-256 of its bytes."""

    rows_in: int
    rows_out: int
    quarantined: Mapping[str, str] = field(default_factory=dict, repr=False)
    outputs: Mapping[str, str] = field(default_factory=dict, repr=False)
    tally: Tally = field(default_factory=Tally)


class Account:
    """Counts the items of a shard as they come: each is met, then released or kept back."""

    def __init__(self) -> None:
        self.met = 0
        self._released = 0
        self._quarantined: dict[str, str] = {}
        self._outputs: dict[str, str] = {}
        self._tally = Tally()

    def keep_back(self, name: str, why: RedactError | str) -> None:
        """The item of this name is quarantined. Names that are met twice stay two."""
        shown = name.encode("utf-8", "backslashreplace").decode()  # the manifest is read by others, as UTF-8
        if shown in self._quarantined:
            shown = f"{shown} (item {self.met})"
        self._quarantined[shown] = why if isinstance(why, str) else why.kind

    def release(self, outputs: Mapping[str, str], tally: Tally) -> None:
        """An item has gone out."""
        self._released += 1
        self._outputs.update(outputs)
        self._tally += tally

    def answer(self) -> Answer:
        """The account, closed."""
        return Answer(self.met, self._released, dict(self._quarantined), dict(self._outputs), self._tally)
