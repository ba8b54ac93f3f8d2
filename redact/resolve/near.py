"""What a finding's neighbours say of it: a village beside a home address is part of it; where nobody is, nothing is tied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.taxonomy import entity_type

NAME = "near"

_BETWEEN = re.compile(r"[.'’]?[ \t]*(?:,|\n|[ \t]\n?)[\s,>|]{0,6}")
_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’.-]*"
#: One to five capitalised words, over two lines at most, and nothing else: the villages and towns of an address.
_TOWNS = re.compile(
    rf"[\s,>|.]{{0,6}}(?P<n>{_WORD}(?:(?:[ -]|,[ ]?|,?[ ]?\n[> \t]*)(?:{_WORD}|on|under|by|the|le|in)){{0,5}})[\s,.>|]{{1,6}}"
)
#: A model's claim below this is overruled by where it stands.
_UNSURE = 0.6
#: What says something of a person only where there is one.
_HANGING = frozenset({"EVENT_DATE", "LOCATION", "EMPLOYER", "JOB_TITLE", "CASE_REFERENCE", "QUASI_IDENTIFIER"})
_SPEAKS = re.compile(
    r"\b(?:I|me|my|mine|he|him|his|she|her|hers|He|His|She|Her|My|i|i['’]m|mum|dad|Mum|Dad|"
    r"[Tt]he (?:tenant|patient|complainant|claimant|applicant|pupil|child|resident|victim|suspect|appellant|driver|"
    r"caller|employee)|[Yy]our (?:complaint|claim|appeal|application|tenancy|account|benefits?|case|request|treatment|"
    r"appointment|letter|data|son|daughter|home))\b"
)
_HOME = frozenset({"STREET_ADDRESS"})
_END = frozenset({"UK_POSTCODE"})


def speaks_of_somebody(text: str, findings: Sequence[Finding]) -> bool:
    """Whether a person is named, reached or spoken of in a text."""
    return any(_points_at_somebody(finding) for finding in findings) or _SPEAKS.search(text) is not None


def tied_to_nobody(findings: Sequence[Finding]) -> list[Finding]:
    """Findings of a paper that speaks of nobody, from end to end: what hangs on a person loses its tie.

    A date, place or job is then tied to nobody, and a bare reference (`our ref`) has the fact `nobody`: policy decides.
    """
    return [_untied(finding) for finding in findings]


def near_home(text: str, findings: Sequence[Finding]) -> list[Finding]:
    """Disjoint findings in order, with the places that belong to a home address tied to it.

    A place behind a home address gets the fact `tied`; so does whatever stands between a street and its postcode,
    claimed or not, when it is nothing but capitalised words.
    """
    out: list[Finding] = []
    street: Finding | None = None
    for finding in findings:
        if street is not None and finding.entity in _END and (towns := _towns(text, street, finding)):
            while out and out[-1].chars.start >= street.chars.end:
                out.pop()
            out.append(towns)
        elif out and _follows_home(text, out[-1], finding):
            finding = _tied(finding)  # noqa: PLW2901 - the same finding, knowing more
        elif out and finding.entity in _END and out[-1].entity == "LOCATION" and _apart(text, out[-1], finding):
            out[-1] = _tied(out[-1])
        street = finding if finding.entity in _HOME else street
        out.append(finding)
    return out


def _points_at_somebody(finding: Finding) -> bool:
    if "weak" in finding.facts or finding.entity in _HANGING:
        return False
    row = entity_type(finding.entity)
    return row.cls == "personal" and (row.directness == "direct" or finding.entity in ("DATE_OF_BIRTH", "AGE"))


def _untied(finding: Finding) -> Finding:
    if finding.entity not in _HANGING:
        return finding
    return replace(finding, facts=(finding.facts - {"tied"}) | {"nobody"})


def _follows_home(text: str, before: Finding, finding: Finding) -> bool:
    """Whether a place, or what a model took for something else, stands right behind a home address or such a place."""
    at_home = before.entity in _HOME or NAME in before.facts
    return at_home and _may_be_place(finding) and _apart(text, before, finding)


def _may_be_place(finding: Finding) -> bool:
    if finding.entity == "LOCATION":
        return True
    unsure = "weak" in finding.facts or finding.score < _UNSURE or finding.detector == "spacy"
    return unsure and finding.entity in ("PERSON", "ORGANIZATION", "PUBLIC_PLACE")


def _towns(text: str, street: Finding, postcode: Finding) -> Finding | None:
    """The stretch between a street and its postcode, if it can be the rest of the address."""
    gap = _TOWNS.fullmatch(text, street.chars.end, postcode.chars.start)
    return Finding(Chars(*gap.span("n")), "LOCATION", 0.8, NAME, frozenset({"tied", NAME})) if gap else None


def _apart(text: str, before: Finding, after: Finding) -> bool:
    return _BETWEEN.fullmatch(text, before.chars.end, after.chars.start) is not None


def _tied(finding: Finding) -> Finding:
    facts = (finding.facts - {"general", "weak"}) | {"tied", NAME}
    return replace(finding, entity="LOCATION", score=max(finding.score, _UNSURE), facts=facts)
