"""Replacements of one width: mask, block, and the last few characters behind a mask.

Presidio's own `mask` is not used: it masks as many characters as the value has, and so tells the length.
"""

from __future__ import annotations

from redact.core.errors import PolicyError
from redact.core.fold import key
from redact.operate.setup import Setup, TextOperator

WIDTH = 6
MASK = "*"
BLOCK = "█"


def make_mask(setup: Setup) -> TextOperator:
    """`mask` or `mask:8`: asterisks, six unless told."""
    return _constant(MASK * _number(setup, WIDTH))


def make_block(setup: Setup) -> TextOperator:
    """`block` or `block:8`: full blocks, six unless told."""
    return _constant(BLOCK * _number(setup, WIDTH))


def make_keep_last(setup: Setup) -> TextOperator:
    """`keep_last` or `keep_last:4`: a mask of fixed width and the last letters or digits, four unless told.

    Keeps nothing of a value when that would show more than half of it.
    """
    count = _number(setup, 4)

    def operator(_decision: object, surface: str) -> str | None:
        readable = key(surface)
        if len(readable) < 2 * count:
            return None
        return MASK * WIDTH + "".join(char for char in surface if char.isalnum())[-count:]

    return operator


def _constant(text: str) -> TextOperator:
    return lambda _decision, _surface: text


def _number(setup: Setup, default: int) -> int:
    if not setup.argument:
        return default
    if not setup.argument.isdecimal() or not 1 <= int(setup.argument) <= 99:
        raise PolicyError("this operator takes a number from 1 to 99", "write for example mask:6")
    return int(setup.argument)
