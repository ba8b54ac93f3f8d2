"""Addresses: what is a home, what is a site, what is neither."""

from __future__ import annotations

import time

import pytest

from redact.core.segment import Text, TextKind
from redact.detect import address
from redact.settings import Settings

DETECT = address.make(Settings())


def found(text: str, entity: str = "STREET_ADDRESS", kind: TextKind = TextKind.PROSE, context: str = "") -> list[str]:
    segment = Text(0, "text", text, kind, context)
    return [segment.surface(finding.chars) for finding in DETECT(segment) if finding.entity == entity]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("She lives at 14 Tannery Fold, Shaw Bottom.", "14 Tannery Fold"),
        ("letter to 19b nightingale rd please", "19b nightingale rd"),
        ("caller its forty two ashlar view", "forty two ashlar view"),
        ("Flat 3, 22 Gasworks Lane, Shaw Bottom", "Flat 3, 22 Gasworks Lane"),
        ("First Floor Flat, 209 Sydney Road", "First Floor Flat, 209 Sydney Road"),
        ("Neighbour at Flat 2 said so.", "Flat 2"),
        ("moved to Apt 4B last week", "Apt 4B"),
        ("He is at 3 Cae Mawr now.", "3 Cae Mawr"),
        ("brother lives five heol y graig", "five heol y graig"),
        ("of The Old Forge, Church Street, Llanfyllin", "The Old Forge, Church Street"),
        ("I live at Rowan Cottage, Back Lane.", "Rowan Cottage, Back Lane"),
        ("the gate at number 7 was open", "number 7"),
        ("Next door at 9, Mrs Obi heard it.", "9"),
        ("the neighbour at no. 40 rang", "no. 40"),
        ("the bungalow of Ann Pell, 61, of Foxglove Crescent, Oxley", "Foxglove Crescent"),
        ("INFT AT 44 PENNYWORT CL, BLETCHLEY", "44 PENNYWORT CL"),
        ("12 St. Mary's Road", "12 St. Mary's Road"),
    ],
)
def test_a_home_is_found_in_every_way_it_is_written(text: str, home: str) -> None:
    assert home in found(text)


def test_the_lines_above_a_postcode_are_an_address_but_not_the_name_or_the_town() -> None:
    text = "Mr Kofi Ansah\nApartment 6, The Maltings\nStation Hill\nBury Moor\nIP33 9ZL\n"

    joined = "|".join(found(text))

    assert "Apartment 6, The Maltings" in joined
    assert "Station Hill" in joined
    assert "Ansah" not in joined
    assert "Bury Moor" not in joined


def test_a_house_name_alone_heads_a_letter() -> None:
    assert found("Stables Cottage\nAberfeldy\n17th August\n\nDear Ann") == ["Stables Cottage"]


def test_a_label_lets_a_bad_scan_pass() -> None:
    assert found("Name: Jo Pell\nAddress: l8  Gas  Street, Harnworth") == ["l8  Gas  Street"]


def test_a_cell_under_an_address_header_is_one_without_its_postcode() -> None:
    assert found("Chy an Gwel, PL26 9ZZ", kind=TextKind.FIELD, context="home_address | name") == ["Chy an Gwel"]


def test_no_fixed_abode_is_no_address() -> None:
    assert found("Name: Jo Pell\nAddress: no fixed abode") == []


@pytest.mark.parametrize(
    "text",
    [
        "Room 2, Part 7 and Section 12 apply",
        "It took 5 years and 12 March came.",
        "two way traffic for 3 hours on the way",
        "after a 2 mile walk and 40 people in the square",
        "In 2019 Hill Street was closed.",
        "PC 6612 Chowdhury-Lane attended",
        "no one way is best",
        "a flat rate, a flat roof and a flat tyre",
        "Interview Room 2, Canute House",
        "page 4 View the map",
        "costs £12 Park Lane traders say",
    ],
)
def test_numbers_and_words_that_only_look_like_homes_are_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Re: Application 25/00481/FUL - rear dormer, 9 Sextons Row", "public_site"),
        ("Registered office: 12 Mill Road, Shaw Bottom", "public_site"),
        ("the void property at 12 Mill Road", "void"),
        ("Premises licence, 40 Mill Street", "public_site"),
    ],
)
def test_sites_and_void_homes_are_public_places(text: str, fact: str) -> None:
    places = [finding for finding in DETECT(Text(0, "text", text)) if finding.entity == "PUBLIC_PLACE"]

    assert found(text) == []
    assert any(fact in finding.facts for finding in places)


def test_a_street_alone_is_a_public_place() -> None:
    assert found("works on Lord Street start in May", "PUBLIC_PLACE") == ["Lord Street"]
    assert found("works on Lord Street start in May") == []


def test_a_company_named_after_a_street_is_no_street() -> None:
    assert found("Baker Street Tools said so", "PUBLIC_PLACE") == []


@pytest.mark.parametrize("unit", ["12 mill road ", "flat 3 the of ", "Cottage, A Street, ", "LS1 9ZZ ", "at number 7 "])
def test_a_long_hostile_line_costs_no_more_than_its_length(unit: str) -> None:
    def cost(size: int) -> float:
        start = time.process_time()
        list(DETECT(Text(0, "text", unit * (size // len(unit)))))
        return time.process_time() - start

    assert cost(200_000) < max(0.5, 12 * cost(50_000))
