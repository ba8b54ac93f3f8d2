"""What to look for: which redacted values can be searched for at all, and the forms each may take in a file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from redact.core.taxonomy import entity_type
from redact.verify.words import legible, words

_MIN_LETTERS = 4  # a lone shorter word (`Li`, `Ann`) stands in too much by chance
_MIN_DIGITS = 4  # as many digits are a number of somebody or something, fewer are a count
_REGROUPED_DIGITS = 6  # from here on, digits in other groups are still the same number
_YEARS = range(1800, 2100)  # a year alone stands in statutes and letter dates
#: A UK number in national and in international form. Source: Ofcom, National Telephone Numbering Plan, sections A1-A2.
_NATIONAL, _INTERNATIONAL = "0", "44"
_PHONE_DIGITS = range(10, 12)  # with the leading 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """One form of one value: `compact` is its words run together, `joints` where one word ends and the next begins.

    `surface` is the value as it was taken out. `cased`: only words each of which is an everyday one; they count where all
    are written with a capital. `regrouped`: its digits may be grouped otherwise.
    """

    compact: str = field(repr=False)
    joints: frozenset[int] = field(repr=False)
    entity: str
    surface: str = field(default="", repr=False)
    cased: bool = False
    regrouped: bool = False

    def beginnings(self) -> Iterator[str]:
        """What may have been read of this form where a word ends, all but the whole of it."""
        for end in range(1, len(self.compact)):
            if end in self.joints or self.may_split(end):
                yield self.compact[:end]

    def may_split(self, at: int) -> bool:
        """Whether a word of this form may be split there: before or after a digit of a number in other groups."""
        return self.regrouped and (self.compact[at - 1].isdigit() or self.compact[at].isdigit())


def patterns(surface: str, entity: str, ordinary: Collection[str]) -> Iterator[Pattern]:
    """The forms of one value; none where a search would find strangers.

    Sought: names of several words, whatever has four digits or more, single words of four letters and more that are no
    everyday words. A value that names nobody by itself (a town, a job, a condition) is sought only if it has such
    digits or mixes letters and digits in a word (a postcode): elsewhere its words may be about nobody, and it is
    `reread` that judges them in their place.
    """
    row = words(legible(surface))
    if not _telling(row, entity, ordinary):
        return
    cased = all(word in ordinary for word in row)
    for form in _forms(row, entity):
        compact = "".join(form)
        joints, end = set(), 0
        for word in form[:-1]:
            end += len(word)
            joints.add(end)
        digits = sum(char.isdigit() for char in compact)
        yield Pattern(compact, frozenset(joints), entity, surface, cased, digits >= _REGROUPED_DIGITS)


def _telling(row: list[str], entity: str, ordinary: Collection[str]) -> bool:
    whole = "".join(row)
    digits = sum(char.isdigit() for char in whole)
    if len(row) == 1 and whole.isdecimal() and len(whole) == _MIN_DIGITS and int(whole) in _YEARS:
        return False
    if digits >= _MIN_DIGITS:
        return True
    if entity_type(entity).directness != "direct":
        return any(_mixed(word) for word in row)
    if len(row) > 1:
        return len(whole) >= _MIN_LETTERS
    return len(whole) >= _MIN_LETTERS and whole not in ordinary


def _mixed(word: str) -> bool:
    return any(char.isdigit() for char in word) and any(char.isalpha() for char in word)


def _forms(row: list[str], entity: str) -> Iterable[list[str]]:
    """The value, a name with its surname first, a telephone number with and without the country's code."""
    yield row
    if entity == "PERSON" and len(row) > 1:
        yield [row[-1], *row[:-1]]
    whole = "".join(row)
    if not whole.isdecimal():
        return
    if whole.startswith(_NATIONAL) and len(whole) in _PHONE_DIGITS:
        yield [_INTERNATIONAL, whole.removeprefix(_NATIONAL)]
        yield [_INTERNATIONAL, whole]  # +44 (0)1632 …
    bare = whole.removeprefix("00").removeprefix(_INTERNATIONAL).removeprefix(_NATIONAL)
    if whole.startswith(("00" + _INTERNATIONAL, _INTERNATIONAL)) and len(bare) + 1 in _PHONE_DIGITS:
        yield [_NATIONAL + bare]
