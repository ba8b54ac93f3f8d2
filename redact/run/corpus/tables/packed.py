"""The bytes of a corpus: files opened wherever they lie, and the compression around rows, known by the first bytes.

Refuses what is packed in another way than gzip or Zstandard.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, cast

import pyarrow as pa

from redact.core.errors import CorruptInput, InputError, LimitExceeded, UnsupportedMedia

#: Opens an address for reading; what it gives can seek.
Opener = Callable[[str], BinaryIO]

_BUFFER_BYTES = 1 << 18
HEAD_BYTES = 10
#: Unpacked to less, nothing is a bomb.
_HARMLESS_BYTES = 32 << 20
#: Source: RFC 1952, section 2.3.1 (gzip); RFC 8878, sections 3.1.1 and 3.1.2 (Zstandard, and its skippable frames).
_GZIP, _ZSTD = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd"
_SKIPPABLE = tuple(bytes([number]) + b"\x2a\x4d\x18" for number in range(0x50, 0x60))
#: xz, 7z, ZIP, LZ4 frames, UTF-16 either way: all begin in a manner that no row can.
_OTHERS = (b"\xfd7zXZ", b"7z\xbc\xaf", b"PK\x03\x04", b"\x04\x22\x4d\x18", b"\xff\xfe", b"\xfe\xff")

#: A column or a member of an archive may be called `BZh`; what is behind that in a bzip2 stream, none is.
_BZIP2 = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")


class Packing(StrEnum):
    """What is around the rows of a file; the value is its name in pyarrow."""

    PLAIN = ""
    GZIP = "gzip"
    ZSTD = "zstd"


def open_local(address: str) -> BinaryIO:
    """A file of this machine."""
    return Path(address).open("rb")


@contextmanager
def reading(opener: Opener, address: str) -> Iterator[BinaryIO]:
    """The file at an address; whatever goes wrong with its bytes in the block becomes an error of ours.

    Raises:
        CorruptInput: the bytes are not what they claim.
        InputError: the file cannot be reached.
    """
    try:
        with opener(address) as file:
            yield file
    except (EOFError, zlib.error, UnicodeDecodeError, pa.ArrowException) as err:
        raise _damaged() from err
    except OSError as err:
        if err.errno is None:  # pyarrow's own, about the bytes and not about the disk
            raise _damaged() from err
        raise InputError("a file of the corpus cannot be read", "check that it is there and its permissions") from err


def _damaged() -> CorruptInput:
    return CorruptInput("a file of the corpus is damaged or cut short", "get the file again, whole, and run again")


def packing_of(file: BinaryIO) -> Packing:
    """How a file is packed; leaves the file at its beginning.

    Raises:
        UnsupportedMedia: in a way that is not read here, or it is no UTF-8.
    """
    head = file.read(HEAD_BYTES)
    file.seek(0)
    if head.startswith(_OTHERS) or _BZIP2.match(head):
        raise UnsupportedMedia("this is no text in UTF-8, nor packed with gzip or zstd", "unpack or convert it first")
    if head.startswith(_GZIP):
        return Packing.GZIP
    return Packing.ZSTD if head.startswith((_ZSTD, *_SKIPPABLE)) else Packing.PLAIN


def unpacked(file: BinaryIO, packing: Packing, most_ratio: int = 0) -> BinaryIO:
    """The bytes within, read on and on over any number of members or frames; `file` is left open.

    Only a plain file can seek. With a `most_ratio`, reading raises LimitExceeded where so many times more comes out than
    went in.
    """
    raw: io.RawIOBase = LeftOpen(file)
    if packing is not Packing.PLAIN:
        raw = _Unpacked(file, packing, most_ratio)
    return io.BufferedReader(raw, _BUFFER_BYTES)


def packed(out: BinaryIO, packing: Packing) -> BinaryIO:
    """A file that packs what is written into `out`; closing it ends the packing and leaves `out` open.

    The same bytes come out for the same bytes in: neither time nor name is noted.
    """
    if packing is Packing.GZIP:
        return cast("BinaryIO", gzip.GzipFile("", "wb", fileobj=cast("BinaryIO", LeftOpen(out)), mtime=0))
    if packing is Packing.ZSTD:
        return cast("BinaryIO", pa.CompressedOutputStream(pa.PythonFile(LeftOpen(out), mode="w"), packing.value))
    return cast("BinaryIO", LeftOpen(out))


class LeftOpen(io.RawIOBase):
    """A file that is somebody else's to close: whoever closes what it reads from or writes to closes only this."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        """Whether the file is."""
        return self._file.readable()

    def writable(self) -> bool:
        """Whether the file is."""
        return self._file.writable()

    def seekable(self) -> bool:
        """Whether the file is."""
        return self._file.seekable()

    def readinto(self, into: Any) -> int:
        """What comes next, as much as fits; 0 at the end."""
        view = memoryview(into).cast("B")
        content = self._file.read(len(view))
        view[: len(content)] = content
        return len(content)

    def write(self, content: Any) -> int:
        """All of `content`, at once; nothing where the file has been closed.

        Then it was given up: a writer that nobody ended is ended late by its library, and must not complain of that.
        """
        return memoryview(content).nbytes if self._file.closed else self._file.write(content)

    def seek(self, to: int, whence: int = io.SEEK_SET) -> int:
        """Go there."""
        return self._file.seek(to, whence)

    def tell(self) -> int:
        """Where we are."""
        return self._file.tell()


class _Counted(LeftOpen):
    """Knows how much of a file has been read."""

    count = 0

    def readinto(self, into: Any) -> int:
        """As any file."""
        size = super().readinto(into)
        self.count += size
        return size


class _Unpacked(io.RawIOBase):
    """Unpacks, as long as what comes out is not far more than what went in."""

    def __init__(self, file: BinaryIO, packing: Packing, most_ratio: int) -> None:
        super().__init__()
        self._packed = _Counted(file)
        self._inner = pa.CompressedInputStream(pa.PythonFile(self._packed, mode="r"), packing.value)
        self._most_ratio = most_ratio
        self._count = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, into: Any) -> int:
        """What comes next.

        Raises:
            LimitExceeded: it is far more than it came from.
        """
        size = int(self._inner.readinto(into))
        self._count += size
        if self._most_ratio and self._count > max(_HARMLESS_BYTES, self._packed.count * self._most_ratio):
            hint = "leave it out; if it is what it should be, raise max_ratio in the settings"
            raise LimitExceeded("a packed file holds far more than its size: a bomb", hint)
        return size

    def close(self) -> None:
        """Let go of what unpacks."""
        if not self.closed:
            self._inner.close()
        super().close()
