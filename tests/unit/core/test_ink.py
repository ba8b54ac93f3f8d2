"""Words and their ink: characters know the boxes they stand in, a line at a time, in one picture or many frames."""

from __future__ import annotations

import json

from redact.core.ink import Ink, Stroke
from redact.core.place import Box, Chars, Track

#: `Ann Lee` on one line, `Hove` on the next.
INK = Ink(
    (
        Stroke(0, 3, 0, Box(10, 10, 40, 20)),
        Stroke(4, 7, 0, Box(50, 11, 80, 21)),
        Stroke(8, 12, 1, Box(10, 30, 50, 40)),
    )
)


def test_characters_of_one_line_are_one_box() -> None:
    assert INK(Chars(0, 7)) == (Box(10, 10, 80, 21),)


def test_characters_of_two_lines_are_two() -> None:
    assert INK(Chars(4, 12)) == (Box(50, 11, 80, 21), Box(10, 30, 50, 40))


def test_part_of_a_stroke_is_all_of_it() -> None:
    assert INK(Chars(1, 2)) == (Box(10, 10, 40, 20),)


def test_what_has_no_ink_has_no_place() -> None:
    assert INK(Chars(3, 4)) == ()


def test_in_a_film_it_stands_in_every_frame() -> None:
    assert Ink(INK.strokes, (7, 8))(Chars(0, 3)) == (Track(((7, 10, 10, 40, 20), (8, 10, 10, 40, 20))),)


def test_it_comes_back_from_json_as_it_was() -> None:
    filmed = Ink(INK.strokes, (7, 8))

    assert [Ink.from_plain(json.loads(json.dumps(ink.to_plain()))) for ink in (INK, filmed)] == [INK, filmed]
