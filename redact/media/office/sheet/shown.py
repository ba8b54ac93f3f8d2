"""A number as its cell shows it, as far as it tells who is meant: dates as ISO dates, digits filled up with zeros.

Source: ECMA-376-1:2016, sections 18.8.30 (numFmt) and 18.17.4 (dates).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

#: Built-in formats that show dates or times; 27 to 36 and 50 to 58 do so in East Asian editions.
_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.I)
_DATE_SIGNS = re.compile(r"[dmyhs]", re.I)
_ELAPSED = re.compile(r"\[[hms]+\]", re.I)
_FILLED = re.compile(r"[0\-/ ()+.]*0[0\-/ ()+]*")
_DIGITS = re.compile(r"-?\d+\Z", re.A)
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\Z", re.A)
_MOST_DAYS = 2_958_466  # 31 December 9999 and a day
_PLAIN_LIMIT = 1e21

DATE = "date"


def kind_of(number_format: int, code: str) -> str:
    """`DATE`, the pattern of zeros that fills a number up, or nothing for what is shown as a plain number."""
    if number_format in _DATE_IDS:
        return DATE
    first = code.split(";", 1)[0]
    bare = _LITERALS.sub(_unquoted, first)
    if _FILLED.fullmatch(bare) and len(bare) > 1 and "." not in bare:
        return bare
    bare = _LITERALS.sub("", first)
    if bare.lower() != "general" and _DATE_SIGNS.search(bare) and not _ELAPSED.search(bare):
        return DATE
    return ""


def _unquoted(match: re.Match[str]) -> str:
    found = match[0]
    if found.startswith("\\"):
        return found[1:]
    return found[1:-1] if found.startswith('"') else ""


def shown(raw: str, kind: str, *, from_1904: bool) -> str:
    """A stored number as it reads. `kind` is what `kind_of` gave."""
    if kind == DATE:
        return _date(float(raw), from_1904=from_1904) or _plain(raw)
    return _filled(_plain(raw), kind) if kind else _plain(raw)


def _plain(raw: str) -> str:
    if _DIGITS.match(raw):
        return raw
    value = float(raw)
    return str(int(value)) if abs(value) < _PLAIN_LIMIT and value.is_integer() else f"{value:.15g}"


def _filled(digits: str, pattern: str) -> str:
    """`7700900123` under `00000 000000` is `07700 900123`."""
    if not digits.isdigit():
        return digits
    left = list(digits.rjust(pattern.count("0"), "0"))
    signs: list[str] = []
    for sign in reversed(pattern):
        signs.append(left.pop() if sign == "0" else sign)
    return "".join((*left, *reversed(signs)))


def _date(serial: float, *, from_1904: bool) -> str:
    """The day and time, nothing where it is none. Day 60 of the 1900 system is a day that never was."""
    if not 0 <= serial < _MOST_DAYS:
        return ""
    seconds = round(serial % 1 * 86400)
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if serial >= 60 else 31)
    try:
        moment = start + timedelta(days=int(serial), seconds=seconds)
    except OverflowError:
        return ""
    if serial < 1:
        return moment.strftime("%H:%M:%S")
    return moment.strftime("%Y-%m-%d %H:%M:%S") if seconds else moment.date().isoformat()
