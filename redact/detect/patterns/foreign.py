"""Identity, tax and health numbers of other countries, as far as Presidio knows them; all become FOREIGN_ID.

Presidio is loaded for the first text that holds a word such as `SSN` or `codice fiscale`, or a shape that is a country's alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.detect.patterns.words import lowered

_ENTITY = "FOREIGN_ID"
_BEFORE, _AFTER = (
    60, 90,
)
_NEAREST = 48  # a number further from its cue than this is something else's


@dataclass(frozen=True, slots=True)
class _Country:
    """One of Presidio's recognizers: its class, the words that call for it, a shape that needs none of them."""

    recognizer: str
    cues: tuple[str, ...]
    shape: str = ""


#: Source: presidio-analyzer 2.2, predefined_recognizers/country_specific; their own checks apply.
_COUNTRIES: tuple[_Country, ...] = (
    _Country(
        "UsSsnRecognizer",
        ("social security", "ssn", "ss#"),
    ),
    _Country(
        "UsItinRecognizer",
        ("itin", "individual taxpayer"),
    ),
    _Country(
        "UsPassportRecognizer",
        ("us passport", "american passport", "u.s. passport"),
    ),
    _Country(
        "UsMbiRecognizer",
        ("mbi", "medicare beneficiary"),
    ),
    _Country(
        "EsNifRecognizer",
        ("nif", "dni"),
    ),
    _Country(
        "EsNieRecognizer",
        ("nie",),
        r"[XYZ][0-9]{7}[A-HJ-NP-TV-Z]",
    ),
    _Country(
        "EsPassportRecognizer",
        ("pasaporte", "spanish passport"),
    ),
    _Country(
        "ItFiscalCodeRecognizer",
        ("codice fiscale", "fiscal code"),
        r"[A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]",
    ),
    _Country(
        "ItIdentityCardRecognizer",
        ("carta d'identità", "carta d'identita", "italian identity card", "italian id card"),
    ),
    _Country(
        "ItPassportRecognizer",
        ("italian passport", "passaporto"),
    ),
    _Country(
        "ItDriverLicenseRecognizer",
        ("patente", "italian driving licence"),
    ),
    _Country(
        "PlPeselRecognizer",
        ("pesel",),
    ),
    _Country(
        "AuTfnRecognizer",
        ("tfn", "tax file"),
    ),
    _Country(
        "AuMedicareRecognizer",
        ("medicare",),
    ),
    _Country(
        "InPanRecognizer",
        ("pan card", "pan no", "permanent account number"),
        r"[A-Z]{3}[ABCFGHLJPTK][A-Z][0-9]{4}[A-Z]",
    ),
    _Country(
        "InAadhaarRecognizer",
        ("aadhaar", "aadhar", "uidai"),
    ),
    _Country(
        "InPassportRecognizer",
        ("indian passport",),
    ),
    _Country(
        "InVoterRecognizer",
        ("voter id", "epic no", "elector photo"),
    ),
    _Country(
        "SgFinRecognizer",
        ("nric", "singapore id", "fin no"),
    ),
    _Country(
        "FiPersonalIdentityCodeRecognizer",
        ("henkilötunnus", "hetu", "finnish identity", "finnish personal"),
        r"[0-3][0-9][01][0-9]{3}[+\-A-FYXWVU][0-9]{3}[0-9A-FHJ-NPR-Y]",
    ),
    _Country(
        "SePersonnummerRecognizer",
        ("personnummer", "swedish personal", "swedish identity"),
    ),
    _Country(
        "DeTaxIdRecognizer",
        ("steuer-id", "steueridentifikationsnummer", "steuer id", "german tax"),
    ),
    _Country(
        "DeSocialSecurityRecognizer",
        ("sozialversicherungsnummer", "rentenversicherungsnummer"),
    ),
    _Country(
        "DeIdCardRecognizer",
        ("personalausweis", "german id card", "german identity card"),
    ),
    _Country(
        "DePassportRecognizer",
        ("reisepass", "german passport"),
    ),
    _Country(
        "CaSinRecognizer",
        ("canadian sin", "social insurance number", "sin no"),
    ),
    _Country(
        "KrRrnRecognizer",
        ("resident registration number", "korean rrn", "rrn"),
    ),
    _Country(
        "ThTninRecognizer",
        ("thai national id", "thai id", "tnin"),
    ),
    _Country(
        "TrNationalIdRecognizer",
        ("tc kimlik", "turkish identity", "turkish id"),
    ),
    _Country(
        "NgNinRecognizer",
        ("nigerian nin", "nin no", "nimc", "national identification number"),
    ),
    _Country(
        "ZaIdNumberRecognizer",
        ("south african id", "sa id number", "rsa id"),
    ),
    _Country(
        "PhUmidRecognizer",
        ("umid", "philippine id"),
    ),
)

_CUE = re.compile("|".join(sorted((re.escape(cue) for country in _COUNTRIES for cue in country.cues), key=len, reverse=True)))
_BY_CUE = {cue: country for country in _COUNTRIES for cue in country.cues}
_SHAPED = tuple(country for country in _COUNTRIES if country.shape)
_SHAPE = re.compile("(?<![A-Za-z0-9])(?:" + "|".join(country.shape for country in _SHAPED) + ")(?![A-Za-z0-9])")


def foreign(text: str) -> Iterator[Finding]:
    """Numbers of other countries, named by a cue or of a shape that only one country's have."""
    yield from _cued(text, lowered(text))
    for match in _SHAPE.finditer(text):
        for country in _SHAPED:
            if re.fullmatch(country.shape, match.group()):
                yield from _asked(country, text, match.start(), match.end(), None)


def _cued(text: str, lower: str) -> Iterator[Finding]:
    found = sorted((at, cue) for cue in _BY_CUE for at in _find(lower, cue))
    for at, cue in found:
        end = at + len(cue)
        around = text[max(0, at - _BEFORE) : end + _AFTER]
        if any("0" <= char <= "9" for char in around):
            yield from _asked(_BY_CUE[cue], text, max(0, at - _BEFORE), min(len(text), end + _AFTER), (at, end))


def _find(lower: str, cue: str) -> Iterator[int]:
    at = lower.find(cue)
    while at >= 0:
        end = at + len(cue)
        if not lower[at - 1 : at].isalnum() and not lower[end : end + 1].isalnum():
            yield at
        at = lower.find(cue, end)


def _asked(country: _Country, text: str, start: int, end: int, cue: tuple[int, int] | None) -> Iterator[Finding]:
    recognizer = _load(country.recognizer)
    for result in recognizer.analyze(text[start:end], list(recognizer.supported_entities), None):
        place = Chars(start + result.start, start + result.end)
        if cue is None and (place.start, place.end) != (start, end):
            continue
        if cue is None or _is_close(place, cue):
            yield Finding(place, _ENTITY, 0.85 if cue else 0.6, "generic.foreign", frozenset({"cue"} if cue else ()))


def _is_close(place: Chars, cue: tuple[int, int]) -> bool:
    return -_NEAREST < place.start - cue[1] < _NEAREST and place.start >= cue[0] - _NEAREST


@cache
def _load(name: str) -> Any:
    return getattr(import_module("presidio_analyzer.predefined_recognizers"), name)()
