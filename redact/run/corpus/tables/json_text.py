"""One line of JSON as text: what it says, and the same line with other strings in it and every other character kept.

Refuses what two readers would read differently: twice the same name in an object, NaN, halves of characters.
Source: RFC 8259; RFC 7493 (I-JSON), sections 2.1 to 2.3.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from typing import Any

from redact.core.errors import CorruptInput, LimitExceeded
from redact.run.corpus.tables.fields import Changes

_BLANK = re.compile(r"[ \t\r\n]*")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_HINT = "mend the row, or leave it out"


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise CorruptInput("an object of the row has the same name twice", _HINT)
    return made


def _no_number(_: str) -> object:
    raise CorruptInput("the row holds a number that JSON does not have", _HINT)


#: Numbers stay the characters they were written in, as bytes: exact, whatever their size, and never taken for text.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=str.encode, parse_float=str.encode, parse_constant=_no_number
)


def parsed(line: str, max_depth: int) -> Any:
    """What a line says, with numbers as bytes.

    Raises:
        CorruptInput: it is not JSON, or may be read in two ways.
        LimitExceeded: it is nested deeper than `max_depth`.
    """
    try:
        value = _DECODER.decode(line)
    except RecursionError as err:
        raise _too_deep() from err
    except ValueError as err:
        raise CorruptInput("the row is not JSON", _HINT) from err
    if line.count("{") + line.count("[") > max_depth:
        _check_depth(value, max_depth)
    if _HALF.search(line):
        _check_whole(value)
    return value


def _too_deep() -> LimitExceeded:
    return LimitExceeded("the row is nested deeper than the limit", "raise max_depth in the settings")


def _check_depth(value: object, left: int) -> None:
    level = [value]
    while level := [each for each in level if isinstance(each, dict | list)]:
        if not left:
            raise _too_deep()
        left -= 1
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]


def _check_whole(value: object) -> None:
    try:
        json.dumps(value, ensure_ascii=False, default=bytes.decode).encode()
    except UnicodeEncodeError as err:
        raise CorruptInput("the row holds half a character", _HINT) from err


def spliced(line: str, changes: Changes) -> str:
    """The line with new strings at some places. It must be one that `parsed` took, and the places must be strings of it.

    Escapes what JSON must, and beyond that only where the line itself does.
    """
    pieces, done = [], 0
    for start, end, text in _spans(line, _after_blank(line, 0), changes):
        pieces += [line[done:start], json.dumps(text, ensure_ascii="\\u" in line)]
        done = end
    return "".join([*pieces, line[done:]])


def with_member(line: str, name: str, number: int) -> str:
    """The line of an object that is not empty, with one more member at its end."""
    end = line.rindex("}")
    return f"{line[:end]}, {json.dumps(name)}: {number}{line[end:]}"


def _after_blank(line: str, at: int) -> int:
    match = _BLANK.match(line, at)
    return match.end() if match else at


def _spans(line: str, at: int, changes: Changes | str) -> Generator[tuple[int, int, str], None, int]:
    """Start, end and new text of each string to change within the value at `at`; gives the value's end at last."""
    if isinstance(changes, str):
        end = _DECODER.raw_decode(line, at)[1]
        yield at, end, changes
        return end
    named, number = line[at] == "{", 0
    at = _after_blank(line, at + 1)
    while line[at] not in "}]":
        step: str | int = number
        if named:
            step, at = _DECODER.raw_decode(line, at)
            at = _after_blank(line, _after_blank(line, at) + 1)
        at = (yield from _spans(line, at, changes[step])) if step in changes else _DECODER.raw_decode(line, at)[1]
        at = _after_blank(line, at)
        at = _after_blank(line, at + 1) if line[at] == "," else at
        number += 1
    return at + 1
