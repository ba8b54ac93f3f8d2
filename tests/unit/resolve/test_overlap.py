"""Overlapping claims become disjoint ones, the surest first, and nothing that was claimed is let go."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.taxonomy import entity_type
from redact.resolve.overlap import rank, settle

TEXT = "Dear Ms Wilhelmina Thrupp, flat 4 – 12 Quillet Row, HX7 9BD (07700 900123). Yours, T. Quillfeather"
ENTITIES = (
    "PERSON",
    "STREET_ADDRESS",
    "PHONE_NUMBER",
    "UK_POSTCODE",
    "HEALTH",
    "LOCATION",
    "ORGANIZATION",
    "REFERENCE",
)
DETECTORS = ("uk.phone", "generic.mail", "address", "people", "lists", "spacy", "expert", "special", "quasi")
FACTS = ("cue", "tied", "title", "company", "weak", "denied", "allowed", "case_person")


@st.composite
def claims(draw: st.DrawFn) -> Finding:
    start = draw(st.integers(0, len(TEXT) - 1))
    end = draw(st.integers(start + 1, min(len(TEXT), start + 30)))
    facts = frozenset(draw(st.lists(st.sampled_from(FACTS), max_size=2)))
    score = draw(st.floats(0.05, 1.0))
    return Finding(Chars(start, end), draw(st.sampled_from(ENTITIES)), score, draw(st.sampled_from(DETECTORS)), facts)


def told(findings: list[Finding]) -> set[int]:
    """Letters and digits that some finding holds."""
    return {at for each in findings for at in range(each.chars.start, each.chars.end) if TEXT[at].isalnum()}


def _direct(finding: Finding) -> bool:
    return entity_type(finding.entity).directness == "direct"


def claim(start: int, end: int, entity: str, detector: str = "expert", score: float = 0.9, *facts: str) -> Finding:
    return Finding(Chars(start, end), entity, score, detector, frozenset(facts))


@given(st.lists(claims(), max_size=12))
def test_what_comes_out_is_disjoint_and_in_order(findings: list[Finding]) -> None:
    settled = settle(TEXT, findings)

    assert all(before.chars.end <= after.chars.start for before, after in pairwise(settled))
    assert all(len(each.chars) > 0 for each in settled)


@given(st.lists(claims(), max_size=12))
def test_no_letter_is_lost_that_a_name_number_or_address_claimed_and_none_is_added(findings: list[Finding]) -> None:
    """Of phrases, what is left beside a surer claim may say nothing (`and`, `in`) and be let go."""
    settled = told(settle(TEXT, findings))

    assert told([each for each in findings if _direct(each)]) <= settled <= told(findings)


@given(st.lists(claims(), max_size=12))
def test_whatever_was_claimed_whole_and_alone_stays(findings: list[Finding]) -> None:
    for each in findings:
        alone = all(each is other or not each.chars.touches(other.chars) for other in findings)
        assert not alone or told([each]) <= told(settle(TEXT, findings))


@given(st.lists(claims(), max_size=12))
def test_every_piece_is_part_of_a_claim_of_its_own_kind(findings: list[Finding]) -> None:
    for piece in settle(TEXT, findings):
        assert any(
            each.chars.covers(piece.chars)
            and (each.entity, each.detector, each.score) == (piece.entity, piece.detector, piece.score)
            and each.facts <= piece.facts
            for each in findings
        )


@given(st.lists(claims(), max_size=12))
def test_no_letter_goes_to_a_weaker_claim_than_the_surest_on_it(findings: list[Finding]) -> None:
    for piece in settle(TEXT, findings):
        rivals = [each for each in findings if each.chars.covers(piece.chars) and _direct(each)]
        assert all(rank(piece)[0] <= rank(each)[0] for each in rivals)


@given(st.lists(claims(), max_size=8), st.randoms())
def test_the_order_of_claims_does_not_matter_to_what_is_held(findings: list[Finding], random: object) -> None:
    shuffled = list(findings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert told(settle(TEXT, shuffled)) == told(settle(TEXT, findings))


@given(st.lists(claims(), max_size=12))
def test_what_is_settled_stays_as_it_is(findings: list[Finding]) -> None:
    once = settle(TEXT, findings)

    assert [(each.chars, each.entity) for each in settle(TEXT, once)] == [(each.chars, each.entity) for each in once]


@pytest.mark.parametrize(
    ("surer", "weaker"),
    [
        (claim(8, 18, "DENIED", "lists", 1.0, "denied"), claim(8, 18, "ALLOWED", "lists", 1.0, "allowed")),
        (claim(8, 18, "ALLOWED", "lists", 1.0, "allowed"), claim(8, 25, "PERSON", "people", 1.0, "cue", "title")),
        (claim(8, 25, "PERSON", "lists", 1.0, "case_person"), claim(8, 25, "ORGANIZATION", "expert", 1.0)),
        (claim(8, 25, "PERSON", "people", 0.9, "title"), claim(8, 25, "ORGANIZATION", "expert", 1.0)),
        (claim(61, 73, "PHONE_NUMBER", "uk.phone", 0.9, "cue"), claim(61, 73, "REFERENCE", "expert", 0.6)),
        (claim(8, 25, "PERSON", "expert", 0.9), claim(8, 25, "HEALTH", "special", 0.9)),
        (claim(8, 25, "HEALTH", "special", 0.9), claim(8, 25, "DATE_TIME", "spacy", 0.9)),
    ],
)
def test_the_surer_claim_takes_the_characters(surer: Finding, weaker: Finding) -> None:
    assert surer in settle(TEXT, [weaker, surer])
    assert weaker not in settle(TEXT, [weaker, surer])


def test_what_is_left_of_a_weaker_claim_is_kept_without_spaces_at_its_ends() -> None:
    name, address = claim(8, 25, "PERSON", "people", 0.9, "title"), claim(0, 50, "STREET_ADDRESS", "expert", 0.5)

    left = [TEXT[each.chars.start : each.chars.end] for each in settle(TEXT, [name, address])]

    assert left == ["Dear Ms", "Wilhelmina Thrupp", ", flat 4 – 12 Quillet Row"]


def test_a_piece_says_that_it_is_one() -> None:
    name, address = claim(8, 25, "PERSON", "people", 0.9, "title"), claim(0, 50, "STREET_ADDRESS", "expert", 0.5)

    assert ["piece" in each.facts for each in settle(TEXT, [name, address])] == [True, False, True]


def test_of_two_claims_on_one_person_the_longer_stands() -> None:
    full, part = claim(8, 25, "PERSON", "expert", 0.6), claim(8, 18, "PERSON", "spacy", 0.99)

    assert settle(TEXT, [part, full]) == [full]


def test_a_claim_on_signs_alone_is_let_go() -> None:
    assert settle(TEXT, [claim(34, 35, "PERSON")]) == []
    assert TEXT[34] == "–"


@pytest.mark.parametrize(
    ("said", "left"), [("HIV", ["HIV", "3 March"]), ("and in", ["3 March"]), ("gay in", ["gay in", "3 March"])]
)
def test_what_is_left_of_a_phrase_stays_if_it_still_says_something(said: str, left: list[str]) -> None:
    text = f"{said} 3 March"
    date = Finding(Chars(len(said) + 1, len(text)), "PHONE_NUMBER", 0.9, "uk.phone", frozenset({"cue"}))
    phrase = Finding(Chars(0, len(text)), "HEALTH", 0.9, "special")

    assert [text[each.chars.start : each.chars.end] for each in settle(text, [phrase, date])] == left


def test_a_short_phrase_with_a_space_at_its_end_is_whole() -> None:
    assert len(settle("she is ill now", [Finding(Chars(6, 11), "HEALTH", 0.9, "special")])) == 1
