"""Quasi-identifiers: births, ages, jobs, employers, looks, dates of a life."""

from __future__ import annotations

import time

import pytest

from redact.core.segment import Text, TextKind
from redact.detect import quasi
from redact.settings import Settings

DETECT = quasi.make(Settings())


def found(text: str, entity: str, kind: TextKind = TextKind.PROSE, context: str = "") -> list[str]:
    segment = Text(0, "text", text, kind, context)
    return [segment.surface(finding.chars) for finding in DETECT(segment) if finding.entity == entity]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("DOB 17/09/1974", "17/09/1974"),
        ("D.o.B.: 1-4-1930", "1-4-1930"),
        ("Date of birth: 13th November 2011", "13th November 2011"),
        ("DOB T1 17/09/1974", "17/09/1974"),
        ("was born on 7 July 1951 in Ayr", "7 July 1951"),
        ("he was born in 1948", "1948"),
        ("driver dob 3l.8.74. next", "3l.8.74"),
        ("and your date of birth\n\nthird of the sixth eighty four", "third of the sixth eighty four"),
        ("date of birth fourteenth of the eighth seventy nine", "fourteenth of the eighth seventy nine"),
        ("Drv Rebecca Pell dob 090497", "090497"),
        ("Lorik Gashi, 15/06/1997, of Stockport. Seen 4 May 2024", "15/06/1997"),
        ("Gwen (b. 22.12.2009)", "22.12.2009"),
    ],
)
def test_a_date_of_birth_is_found_in_every_layout(text: str, date: str) -> None:
    assert found(text, "DATE_OF_BIRTH") == [date]


@pytest.mark.parametrize(
    "text",
    [
        "Signed M. Oyelaran 4/12/2024",
        "Filed by DS Pell, 19/02/2024",
        "born leaders need 3 days",
        "sort code for A Pell 60-44-07 of 2024",
    ],
)
def test_other_dates_behind_names_are_no_births(text: str) -> None:
    assert found(text, "DATE_OF_BIRTH") == []


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("a widower aged 83", "83"),
        ("I am 83 and cold", "83"),
        ("a 52-year-old bus driver", "52-year-old"),
        ("my son he's eleven and", "eleven"),
        ("Kieran Pell (15) ran", "15"),
        ("Gareth Pell, 61, of Ayr", "61"),
        ("Age: 34", "34"),
        ("Mrs Lund is 79.", "79"),
    ],
)
def test_an_age_is_found(text: str, age: str) -> None:
    assert found(text, "AGE") == [age]


@pytest.mark.parametrize(
    "text",
    [
        "He is 3 miles away",
        "I am 10 minutes late",
        "Part (2) applies",
        "It is 12.",
        "aged debt over 90 days",
        "The Commissioner (2) replied",
        "on May 15, 20 came",
    ],
)
def test_other_numbers_are_no_ages(text: str) -> None:
    assert found(text, "AGE") == []


@pytest.mark.parametrize(
    ("text", "job"),
    [
        (
            "Yours\n\nSiobhán Pell (she/her)\nSenior Tenancy Officer, East Patch\nDDI",
            "Senior Tenancy Officer, East Patch",
        ),
        ("Len Ashby, site foreman, saw it", "site foreman"),
        ("Mabel Pell (health adviser) rang", "health adviser"),
        ("He works as a night porter.", "night porter"),
        ("my husband is a plumber", "plumber"),
        ("Name: J Pell\nOccupation: violin maker", "violin maker"),
        ("a 52-year-old bus driver", "bus driver"),
    ],
)
def test_a_job_tied_to_a_person_is_found(text: str, job: str) -> None:
    assert job in found(text, "JOB_TITLE")


@pytest.mark.parametrize(
    "text",
    ["the officer said so", "A nurse rang.", "ask the manager or the driver", "Planning Officer vacancies are online"],
)
def test_a_role_that_is_nobody_stays(text: str) -> None:
    assert found(text, "JOB_TITLE") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("He worked for Crestline Access until May", "Crestline Access"),
        ("Our son attends Loxley Park Academy.", "Loxley Park Academy"),
        ("She is registered with Holmewood Surgery.", "Holmewood Surgery"),
        ("his child is a pupil at Bredbury Infants", "Bredbury Infants"),
        ("now at HMP Thornmoor", "HMP Thornmoor"),
    ],
)
def test_an_organisation_that_places_a_person_is_found(text: str, place: str) -> None:
    assert place in found(text, "EMPLOYER")


def test_an_organisation_that_places_nobody_stays() -> None:
    assert found("Crestline Access won the contract. Loxley Park Academy is shut.", "EMPLOYER") == []


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("he had a swallow tattoo under his left ear", "a swallow tattoo under his left ear"),
        ("She has long red hair.", "long red hair"),
        ("He is very tall", "very tall"),
        ("with a scar above his right eye", "scar above his right eye"),
        ("My daughter is in Year 4, Kingfisher class", "Year 4, Kingfisher class"),
        ("She drives a blue Nissan Leaf", "blue Nissan Leaf"),
    ],
)
def test_a_detail_that_singles_out_is_found(text: str, detail: str) -> None:
    assert any(detail in surface for surface in found(text, "QUASI_IDENTIFIER"))


@pytest.mark.parametrize(
    "text",
    [
        "The hair salon is shut.",
        "class of 30",
        "The Year 6 pupils sat tests.",
        "The red Ford dealership",
        "Class B roads",
    ],
)
def test_a_detail_of_nobody_stays(text: str) -> None:
    assert found(text, "QUASI_IDENTIFIER") == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("She was admitted on 14 June 2023 with pain.", "14 June 2023"),
        ("He was assaulted on Friday 9 March.", "Friday 9 March"),
        ("Mr Pell died on 03/08/2023 at home", "03/08/2023"),
    ],
)
def test_the_date_of_an_event_in_a_life_is_found(text: str, date: str) -> None:
    assert found(text, "EVENT_DATE") == [date]


@pytest.mark.parametrize(
    "text",
    [
        "Letter dated 4 March 2024",
        "The committee met on 4 March 2024.",
        "Please reply by 4 March 2024",
        "> On 3 Mar 2025, at 11:02, Ann Pell wrote: he left",
    ],
)
def test_the_date_of_a_paper_stays(text: str) -> None:
    assert found(text, "EVENT_DATE") == []


def test_a_cell_takes_its_kind_from_the_header() -> None:
    assert found("17/09/1974", "DATE_OF_BIRTH", TextKind.FIELD, "date_of_birth") == ["17/09/1974"]
    assert found("see note", "DATE_OF_BIRTH", TextKind.FIELD, "date_of_birth") == []
    assert found("34", "AGE", TextKind.FIELD, "age | name") == ["34"]


@pytest.mark.parametrize(
    "unit", ["aged 12 is 13 born on the 4 may ", "1/1/", "John Smith, 12, ", "his black red long hair tattoo of a "]
)
def test_a_long_hostile_line_costs_no_more_than_its_length(unit: str) -> None:
    def cost(size: int) -> float:
        start = time.process_time()
        list(DETECT(Text(0, "text", unit * (size // len(unit)))))
        return time.process_time() - start

    assert cost(200_000) < max(1.0, 12 * cost(50_000))
