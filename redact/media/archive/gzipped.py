"""A single file packed by gzip. Source: RFC 1952."""

from __future__ import annotations

import gzip
import io
import shutil
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change
from redact.core.segment import Child, Segment
from redact.media import _child
from redact.media._guarded import Guarded
from redact.settings import Settings

_BROKEN = (gzip.BadGzipFile, zlib.error, EOFError, OSError)
_CHUNK = 1 << 20
#: Flags of the header for a name and a comment. Source: RFC 1952, section 2.3.1.
_NAMED = 0x18
_SUFFIXES = (".gz", ".GZ")


class Gzipped:
    """The one file in it; its name is that of the gzip file without the suffix, and is read there."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self._source = source
        self._settings = settings

    def segments(self) -> Iterator[Segment]:
        """The file."""
        yield self._child()

    def census(self) -> Iterator[PartNote]:
        """What the header says beside the file."""
        with self._source.path.open("rb") as file:
            flags = file.read(4)[3]
        if flags & _NAMED:
            yield PartNote("header", PartState.DROPPED, "the name the file once had", Hidden.METADATA)
        else:
            yield PartNote("header", PartState.CLEANED)

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write it again: no name, no date."""
        released = _child.ask(change, self._child())
        with gzip.GzipFile("", "wb", fileobj=out, mtime=0) as packed:
            if released.path is None:
                packed.write(_child.NOTE.encode())
                return
            with released.path.open("rb") as file:
                shutil.copyfileobj(file, packed, _CHUNK)

    def _child(self) -> Child:
        name = PurePosixPath(self._source.name).name
        for suffix in _SUFFIXES:
            name = name.removesuffix(suffix)
        return Child(0, "content", name, self._content, shown=False)

    def _content(self) -> BinaryIO:
        most = self._source.size * self._settings.max_ratio
        file = cast(IO[bytes], gzip.open(self._source.path))  # noqa: SIM115 - whoever reads it closes it
        return cast(BinaryIO, io.BufferedReader(Guarded(file, _BROKEN, most)))
