"""One way to write a value as JSON, so that equal values have equal bytes and one hash."""

from __future__ import annotations

import hashlib
import json


def canonical(value: object) -> bytes:
    """`value` as ASCII JSON: keys sorted, no spaces, everything beyond ASCII escaped."""
    return _ENCODE(value).encode("ascii")


def fingerprint(*parts: object) -> str:
    """A short name for a set of values (policy, settings, models): 32 hex digits, equal only where all are equal."""
    return hashlib.sha256(canonical(parts)).hexdigest()[:32]


_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode
