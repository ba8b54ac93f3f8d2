"""Found once, found everywhere, and innocent words left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.flow import Entity
from redact.core.place import Chars
from redact.core.segment import Text
from redact.resolve.carry import Carrier, Literals
from redact.resolve.names import read_name

HERE, ELSEWHERE = "paper a", "paper b"


def carrier(*names: str, values: tuple[tuple[str, str], ...] = ()) -> Carrier:
    """People who were seen in `HERE`."""
    known = [
        (Entity(at, "00", name), frozenset({read_name(name)}), frozenset({HERE})) for at, name in enumerate(names, 1)
    ]
    return Carrier(known, values)


def found(asked: Carrier, text: str, source: str = ELSEWHERE) -> list[str]:
    return [text[each.chars.start : each.chars.end] for each in asked.find(Text(0, "text", text), source)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Ask Tobias Quillfeather now.", ["Tobias Quillfeather"]),
        ("Ask Quillfeather, Tobias now.", ["Quillfeather, Tobias"]),
        ("Ask Quillfeather now.", ["Quillfeather"]),
        ("ask quillfeather now", ["quillfeather"]),
        ("ASK QUILLFEATHER NOW", ["QUILLFEATHER"]),
        ("Quillfeather's house", ["Quillfeather"]),
        ("the Quillfeather’s house", ["Quillfeather"]),
        ("Tobias\nQuillfeather", ["Tobias\nQuillfeather"]),
        ("tobias.quillfeather", ["tobias.quillfeather"]),
        ("tobiasquillfeather and tquillfeather", ["tobiasquillfeather", "tquillfeather"]),
        ("quillfeather83", ["quillfeather83"]),
        ("Tóbias said", ["Tóbias"]),
    ],
)
def test_every_form_of_a_name_is_found_in_every_paper(text: str, mentions: list[str]) -> None:
    assert found(carrier("Tobias Quillfeather"), text) == mentions


@pytest.mark.parametrize(
    "text", ["Quillfeatherstone Lane", "the quill, a feather", "tobia", "Tob ias", "QT and TQX", ""]
)
def test_other_words_are_not(text: str) -> None:
    assert found(carrier("Tobias Quillfeather"), text) == []


def test_initials_are_looked_for_where_their_bearer_was_seen() -> None:
    asked = carrier("Tobias Quillfeather")

    assert found(asked, "TQ rang again.", HERE) == ["TQ"]
    assert found(asked, "TQ rang again.", ELSEWHERE) == []
    assert found(asked, "tq rang again.", HERE) == []


@pytest.mark.parametrize(
    ("name", "innocent"),
    [
        ("Mark Thrupp", "mark this"),
        ("Mark Thrupp", "Mark this page."),
        ("Grace Thrupp", "a week of grace"),
        ("Will Thrupp", "It will do. Will you come?"),
        ("May Thrupp", "In May it may rain; on 4 May too, and May 2024 was dry."),
        ("Rose Thrupp", "Rose Grove and the rose"),
        ("Rose Thrupp", "Prices rose. Rose Garden Homes Ltd"),
        ("Tobias Banks", "the banks of the river. Banks close at four."),
    ],
)
@pytest.mark.parametrize("source", [HERE, ELSEWHERE])
def test_a_name_that_is_a_word_leaves_the_word_alone(name: str, innocent: str, source: str) -> None:
    assert found(carrier(name), innocent, source) == []


@pytest.mark.parametrize(
    ("name", "text", "mention"),
    [
        ("Rose Thrupp", "Yesterday Rose came in late.", "Rose"),
        ("Rose Thrupp", "Rose said that it leaks.", "Rose"),
        ("Mark Thrupp", "I saw Mark, who agreed.", "Mark"),
        ("Will Thrupp", "Then we asked Will about it.", "Will"),
    ],
)
def test_a_name_that_is_a_word_is_found_where_it_is_a_name_in_its_own_paper(name: str, text: str, mention: str) -> None:
    assert found(carrier(name), text, HERE) == [mention]
    assert found(carrier(name), text, ELSEWHERE) == []


def test_numbers_and_addresses_are_carried_and_chance_is_not() -> None:
    values = (("07700 900123", "PHONE_NUMBER"), ("12 Quillet Row", "STREET_ADDRESS"), ("42", "AGE"))
    asked = carrier(values=values)

    assert found(asked, "at 12 quillet row, on 07700 900123, aged 42") == ["12 quillet row", "07700 900123"]


def test_findings_say_that_they_were_carried() -> None:
    (finding,) = carrier("Tobias Quillfeather").find(Text(0, "text", "Ask Tobias."), ELSEWHERE)

    assert (finding.entity, finding.detector, finding.facts) == ("PERSON", "carry", {"carried"})


def test_literals_are_found_wherever_they_stand_whole() -> None:
    asked = Literals([("Mr Femi Oyelaran", "PERSON"), ("…", "PERSON")])
    text = "So mr femi oyelaran wrote; Femi did not."

    (finding,) = asked.find(Text(0, "text", text))

    assert text[finding.chars.start : finding.chars.end] == "mr femi oyelaran"
    assert finding.facts == {"reread", "cue"}


def test_a_literal_with_odd_signs_between_its_words_is_found_as_it_stands() -> None:
    """What a model claims may be no name at all; unless it can be found again, its paper could never be released."""
    asked = Literals([('LINK("mailto:', "PERSON")])

    assert [each.chars for each in asked.find(Text(0, "text", '=LINK("mailto:x") or LINK("mailto:y")'))] == [
        Chars(1, 14),
        Chars(21, 34),
    ]


@given(st.text(max_size=120), st.text(max_size=30))
def test_no_text_and_no_name_break_it(text: str, name: str) -> None:
    for finding in carrier(name, "Tobias Quillfeather").find(Text(0, "text", text), HERE):
        assert 0 <= finding.chars.start < finding.chars.end <= len(text)


@given(
    st.text(st.sampled_from(" ,.;()\n"), min_size=1, max_size=3),
    st.text(st.sampled_from(" ,.;()\n"), min_size=1, max_size=3),
)
def test_whatever_stands_around_it_a_surname_is_found(before: str, after: str) -> None:
    text = f"x{before}Quillfeather{after}x"

    assert [each for each in found(carrier("Tobias Quillfeather"), text) if re.search("Quillfeather", each)]
