"""The bytes of a TAR archive, read once from front to back, unpacked as they come. Refuses what unpacks to far too much."""

from __future__ import annotations

import io
import zlib
from abc import abstractmethod
from typing import Any, BinaryIO, cast

import pyarrow as pa

from redact.core.errors import CorruptInput, InputError
from redact.run.corpus.tables.packed import HEAD_BYTES, Packing, packing_of, unpacked

BUFFER_BYTES = 1 << 18
#: Every archive ends with two blocks of zeros. Source: POSIX.1-2017, pax, ustar interchange format.
_END_BYTES = 2 * 512


def opened(file: BinaryIO, most_ratio: int) -> tuple[BinaryIO, Packing]:
    """The bytes within `file`, and how they are packed. `file` is somebody else's to close.

    Raises:
        UnsupportedMedia: they are packed in a way that is not read here.
        InputError: the file cannot be read.
    """
    buffered = io.BufferedReader(_Guarded(file), BUFFER_BYTES)
    packing = packing_of(io.BytesIO(buffered.peek(HEAD_BYTES)[:HEAD_BYTES]))
    if packing is Packing.PLAIN:
        return buffered, packing
    return io.BufferedReader(_Unpacked(unpacked(buffered, packing, most_ratio)), BUFFER_BYTES), packing


def stretch(file: BinaryIO, start: int, end: int) -> BinaryIO:
    """Bytes `start` to `end` of a plain archive as one of their own: with the end that every archive has.

    Raises:
        InputError: the file cannot be read.
    """
    try:
        file.seek(start)
    except OSError as err:
        raise _unreadable() from err
    if end < 0:  # to the end of the file, which has it already
        return io.BufferedReader(_Guarded(file), BUFFER_BYTES)
    return io.BufferedReader(_Stretch(file, end - start), BUFFER_BYTES)


def damaged() -> CorruptInput:
    """What is said of an archive that is not as archives are."""
    return CorruptInput("the archive is damaged, or cut short", "get it again, whole, or pack it anew")


class _Reader(io.RawIOBase):
    """Reads piece by piece."""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As any file; raises what `_piece` does."""
        piece = self._piece(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    @abstractmethod
    def _piece(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end."""


class _Guarded(_Reader):
    """Reads a file; what goes wrong with it becomes an error of ours."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def _piece(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except OSError as err:
            raise _unreadable() from err


class _Unpacked(_Reader):
    """Reads what is unpacked; what goes wrong with that is the archive's fault."""

    def __init__(self, inner: BinaryIO) -> None:
        super().__init__()
        self._inner = inner

    def _piece(self, size: int) -> bytes:
        try:
            return self._inner.read(size)
        except (pa.ArrowException, zlib.error, EOFError, OSError) as err:
            raise damaged() from err

    def close(self) -> None:
        """Let go of what unpacks."""
        self._inner.close()
        super().close()


class _Stretch(_Reader):
    def __init__(self, file: BinaryIO, size: int) -> None:
        super().__init__()
        self._file = _Guarded(file)
        self._left = size
        self._end = _END_BYTES

    def _piece(self, size: int) -> bytes:
        if not self._left:
            piece = bytes(min(size, self._end))
            self._end -= len(piece)
            return piece
        piece = cast(bytes, self._file.read(min(size, self._left)))
        if not piece:
            raise damaged()
        self._left -= len(piece)
        return piece


def _unreadable() -> InputError:
    return InputError("an archive cannot be read", "check that it is still there and may be read, then run again")
