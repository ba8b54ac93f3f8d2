"""ZIP archives."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media._guarded import Guarded
from redact.media._package import Package, PackageWriter
from redact.media.archive.document import Entry, Writer
from redact.settings import Settings

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Zipped:
    """Reads a ZIP archive by its directory; what stands between the members is never looked at, and goes."""

    def __init__(self, path: Path, settings: Settings) -> None:
        """Raises as `_package.Package` does."""
        self._path = path
        self._settings = settings
        Package(path, settings).close()

    def entries(self) -> Iterator[Entry]:
        """The members in the order of the directory."""
        package = Package(self._path, self._settings)
        try:
            for name in package.names:
                yield Entry(name, partial(_content, package, name))
        finally:
            package.close()

    def left_out(self) -> Iterator[PartNote]:
        """Its comments."""
        package = Package(self._path, self._settings)
        try:
            if package.has_comment:
                yield PartNote("comments", PartState.DROPPED, "", Hidden.COMMENTS)
        finally:
            package.close()

    @contextmanager
    def writing(self, out: BinaryIO) -> Iterator[Writer]:
        """A new ZIP archive."""
        package = PackageWriter(out)
        yield _ZipWriter(package)
        package.close()


class _ZipWriter:
    def __init__(self, package: PackageWriter) -> None:
        self._package = package

    def add(self, name: str, path: Path) -> None:
        self._package.copy(name, path)

    def note(self, name: str, text: bytes) -> None:
        self._package.write(name, text)


def _content(package: Package, name: str) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(Guarded(package.member(name), _BROKEN)))
