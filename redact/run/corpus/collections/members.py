"""The members of a TAR archive as they pass. One that cannot be trusted is given with its fault, and never left out.

Refuses an archive that has no end, or anything behind it: what a reader does not see, nobody has looked at.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, Self, cast

from redact.core.errors import CorruptInput, InputError, LimitExceeded, UnsupportedMedia
from redact.media.archive.tarred import Whole
from redact.run.corpus.collections.stream import BUFFER_BYTES, damaged
from redact.settings import Settings

#: Headers that say something of the one behind them; the library reads each whole, whatever size it claims.
_EXTENDED = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_EXTENDED_BYTES = 1 << 16
_NAME_CHARS = 4096  # Source: Linux, limits.h, PATH_MAX
#: What must not be said once for all members: stretches of an archive are read without its beginning.
_NOT_FOR_ALL = ("path", "linkpath", "size", "hdrcharset")
#: Controls, and the half characters that stand for bytes that are no UTF-8.
_ODD = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_BROKEN = (tarfile.TarError, ValueError, RecursionError)  # headers of headers of headers are read by recursion


@dataclass(frozen=True, slots=True)
class Member:
    """One member. `offset` is where its first header begins."""

    offset: int
    name: str = field(repr=False)
    fault: InputError | None
    _archive: tarfile.TarFile = field(repr=False)
    _header: tarfile.TarInfo = field(repr=False)

    @property
    def key(self) -> str:
        """What the members of one sample share."""
        return parted(self.name)[0]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes, while the archive stands at it.

        Raises:
            CorruptInput: the archive ends before they do.
        """
        try:
            file = self._archive.extractfile(self._header)
            while file is not None and (chunk := file.read(BUFFER_BYTES)):
                yield chunk
        except _BROKEN as err:
            raise damaged() from err


def parted(name: str) -> tuple[str, str]:
    """The key of a member and its extension: parted at the first dot of its last component, if something is before it.

    Source: webdataset 1.0, tariterators.py, `base_plus_ext`.
    """
    folder, slash, base = name.rpartition("/")
    stem, _, extension = base.partition(".")
    return (f"{folder}{slash}{stem}", extension) if stem and extension else (name, "")


def streamed(file: BinaryIO, settings: Settings) -> Iterator[Member]:
    """All that an archive holds but folders, in order; reads each byte once, and to the end of the file.

    Raises:
        CorruptInput: it is no archive, is damaged, or stops before its end.
        LimitExceeded: a header is larger than any honest one.
    """
    archive = _opened(file, "r|")
    with archive:
        yield from _members(archive, settings)
        rest = cast(IO[bytes], archive.fileobj)
        while chunk := rest.read(BUFFER_BYTES):
            if chunk.strip(b"\0"):
                raise CorruptInput(
                    "something stands behind the end of an archive", "unpack it with -i and pack it anew"
                )


def walked(file: BinaryIO, settings: Settings) -> Iterator[Member]:
    """As `streamed`, of a plain archive that can be sought in, without reading what the members hold."""
    archive = _opened(file, "r:")
    with archive:
        yield from _members(archive, settings)


def _opened(file: BinaryIO, mode: str) -> tarfile.TarFile:
    try:
        opened = cast(Any, tarfile).open(fileobj=file, mode=mode, tarinfo=_Header, bufsize=BUFFER_BYTES)
    except _BROKEN as err:
        raise damaged() from err
    return cast(tarfile.TarFile, opened)


def _members(archive: tarfile.TarFile, settings: Settings) -> Iterator[Member]:
    while (header := _next(archive)) is not None:
        if header.size < 0 or any(name in _NOT_FOR_ALL or "sparse" in name for name in archive.pax_headers):
            raise damaged()
        if not header.isdir():
            yield Member(header.offset, _shortened(header.name), _fault(header, settings), archive, header)


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        header = archive.next()
    except _BROKEN as err:
        raise damaged() from err
    cast(Any, archive).members = []  # the library keeps all it has seen
    return header


def _shortened(name: str) -> str:
    """`./0001.jpg` is how `tar` writes what it was told to take from the folder it stands in."""
    return str(PurePosixPath(name)) if name.startswith("./") and ".." not in name else name


def _fault(header: tarfile.TarInfo, settings: Settings) -> InputError | None:
    if not _stays_inside(header.name):
        return CorruptInput("a name in the archive leads out of it", "unpack it by hand, and look at what it is")
    if not header.isreg() or header.issparse():
        return UnsupportedMedia("a link, device or sparse file in the archive", "pack what it stands for")
    if header.size > settings.max_file_bytes:
        return LimitExceeded("a member is larger than the limit", "raise max_file_bytes in the settings")
    return None


def _stays_inside(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    odd = len(name) > _NAME_CHARS or _ODD.search(name)
    return not odd and ".." not in parts and parts[-1] not in ("", ".") and bool(parts[0]) and ":" not in parts[0]


class _Header(Whole):
    """A header that is refused when it is not there, or would fill the memory."""

    @classmethod
    def frombuf(cls, buf: Any, encoding: str, errors: str) -> Self:
        """One block as a header.

        Raises:
            LimitExceeded: it announces one that would fill the memory.
        """
        header = super().frombuf(buf, encoding, errors)
        if header.size < 0:
            raise damaged()
        if header.type in _EXTENDED and header.size > _EXTENDED_BYTES:
            raise LimitExceeded("a header in an archive is larger than any name", "unpack it by hand and look at it")
        return header
