"""What is told in plain words: deeds, states, observance, love; and the plain words that tell nothing of the kind."""

from __future__ import annotations

import time

import pytest

from redact.core.segment import Text
from redact.detect import special
from redact.settings import Settings

DETECT = special.make(Settings())


def found(text: str) -> list[tuple[str, str]]:
    segment = Text(0, "text", text)
    return [(finding.entity, segment.surface(finding.chars)) for finding in DETECT(segment)]


@pytest.mark.parametrize(
    ("text", "entity", "phrase"),
    [
        ("She has no grip in her right hand since.", "HEALTH", "no grip in her right hand"),
        ("You put your back out in May.", "HEALTH", "put your back out"),
        ("I can't walk far.", "HEALTH", "walk far"),
        ("He is not sleeping.", "HEALTH", "not sleeping"),
        ("My wife had a kidney out.", "HEALTH", "kidney out"),
        ("He went home sick at noon.", "HEALTH", "home sick"),
        ("She has been sober since March.", "HEALTH", "sober since March"),
        ("His BMI is 41.", "HEALTH", "BMI is 41"),
        ("Mrs Odum lost her baby at five months.", "HEALTH", "lost her baby"),
        ("He struck him across the arm.", "CRIMINAL_OFFENCE", "struck him across the arm"),
        ("Her ex said he would burn my van.", "CRIMINAL_OFFENCE", "would burn my van"),
        ("Her son is doing eight months in Barlinnie.", "CRIMINAL_OFFENCE", "doing eight months"),
        ("She nicked my purse.", "CRIMINAL_OFFENCE", "nicked my purse"),
        ("He breached his order twice.", "CRIMINAL_OFFENCE", "breached his order"),
        ("Lee Marsh, s.18, trial in May; he denies it.", "CRIMINAL_OFFENCE", "s.18"),
        ("I vote with you: he voted for Plaid Cymru.", "POLITICS", "Plaid Cymru"),
        ("You are in the same Unite branch as me.", "UNION", "Unite branch"),
        ("He was brought up Hindu.", "RELIGION", "brought up Hindu"),
        ("She lit a candle for him.", "RELIGION", "lit a candle"),
        ("They lived together as a couple, my aunt and she.", "SEX_LIFE_ORIENTATION", "lived together as a couple"),
        ("He came out to his parents.", "SEX_LIFE_ORIENTATION", "came out to his parents"),
        ("Her spit test came back.", "GENETIC_BIOMETRIC", "spit test"),
        ("She speaks only Amharic.", "ETHNICITY", "speaks only Amharic"),
        ("He is a national of Chad.", "ETHNICITY", "national of Chad"),
    ],
)
def test_a_thing_told_in_plain_words_is_found(text: str, entity: str, phrase: str) -> None:
    assert any(kind == entity and phrase in surface for kind, surface in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "She was struck by the view.",
        "He took the minutes and the chair.",
        "I hit the deadline.",
        "Your branch opens at nine.",
        "He converted the barn to flats.",
        "She is doing two of the reports.",
        "My order arrived late and the conditions were unclear.",
        "He failed to provide the invoice.",
        "She searched for the file.",
        "I left the strike-through in the draft.",
        "He asked for annual leave.",
        "Section 47 of the Act gives her a right.",
        "Her dementia cafe leaflet is enclosed.",
        "He put the bins out.",
        "The weight is 41 kg a pallet.",
        "She voted on the minutes.",
    ],
)
def test_plain_words_about_other_things_stay(text: str) -> None:
    assert found(text) == []


def test_a_word_that_stands_alone_in_a_row_is_the_row_s_condition() -> None:
    assert ("CRIMINAL_OFFENCE", "robbery") in found("T2024 | Koroma, Sheku | robbery | 2d\nHe appeared by video.")


def test_a_phrase_reaches_to_the_end_of_its_clause() -> None:
    surfaces = [surface for _, surface in found("He is weak: cancer in the throat, and he smokes.")]

    assert any(surface.endswith("cancer in the throat") for surface in surfaces)


@pytest.mark.parametrize(
    "unit",
    [
        "he hit me with a ",
        "lost his left ",
        "rash on his. ",
        "my s s t t eat ",
        "bp 1 ",
        "the rash on the ",
        "was in a ",
    ],
)
def test_hostile_lines_cost_no_more_than_their_length(unit: str) -> None:
    def cost(size: int) -> float:
        start = time.process_time()
        list(DETECT(Text(0, "text", unit * (size // len(unit)))))
        return time.process_time() - start

    assert cost(100_000) < max(0.6, 12 * cost(25_000))
