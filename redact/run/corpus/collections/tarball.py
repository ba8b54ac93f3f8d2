"""TAR archives as we write them: contents, names and nothing else. Another reader than the library counts what is in one.

Source: POSIX.1-2017, pax, ustar interchange format and pax interchange format.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from redact.core.errors import Defect, InputError
from redact.run.corpus.collections.members import parted
from redact.run.corpus.collections.stream import BUFFER_BYTES, opened
from redact.run.corpus.tables.packed import Packing, packed

_BLOCK = 512
_NAME, _SIZE, _SUM, _TYPE, _PREFIX = slice(0, 100), slice(124, 136), slice(148, 156), slice(156, 157), slice(345, 500)
#: Owner, group, time of change, names of owner and group: what a clean header has nothing in.
_OWNED = (slice(108, 116), slice(116, 124), slice(136, 148), slice(265, 297), slice(297, 329))
_NOTHING = re.compile(rb"[0 \0]*")
_PLAIN, _PAX = b"0", b"x"
_UNBOUNDED = 2**63  # our own output is no bomb, however well it packs


class Tarball:
    """An archive in the making."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive

    def add(self, name: str, path: Path) -> None:
        """A file under a name: owned by nobody, changed never."""
        info = tarfile.TarInfo(name)
        info.size = path.stat().st_size
        with path.open("rb") as file:
            self._archive.addfile(info, file)
        cast(Any, self._archive).members = []  # the library keeps all it has written


@contextmanager
def writing_tarball(out: BinaryIO, packing: Packing) -> Iterator[Tarball]:
    """A new archive in `out`, whole when the block has ended. The same files under the same names give the same bytes."""
    with closing(packed(out, packing)) as inner:
        file = cast(IO[bytes], inner)
        with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT, encoding="utf-8") as archive:
            yield Tarball(archive)


def count(path: Path) -> int:
    """How many samples are in an archive of ours.

    Raises:
        Defect: it cannot be read, or holds something that we do not write.
    """
    try:
        with path.open("rb") as file, closing(opened(file, _UNBOUNDED)[0]) as inner:
            return _counted(inner)
    except (InputError, OSError, ValueError) as err:
        raise Defect("an archive that was written cannot be read", "run again; if it happens again, report it") from err


def _counted(file: BinaryIO) -> int:
    samples, last = 0, None
    said: dict[bytes, bytes] = {}
    while (block := _whole(file, _BLOCK)).strip(b"\0"):
        kind, size = _checked(block), int(said.get(b"size", block[_SIZE].strip(b" \0")), 10 if b"size" in said else 8)
        if kind == _PAX:
            said = _records(_whole(file, size))
            _skip(file, -size % _BLOCK)
            continue
        key, _ = parted(said.get(b"path", _name(block)).decode())
        samples += key != last
        last, said = key, {}
        _skip(file, size + -size % _BLOCK)
    while rest := file.read(BUFFER_BYTES):
        if rest.strip(b"\0"):
            raise ValueError("something stands behind the end")
    return samples


def _checked(block: bytes) -> bytes:
    """The type of a header that is one, is ours, and says nothing of anybody."""
    spaced = block[:148] + b" " * 8 + block[156:]
    if sum(spaced) != int(block[_SUM].strip(b" \0"), 8):
        raise ValueError("this is no header")
    kind = block[_TYPE]
    if kind not in (_PLAIN, _PAX) or any(not _NOTHING.fullmatch(block[owned]) for owned in _OWNED):
        raise ValueError("this is no header of ours")
    return kind


def _name(block: bytes) -> bytes:
    name, prefix = block[_NAME].rstrip(b"\0"), block[_PREFIX].rstrip(b"\0")
    return prefix + b"/" + name if prefix else name


def _records(held: bytes) -> dict[bytes, bytes]:
    """Lines as `19 path=folder/name`, each with its own length in front."""
    records = {}
    while held:
        length = int(held.partition(b" ")[0])
        key, _, value = held[:length].partition(b" ")[2].partition(b"=")
        if key not in (b"path", b"size") or not value.endswith(b"\n"):
            raise ValueError("this is no record of ours")
        records[key], held = value[:-1], held[length:]
    return records


def _whole(file: BinaryIO, size: int) -> bytes:
    held = file.read(size)
    if len(held) != size:
        raise ValueError("it stops before its end")
    return held


def _skip(file: BinaryIO, size: int) -> None:
    while size:
        held = file.read(min(size, BUFFER_BYTES))
        if not held:
            raise ValueError("it stops before its end")
        size -= len(held)
