"""When words were said, and what is to be silenced so that they are not heard."""

from __future__ import annotations

import json

from redact.core.place import Chars, Times, from_extent, to_extent
from redact.core.said import AFTER_US, BEFORE_US, Said, Spoken, padded

SAID = Said((Spoken(0, 4, 100_000, 300_000), Spoken(5, 9, 350_000, 600_000), Spoken(10, 12, 900_000, 950_000)), (1,), 1)


def test_characters_of_two_words_were_said_from_the_first_to_the_last() -> None:
    assert SAID(Chars(2, 7)) == (Times(100_000, 600_000, (1,)),)


def test_the_space_between_two_words_was_never_said() -> None:
    assert SAID(Chars(4, 5)) == ()


def test_an_anchor_survives_json() -> None:
    assert Said.from_plain(json.loads(json.dumps(SAID.to_plain()))) == SAID


def test_a_place_in_time_survives_json() -> None:
    for place in (Times(3, 9), Times(3, 9, (0, 2))):
        assert from_extent(json.loads(json.dumps(to_extent(place)))) == place


def test_a_stretch_is_silenced_from_before_its_start_to_after_its_end() -> None:
    assert padded(Times(1_000_000, 2_000_000, (0,))) == Times(1_000_000 - BEFORE_US, 2_000_000 + AFTER_US, (0,))
    assert padded(Times(10, 20)).start_us == 0


def test_sounds_of_different_channels_do_not_touch() -> None:
    assert not Times(0, 10, (0,)).touches(Times(5, 15, (1,)))
    assert Times(0, 10).touches(Times(5, 15, (1,)))
    assert Times(0, 10, (0, 1)).touches(Times(5, 15, (1,)))
    assert not Times(0, 10).touches(Times(10, 15))


def test_a_pad_ends_where_the_next_word_begins_if_there_is_a_pause_before_it() -> None:
    assert SAID.until(Chars(5, 9)) == 900_000
    assert padded(Times(350_000, 600_000), 900_000).end_us == 900_000
    assert padded(Times(350_000, 600_000), 5_000_000).end_us == 600_000 + AFTER_US


def test_a_pad_goes_into_a_word_that_follows_without_a_pause() -> None:
    """Recognisers say where a word ends too early: without a pause nobody knows what is still the name."""
    assert SAID.until(Chars(0, 4)) is None
    assert SAID.until(Chars(10, 12)) is None
