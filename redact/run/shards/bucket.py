"""Corpora and outputs in object stores and behind other addresses that fsspec knows, each with its own package.

An object appears whole or not at all, so an output is written on this machine first and then put in one go. Backends
where a file grows under its name (SFTP, SMB, HDFS, ...) can be read here; to write there, mount them.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, TypeVar, cast

import fsspec

from redact.audit.files import is_temp, temp_beside, writing
from redact.audit.folder import under
from redact.audit.release import file_sha256
from redact.core.errors import MissingPart, UsageError, WriteError
from redact.run.corpus.formats import Found
from redact.run.shards import address as addresses
from redact.run.shards.border import Border, of_file, of_input, of_output
from redact.run.shards.keeping import Draft, Store, passed_over, twins
from redact.run.shards.patience import Reading, buffered, patiently

T = TypeVar("T")

#: Where a put is whole or nothing. Source: the consistency pages of Amazon S3, Google Cloud Storage and Azure Blob
#: Storage; a put to the Hugging Face hub is a commit.
_WHOLE = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "hf", "memory"}
#: What reaches them. Source: fsspec's registry, 2026.9.
_PACKAGES = {
    "s3": "s3fs",
    "s3a": "s3fs",
    "gs": "gcsfs",
    "gcs": "gcsfs",
    "abfs": "adlfs",
    "abfss": "adlfs",
    "az": "adlfs",
    "hf": "huggingface_hub",
    "http": "aiohttp requests",
    "https": "aiohttp requests",
    "sftp": "paramiko",
    "smb": "smbprotocol",
    "hdfs": "pyarrow",
}
#: What backends tell of an object that changes with its bytes, surest first.
_MARKS = ("ETag", "etag", "generation", "md5Hash", "blob_id", "LastModified", "last_modified", "mtime", "created")
_SUFFIXES = re.compile(r"(?:\.[A-Za-z0-9]{1,12}){0,2}$")


class Bucket(Store):
    """A place behind a URL. Drafts and copies lie in `temps`, which must be private; listings are never remembered."""

    def __init__(self, url: str, temps: Path | None = None) -> None:
        """Name the place; nothing is asked of it yet.

        Raises:
            MissingPart: the package for this protocol is not installed.
            UsageError: fsspec knows no such protocol.
        """
        super().__init__(addresses.shown(url))
        self._url, self._temps = url.rstrip("/"), temps
        self._files, self._root = _reached(self._url)

    def __repr__(self) -> str:
        return f"Bucket({self.shown!r})"

    def found(self) -> Iterator[Found]:
        """See `Store.found`. One folder and its parents are in memory at a time."""
        self.passed = Counter()
        url, root, pattern = self._url, self._root, ""
        if addresses.is_glob(url) and not self._is_there():
            url, pattern = addresses.split_glob(url)
            root = _reached(url)[1]
        with Border(of_input):
            at = patiently(lambda: self._files.info(root))
        if at["type"] != "directory":
            yield Found(self._url, PurePosixPath(root).name.partition("?")[0], int(at["size"] or 0), _stamp(at))
            return
        for name, told, alike in self._walk(root.rstrip("/"), "", pattern):
            yield Found(f"{url.rstrip('/')}/{name}", name, int(told["size"] or 0), _stamp(told), alike)

    def _is_there(self) -> bool:
        with Border(of_input):
            return bool(patiently(lambda: self._files.exists(self._root)))

    def _walk(
        self, root: str, prefix: str, pattern: str, alike: bool = False
    ) -> Iterator[tuple[str, Mapping[str, Any], bool]]:
        """All objects that are meant, in order, with what is told of each, and whether its name is like another's."""
        listed = self._listed(f"{root}/{prefix}".rstrip("/"))
        pairs = twins(name for name, _ in listed)
        for name, told in listed:
            whole, same = prefix + name, alike or name in pairs
            if told["type"] == "directory":
                if not pattern or not 0 <= addresses.depth(pattern) < whole.count("/") + 1:
                    yield from self._walk(root, f"{whole}/", pattern, same)
            elif not pattern or addresses.matches(whole, pattern):
                yield whole, told, same

    def _listed(self, folder: str) -> list[tuple[str, Mapping[str, Any]]]:
        """What stands in a folder and is not passed over. An object may stand for its folder: that is no file."""
        with Border(of_input):
            entries = patiently(lambda: self._files.ls(folder, detail=True))
        listed = []
        for told in entries:
            name = str(told["name"]).rstrip("/").removeprefix(f"{folder}/")
            if str(told["name"]).rstrip("/") == folder:
                continue
            # Keys are any text: one that leads elsewhere as a path would be an output that leads out of its folder.
            why = "special" if name in ("", ".", "..") or "/" in name else passed_over(name)
            if why:
                self.passed[why] += 1
            else:
                listed.append((name, told))
        return sorted(listed, key=lambda pair: pair[0] + "/" * (pair[1]["type"] == "directory"))

    def open(self, address: str) -> BinaryIO:
        """See `Store.open`."""
        path = self._path(address)

        def reopen() -> tuple[BinaryIO, str]:
            file = self._files.open(path, "rb")
            return cast(BinaryIO, file), _stamp(getattr(file, "details", None) or {})

        return buffered(Reading(reopen))

    @contextmanager
    def local(self, address: str) -> Iterator[Path]:
        """See `Store.local`: a copy, without its name, which may be personal."""
        path = self._temp(self._path(address))
        try:
            with Border(of_file):
                patiently(lambda: self._files.get_file(self._path(address), str(path)))
            yield path
        finally:
            self._drop(path)

    def size(self, name: str) -> int | None:
        """See `Store.size`."""
        try:
            told = patiently(lambda: self._files.info(self._target(name)))
        except FileNotFoundError:
            return None
        return None if told["type"] == "directory" else int(told["size"] or 0)

    def sizes(self) -> Callable[[str], int | None]:
        """See `Store.sizes`: one listing, held in memory."""
        if not self._is_there():
            return lambda _: None
        return {name: int(told["size"] or 0) for name, told, _ in self._walk(self._root.rstrip("/"), "", "")}.get

    def has(self, name: str, sha256: str | None = None) -> bool:
        """See `Store.has`: to compare bytes, it is fetched."""
        if self.size(name) is None:
            return False
        if sha256 is None:
            return True
        with self.local(f"{self._url}/{name}") as path:
            return file_sha256(path) == sha256

    def put(self, draft: Draft[T]) -> None:
        """See `Store.put`."""
        target = self._target(draft.name)
        with Border(of_output):
            patiently(lambda: self._files.put_file(str(draft.path), target))
            there = patiently(lambda: self._files.info(target))
        if there["size"] != draft.size:
            raise WriteError("an output did not arrive whole", "run again; what is not whole is made again")

    def remove(self, name: str) -> None:
        """See `Store.remove`."""
        target = self._target(name)
        with Border(of_output), contextlib.suppress(FileNotFoundError):
            patiently(lambda: self._files.rm_file(target))

    def clear_temps(self) -> int:
        """See `Store.clear_temps`. Only in a folder that was given: in the system's, others are at work."""
        gone = 0
        if self._temps and self._temps.is_dir():
            with writing("the folder for temporary files"):
                for path in filter(lambda path: is_temp(path.name), self._temps.iterdir()):
                    shutil.rmtree(path)
                    gone += 1
        return gone

    def _temp(self, name: str) -> Path:
        """In a hidden folder of its own: readers may want to see the suffix."""
        with writing("the folder for temporary files"):
            if self._temps:
                self._temps.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = temp_beside((self._temps or Path(tempfile.gettempdir())) / "_")
            folder.mkdir(mode=0o700)
        suffixes = _SUFFIXES.search(name.partition("?")[0])
        return folder / f"draft{suffixes[0] if suffixes else ''}"

    def _drop(self, path: Path) -> None:
        shutil.rmtree(path.parent, ignore_errors=True)

    def _path(self, address: str) -> str:
        """Of an address as fsspec calls it: `bucket/key`."""
        return str(self._files._strip_protocol(address))

    def _target(self, name: str) -> str:
        if addresses.protocol(self._url) not in _WHOLE:
            raise UsageError("an output cannot be written whole at such an address", "mount it, or use an object store")
        return f"{self._root.rstrip('/')}/{under(Path(), name).as_posix()}"


def _reached(url: str) -> tuple[Any, str]:
    """The filesystem behind a URL, which remembers no listings: other hands write while we look."""
    kind = addresses.protocol(url)
    try:
        files, root = fsspec.core.url_to_fs(url, use_listings_cache=False)
    except ImportError as err:
        hint = f"pip install {_PACKAGES[kind]}" if kind in _PACKAGES else "install the package fsspec names for it"
        raise MissingPart(f"the package for {kind}:// is not installed", hint) from err
    except (ValueError, TypeError, OSError) as err:
        raise UsageError(f"an address that begins with {kind}:// cannot be used", "check it for mistakes") from err
    return files, root


def _stamp(told: Mapping[str, Any]) -> str:
    """Changes when the object does."""
    mark = next((told[key] for key in _MARKS if told.get(key)), "")
    said = mark.isoformat() if hasattr(mark, "isoformat") else str(mark).strip('"')
    return f"{told.get('size') or 0}-{said}"
