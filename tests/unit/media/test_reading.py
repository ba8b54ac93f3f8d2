"""Readings: every character of the text knows its home, rounding outward."""

import re

from hypothesis import given
from hypothesis import strategies as st

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.media._cut import splice
from redact.media._reading import Builder, literal

STARS = re.compile(r"\*+")


def doubled(match):
    return (("*", match.start(), match.end()),)


@given(st.text(alphabet="ab*", min_size=1, max_size=20), st.data())
def test_an_edit_of_the_reading_changes_just_the_raw_characters_it_came_from(raw, data):
    reading = literal(raw, 0, len(raw)).decoded(STARS, doubled)
    start = data.draw(st.integers(0, len(reading.text) - 1))
    end = data.draw(st.integers(start + 1, len(reading.text)))

    output = splice(raw, list(reading.respell([Edit(Chars(start, end), "X")], lambda text, _: text)))

    assert reading.text == STARS.sub("*", raw)
    assert STARS.sub("*", output) == splice(reading.text, [Edit(Chars(start, end), "X")])


def test_a_replacement_goes_where_its_first_character_stands_and_the_rest_is_emptied():
    raw = "<b>Ja</b>ne!"
    builder = Builder()
    builder.add(literal(raw, 3, 5), 0, 2)
    builder.add(literal(raw, 9, 12), 0, 3)
    reading = builder.reading()

    assert reading.raw(Chars(1, 3)) == (Chars(4, 5), Chars(9, 10))
    assert splice(raw, list(reading.respell([Edit(Chars(0, 4), "[P]")], lambda text, _: text))) == "<b>[P]</b>!"
