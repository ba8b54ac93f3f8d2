"""Sayings: phrases with open places, and what they stand for."""

from __future__ import annotations

import pytest

from redact.detect.lexicon.sayings import sayings
from redact.detect.words import read


def _found(said: str, text: str) -> list[str]:
    page = read(text)
    return [text[page.starts[hit.first] : page.end(hit.last)] for hit in sayings({said: "x"}).find(page)]


@pytest.mark.parametrize(
    ("said", "text", "phrase"),
    [
        ("lost <own> <side>? <body>", "She lost her left leg.", "lost her left leg"),
        ("lost <own> <side>? <body>", "She lost her leg.", "lost her leg"),
        ("doing % months", "He is doing eight months.", "doing eight months"),
        ("doing % months", "He is doing 8 months.", "doing 8 months"),
        ("put .. out", "He put his poor back out.", "put his poor back out"),
        ("hit ^", "He hit Aiden.", "hit Aiden"),
        ("can't cope", "She can’t cope.", "can’t cope"),
        ("mother's/father's side", "on my mother's side", "mother's side"),
    ],
)
def test_an_open_place_takes_what_it_says(said: str, text: str, phrase: str) -> None:
    assert _found(said, text) == [phrase]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("lost <own> <body>", "She lost her glove."),
        ("lost <own> <body>", "All was lost. Her leg was fine."),
        ("hit ^", "they hit trouble"),
        ("put .. out", "He put one two three four out."),
        ("doing % months", "doing many months"),
    ],
)
def test_what_does_not_fit_is_left(said: str, text: str) -> None:
    assert _found(said, text) == []


def test_the_longest_saying_around_a_word_wins() -> None:
    page = read("He broke his arm.")

    hits = list(sayings({"broke": "short", "broke his arm": "long"}, frozenset({"his", "arm"})).find(page))

    assert [hit.tag for hit in hits] == ["long"]
