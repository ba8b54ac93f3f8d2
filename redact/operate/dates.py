"""Dates as people write them, moved by the person's own number of days and written again in the same form.

All the dates of one person move together, so intervals stay true; two people's dates move apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from redact.core.flow import Decision
from redact.operate.setup import Keyed, Setup, TextOperator, seed

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LEAST_DAYS, _MOST_DAYS = 31, 365  # at least a month, so that a month written alone moves too; at most a year
_PIVOT = 30  # `29` is 2029, `30` is 1930: papers tell of births more than of the far future
_LEAP = 2000  # stands in for a year that is not written, so that 29 February is a date
_MIDDLE = 15  # stands in for a day that is not written

_D = r"(?P<d>\d{1,2})"
_Y = r"(?P<y>\d{4}|\d{2})"
_YEAR = r"(?P<y>(?:1[6-9]|20)\d\d)"
_SHORT = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS if month != "September")
_WORD = rf"(?P<b>{_SHORT}|Sept?(?:ember)?)\.?"
_SUFFIX = r"(?P<o>st|nd|rd|th)?"
_WEEKDAY = rf"(?:(?P<w>{'|'.join(f'{d[:3]}(?:{d[3:]})?' for d in DAYS)}),?\s+)?(?:the\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})",
        _WEEKDAY + rf"{_D}\s?(?P<s>[/.\-])\s?(?P<m>\d{{1,2}})\s?(?P=s)\s?{_Y}",
        _WEEKDAY + rf"{_D}\s*{_SUFFIX}(?:\s+of)?[\s\-]+{_WORD}(?:,?[\s\-]+{_Y})?",
        _WEEKDAY + rf"{_WORD}\s+{_D}\s*{_SUFFIX}(?:,?\s+{_Y})?",
        rf"{_WORD},?\s+{_YEAR}",
        _YEAR,
    )
)


@dataclass(frozen=True, slots=True)
class Written:
    """A date and how it is written. `parts` maps d, m, b (month in words), y, w, o to their spans in the text."""

    day: date
    text: str = field(repr=False)
    parts: Mapping[str, tuple[int, int]] = field(repr=False)

    def has(self, part: str) -> bool:
        """Whether that part is written."""
        return part in self.parts


def read(text: str) -> Written | None:
    """The date a text consists of, day before month; None where it is not wholly a date or no such day exists."""
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match is not None:
            return _written(match)
    return None


def make(setup: Setup) -> TextOperator:
    """`dateshift`: the date in the same form, some 31 to 365 days earlier or later."""

    def operator(decision: Decision, surface: str) -> str | None:
        written = read(surface)
        if written is None:
            return None
        return write(written, moved(written, days_for(setup.key, seed(decision, surface))))

    return operator


def days_for(key: Keyed, who: str) -> int:
    """By how many days the dates of one person move; never 0."""
    numbers = key.stream("dateshift", who)
    size = _LEAST_DAYS + next(numbers) % (_MOST_DAYS - _LEAST_DAYS + 1)
    return size if next(numbers) % 2 else -size


def moved(written: Written, days: int) -> date | None:
    """The day `days` later. A year that stands alone moves by a whole year, or most would not move at all."""
    try:
        if set(written.parts) == {"y"}:
            return written.day.replace(year=written.day.year + (1 if days > 0 else -1))
        return written.day + timedelta(days=days)
    except (OverflowError, ValueError):
        return None


def write(written: Written, day: date | None) -> str | None:
    """Another day in the form of this one; None where the form cannot bear it (a weekday without a year)."""
    if day is None or (written.has("w") and not written.has("y")):
        return None
    out = written.text
    both = [written.text[slice(*written.parts[part])] for part in "dm" if written.has(part)]
    padded = any(number.startswith("0") for number in both) or [len(number) for number in both] == [2, 2]
    for part, (start, end) in sorted(written.parts.items(), key=lambda item: -item[1][0]):
        now = _number(part, day, padded) if part in "dm" else _part(part, written.text[start:end], day)
        out = out[:start] + now + out[end:]
    return out


def _written(match: re.Match[str]) -> Written | None:
    found = {name: value for name, value in match.groupdict().items() if value is not None and name != "s"}
    try:
        day = date(_year(found.get("y")), _month(found), int(found.get("d", _MIDDLE)))
    except ValueError:
        return None
    return Written(day, match.string, {name: match.span(name) for name in found})


def _year(text: str | None) -> int:
    if text is None:
        return _LEAP
    number = int(text)
    if len(text) == 4:
        return number
    return number + (2000 if number < _PIVOT else 1900)


def _month(found: Mapping[str, str]) -> int:
    if "b" in found:
        return next(at for at, name in enumerate(MONTHS, 1) if name.casefold().startswith(found["b"][:3].casefold()))
    return int(found.get("m", 6))


def _number(part: str, day: date, padded: bool) -> str:
    number = day.day if part == "d" else day.month
    return f"{number:02d}" if padded else str(number)


def _part(part: str, was: str, day: date) -> str:
    """A year, suffix or name, written as it was written: two digits or four, short or long, in capitals or not."""
    match part:
        case "y":
            return f"{day.year:04d}" if len(was) == 4 else f"{day.year % 100:02d}"
        case "o":
            return _like(was, _ordinal(day.day))
        case _:
            name = MONTHS[day.month - 1] if part == "b" else DAYS[day.weekday()]
            return _like(was, name[:3] if len(was) <= 4 and was.casefold() not in ("june", "july") else name)


def _ordinal(number: int) -> str:
    if 11 <= number <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _like(was: str, now: str) -> str:
    """`now` in the capitals of `was`."""
    if was.isupper():
        return now.upper()
    return now.lower() if was.islower() else now
