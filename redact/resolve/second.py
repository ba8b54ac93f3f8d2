"""Second opinions: of our own model on a rule's slight evidence, and of a code's siblings on what kind of code it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from redact.core.flow import Finding
from redact.core.taxonomy import entity_type

_REACHED = frozenset({"EMAIL_ADDRESS", "URL"})
_SENSITIVE = frozenset({"special", "criminal"})
#: Up to these scores a rule alone was right in hardly more than half of the cases, on papers it was not written for.
_SLIGHT, _SLIGHT_BY = 0.7, {"HEALTH": 0.65, "POLITICS": 0.65}


def seconded(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those on sensitive phrases that rest on slight evidence and nobody seconds marked with `slight`."""
    found = list(findings)
    models = [finding for finding in found if finding.detector == "expert" and _sensitive(finding)]
    return [_judged(finding, models) for finding in found]


def whose(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, an address of mail or web with the facts of the case's person whose name is in it.

    `seamus.yilmaz@…` is decided as Seamus Yilmaz is, and as a whole.
    """
    found = list(findings)
    people = [finding for finding in found if "case_person" in finding.facts]
    return [_with_facts(finding, people) if finding.entity in _REACHED else finding for finding in found]


def _with_facts(finding: Finding, people: list[Finding]) -> Finding:
    inside = [other.facts for other in people if finding.chars.covers(other.chars)]
    return replace(finding, facts=finding.facts.union(*inside)) if inside else finding


def as_siblings(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """A code without a cue that looks like one called a product or order number in the same text is one too.

    `Product reference JG 10 20 30 A replaces JG 10 20 10 A`: the second is no National Insurance number either.
    """
    found = list(findings)
    things = {_look(text, finding) for finding in found if finding.entity == "REFERENCE" and "cue" in finding.facts}
    return [
        replace(finding, entity="REFERENCE", facts=finding.facts | {"sibling"})
        if finding.detector.startswith("uk.") and "cue" not in finding.facts and _look(text, finding) in things
        else finding
        for finding in found
    ]


def _look(text: str, finding: Finding) -> str:
    """The first two characters as they are, the rest as kinds of character."""
    surface = text[finding.chars.start : finding.chars.end]
    return surface[:2] + "".join("9" if char.isdigit() else "A" if char.isalpha() else char for char in surface[2:])


def _judged(finding: Finding, models: list[Finding]) -> Finding:
    slight = (
        finding.detector == "special"
        and finding.score <= _SLIGHT_BY.get(finding.entity, _SLIGHT)
        and "cue" not in finding.facts
    )
    if not slight or any(other.chars.touches(finding.chars) for other in models):
        return finding
    return replace(finding, facts=finding.facts | {"slight"})


def _sensitive(finding: Finding) -> bool:
    return entity_type(finding.entity).cls in _SENSITIVE
