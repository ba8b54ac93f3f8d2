"""Special category and criminal offence data, down to the phrase, where the sentence ties it to a person.

UK GDPR art. 9(1) and art. 10 with DPA 2018 s. 11(2). What is about nobody (a policy, a charity, a statistic) is refused:
the word lists name those twins beside the words they resemble.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.detect import words
from redact.detect.special import codes, fields, rules
from redact.detect.special.claim import Claim
from redact.detect.special.extent import joined
from redact.settings import Settings

NAME = "special"


class Special:
    """Detector of what art. 9 and art. 10 protect."""

    name = NAME

    def __call__(self, segment: Text) -> Iterator[Finding]:
        """Findings carry `tied`, and `cue` when a label, column header or key named the class."""
        if segment.kind in (TextKind.NAME, TextKind.CODE, TextKind.KEY):
            return
        if segment.kind is TextKind.FIELD and (claim := fields.headed(segment)):
            yield _finding(0, claim)
            return
        tied = segment.kind is TextKind.FIELD and fields.about_person(segment.context)
        for base, piece in words.pieces(segment.text):
            page = words.read(piece)
            claims = [*rules.claims(page, tied=tied), *fields.claims(page), *codes.claims(page)]
            for claim in _together(page, claims):
                yield _finding(base, claim)


def _together(page: words.Page, claims: list[Claim]) -> Iterator[Claim]:
    """Claims of one class that touch, or that only a comma or `and` parts, become one phrase."""
    for _, same in groupby(
        sorted(claims, key=lambda claim: (claim.entity, claim.start)), key=lambda claim: claim.entity
    ):
        last: Claim | None = None
        for claim in same:
            if last is None:
                last = claim
            elif merged := joined(page, last, claim):
                last = merged
            else:
                yield last
                last = claim
        if last is not None:
            yield last


def _finding(base: int, claim: Claim) -> Finding:
    return Finding(Chars(base + claim.start, base + claim.end), claim.entity, claim.score, NAME, claim.facts)


def make(settings: Settings) -> Special:  # noqa: ARG001 - one form for every detector
    """The detector; it needs no model."""
    return Special()
