"""Checksum without context is not evidence; with context nothing is missed."""

from __future__ import annotations

import random

import pytest
from patterns_kit import found

from redact.core.ports import Detector
from redact.core.segment import Text
from redact.detect.patterns import checks

NEUTRAL = "The total came to {} in the second column of the ledger, as it had before."
IN_CONTEXT = (
    "NHS number: {}",
    "NHS No {} was read out",
    "her NHS no. is {} and she agrees",
    "Patient {} was seen in the clinic",
    "{} is his NHS number",
    "(NHS {})",
)


def valid_numbers(count: int) -> list[str]:
    """Valid numbers of the range kept for tests (NHS 999 000 0000 to 999 999 9999)."""
    heads = (f"999{random.Random(n).randrange(10**6):06d}" for n in range(2 * count))
    made = (next((head + d for d in "0123456789" if checks.nhs(head + d)), None) for head in heads)
    return [number for number in made if number][:count]


def test_random_ten_digit_numbers_in_neutral_text_are_not_nhs_numbers(uk_pack: Detector) -> None:
    rng = random.Random(7)
    texts = [NEUTRAL.format(f"{rng.randrange(10**9, 10**10)}") for _ in range(10_000)]

    taken = sum(any(entity == "UK_NHS" for entity, _ in found(uk_pack, text)) for text in texts)

    assert taken <= 50


@pytest.mark.parametrize("sentence", IN_CONTEXT)
@pytest.mark.parametrize("layout", ["{}{}{}", "{} {} {}", "{}-{}-{}"])
def test_valid_numbers_in_context_are_found(uk_pack: Detector, sentence: str, layout: str) -> None:
    numbers = [layout.format(n[:3], n[3:6], n[6:]) for n in valid_numbers(40)]

    hits = sum(("UK_NHS", number) in found(uk_pack, sentence.format(number)) for number in numbers)

    assert hits >= 0.99 * len(numbers)


def test_a_mistyped_number_behind_its_cue_is_found_with_less_certainty(uk_pack: Detector) -> None:
    (right,) = uk_pack(Text(0, "t", "NHS number 999 000 0018"))
    (wrong,) = uk_pack(Text(0, "t", "NHS number 999 000 0019"))

    assert right.entity == wrong.entity == "UK_NHS"
    assert wrong.score < right.score
