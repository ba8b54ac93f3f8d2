"""What a place that holds a corpus or takes its output can do. Outputs appear whole under their names, or not at all."""

from __future__ import annotations

import os
import unicodedata
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from redact.audit.files import is_temp, writing
from redact.audit.release import file_sha256
from redact.run.corpus.formats import Found

T = TypeVar("T")

#: Stands in an output folder when every shard is in; no input, where an output is the next one's input.
SUCCESS = "_SUCCESS"


@dataclass(frozen=True, slots=True)
class Draft(Generic[T]):
    """An output that is written and not yet there: it lies at `path`, durable, and is to be called `name`."""

    name: str = field(repr=False)
    path: Path = field(repr=False)
    answer: T
    sha256: str
    size: int


class Store(ABC):
    """A local folder, file or glob, or an address of fsspec's. Can be pickled; holds nothing open."""

    def __init__(self, shown: str) -> None:
        self.shown = shown  # the address as people may see it, without passwords
        self.passed: Counter[str] = Counter()  # what `found` did not give, by kind: hidden, temp, mark, link, special

    @abstractmethod
    def found(self) -> Iterator[Found]:
        """Every file that is meant, in order of name. Links are not followed; what is passed over is counted.

        Raises:
            UsageError: there is nothing of that address, or we may not read it.
            InputError: a folder cannot be listed.
        """

    @abstractmethod
    def open(self, address: str) -> BinaryIO:
        """A found file, to read; seekable where the backend is.

        Raises:
            InputError: it cannot be read. The file raises the same later, where it fails midway.
        """

    @abstractmethod
    def local(self, address: str) -> AbstractContextManager[Path]:
        """A found file as a path on this machine, while the block lasts.

        Raises:
            InputError: it cannot be read.
            WriteError: there is no room for a copy.
        """

    def unchanged(self, address: str, stamp: str) -> bool:  # noqa: ARG002 - objects are replaced, never changed
        """Whether a found file is still the one that was found. Where files cannot change while they are read, it is."""
        return True

    @abstractmethod
    def size(self, name: str) -> int | None:
        """The bytes of an output; None if it is not there."""

    @abstractmethod
    def sizes(self) -> Callable[[str], int | None]:
        """As `size`, for many names: asks a store once for all."""

    @abstractmethod
    def has(self, name: str, sha256: str | None = None) -> bool:
        """Whether an output is there, and with these bytes, where they are told: then it is read from end to end."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Take an output away, if it is there.

        Raises:
            WriteError: it is still there.
        """

    @abstractmethod
    def clear_temps(self) -> int:
        """Take away what interrupted writes left; how much there was. Not while others write.

        Raises:
            WriteError: something is still there.
        """

    def draft(self, name: str, write: Callable[[BinaryIO], T]) -> Draft[T]:
        """What `write` writes, durable, under a hidden name.

        Raises:
            WriteError: it cannot be written. Whatever `write` raises; then nothing is left.
        """
        with ExitStack() as undo:
            path = self._temp(name)
            undo.callback(self._drop, path)
            with writing("the output"):
                with path.open("xb") as file:
                    answer = write(file)
                _sync(path)
                draft = Draft(name, path, answer, file_sha256(path), path.stat().st_size)
            undo.pop_all()
        return draft

    @abstractmethod
    def put(self, draft: Draft[T]) -> None:
        """Give a draft its name, in place of what had it.

        Raises:
            WriteError: it cannot be done; what stood there before still stands.
        """

    def drop(self, draft: Draft[T]) -> None:
        """Take away what is left of a draft."""
        self._drop(draft.path)

    def publish(self, name: str, write: Callable[[BinaryIO], T], check: Callable[[Path], None]) -> tuple[T, str]:
        """What `write` answers and the SHA-256 of what it wrote, which stands at `name` once `check` has passed it.

        Raises:
            WriteError: it cannot be written. Whatever `write` and `check` raise; then nothing has changed.
        """
        with ExitStack() as stack:
            draft = self.draft(name, write)
            stack.callback(self.drop, draft)
            check(draft.path)
            self.put(draft)
        return draft.answer, draft.sha256

    @abstractmethod
    def _temp(self, name: str) -> Path:
        """A path that is not there yet, for a draft of `name`."""

    @abstractmethod
    def _drop(self, path: Path) -> None:
        """Take a draft's file away; what cannot be taken away now is cleared by the next run."""


def passed_over(name: str) -> str:
    """Why a file or folder of this name is no input: `hidden`, `temp` or `mark`; empty where it is one."""
    if is_temp(name):
        return "temp"
    if name.startswith("."):
        return "hidden"
    return "mark" if name == SUCCESS else ""


def folded(name: str) -> str:
    """What some disks know a name by: case does not count there, nor how é is spelt.

    Source: Apple, "About Apple File System" (normalisation and case); Microsoft, "Naming Files, Paths, and Namespaces".
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def twins(names: Iterable[str]) -> frozenset[str]:
    """Those of the names in one folder that are one name on some disks; those of folders may end with a '/'."""
    known = {name: folded(name.rstrip("/")) for name in names}
    times = Counter(known.values())
    return frozenset(name for name, fold in known.items() if times[fold] > 1)


def _sync(path: Path) -> None:
    """Wait until the disk has a file; by a handle of its own, for some writers close the one they were given."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
