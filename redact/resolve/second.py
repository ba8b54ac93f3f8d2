"""Two opinions on a phrase: slight evidence of a rule counts when our own model, reading the sentence, thinks so too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from redact.core.flow import Finding
from redact.core.taxonomy import entity_type

_SENSITIVE = frozenset({"special", "criminal"})
#: Up to here a rule alone was right in hardly more than half of the cases, on papers it was not written for.
_SLIGHT = 0.7


def seconded(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those on sensitive phrases that rest on slight evidence and nobody seconds marked with `slight`."""
    found = list(findings)
    models = [finding for finding in found if finding.detector == "expert" and _sensitive(finding)]
    return [_judged(finding, models) for finding in found]


def _judged(finding: Finding, models: list[Finding]) -> Finding:
    slight = finding.detector == "special" and finding.score <= _SLIGHT and "cue" not in finding.facts
    if not slight or any(other.chars.touches(finding.chars) for other in models):
        return finding
    return replace(finding, facts=finding.facts | {"slight"})


def _sensitive(finding: Finding) -> bool:
    return entity_type(finding.entity).cls in _SENSITIVE
