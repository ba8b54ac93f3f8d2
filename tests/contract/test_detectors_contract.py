"""What every detector promises, asked of each one that is registered; those with a model are asked by the slow tests."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redact import registry
from redact import settings as turned
from redact.core.case import NO_CASE, Case, CasePerson, Role
from redact.core.ports import Detector
from redact.core.segment import Text, TextKind
from redact.core.taxonomy import TYPES
from redact.pipeline.analyst import _make as made

_MODELLED = {"names"}
DETECTORS = [
    pytest.param(name, marks=pytest.mark.slow) if name in _MODELLED else name for name in registry.names("detector")
]
CASE = Case((CasePerson("Tobias Quillfeather", Role.SUBJECT, ("TQ",), ("999 000 0018",)),), ("Tanpits Court",))
LETTER = """Flat 4, 12 Quillet Row
Eastmere
HX7 9BD

Dear Ms Wilhelmina Thrupp,

Tobias Quillfeather (born 3 May 1980, NHS no. 999 000 0018) has asthma and was arrested for theft in Tanpits Court.
Our ref: CMP-2024-00417. Ring 07700 900123 or write to w.thrupp@example.org. He is the caretaker at Saltgrass School.

Yours sincerely

TQ
Senior Housing Officer
"""
#: Each is harmless to a reader and a trap to a careless pattern: what grows with the square would take minutes.
TRAPS = {
    "spaces": " " * 20_000,
    "digits": "0" * 20_000,
    "spaced digits": "1 " * 10_000,
    "capitals": "A " * 10_000,
    "names": "Mary " * 4_000,
    "titles": "Mr " * 7_000,
    "dots": "a." * 10_000,
    "ats": "a@" * 10_000,
    "dashes": "-" * 20_000,
    "brackets": "(" * 20_000,
    "lines": "\n" * 20_000,
    "commas": "Ann, " * 4_000,
    "one word": "Quill" * 4_000,
    "roads": "12 High Road, " * 1_500,
    "dates": "3 May 1980 " * 2_000,
}
_FACT = re.compile(r"[a-z][a-z0-9_ -]{0,40}")
_cache: dict[str, Detector] = {}


def detector(name: str, case: Case = CASE) -> Detector:
    """The detector as the river makes it: in the settings of the environment, with a case file."""
    key = f"{name} {case is NO_CASE}"
    if key not in _cache:
        _cache[key] = made(name, turned.load(None, os.environ), case)
    return _cache[key]


def text(content: str, kind: TextKind = TextKind.PROSE, context: str = "") -> Text:
    return Text(0, "text", content, kind, context)


@pytest.mark.parametrize("kind", list(TextKind))
@pytest.mark.parametrize("name", DETECTORS)
def test_findings_lie_in_the_text_and_say_no_value(name: str, kind: TextKind) -> None:
    found = list(detector(name)(text(LETTER, kind, "Tenant | Reference")))

    for finding in found:
        surface = LETTER[finding.chars.start : finding.chars.end]
        assert 0 <= finding.chars.start < finding.chars.end <= len(LETTER)
        assert surface.strip()
        assert finding.entity in TYPES
        assert 0 < finding.score <= 1
        assert finding.detector
        assert surface not in repr(finding)
        assert all(_FACT.fullmatch(fact) for fact in finding.facts)


@pytest.mark.parametrize("name", DETECTORS)
def test_a_detector_finds_something_in_a_letter_full_of_people(name: str) -> None:
    kind = TextKind.SPEECH if name == "voices" else TextKind.PROSE
    assert list(detector(name)(text(LETTER, kind)))


@pytest.mark.parametrize("name", DETECTORS)
def test_a_detector_keeps_nothing_of_one_text_for_the_next(name: str) -> None:
    asked = detector(name)
    first = list(asked(text(LETTER)))

    list(asked(text("Dear Mr Femi Oyelaran, ring 01632 960777.")))

    assert list(asked(text(LETTER))) == first


@pytest.mark.parametrize("content", ["", " ", "\n\n", "\u200b", "—", "a"])
@pytest.mark.parametrize("name", DETECTORS)
def test_where_nothing_stands_nothing_is_found(name: str, content: str) -> None:
    assert list(detector(name)(text(content))) == []


@pytest.mark.timeout(20)
@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("name", DETECTORS)
def test_no_text_takes_a_detector_more_than_seconds(name: str, trap: str) -> None:
    found = list(detector(name)(text(TRAPS[trap])))

    assert all(finding.chars.end <= len(TRAPS[trap]) for finding in found)


@pytest.mark.parametrize("name", DETECTORS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.text(max_size=200),
    context=st.text(max_size=20),
    kind=st.sampled_from(list(TextKind)),
)
def test_no_text_breaks_a_detector(name: str, content: str, context: str, kind: TextKind) -> None:
    for finding in detector(name)(text(content, kind, context)):
        assert 0 <= finding.chars.start < finding.chars.end <= len(content)
