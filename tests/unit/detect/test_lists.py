"""The case file's literals: found in any dress, whole words only, in one pass."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.case import Case, CasePerson, Role
from redact.core.segment import Text
from redact.detect import lists
from redact.settings import Settings


def found(case: Case, text: str) -> list[tuple[str, str]]:
    segment = Text(0, "text", text)
    return [(finding.entity, segment.surface(finding.chars)) for finding in lists.for_case(case)(segment)]


PERSON = CasePerson(
    "Siobhán O'Rourke-Pell",
    Role.SUBJECT,
    variants=("Shiv",),
    numbers=("QQ 12 34 56 C", "07700 900123", "TEN/0082214", "999 014 7723"),
    addresses=("Flat 3, 22 Gasworks Lane",),
)
CASE = Case((PERSON,), deny=("Project Nightjar",), allow=("Ofsted",))


@pytest.mark.parametrize(
    ("text", "entity", "surface"),
    [
        ("about SIOBHAN O'ROURKE-PELL today", "PERSON", "SIOBHAN O'ROURKE-PELL"),
        ("about Siobhán\nO'Rourke Pell", "PERSON", "Siobhán\nO'Rourke Pell"),
        ("Shiv's note", "PERSON", "Shiv"),
        ("NI QQ123456C", "UK_NINO", "QQ123456C"),
        ("NI QQ-12-34-56-C", "UK_NINO", "QQ-12-34-56-C"),
        ("ring 07700900123", "PHONE_NUMBER", "07700900123"),
        ("ring 07700 900 123", "PHONE_NUMBER", "07700 900 123"),
        ("ref TEN 0082214", "CASE_REFERENCE", "TEN 0082214"),
        ("NHS 9990147723", "UK_NHS", "9990147723"),
        ("at flat 3\n22 Gasworks Lane", "STREET_ADDRESS", "flat 3\n22 Gasworks Lane"),
        ("on project-nightjar", "DENIED", "project-nightjar"),
        ("by OFSTED", "ALLOWED", "OFSTED"),
    ],
)
def test_a_literal_is_found_however_it_is_written(text: str, entity: str, surface: str) -> None:
    assert (entity, surface) in found(CASE, text)


@pytest.mark.parametrize(
    "text", ["Shivering", "QQ123456", "77700 900123", "Project. Nightjar flew", "Project\n\nNightjar", "107700900123"]
)
def test_only_whole_literals_are_found(text: str) -> None:
    assert found(CASE, text) == []


def test_facts_say_whose_it_is() -> None:
    finding = next(iter(lists.for_case(CASE)(Text(0, "text", "Shiv"))))

    assert finding.facts == {"case_person", "subject"}
    assert finding.score == 1.0
    assert finding.detector == "lists"


def test_deny_stands_over_allow_and_over_people() -> None:
    case = Case((CasePerson("Ann Pell"),), deny=("Ann Pell", "Ofsted"), allow=("Ofsted",))

    assert {entity for entity, _ in found(case, "Ann Pell of Ofsted")} == {"DENIED"}


def test_without_a_case_nothing_is_found() -> None:
    assert list(lists.make(Settings())(Text(0, "text", "Ann Pell, 07700 900123"))) == []


@given(st.lists(st.sampled_from("ann pell 07700 900123 , . - x \n".split(" ")), max_size=40))
@settings(max_examples=60)
def test_findings_lie_in_the_text_and_hold_the_literal(parts: list[str]) -> None:
    text = " ".join(parts)

    surfaces = [surface for _, surface in found(Case(deny=("ann pell",)), text)]

    assert all(
        "".join(surface.split()).replace(",", "").replace("-", "").replace(".", "") == "annpell" for surface in surfaces
    )


def test_fifty_thousand_literals_cost_one_pass() -> None:
    deny = tuple(f"Forename{n} Surname{n % 977}" for n in range(40_000)) + tuple(f"REF{n:07d}" for n in range(10_000))
    detect = lists.for_case(Case(deny=deny))
    text = Text(0, "text", "Forename17 Surname17 met Forename18 of REF0000042. " * 2_000)

    start = time.process_time()
    count = sum(1 for _ in detect(text))

    assert count == 6_000
    assert time.process_time() - start < 1.5


def test_a_hostile_line_of_first_words_stays_linear() -> None:
    detect = lists.for_case(Case(deny=("1 1 1 1 1 1 1 1 2", "a a a a b")))

    start = time.process_time()

    assert list(detect(Text(0, "text", "1 a " * 40_000))) == []
    assert time.process_time() - start < 1.5
