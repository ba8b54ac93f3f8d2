"""Shares and stores that fail for a moment: what is tried again, how often, and files that are read on where they broke."""

from __future__ import annotations

import errno
import io
import time
from collections.abc import Callable
from types import TracebackType
from typing import BinaryIO, TypeVar

from redact.core.errors import InputError, RedactError
from redact.run.shards.border import Border, of_file

T = TypeVar("T")

#: How long to wait before each new try. A share that is away for longer is for people, or for the watch folder.
PAUSES_S = (0.1, 0.4, 1.6)
#: What a share says when its server restarts or a line drops. Source: Linux errno(3), nfs(5).
_PASSING = {
    errno.ESTALE,
    errno.EIO,
    errno.EAGAIN,
    errno.EBUSY,
    errno.EINTR,
    errno.ETIMEDOUT,
    errno.ECONNRESET,
    errno.ECONNABORTED,
    errno.EHOSTDOWN,
    errno.EHOSTUNREACH,
    errno.ENETDOWN,
    errno.ENETUNREACH,
    errno.ENOTCONN,
}
#: Classes of packages that are not always there, known by name (botocore, aiohttp, fsspec, requests). An endpoint that
#: cannot be reached at all is not among them: botocore has tried for long by then.
_PASSING_NAMES = {
    "ConnectTimeoutError",
    "FSTimeoutError",
    "ReadTimeoutError",
    "ServerDisconnectedError",
    "ServerTimeoutError",
}
_BUFFER_BYTES = 1 << 18


def may_pass(err: BaseException) -> bool:
    """Whether a second try makes sense."""
    if isinstance(err, RedactError):
        return False
    if isinstance(err, OSError) and err.errno in _PASSING:
        return True
    return isinstance(err, TimeoutError | ConnectionError) or type(err).__name__ in _PASSING_NAMES


def patiently(act: Callable[[], T], rest: Callable[[float], None] = time.sleep) -> T:
    """What `act` gives; tried again after a while, a few times, if it fails for a reason that may pass."""
    for pause in PAUSES_S:
        with _Forgiven():
            return act()
        rest(pause)
    return act()


class _Forgiven:
    """Swallows what may pass. Looks at every exception, for backends raise classes we do not know of."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> bool:
        return err is not None and may_pass(err)


class Reading(io.RawIOBase):
    """A file that is opened again, and read on where it was, when its share or store fails for a moment.

    `reopen` gives the file and its stamp; one that has another stamp when it is opened again is refused, for half of
    the one and half of the other is neither.
    """

    def __init__(self, reopen: Callable[[], tuple[BinaryIO, str]], rest: Callable[[float], None] = time.sleep) -> None:
        """Open it.

        Raises:
            InputError: it cannot be opened.
        """
        super().__init__()
        self._reopen, self._rest = reopen, rest
        with Border(of_file):
            self._file, self._stamp = patiently(reopen, rest)
        self._at = 0
        self._broken = False

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """The next bytes.

        Raises:
            InputError: it cannot be read on, or is not the file that was opened.
        """
        with Border(of_file):
            chunk = patiently(lambda: self._read(len(buffer)), self._rest)
        buffer[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go somewhere."""
        self._at = self._file.seek(offset, whence)
        return self._at

    def tell(self) -> int:
        """Where the next byte comes from."""
        return self._at

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """Whether the backend can."""
        return self._file.seekable()

    def close(self) -> None:
        """Let go of the file."""
        if not self.closed:
            super().close()
            self._file.close()

    def _read(self, size: int) -> bytes:
        if self._broken:
            self._again()
        self._broken = True  # until the read has come back
        chunk = self._file.read(size)
        self._broken = False
        return chunk

    def _again(self) -> None:
        self._file.close()
        self._file, stamp = self._reopen()
        if stamp != self._stamp:
            raise InputError("a file changed while it was read", "wait until it is whole, then run again")
        self._file.seek(self._at)


def buffered(raw: Reading) -> io.BufferedReader:
    """As formats like to read it."""
    return io.BufferedReader(raw, _BUFFER_BYTES)
