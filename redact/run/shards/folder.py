"""Corpora and outputs on this machine or a mounted share: a folder, one file, or the files a glob means."""

from __future__ import annotations

import contextlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, TypeVar

from redact.audit.files import is_temp, sync_folder, temp_beside, writing
from redact.audit.folder import under
from redact.audit.release import file_sha256
from redact.core.errors import InputError
from redact.run.corpus.formats import Found
from redact.run.shards import address as addresses
from redact.run.shards.border import Border, of_file, of_input
from redact.run.shards.keeping import Draft, Store, passed_over, twins
from redact.run.shards.patience import Reading, buffered, patiently

T = TypeVar("T")

#: Neither follow a link nor wait for the other end of a pipe; Windows has no such flags.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Folder(Store):
    """A place on this machine. As an output the path is taken as it stands; a glob is one only where nothing is."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._root = Path(path)

    def found(self) -> Iterator[Found]:
        """See `Store.found`. Keeps the names of one folder and its parents in memory, and nothing of what it gave."""
        self.passed = Counter()
        root, pattern = self._root, ""
        if not root.exists() and addresses.is_glob(str(root)):
            start, pattern = addresses.split_glob(str(root))
            root = Path(start)
        with Border(of_input):
            root = patiently(lambda: root.resolve(strict=True))  # a link that a person named is followed
            found = patiently(root.stat)
        if not stat.S_ISDIR(found.st_mode):
            yield Found(str(root), self._root.name, found.st_size, _stamp(found))
            return
        for name, alike in self._walk(f"{root}/".replace("//", "/"), "", pattern):
            if one := self._look(f"{root}/{name}", name):
                yield replace(one, alike=alike) if alike else one

    def _walk(self, root: str, prefix: str, pattern: str, alike: bool = False) -> Iterator[tuple[str, bool]]:
        """The names of all files that are meant, in order, and whether each is like another."""
        with Border(of_input):
            names, passed = patiently(lambda: _listed(root + prefix))
        self.passed += passed
        pairs = twins(names)
        for name in names:
            whole, same = prefix + name, alike or name in pairs
            if whole.endswith("/"):
                if not pattern or not 0 <= addresses.depth(pattern) < whole.count("/"):
                    yield from self._walk(root, whole, pattern, same)
            elif not pattern or addresses.matches(whole, pattern):
                yield whole, same

    def _look(self, path: str, name: str) -> Found | None:
        """The file as it is now; None if it is gone since its folder was listed."""
        with Border(of_file), contextlib.suppress(FileNotFoundError):
            found = patiently(lambda: os.lstat(path))
            return Found(path, name, found.st_size, _stamp(found))
        return None

    def open(self, address: str) -> BinaryIO:
        """See `Store.open`."""
        return buffered(Reading(lambda: _opened(address)))

    @contextmanager
    def local(self, address: str) -> Iterator[Path]:
        """See `Store.local`: it is there already."""
        yield Path(address)

    def unchanged(self, address: str, stamp: str) -> bool:
        """See `Store.unchanged`."""
        with Border(of_file):
            return _stamp(patiently(Path(address).stat)) == stamp

    def size(self, name: str) -> int | None:
        """See `Store.size`."""
        under(self._root, name)
        try:
            found = patiently(lambda: os.lstat(f"{self._root}/{name}"))
        except OSError:  # not there, or not to be reached: to be made again either way
            return None
        return found.st_size if stat.S_ISREG(found.st_mode) else None

    def sizes(self) -> Callable[[str], int | None]:
        """See `Store.sizes`."""
        return self.size

    def has(self, name: str, sha256: str | None = None) -> bool:
        """See `Store.has`."""
        if self.size(name) is None:
            return False
        try:
            return sha256 is None or patiently(lambda: file_sha256(self._root / name)) == sha256
        except OSError:
            return False

    def put(self, draft: Draft[T]) -> None:
        """See `Store.put`."""
        target = under(self._root, draft.name)
        with writing("the output"):
            patiently(lambda: draft.path.replace(target))
            patiently(lambda: sync_folder(target.parent))

    def remove(self, name: str) -> None:
        """See `Store.remove`. Folders that are left empty are taken away too."""
        target = under(self._root, name)
        with writing("the output"):
            patiently(lambda: target.unlink(missing_ok=True))
            for folder in list(target.relative_to(self._root).parents)[:-1]:
                try:
                    (self._root / folder).rmdir()
                except OSError:  # something else stands in it, or it was never made
                    return
            if target.parent.exists():
                sync_folder(target.parent)

    def clear_temps(self) -> int:
        """See `Store.clear_temps`."""
        gone = 0
        with writing("the output folder"):
            for root, _, names in os.walk(self._root):
                for name in filter(is_temp, names):
                    (Path(root) / name).unlink(missing_ok=True)
                    gone += 1
        return gone

    def _temp(self, name: str) -> Path:
        target = under(self._root, name)
        with writing("the output folder"):
            patiently(lambda: target.parent.mkdir(parents=True, exist_ok=True))
        return temp_beside(target)

    def _drop(self, path: Path) -> None:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _listed(folder: str) -> tuple[list[str], Counter[str]]:
    """The names in a folder, those of folders with a '/', in the order of whole names; and what was passed over."""
    names: list[str] = []
    passed: Counter[str] = Counter()
    with os.scandir(folder) as entries:
        for entry in entries:
            if why := passed_over(entry.name) or _no_input(entry):
                passed[why] += 1
            else:
                names.append(f"{entry.name}/" if entry.is_dir(follow_symlinks=False) else entry.name)
    names.sort()
    return names, passed


def _no_input(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "link"
    plain = entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)
    return "" if plain else "special"


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_size}-{found.st_mtime_ns}"


def _opened(path: str) -> tuple[BinaryIO, str]:
    """The file and its stamp; buffers are for whoever asked."""
    handle = os.open(path, _FLAGS)
    found = os.fstat(handle)
    if not stat.S_ISREG(found.st_mode):
        os.close(handle)
        raise InputError("this is no plain file", "leave it out")
    return os.fdopen(handle, "rb"), _stamp(found)
