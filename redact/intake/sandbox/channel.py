"""What passes between the two ends: a JSON object behind its length, then as many raw bytes as it announces.

+-----------------+-----------------------------+-------------------------+
| length, 4 bytes | {"is": "frame", ...}, ASCII | pixels, row by row, RGB |
+-----------------+-----------------------------+-------------------------+
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

from redact.core.errors import LimitExceeded

#: Whether an open file can be sent through a channel; Windows cannot.
HANDS_FILES = hasattr(socket, "send_fds")
_LENGTH = struct.Struct(">I")
_HEADER_BYTES = 64 << 20  # the text of one segment at most, in JSON
CHUNK_BYTES = 1 << 20  # a file that is sent back comes in pieces of this length
#: So much may wait between the ends; a larger buffer was no faster (1080p frames, Linux).
_BUFFER_BYTES = 1 << 20


def pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a new channel."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER_BYTES)
    return ours, theirs


class Channel:
    """One end."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._deadline: float | None = None

    def allow(self, seconds: float) -> None:
        """From now on everything that is sent or received must be through after so many seconds."""
        self._deadline = time.monotonic() + seconds

    def send(self, header: Mapping[str, Any], raw: memoryview | bytes = b"") -> None:
        """A message and the bytes it announces.

        Raises:
            LimitExceeded: the header is too long.
            OSError: the other end is gone (TimeoutError: it does not listen).
        """
        packed = json.dumps(header).encode("ascii")
        if len(packed) > _HEADER_BYTES:
            raise LimitExceeded("one text of the file is larger than the limit", "take the file apart")
        self._wait()
        self._end.sendall(_LENGTH.pack(len(packed)) + packed)
        if len(raw):
            self._end.sendall(raw)

    def receive(self) -> dict[str, Any]:
        """The next message.

        Raises:
            EOFError, OSError: the other end is gone (TimeoutError: it is silent).
            ValueError, RecursionError: this is no message.
        """
        head = bytearray(_LENGTH.size)
        self.fill(memoryview(head))
        (length,) = _LENGTH.unpack(head)
        if length > _HEADER_BYTES:
            raise ValueError("the message is too long")
        packed = bytearray(length)
        self.fill(memoryview(packed))
        message = json.loads(packed)
        if not isinstance(message, dict):
            raise ValueError("the message is no object")  # noqa: TRY004 - whatever is wrong with a message is one error
        return message

    def fill(self, view: memoryview) -> None:
        """Raw bytes, until the view is full.

        Raises:
            EOFError, OSError: as for `receive`.
        """
        while len(view):
            self._wait()
            got = self._end.recv_into(view)
            if not got:
                raise EOFError
            view = view[got:]

    def send_file(self, handle: int) -> None:
        """An open file, for the other end to write to."""
        self._wait()
        socket.send_fds(self._end, [b"f"], [handle])

    def receive_file(self) -> int:
        """The open file that the other end sent.

        Raises:
            EOFError: it sent none.
        """
        _, handles, _, _ = socket.recv_fds(self._end, 1, 1)
        if not handles:
            raise EOFError
        return handles[0]

    def close(self) -> None:
        """Let go of this end."""
        self._end.close()

    def _wait(self) -> None:
        if self._deadline is not None:
            left = self._deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._end.settimeout(left)
