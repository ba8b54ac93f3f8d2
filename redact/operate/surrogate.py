"""Plausible fictional values, the same for one person throughout, from ranges that are reserved or never issued.

An entity for which no such range exists has no surrogate here, and its label stands instead: a made-up account number
could be somebody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from redact.core.flow import Decision
from redact.operate import dates, ranges
from redact.operate.setup import Setup, TextOperator, seed
from redact.operate.surrogate_names import Persona, persona, recast

_TRIES = 8  # a drawn number may by chance be the very one it replaces

#: Each takes the numbers to draw from and the surface, whose form it keeps.
_NUMBERS: Mapping[str, Callable[[Iterator[int], str], str]] = {
    "PHONE_NUMBER": ranges.phone,
    "UK_NHS": ranges.nhs,
    "UK_NINO": ranges.nino,
    "UK_POSTCODE": ranges.postcode,
    "LICENCE_PLATE": ranges.plate,
    "IP_ADDRESS": ranges.ip,
    "MAC_ADDRESS": ranges.mac,
}
_DATES = frozenset({"DATE_OF_BIRTH", "EVENT_DATE", "DATE_TIME"})


def make(setup: Setup) -> TextOperator:
    """`surrogate`."""
    shift = dates.make(setup)

    def operator(decision: Decision, surface: str) -> str | None:
        if decision.entity in _DATES:
            return shift(decision, surface)
        if decision.entity in _NUMBERS:
            return _number(setup, decision, surface)
        known = setup.names.get(decision.token or "", "")
        # Without a token the name hangs on this surface alone; with one it must not hang on which mention this is.
        avoid = known if decision.token else surface
        new = persona(setup.key.stream("surrogate name", seed(decision, surface)), avoid)
        return _named(decision.entity, new, surface, known)

    return operator


def _number(setup: Setup, decision: Decision, surface: str) -> str | None:
    """A number hangs on the value, not on the person: one person's two telephones stay two."""
    numbers = setup.key.stream(f"surrogate {decision.entity}", ranges.national(surface))
    drawn = (_NUMBERS[decision.entity](numbers, surface) for _ in range(_TRIES))
    return next((value for value in drawn if not ranges.same_digits(value, surface)), None)


def _named(entity: str, new: Persona, surface: str, known: str) -> str | None:
    local = f"{new.given}.{new.surname}".lower()
    match entity:
        case "PERSON":
            return recast(surface, new, known)
        case "EMAIL_ADDRESS":
            return f"{local}@example.org"  # Source: RFC 2606, section 3
        case "URL":
            return f"https://example.org/{local}"
        case _:
            return None
