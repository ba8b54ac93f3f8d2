"""Numbers that are nobody's: sums of money, times of opening, years in which something was founded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redact.detect.voices.normal import Kind, Token

_UNITS = frozenset("pound pounds pence quid euro euros dollar dollars percent cent".split())
_HOURS = frozenset("hours ours open opens opening close closes closing".split())
_FOUNDED = frozenset(
    "opened founded established built launched started set began since closed refurbished formed introduced renovated".split()
)
_OF_DAY = frozenset("morning afternoon evening o'clock".split())
_BEFORE = _HOURS | _FOUNDED
_BETWEEN = frozenset(
    "are is from at in the between to till until and a half past quarter daily on back up o'clock am pm".split()
)
_LONGEST, _PARTS_OF_TIME = 6, 2


def keeps(said: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The first and last token of each such number."""
    for i, token in enumerate(said):
        if token.word == "about" and _this_is(said, i):
            yield i - 2, i - 2
        elif (found := _ending_with(said, i) or _beginning_behind(said, i)) is not None:
            yield found


def _ending_with(said: Sequence[Token], i: int) -> tuple[int, int] | None:
    """A sum of money or a time of day that ends with token `i`."""
    word = said[i].word
    first = _number_before(said, i) if word in _UNITS else _time_before(said, i) if word in _OF_DAY else None
    return None if first is None else (first, i)


def _beginning_behind(said: Sequence[Token], i: int) -> tuple[int, int] | None:
    """The hours or the year that token `i` announces."""
    word = said[i].word
    found = _number_after(said, i, times=word not in _FOUNDED) if word in _BEFORE or word == "from" else None
    return None if found is None or (word == "from" and not _to(said, *found)) else found


def _this_is(said: Sequence[Token], i: int) -> bool:
    """Whether `about` ends `this qual is about`: what was heard for `call` is no name, whatever models think."""
    return i > 2 and [token.word for token in said[i - 3 : i : 2]] == ["this", "is"] and not said[i - 2].capital


def _number_before(said: Sequence[Token], i: int) -> int | None:
    first = i
    while first > 0 and i - first < _LONGEST and not said[first].stops:
        before = said[first - 1]
        inside = before.kind in (Kind.DIGIT, Kind.TIMES) or (before.word in ("and", "point") and first < i)
        if not inside:
            break
        first -= 1
    while first < i and said[first].word in ("and", "point"):
        first += 1
    return first if first < i else None


def _time_before(said: Sequence[Token], i: int) -> int | None:
    """Where `seven thirty in the evening` begins, given its last word."""
    while i > 0 and said[i - 1].word in ("in", "the") and not said[i].stops:
        i -= 1
    first = _number_before(said, i)
    return first if first is not None and i - first <= _PARTS_OF_TIME else None


def _to(said: Sequence[Token], first: int, last: int) -> bool:
    """Whether `from` is followed by a stretch of time: `from ten to four`."""
    return any(said[k].word in ("to", "till", "until") for k in range(first, last))


def _number_after(said: Sequence[Token], i: int, *, times: bool) -> tuple[int, int] | None:
    first = i + 1
    while first < len(said) and first <= i + 4 and said[first].kind is not Kind.DIGIT:
        if said[first].word not in _BETWEEN or said[first].stops:
            return None
        first += 1
    if first >= len(said) or said[first].kind is not Kind.DIGIT:
        return None
    last = first
    while last + 1 < len(said) and last - first < _LONGEST and not said[last + 1].stops:
        after = said[last + 1]
        if not (after.kind in (Kind.DIGIT, Kind.TIMES) or (after.word in _BETWEEN if times else after.word == "and")):
            break
        last += 1
    while said[last].word in _BETWEEN:
        last -= 1
    return (first, last) if sum(len(said[k].symbols) for k in range(first, last + 1)) <= 8 else None
