"""Lines of a page are no plate; a plate with a dealer's name under it is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redact.core.flow import Finding
from redact.core.ink import Ink, Stroke
from redact.core.place import Box
from redact.core.segment import Text
from redact.resolve.prose import over_prose

PLATE = Finding(Box(0, 0, 200, 40), "LICENCE_PLATE", 0.6, "plates")


def words(said: str, left: int = 0) -> Text:
    strokes = tuple(
        Stroke(at, at + 1, 0, Box(left + 5 * at, 10, left + 5 * at + 5, 30))
        for at, char in enumerate(said)
        if char != " "
    )
    return Text(0, "words", said, anchor=Ink(strokes), medium="picture")


@pytest.mark.parametrize(
    ("said", "prose"),
    [
        ("Keys were handed in by", True),
        ("AB12 CDE", False),
        ("AB12 CDE smiths of eastmere", False),
        ("X1 smiths motors of eastmere", False),
        ("TOTAL 12.50 GBP", False),
        ("JT", False),
        ("", False),
    ],
)
def test_what_is_read_under_it_tells(said: str, prose: bool) -> None:
    (found,) = over_prose([PLATE], [words(said)] if said else [])

    assert ("prose" in found.facts) is prose


def test_few_letters_are_enough_when_they_are_as_high_as_a_sign() -> None:
    (sign,) = over_prose([PLATE], [words("Bakery")])
    (dealer,) = over_prose([replace(PLATE, place=Box(0, 0, 200, 80))], [words("motors")])

    assert "prose" in sign.facts
    assert "prose" not in dealer.facts


def test_words_beside_it_tell_nothing() -> None:
    (found,) = over_prose([PLATE], [words("Keys were handed in by", left=300)])

    assert found == PLATE


def test_a_face_over_words_is_a_face() -> None:
    face = Finding(Box(0, 0, 200, 40), "FACE", 0.6, "faces")

    assert list(over_prose([face], [words("Keys were handed in by")])) == [face]
