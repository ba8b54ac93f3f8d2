"""Dates moved and values made coarser."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Chars
from redact.operate import dates
from redact.operate.text import Operators
from redact.vault.key import Key

KEY = Key(bytes(range(32)))


def replaced(entity: str, operator: str, surface: str, token: str | None = "ab12") -> str:
    verdict = Verdict(Action.REDACT, "rule", operator)
    made = Decision(0, "text", Chars(0, 1), Chars(0, 1), entity, verdict, 1.0, "test", "00", None, token)
    return Operators(KEY).replacement(made, surface)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("2025-03-12", "2025-03-22"),
        ("12/03/2025", "22/03/2025"),
        ("2.3.2025", "12.3.2025"),
        ("30.6.48", "10.7.48"),
        ("2nd of Feb 2016", "12th of Feb 2016"),
        ("the 1st of March 1999", "the 11th of March 1999"),
        ("4 MARCH 2025", "14 MARCH 2025"),
        ("25 Dec 99", "4 Jan 00"),
        ("Tuesday 4 March 2025", "Friday 14 March 2025"),
        ("Tue 4 Mar 2025", "Fri 14 Mar 2025"),
        ("June 3, 2024", "June 13, 2024"),
        ("21st May", "31st May"),
        ("29 February", "10 March"),
    ],
)
def test_a_date_is_written_again_in_its_own_form(text: str, later: str) -> None:
    written = dates.read(text)

    assert written is not None
    assert dates.write(written, dates.moved(written, 10)) == later


@pytest.mark.parametrize(
    "text", ["", "soon", "31/02/2020", "12/13/2020", "4 March at noon", "born 1948", "99", "Tannery Fold", "4 Mai 2020"]
)
def test_what_is_not_wholly_a_date_is_none_and_becomes_a_label(text: str) -> None:
    assert dates.read(text) is None
    assert replaced("DATE_OF_BIRTH", "dateshift", text or "—") == "[DATE OF BIRTH]"


def test_a_weekday_without_a_year_cannot_be_reckoned() -> None:
    assert replaced("EVENT_DATE", "dateshift", "Tuesday 4 March") == "[EVENT DATE]"


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1900, 1, 1), date(2040, 1, 1)), st.integers(0, 2000), st.text("0123456789abcdef", min_size=8))
def test_the_dates_of_one_person_keep_their_distance_and_none_stays(day: date, gap: int, token: str) -> None:
    one = date.fromisoformat(replaced("EVENT_DATE", "dateshift", day.isoformat(), token))
    two = date.fromisoformat(replaced("EVENT_DATE", "dateshift", (day + timedelta(gap)).isoformat(), token))

    assert (two - one).days == gap
    assert 31 <= abs((one - day).days) <= 365


def test_the_dates_of_two_people_move_apart() -> None:
    moved = {replaced("EVENT_DATE", "dateshift", "2025-03-12", f"{number:04x}") for number in range(20)}

    assert len(moved) > 15


@pytest.mark.parametrize("text", ["March 2025", "1948", "Sept 2014"])
def test_a_month_or_year_alone_moves_too(text: str) -> None:
    assert replaced("DATE_OF_BIRTH", "dateshift", text) not in (text, "[DATE OF BIRTH]")


@pytest.mark.parametrize(
    ("entity", "operator", "surface", "expected"),
    [
        ("AGE", "generalise", "43", "40 to 49"),
        ("AGE", "generalise", "43 yrs", "40 to 49"),
        ("AGE", "generalise", "9-year-old", "under 10"),
        ("AGE", "generalise", "18 months", "under 10"),
        ("AGE", "generalise", "89", "80 to 89"),
        ("AGE", "generalise", "90", "90 or over"),
        ("AGE", "generalise", "107", "90 or over"),
        ("AGE", "generalise", "forty-three", "[AGE]"),
        ("AGE", "generalise", "43 or 44", "[AGE]"),
        ("UK_POSTCODE", "generalise", "hx7 9qz", "HX7"),
        ("UK_POSTCODE", "generalise", "SW1A9ZZ", "SW1A"),
        ("UK_POSTCODE", "generalise", "HX7", "[POSTCODE]"),
        ("DATE_OF_BIRTH", "generalise", "30.6.1948", "1948"),
        ("DATE_OF_BIRTH", "generalise:month", "30.6.1948", "June 1948"),
        ("DATE_OF_BIRTH", "generalise:decade", "30.6.1948", "1940s"),
        ("DATE_OF_BIRTH", "generalise:decade", "1948", "1940s"),
        ("DATE_OF_BIRTH", "generalise", "1948", "[DATE OF BIRTH]"),
        ("DATE_OF_BIRTH", "generalise:month", "June 1948", "[DATE OF BIRTH]"),
        ("EVENT_DATE", "generalise", "the evening of the 11th of December", "[EVENT DATE]"),
        ("EVENT_DATE", "generalise", "11th of December", "[EVENT DATE]"),
        ("LOCATION", "generalise", "LEEDS", "Yorkshire and The Humber"),
        ("LOCATION", "generalise", "Hebden Moor", "[LOCATION]"),
        ("PERSON", "generalise", "Ann Tymms", "[PERSON]"),
    ],
)
def test_a_value_is_made_coarser_or_labelled(entity: str, operator: str, surface: str, expected: str) -> None:
    assert replaced(entity, operator, surface) == expected


@settings(max_examples=40, deadline=None)
@given(years=st.integers(0, 120))
def test_every_age_lies_in_its_band(years: int) -> None:
    made = replaced("AGE", "generalise", f"aged {years}")

    low, high = {"under 10": (0, 9), "90 or over": (90, 999)}.get(made) or tuple(map(int, made.split(" to ")))
    assert low <= years <= high
