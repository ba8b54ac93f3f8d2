"""What the case file names: literals always taken out, literals kept, and the people of the case with all that is theirs.

One pass over the words of a text, whatever the number of literals. A literal matches in any case and with or without its
accents, over line breaks, and with other hyphens, blanks and dots inside a number; only whole words match.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from redact.core import fold
from redact.core.case import NO_CASE, Case, CasePerson
from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.ports import Detector
from redact.core.segment import Text
from redact.detect import words
from redact.settings import Settings

NAME = "lists"
K = TypeVar("K")
_RUN = re.compile(r"[^\W_]+")
#: What may stand between two words of a literal: blanks, one line break with a quote mark, and the marks that writers put in.
_BETWEEN = re.compile(r"[ \t\u00a0]*[-'’‐‑–—./,&()+]?[ \t\u00a0]*\n?[ \t>]*|[ \t]*,[ \t]*\n?[ \t>]*")
_NHS = re.compile(r"\d{3}[ -]\d{3}[ -]\d{4}")  # ten figures run together may as well be a UTR
_WORD = re.compile(r"[^\W\d_]{5}")
_LONGEST = 40
_INITIAL = 2
_GUESSES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), entity)
    for pattern, entity in (
        (r"[a-ceghj-prstw-z][a-ceghj-nprstw-z]\d{6}[a-d]?|q[a-z]\d{6}[a-d]?", "UK_NINO"),
        (r"(?:44|0)[1237]\d{8,9}", "PHONE_NUMBER"),
        (r"\d{16}", "CREDIT_CARD"),
        (r"[a-z]{2}\d\d[a-z]?\d?[a-z]{3}|[a-z]\d{1,3}[a-z]{3}", "LICENCE_PLATE"),
    )
)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a literal is found as."""

    entity: str
    facts: frozenset[str]
    rank: int  # where literals overlap, the higher rank stands: deny over allow over people
    joined: bool = field(default=False)  # a number: its parts may be run together or cut anywhere


class Lists:
    """Detector of literals, by an index of their first words."""

    name = NAME

    def __init__(self, literals: Iterable[tuple[str, Mark]]) -> None:
        whole: dict[str, dict[tuple[str, ...], Mark]] = {}
        numbers: dict[str, Mark] = {}
        for literal, mark in literals:
            if not (parts := tuple(_parts(literal))):
                continue
            _put(whole.setdefault(parts[0], {}), parts, mark)
            if mark.joined:
                _put(numbers, "".join(parts), mark)
        self._whole: Mapping[str, tuple[tuple[tuple[str, ...], Mark], ...]] = {
            first: tuple(sorted(rows.items(), key=lambda row: -len(row[0]))) for first, rows in whole.items()
        }
        self._numbers = numbers
        self._starts = {joined[:n] for joined in numbers for n in range(1, len(joined) + 1)}

    def __call__(self, segment: Text) -> Iterator[Finding]:
        """Every literal at every place, score 1."""
        if not self._whole:
            return
        for base, piece in words.pieces(segment.text):
            runs = [(match.start(), match.end()) for match in _RUN.finditer(piece)]
            keys = _keys(piece, runs)
            for i, key in enumerate(keys):
                if key in self._whole:
                    yield from self._phrases(piece, runs, keys, i, base)
                if key in self._starts:
                    yield from self._number(piece, runs, keys, i, base)

    def _phrases(
        self, piece: str, runs: list[tuple[int, int]], keys: list[str], i: int, base: int
    ) -> Iterator[Finding]:
        for parts, mark in self._whole[keys[i]]:
            last = i + len(parts) - 1
            if last < len(keys) and tuple(keys[i : last + 1]) == parts and _close(piece, runs, i, last):
                yield _finding(base + runs[i][0], base + runs[last][1], mark)

    def _number(self, piece: str, runs: list[tuple[int, int]], keys: list[str], i: int, base: int) -> Iterator[Finding]:
        """A number whose parts stand together otherwise than in the case file: `QQ 12 34 56 C` for `QQ123456C`."""
        joined, last = keys[i], i
        while joined in self._starts:
            if (mark := self._numbers.get(joined)) and _close(piece, runs, i, last):
                yield _finding(base + runs[i][0], base + runs[last][1], mark)
            last += 1
            if last == len(keys):
                return
            joined += keys[last]


def _put(rows: dict[K, Mark], key: K, mark: Mark) -> None:
    held = rows.get(key)
    if held is None or mark.rank > held.rank:
        rows[key] = mark


def _parts(literal: str) -> list[str]:
    return [fold.unaccented(part).casefold() for part in _RUN.findall(fold.fold(literal).text)]


def _keys(piece: str, runs: list[tuple[int, int]]) -> list[str]:
    if piece.isascii():
        lower = piece.lower()
        return [lower[start:end] for start, end in runs]
    return [fold.unaccented(piece[start:end]).casefold() for start, end in runs]


def _close(piece: str, runs: list[tuple[int, int]], first: int, last: int) -> bool:
    """Whether only marks that writers put into names and numbers part the words: a full stop only behind an initial."""
    for n in range(first, last):
        gap = piece[runs[n][1] : runs[n + 1][0]]
        if not _BETWEEN.fullmatch(gap) or (gap[:1] == "." and len(gap) > 1 and runs[n][1] - runs[n][0] > _INITIAL):
            return False
    return True


def _finding(start: int, end: int, mark: Mark) -> Finding:
    return Finding(Chars(start, end), mark.entity, 1.0, NAME, mark.facts)


def _marks(case: Case) -> Iterator[tuple[str, Mark]]:
    for literal in case.deny:
        yield literal, Mark("DENIED", frozenset({"denied"}), 3, joined=_is_number(literal))
    for literal in case.allow:
        yield literal, Mark("ALLOWED", frozenset({"allowed"}), 2)
    for person in case.people:
        yield from _of(person)


def _of(person: CasePerson) -> Iterator[tuple[str, Mark]]:
    facts = frozenset({"case_person", person.role.value})
    for name in (person.name, *person.variants):
        yield name, Mark("PERSON", facts, 1)
    for number in person.numbers:
        yield number, Mark(_guess(number), facts, 1, joined=_is_number(number))
    for address in person.addresses:
        yield address, Mark("STREET_ADDRESS", facts, 1)


def _is_number(literal: str) -> bool:
    """Whether a literal is a number or code, whose parts writers set apart as they please; not words with a figure."""
    joined = "".join(_parts(literal))
    return len(joined) <= _LONGEST and any(char.isdigit() for char in joined) and not _WORD.search(joined)


def _guess(number: str) -> str:
    """The entity that a number of the case file looks like; a reference, when it looks like none."""
    if "@" in number:
        return "EMAIL_ADDRESS"
    if _NHS.fullmatch(number.strip()):
        return "UK_NHS"
    joined = "".join(_parts(number))
    return next((entity for pattern, entity in _GUESSES if pattern.fullmatch(joined)), "CASE_REFERENCE")


def for_case(case: Case) -> Detector:
    """The detector of everything that a case file names."""
    return Lists(_marks(case))


def make(settings: Settings) -> Detector:  # noqa: ARG001 - one form for every detector
    """A detector that finds nothing: there is no case."""
    return for_case(NO_CASE)
