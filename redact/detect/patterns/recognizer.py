"""A recognizer is a row: a pattern, the words that name it, the sum that checks it, what it finds and must miss."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from redact.detect.patterns.shapes import CODE

#: Two-faced values: given a text and a span, the entity this value is here.
Judge = Callable[[str, int, int], str]


@dataclass(frozen=True, slots=True)
class Recognizer:
    """One kind of number.

    `pattern` is tried where a word or number begins and must end where one ends; `loose`, which forgives bad print and
    odd spacing, only directly behind a cue. `cues` name the value before it (or behind it, tied by a verb or a bracket),
    `near` are words that make a checked value believable within a sentence's length. A score of 0 means: not reported so.
    In `finds` the expected span stands in «»; `misses` hold nothing of this entity.
    """

    entity: str
    name: str
    pattern: str
    source: str
    cues: tuple[str, ...] = ()
    loose: str = ""
    check: Callable[[str], bool] | None = None
    cued: float = 0.95  # named by a cue, check passed
    doubt: float = 0.0  # named by a cue, check failed
    bare: float = 0.0  # no cue, check passed: 0 says that a cue is required
    nearby: float = 0.0  # one of `near` around it, check passed
    near: frozenset[str] = frozenset()
    unlike: frozenset[str] = frozenset()  # words around a shape without a cue that make it doubtful
    reach: int = 4  # words that may stand between cue and value
    apart: bool = False  # ... even without `no.` or a colon; rows with a check or a shape of their own may anyway
    crosses: bool = False  # another value may stand between: `sort code 00-41-77, 31926815`
    hands_on: str = ""  # the cue that this value is for the next: an account number follows a sort code
    stubborn: bool = False  # a shape so much its own that `order` or `part` before it does not make it a thing's
    opening: str = ""  # marks before the value that belong to it: the + of +44
    firm: bool = False  # the cue says as much as one with `no.` behind it: `badge 2208`
    generic: bool = False  # any code behind the cue
    judge: Judge | None = None
    finds: tuple[str, ...] = field(default=(), repr=False)
    misses: tuple[str, ...] = field(default=(), repr=False)

    @property
    def cue_required(self) -> bool:
        """Whether this value is nothing without words that name it."""
        return self.bare == 0.0


#: Words of shops and stores: a shape among them is more likely a thing's number, though it may not be.
GOODS = frozenset(
    """part parts product products item items stock catalogue spares spare kit kits order orders supplier price prices
    each qty quantity batch batches code codes serial model models label labels pallet warehouse invoice goods
    fitting fittings sku barcode unit units""".split()
)


def coded(entity: str, name: str, cues: tuple[str, ...], source: str, **more: object) -> Recognizer:
    """A row for any code that one of these cues names: no shape of its own, so the cue must stand close."""
    settings: dict[str, object] = {"pattern": CODE, "cued": 0.85, "reach": 2, "generic": True} | more
    return Recognizer(entity=entity, name=name, cues=cues, source=source, **settings)  # type: ignore[arg-type]


def numbered(*subjects: str) -> tuple[str, ...]:
    """Cues that name a number only with `no.`, `ref` or `id` behind them: `staff` alone says nothing."""
    return tuple(f"{subject} {sign}" for subject in subjects for sign in ("no", "ref", "id", "ref no", "id no", "code"))


@dataclass(frozen=True, slots=True)
class Compiled:
    """A row ready to run."""

    row: Recognizer
    strict: re.Pattern[str]
    loose: re.Pattern[str] | None

    @classmethod
    def of(cls, row: Recognizer) -> Compiled:
        """The row with its patterns compiled; neither may stop in the middle of a word."""
        loose = re.compile(f"(?:{row.loose}){_WHOLE}", re.IGNORECASE) if row.loose else None
        return cls(row, re.compile(f"(?:{row.pattern}){_WHOLE}"), loose)

    def __hash__(self) -> int:
        return hash((self.row.entity, self.row.name))


_WHOLE = r"(?![A-Za-z0-9])"
