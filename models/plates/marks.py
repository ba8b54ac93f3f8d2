"""Registration marks at random, in the forms that plates bear. Nobody's: letters and digits are drawn by lot."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

Lot = np.random.Generator

_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"
_DIGITS = "0123456789"


def some(lot: Lot, letters: int = 0, digits: int = 0) -> str:
    """So many letters, then so many digits."""
    drawn = [_LETTERS[i] for i in lot.integers(0, len(_LETTERS), letters)]
    return "".join(drawn + [_DIGITS[i] for i in lot.integers(0, 10, digits)])


def _uk_current(lot: Lot) -> str:
    return f"{some(lot, 2)}{int(lot.integers(2, 76)):02d} {some(lot, 3)}"


def _uk_prefix(lot: Lot) -> str:
    return f"{some(lot, 1)}{int(lot.integers(1, 1000))} {some(lot, 3)}"


def _uk_suffix(lot: Lot) -> str:
    return f"{some(lot, 3)} {int(lot.integers(1, 1000))}{some(lot, 1)}"


def _uk_dateless(lot: Lot) -> str:
    letters, number = some(lot, int(lot.integers(1, 4))), str(lot.integers(1, 10000))
    return f"{letters} {number}" if lot.random() < 0.7 else f"{number} {letters}"


def _northern_ireland(lot: Lot) -> str:
    return f"{some(lot, 1)}{lot.choice(['I', 'Z'])}{some(lot, 1)} {int(lot.integers(1, 10000))}"


def _q(lot: Lot) -> str:
    return f"Q{int(lot.integers(1, 1000))} {some(lot, 3)}"


def _europe(lot: Lot) -> str:
    area, gap = some(lot, int(lot.integers(1, 4))), str(lot.choice([" ", "-", " ·", "  "]))
    rest = [
        f"{some(lot, 0, 3)}{some(lot, 2)}",
        f"{some(lot, 0, 2)} {some(lot, 3)}",
        f"{some(lot, 2)} {some(lot, 0, 4)}",
        some(lot, 0, int(lot.integers(3, 7))),
        f"{some(lot, 0, 3)}-{some(lot, 2)}",
    ]
    return area + gap + rest[int(lot.integers(len(rest)))]


def _states(lot: Lot) -> str:
    forms = [
        f"{some(lot, 3)} {some(lot, 0, 4)}",
        some(lot, 0, 1) + some(lot, 3, 3),
        f"{some(lot, 3)}-{some(lot, 0, 3)}",
        f"{some(lot, 0, 3)} {some(lot, 3)}",
        some(lot, 0, 6),
        f"{some(lot, 2)}·{some(lot, 0, 4)}",
    ]
    return forms[int(lot.integers(len(forms)))]


def _brazil(lot: Lot) -> str:
    return f"{some(lot, 3)}{lot.choice(['-', ' ', '·'])}{some(lot, 0, 4)}"


def _mercosul(lot: Lot) -> str:
    return some(lot, 3, 1) + some(lot, 1, 2)


MARKS: Mapping[str, Callable[[Lot], str]] = {
    "current": _uk_current,
    "prefix": _uk_prefix,
    "suffix": _uk_suffix,
    "dateless": _uk_dateless,
    "northern_ireland": _northern_ireland,
    "q": _q,
    "europe": _europe,
    "states": _states,
    "brazil": _brazil,
    "mercosul": _mercosul,
}
