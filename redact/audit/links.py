"""One line of a log taken apart: its number, what it says of the line before, and whether its own hash holds."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

#: What the first line gives as the hash of the line before it.
GENESIS_PREV = "0" * 64
_LINE = re.compile(rb'(\{.*),"hash":"([0-9a-f]{64})"\}', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Link:
    """A log line. `sound` says that its hash is that of its own bytes."""

    n: int
    prev: str
    hash: str
    sound: bool
    body: dict[str, Any]


def split(raw: bytes) -> Link | None:
    """The link that a line (without its newline) holds, or None where it is no log line at all."""
    match = _LINE.fullmatch(raw)
    if match is None:
        return None
    bare = match[1] + b"}"
    try:
        body = json.loads(bare)
    except (ValueError, RecursionError):
        return None
    n, prev = body.get("n"), body.get("prev")
    if type(n) is not int or not isinstance(prev, str):
        return None
    given = match[2].decode("ascii")
    return Link(n, prev, given, hashlib.sha256(bare).hexdigest() == given, body)
