"""Parts gone through with questions on the way: once for what they ask, once with the answers."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Any

from redact.core.flow import Edit
from redact.media._stream import Readable
from redact.media.office._rules import Ask

#: What is gone through with readables on the way, each of which is answered with its edits.
Asking = Generator[Readable, Sequence[Edit], Any]


def readables(asking: Asking) -> Iterator[Readable]:
    """What a part asks about, none of it changed."""
    try:
        readable = next(asking)
        while True:
            yield readable
            readable = asking.send(())
    except StopIteration:
        return


def answered(asking: Asking, ask: Ask) -> Any:
    """What a part makes of the answers."""
    try:
        readable = next(asking)
        while True:
            readable = asking.send(ask(readable))
    except StopIteration as end:
        return end.value
