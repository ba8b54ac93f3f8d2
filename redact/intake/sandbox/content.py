"""Files within files on their way through the channel: out of the child to be read, and back into it once released."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from redact.core.errors import LimitExceeded
from redact.intake.sandbox.channel import CHUNK_BYTES
from redact.intake.sandbox.worker import Worker

#: Smaller files stay in memory.
_SPOOL_BYTES = 8 << 20


def fetched(worker: Worker) -> BinaryIO:
    """The file that the child sends now, piece by piece, at its first byte.

    Raises:
        LimitExceeded: it is longer than `settings.max_file_bytes`.
        RedactError: what the adapter says of it.
    """
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES))  # noqa: SIM115 - whoever reads it closes it
    room = worker.settings.max_file_bytes
    while (answer := worker.answer()).what != "over":
        with worker.guarded():
            piece = worker.raw(answer.count())
            room -= len(piece)
            if room < 0:
                raise LimitExceeded("a file within the file is larger than the limit", "raise max_file_bytes")
        file.write(piece)
    file.seek(0)
    return file


def hand(worker: Worker, path: Path) -> None:
    """Send the child a file that takes the place of another."""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            worker.send({"count": len(chunk)}, chunk)
    worker.send({"count": 0})
