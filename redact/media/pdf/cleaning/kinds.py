"""Values of a PDF that hold no others: which kind of the schema's they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pikepdf import Array, Name, String

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
_PLAIN_DEPTH = 4
#: An Indexed colour space has 256 colours at most. Source: ISO 32000-2:2020, 8.6.6.3; 32 inks: annex C.
_PALETTE_BYTES = 256 * 32


def is_number(value: Any) -> bool:
    """Whether it is a number; true and false are none."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def are_plain(values: Sequence[Any], depth: int = _PLAIN_DEPTH) -> bool:
    """Whether these are numbers and names, or arrays of them."""
    return all(_plain(value, depth) for value in values)


def _plain(value: Any, depth: int = _PLAIN_DEPTH) -> bool:
    if isinstance(value, Array):
        return depth > 0 and are_plain(list(value), depth - 1)
    return value is None or isinstance(value, (int, float, Decimal, Name))


#: Kind -> whether a value is of it.
SIMPLE: Mapping[str, Callable[[Any], bool]] = {
    "number": is_number,
    "bool": lambda value: isinstance(value, bool),
    "name": lambda value: isinstance(value, Name),
    "plain": _plain,
    "text": lambda value: isinstance(value, String),
    "bytes": lambda value: isinstance(value, String) and len(bytes(value)) <= _PALETTE_BYTES,
    "lang": lambda value: isinstance(value, String) and _LANGUAGE.fullmatch(str(value)) is not None,
}
