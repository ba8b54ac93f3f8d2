"""Identity, tax and health numbers of other countries, as far as Presidio knows them; all become FOREIGN_ID.

Presidio is loaded for the first text that holds a word such as `SSN` or `codice fiscale`, or a shape of one country only.
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


#: Presidio's class | words that call for it | a shape that needs none of them.
#: Source: presidio-analyzer 2.2, predefined_recognizers/country_specific; their own checks apply.
_TABLE = r"""
UsSsnRecognizer | social security; ssn; ss#
UsItinRecognizer | itin; individual taxpayer
UsPassportRecognizer | us passport; american passport; u.s. passport
UsMbiRecognizer | mbi; medicare beneficiary
EsNifRecognizer | nif; dni
EsNieRecognizer | nie | [XYZ][0-9]{7}[A-HJ-NP-TV-Z]
EsPassportRecognizer | pasaporte; spanish passport
ItFiscalCodeRecognizer | codice fiscale; fiscal code | [A-Z]{6}[0-9]{2}[ABCDEHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]
ItIdentityCardRecognizer | carta d'identità; carta d'identita; italian identity card; italian id card
ItPassportRecognizer | italian passport; passaporto
ItDriverLicenseRecognizer | patente; italian driving licence
PlPeselRecognizer | pesel
AuTfnRecognizer | tfn; tax file
AuMedicareRecognizer | medicare
InPanRecognizer | pan card; pan no; permanent account number | [A-Z]{3}[ABCFGHLJPTK][A-Z][0-9]{4}[A-Z]
InAadhaarRecognizer | aadhaar; aadhar; uidai
InPassportRecognizer | indian passport
InVoterRecognizer | voter id; epic no; elector photo
SgFinRecognizer | nric; singapore id; fin no
FiPersonalIdentityCodeRecognizer | henkilötunnus; hetu | [0-3][0-9][01][0-9]{3}[+\-A-FYXWVU][0-9]{3}[0-9A-FHJ-NPR-Y]
SePersonnummerRecognizer | personnummer; swedish personal; swedish identity
DeTaxIdRecognizer | steuer-id; steueridentifikationsnummer; steuer id; german tax
DeSocialSecurityRecognizer | sozialversicherungsnummer; rentenversicherungsnummer
DeIdCardRecognizer | personalausweis; german id card; german identity card
DePassportRecognizer | reisepass; german passport
CaSinRecognizer | canadian sin; social insurance number; sin no
KrRrnRecognizer | resident registration number; korean rrn; rrn
ThTninRecognizer | thai national id; thai id; tnin
TrNationalIdRecognizer | tc kimlik; turkish identity; turkish id
NgNinRecognizer | nigerian nin; nin no; nimc; national identification number
ZaIdNumberRecognizer | south african id; sa id number; rsa id
PhUmidRecognizer | umid; philippine id
"""


def _country(line: str) -> _Country:
    name, cues, *shape = line.split(" | ")
    return _Country(name, tuple(cues.split("; ")), shape[0] if shape else "")


_COUNTRIES = tuple(_country(line) for line in _TABLE.strip().splitlines())
_BY_CUE = {cue: country for country in _COUNTRIES for cue in country.cues}
_SHAPED = tuple(country for country in _COUNTRIES if country.shape)
_SHAPE = re.compile("(?<![A-Za-z0-9])(?:" + "|".join(country.shape for country in _SHAPED) + ")(?![A-Za-z0-9])")


def foreign(text: str) -> Iterator[Finding]:
    """Numbers of other countries, named by a cue or of a shape that only one country's have."""
    found = tuple(_cued(text, lowered(text)))
    yield from found
    for match in _SHAPE.finditer(text):
        if any(finding.chars.start == match.start() for finding in found):
            continue
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
