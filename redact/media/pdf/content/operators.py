"""The instructions of a content stream, checked: known operators with the operands that readers take.

Source: ISO 32000-2:2020, annex A. Readers take the last operands where there are too many, and skip unknown words; what they
skip could hold anything and is left out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import pikepdf

from redact.media.pdf.terms import Untrusted

_COUNTS = {
    0: "q Q h S s f F f* B B* b b* n W W* BT ET T* EMC BX EX",
    1: "w J j M i Tc Tw Tz TL Tr Ts g G",
    2: "Td TD d0",
    3: "rg RG",
    4: "v y re k K",
    6: "cm c Tm d1",
}
_NUMERIC = {word: count for count, words in _COUNTS.items() for word in words.split()} | {"m": 2, "l": 2}
_NAME, _STRING, _NUMBER, _ARRAY, _PROPERTIES = "name", "string", "number", "array", "name or dictionary"
_MIXED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys("ri gs cs CS sh Do MP BMC".split(), (_NAME,)),
    "Tf": (_NAME, _NUMBER),
    "d": (_ARRAY, _NUMBER),
    "Tj": (_STRING,),
    "'": (_STRING,),
    '"': (_NUMBER, _NUMBER, _STRING),
    "TJ": (_ARRAY,),
    "BDC": (_NAME, _PROPERTIES),
    "DP": (_NAME, _PROPERTIES),
}
_COLOURS = frozenset({"sc", "SC", "scn", "SCN"})
_NUMBERS = (int, float, Decimal)
_MOST_COMPONENTS = 33
INLINE = "INLINE IMAGE"


class Step(NamedTuple):
    """One instruction: the operator, its operands (numbers of numeric operators as float), and itself to be written."""

    word: str
    operands: Any
    written: Any


def steps(instructions: list[Any]) -> Iterator[Step]:
    """The instructions that readers follow.

    Raises:
        Untrusted: an operator has operands that readers would take differently.
    """
    for instruction in instructions:
        word = str(instruction.operator)
        held = instruction.operands
        count = _NUMERIC.get(word)
        if count is not None:
            yield _numeric(word, count, held, instruction)
        elif word in _MIXED:
            yield _mixed(word, held, instruction)
        elif word in _COLOURS:
            yield _colour(word, held, instruction)
        elif word == INLINE:
            yield Step(word, held, instruction)
        elif not word.isalpha():  # `1.5.3` or `1e5`, which some readers take for a number
            raise Untrusted("the content holds words that readers take differently")


def _numeric(word: str, count: int, held: Any, instruction: Any) -> Step:
    try:
        values = [float(item) for item in held]
    except TypeError:
        values = []
    if len(values) == count:
        return Step(word, values, instruction)
    if len(values) < count:
        values = [float(item) for item in _last(held, count) if isinstance(item, _NUMBERS)]
        if len(values) < count:
            raise Untrusted("an operator lacks its operands")
    return Step(word, values[len(values) - count :], made(word, _last(held, count)))


def _last(held: Any, count: int) -> list[Any]:
    return list(held)[max(len(held) - count, 0) :] if count else []


def _mixed(word: str, held: Any, instruction: Any) -> Step:
    kinds = _MIXED[word]
    operands = _last(held, len(kinds))
    if len(operands) < len(kinds) or not all(_KINDS[kind](item) for kind, item in zip(kinds, operands, strict=True)):
        raise Untrusted("an operator lacks its operands")
    return Step(word, operands, instruction if len(held) == len(kinds) else made(word, operands))


def _colour(word: str, held: Any, instruction: Any) -> Step:
    operands = list(held)
    plain = (
        operands[:-1] if operands and word in ("scn", "SCN") and isinstance(operands[-1], pikepdf.Name) else operands
    )
    if len(operands) > _MOST_COMPONENTS or not all(isinstance(item, _NUMBERS) for item in plain):
        raise Untrusted("a colour is made of more than numbers")
    return Step(word, operands, instruction)


def made(word: str, operands: list[Any]) -> pikepdf.ContentStreamInstruction:
    """An instruction to be written."""
    return pikepdf.ContentStreamInstruction(operands, pikepdf.Operator(word))


def _is_array(item: Any) -> bool:
    return isinstance(item, pikepdf.Array)


_KINDS: dict[str, Callable[[Any], bool]] = {
    _NAME: lambda item: isinstance(item, pikepdf.Name),
    _STRING: lambda item: isinstance(item, pikepdf.String),
    _NUMBER: lambda item: isinstance(item, _NUMBERS),
    _ARRAY: _is_array,
    _PROPERTIES: lambda item: isinstance(item, (pikepdf.Name, pikepdf.Dictionary)),
}
