"""Numbers spoken out, in lower case and without punctuation, as transcripts have them."""

from __future__ import annotations

import pytest
from patterns_kit import found

from redact.core.ports import Detector


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("my mobile is oh seven seven double oh nine hundred one six two thanks", "PHONE_NUMBER",
         "oh seven seven double oh nine hundred one six two"),
        ("the postcode is h x seven nine q z", "UK_POSTCODE", "h x seven nine q z"),
        ("national insurance is q q one two three four five six c", "UK_NINO", "q q one two three four five six c"),
        ("account number please\ncaller it's four four oh one double seven nine two", "CASE_REFERENCE",
         "four four oh one double seven nine two"),
        ("the sort code is two zero nine nine one four", "UK_SORT_CODE", "two zero nine nine one four"),
        ("and one two three four five six seven eight nine then", "CASE_REFERENCE",
         "one two three four five six seven eight nine"),
        ("is there a postcode\n\nd e one three nine z p\n\nand", "UK_POSTCODE", "d e one three nine z p"),
    ],
)  # fmt: skip
def test_spoken_numbers_are_found_and_named_by_their_cue(uk_pack: Detector, text: str, entity: str, value: str) -> None:
    assert (entity, value) in found(uk_pack, text)


@pytest.mark.parametrize(
    "text",
    [
        "one or two of the three people went",
        "ninety one pounds forty a month",
        "four, five or six years ago; seven, eight at most",
        "a one in five chance",
        "one two three and off we went",
    ],
)
def test_counting_is_not_a_number_of_anyone(uk_pack: Detector, text: str) -> None:
    assert found(uk_pack, text) == []


def test_a_helpline_spoken_out_is_public(uk_pack: Detector) -> None:
    text = "or ring the helpline on oh one six three two nine six oh two double oh"

    assert [entity for entity, _ in found(uk_pack, text)] == ["PUBLIC_CONTACT"]
