"""Coarser, still true: an age becomes a band, a date its year, a postcode its district, a town its region."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from redact.core.errors import PolicyError
from redact.core.flow import Decision
from redact.operate import dates
from redact.operate.regions import region_of
from redact.operate.setup import Setup, TextOperator

_BAND = 10
_OLDEST = 90  # ages above are few enough to single out. Source: ONS disclosure control policy, top-coding of age at 90
_NUMBER = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")
_MONTHS_OLD = re.compile(r"month|week|day|\bm(?:th|o)s?\b|/12", re.IGNORECASE)
#: Outward part, a district. Source: BS 7666-2:2006, Royal Mail PAF Programmers' Guide (postcode formats).
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)\s*\d[A-Z]{2}", re.IGNORECASE)
_LEVELS = ("month", "year", "decade")


def make(setup: Setup) -> TextOperator:
    """`generalise`, for dates also `generalise:month`, `:year` (the default) or `:decade`.

    Raises:
        PolicyError: the argument is another.
    """
    level = setup.argument or "year"
    if level not in _LEVELS:
        raise PolicyError("dates are generalised to month, year or decade", "write for example generalise:year")

    def coarse_date(surface: str) -> str | None:
        return date(surface, level)

    families: Mapping[str, Callable[[str], str | None]] = {
        "AGE": age,
        "UK_POSTCODE": postcode,
        "LOCATION": region_of,
        "DATE_OF_BIRTH": coarse_date,
        "EVENT_DATE": coarse_date,
        "DATE_TIME": coarse_date,
    }

    def operator(decision: Decision, surface: str) -> str | None:
        family = families.get(decision.entity)
        return family(surface) if family else None

    return operator


def age(surface: str) -> str | None:
    """The band of ten years: `43` and `43 yrs` give `40 to 49`. Everybody of 90 or over is in one."""
    found = _NUMBER.findall(surface)
    if len(found) != 1:
        return None
    years = 0 if _MONTHS_OLD.search(surface) else int(found[0])
    if years >= _OLDEST:
        return f"{_OLDEST} or over"
    low = years - years % _BAND
    return f"{low} to {low + _BAND - 1}" if low else f"under {_BAND}"


def postcode(surface: str) -> str | None:
    """The district of a full postcode; an outward part alone is the district already and gives nothing."""
    match = _POSTCODE.fullmatch(surface.strip())
    return match[1].upper() if match else None


def date(surface: str, level: str) -> str | None:
    """The month, year or decade of a date; None for one without a year, or as coarse as that already."""
    written = dates.read(surface)
    if written is None or not written.has("y"):
        return None
    day = written.day
    if level == "month":
        return f"{dates.MONTHS[day.month - 1]} {day.year}" if written.has("d") else None
    if level == "year":
        return str(day.year) if len(written.parts) > 1 else None
    return f"{day.year - day.year % 10}s"
