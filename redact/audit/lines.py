"""Strict reading of our JSON lines: one object a line, known keys, right types; every complaint names the line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from redact.core.errors import UsageError

#: Far beyond any line we write; a longer one is not ours and is not read into memory.
MAX_LINE_BYTES = 1 << 20


def bad_line(what: str, number: int, problem: str, hint: str = "") -> UsageError:
    """The error for one line of a file. `problem` never holds the line's content."""
    return UsageError(f"line {number} of {what}: {problem}", hint or "mend the line, or make the file again")


def parse_object(raw: bytes, what: str, number: int) -> dict[str, Any]:
    """One line as an object whose keys are all different.

    Raises:
        UsageError: it is not such an object.
    """
    if len(raw) > MAX_LINE_BYTES:
        raise bad_line(what, number, "is too long")
    try:
        made = json.loads(raw, object_pairs_hook=_different, parse_constant=_refuse)
    except (ValueError, RecursionError) as err:
        raise bad_line(what, number, "is not JSON") from err
    if not isinstance(made, dict):
        raise bad_line(what, number, "is not an object")
    return made


def check_keys(line: Mapping[str, Any], wanted: Mapping[str, type | tuple[type, ...]], what: str, number: int) -> None:
    """Nothing missing, nothing unknown, every value of its type (a bool is no number here).

    Raises:
        UsageError: otherwise.
    """
    if missing := [key for key in wanted if key not in line]:
        raise bad_line(what, number, f"{missing[0]!r} is missing")
    if len(line) > len(wanted):
        raise bad_line(what, number, "an unknown key", f"known: {', '.join(wanted)}")
    for key, types in wanted.items():
        value = line[key]
        if not isinstance(value, types) or (isinstance(value, bool) and types is not bool):
            raise bad_line(what, number, f"{key!r} has the wrong type")


def _different(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a key stands twice")
    return made


def _refuse(_: str) -> float:
    raise ValueError("not a number that JSON knows")
