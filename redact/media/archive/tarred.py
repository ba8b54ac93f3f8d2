"""TAR archives, packed by gzip or not: read from front to back, for they have no directory."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Any, BinaryIO, Self, cast

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media._guarded import Guarded
from redact.media.archive.document import Entry, Writer
from redact.settings import Settings

#: What the library raises, and catches itself, at the end of a whole archive; its own headers have no name for it.
_END = "EOFHeaderError"
_BROKEN = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, OSError, ValueError)
#: Source: POSIX.1-2017, pax, ustar interchange format.
_MAGIC, _MAGIC_AT = b"ustar", 257


def is_tar(path: Path) -> bool:
    """Whether what a gzip file holds is a TAR archive.

    Raises:
        CorruptInput: it is no whole gzip file.
    """
    try:
        with gzip.open(path) as file:
            return file.read(_MAGIC_AT + len(_MAGIC)).startswith(_MAGIC, _MAGIC_AT)
    except _BROKEN as err:
        raise _damaged() from err


class Tarred:
    """Reads a TAR archive; `packed` says that it is a gzip file."""

    def __init__(self, path: Path, settings: Settings, *, packed: bool) -> None:
        self._path = path
        self._settings = settings
        self._packed = packed

    def entries(self) -> Iterator[Entry]:
        """The plain files in it."""
        with self._opened() as archive:
            for info in self._infos(archive):
                if info.isreg():
                    yield Entry(info.name, partial(_content, archive, info))

    def left_out(self) -> Iterator[PartNote]:
        """Links and devices."""
        with self._opened() as archive:
            others = sum(not info.isreg() and not info.isdir() for info in self._infos(archive))
        if others:
            yield PartNote("links and devices", PartState.DROPPED, f"{others} of them", Hidden.EMBEDDED)

    @contextmanager
    def writing(self, out: BinaryIO) -> Iterator[Writer]:
        """A new TAR archive, packed as the old one."""
        with ExitStack() as stack:
            packed = stack.enter_context(gzip.GzipFile("", "wb", fileobj=out, mtime=0)) if self._packed else out
            file = cast(IO[bytes], packed)
            yield _TarWriter(stack.enter_context(tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT)))

    @contextmanager
    def _opened(self) -> Iterator[tarfile.TarFile]:
        most = self._path.stat().st_size * self._settings.max_ratio if self._packed else None
        file = gzip.open(self._path) if self._packed else self._path.open("rb")  # noqa: SIM115 - closed below
        guarded = io.BufferedReader(Guarded(cast(IO[bytes], file), _BROKEN, most))
        try:
            with tarfile.open(fileobj=guarded, mode="r|", tarinfo=Whole) as archive:
                yield archive
        except _BROKEN as err:
            raise _damaged() from err
        finally:
            guarded.close()

    def _infos(self, archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
        for number, info in enumerate(archive):
            if number >= self._settings.max_members:
                raise LimitExceeded("it holds more members than the limit", "raise max_members in the settings")
            if info.size > self._settings.max_file_bytes:
                raise LimitExceeded("a member is larger than the limit", "raise max_file_bytes in the settings")
            yield info
            cast(Any, archive).members = []  # tarfile keeps all it has seen


class Whole(tarfile.TarInfo):
    """A header that says so when it is not there: the library takes a broken one for the end, and the rest would be lost."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        """The next header.

        Raises:
            CorruptInput: there is none, and no end either.
        """
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as err:
            if type(err).__name__ == _END:
                raise
            raise _damaged() from err


class _TarWriter:
    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive

    def add(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self._add(name, file, path.stat().st_size)

    def note(self, name: str, text: bytes) -> None:
        self._add(name, io.BytesIO(text), len(text))

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        info = tarfile.TarInfo(name)
        info.size = size
        self._archive.addfile(info, file)


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> BinaryIO:
    file = archive.extractfile(info)
    if file is None:
        raise _damaged()
    return cast(BinaryIO, io.BufferedReader(Guarded(file, _BROKEN)))


def _damaged() -> CorruptInput:
    return CorruptInput("the archive is damaged", "pack it anew, or leave it out")
