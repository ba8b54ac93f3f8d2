"""A file that is unpacked while it is read: what its library raises comes out as an error of ours."""

from __future__ import annotations

import io
from typing import IO, Any

from redact.core.errors import CorruptInput, LimitExceeded

#: Unpacked to less, nothing is a bomb.
_HARMLESS_BYTES = 32 << 20


class Guarded(io.RawIOBase):
    """Reads `file`; `broken` are the errors of its library. `most` bytes may come out of it before it is taken for a bomb."""

    def __init__(self, file: IO[bytes], broken: tuple[type[Exception], ...], most: int | None = None) -> None:
        super().__init__()
        self._file = file
        self._broken = broken
        self._room = None if most is None else max(most, _HARMLESS_BYTES)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """As any file.

        Raises:
            CorruptInput: it is damaged.
            LimitExceeded: more comes out of it than can be honest.
        """
        try:
            piece = self._file.read(len(buffer))
        except self._broken as err:
            raise CorruptInput("what was packed is damaged", "pack it anew, or leave it out") from err
        if self._room is not None:
            self._room -= len(piece)
            if self._room < 0:
                raise LimitExceeded("it unpacks to far more than it holds: a bomb", "leave it out")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Let both go."""
        self._file.close()
        super().close()
