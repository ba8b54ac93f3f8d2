"""Law that is cited is recognised whole and is nobody's data."""

from __future__ import annotations

import pytest
from patterns_kit import marked

from redact.detect.patterns.statute import statutes


@pytest.mark.parametrize(
    "example",
    [
        "under «section 106 of the Town and Country Planning Act 1990» it",
        "The «Mental Health Act 1983» applies",
        "«regulation 12(5)(e)» may be engaged",
        "«s.40(2) and s 115A»; also «rule 23».",
        "«Policy DM7» of the plan",
        "see «[2024] EWCA Civ 123» at",
        "«[2023] UKUT 44 (AAC)»",
        "the «Water Supply (Water Quality) Regulations 2016»",
        "«PACE 1984» codes",
        "«Schedule 12A, Local Government Act 1972»",
        "«byelaw 16»",
    ],
)
def test_citations_are_found_whole(example: str) -> None:
    text, spans = marked(example)

    got = [(finding.chars.start, finding.chars.end) for finding in statutes(text)]

    assert got == list(spans)


@pytest.mark.parametrize(
    "text", ["his sister's 14 years", "in 1990 he acted", "We were at the 1983 show", "Flat 2, 14 Mill Lane", "PC 1984 came"]
)
def test_other_numbers_are_no_law(text: str) -> None:
    assert list(statutes(text)) == []
