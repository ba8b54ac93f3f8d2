"""How a value gets its name: the nearest word, lists, columns, fields, and things whose numbers only look personal."""

from __future__ import annotations

import pytest
from patterns_kit import found

from redact.core.ports import Detector
from redact.core.segment import Text, TextKind
from redact.detect.patterns.anchors import anchors
from redact.detect.patterns.columns import Columns
from redact.detect.patterns.cues import Lexicon


@pytest.mark.parametrize(
    "cue", ["part no.", "product", "batch", "order", "model", "stock code", "sample data:", "in the format"]
)
@pytest.mark.parametrize("value", ["QQ123456C", "QQ 12 34 56 C", "999 000 0018", "UX17 RTU", "CHEUN 702154 WK9ZZ"])
def test_a_thing_named_before_a_number_takes_it_from_people(uk_pack: Detector, cue: str, value: str) -> None:
    assert found(uk_pack, f"the {cue} {value} was sent") == [("REFERENCE", value)]


def test_a_shape_all_its_own_stays_what_it_is_behind_the_word_order(uk_pack: Detector) -> None:
    """A non-molestation order ends in a court's number, not in a shop's."""
    assert ("COURT_REFERENCE", "ZZ24F00917") in found(uk_pack, "non-molestation order ZZ24F00917 stands")


def test_the_nearest_word_names_the_number(uk_pack: Detector) -> None:
    assert found(uk_pack, "a complaint about order 4471902338") == [("REFERENCE", "4471902338")]


def test_a_list_keeps_the_name_of_its_first_member(uk_pack: Detector) -> None:
    values = ["36244/06", "36246/06", "36252/06"]

    assert found(uk_pack, "nos. 36244/06, 36246/06 and 36252/06") == [("COURT_REFERENCE", value) for value in values]


def test_an_account_follows_its_sort_code(uk_pack: Detector) -> None:
    assert found(uk_pack, "paid into 20-99-14 33018876.") == [("UK_SORT_CODE", "20-99-14"), ("UK_BANK_ACCOUNT", "33018876")]


def test_a_cue_may_stand_behind_the_value(uk_pack: Detector) -> None:
    assert found(uk_pack, "9990000018 is her NHS number") == [("UK_NHS", "9990000018")]


def test_a_cue_does_not_reach_over_the_end_of_its_sentence(uk_pack: Detector) -> None:
    assert found(uk_pack, "She lost her NHS number. 4471902338 grains fell.") == []


@pytest.mark.parametrize("joint", [": ", " no. ", " number ", " is ", "\t", " no.\n", " number: ", "=", " ref "])
def test_cue_and_value_are_joined_in_every_usual_way(uk_pack: Detector, joint: str) -> None:
    assert ("STAFF_NUMBER", "QP4410") in found(uk_pack, f"payroll{joint}QP4410")


@pytest.mark.parametrize("amount", ["£412.60", "£1,350", "€ 99", "12%", "12/03/2024", "12 March 2024", "10:30", "3rd", "2024"])
def test_amounts_dates_and_counts_are_left_alone(uk_pack: Detector, amount: str) -> None:
    assert found(uk_pack, f"the claim of {amount} was paid") == []


@pytest.mark.parametrize(
    ("header", "value", "entity"),
    [
        ("nhs_number", "9990000018", "UK_NHS"),
        ("niNumber", "QQ123456C", "UK_NINO"),
        ("Payroll No", "00417733", "STAFF_NUMBER"),
        ("CaseRef", "00417", "CASE_REFERENCE"),
        ("collar_number", "4471", "COLLAR_NUMBER"),
        ("acct", "31926815", "UK_BANK_ACCOUNT"),
        ("Part no", "QQ123456C", "REFERENCE"),
    ],
)
def test_a_fields_name_is_its_cue(uk_pack: Detector, header: str, value: str, entity: str) -> None:
    assert found(uk_pack, value, TextKind.FIELD, header) == [(entity, value)]


def test_a_long_field_is_prose_and_its_name_says_nothing_of_a_number_inside(uk_pack: Detector) -> None:
    note = "Called on the evening and spoke to nobody at all, left a card and came away again with 4417723 in hand"

    assert found(uk_pack, note, TextKind.FIELD, "case no") == []


def test_a_header_above_names_the_column(uk_pack: Detector) -> None:
    table = "Emp | Name | Sort | Account\n014 | Osei | 40-77-19 | 61008243\n"

    assert found(uk_pack, table) == [
        ("STAFF_NUMBER", "014"),
        ("UK_SORT_CODE", "40-77-19"),
        ("UK_BANK_ACCOUNT", "61008243"),
    ]


def test_a_comma_inside_quotes_divides_no_cells() -> None:
    text = 'name,payroll,note\n"Osei, P",00771894,x'

    cell = Columns(text).cell(text.index("0077"))

    assert cell is not None
    assert cell.header == "payroll"


def test_places_are_counted_in_the_segments_own_characters(uk_pack: Detector) -> None:
    """Invisible characters neither hide a number nor shift its place."""
    text = "NI\u200bNO QQ 12\u200b 34 56 C."

    (finding,) = uk_pack(Text(0, "t", text))

    assert text[finding.chars.start : finding.chars.end] == "QQ 12\u200b 34 56 C"


def test_a_finding_named_by_a_cue_says_so(uk_pack: Detector) -> None:
    (named,) = uk_pack(Text(0, "t", "reg UX17 RTU"))
    (bare,) = uk_pack(Text(0, "t", "saw UX17 RTU"))

    assert named.facts == frozenset({"cue"})
    assert bare.facts == frozenset()


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Kestrel Lettings Ltd, VAT no. GB 999 9999 73", "COMPANY_NUMBER"),
        ("Mr Osei, sole trader, VAT no. GB 999 9999 73", "UK_VAT"),
    ],
)
def test_a_vat_number_is_its_holders(uk_pack: Detector, text: str, entity: str) -> None:
    assert found(uk_pack, text) == [(entity, "GB 999 9999 73")]


def test_the_longest_cue_names_more_exactly_than_its_last_word() -> None:
    lexicon = Lexicon([("account", "money"), ("council tax account", "council")])

    (cue,) = lexicon.before("Council Tax Account No: ", 24)

    assert cue.rows == ("council",)
    assert cue.designated


def test_anchors_pass_over_amounts_years_and_days() -> None:
    text = "paid £412.60 on 12 March 2024 with 3 men"

    assert list(anchors(text, Lexicon([("ref", 1)]))) == []


def test_a_shape_among_words_of_the_store_is_doubtful(uk_pack: Detector) -> None:
    """Reported, since it may be someone's, but less surely than in other company."""
    (alone,) = uk_pack(Text(0, "t", "He gave QQ 12 34 56 C to the clerk"))
    (stored,) = uk_pack(Text(0, "t", "QQ 12 34 56 C: fan, twelve to a pallet, see the catalogue"))

    assert stored.entity == alone.entity
    assert stored.score < alone.score
