"""Plain text: every character in some piece, every byte kept where nothing changes."""

import itertools

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from redact.core.errors import InputError
from redact.core.flow import Edit
from redact.core.place import Chars
from redact.media._pieces import pieces
from redact.media.text import open_text
from redact.settings import Settings

WORDS = st.sampled_from(["Jane Smith lives here.", "x", "", " ", "\u200bRi\u00adchard", "a,b;c", "Ó Sé"])
LINES = st.lists(WORDS, max_size=30)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\u2028", " "])
QUICK = examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(LINES, ENDS, st.integers(2, 40), st.integers(1, 7))
@QUICK
def test_pieces_are_the_text_and_do_not_depend_on_how_it_was_read(lines, end, about, step):
    text = end.join(lines)
    parts = [text[at : at + step] for at in range(0, len(text), step)]

    found = list(pieces(parts, about))

    assert "".join(found) == text
    assert found == list(pieces([text], about))
    assert all(0 < len(piece) <= about for piece in found)
    if about > 2:
        assert not any(a.endswith("\r") and b.startswith("\n") for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("one two\n\nthree four five\nsix", "one two\n\n"),
        ("one two three\nfour five six seven", "one two three\n"),
        ("one two five. Three four five", "one two five. "),
        ("one two three four five", "one two three "),
    ],
)
def test_a_piece_ends_at_the_best_place_there_is(text, first):
    assert next(pieces([text], 16)) == first


@given(LINES, ENDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
@QUICK
def test_without_edits_every_byte_comes_back(standing_press, lines, end, codec):
    content = ("Minutes of the meeting. " + end.join(lines)).encode(codec)

    document = open_text(standing_press.source(content), Settings(piece_chars=20))

    assert standing_press.written(document) == content


@given(LINES, ENDS, st.data())
@QUICK
def test_edits_change_what_they_name_and_nothing_else(standing_press, lines, end, data):
    text = "start " + end.join(lines)
    cut = data.draw(st.sets(st.integers(0, len(text) - 1), max_size=8))
    small = Settings(piece_chars=20)

    def change(segment):
        (home,) = segment.locate(Chars(0, len(segment.text)))
        return [Edit(Chars(i, i + 1), "[P]") for i in range(len(segment.text)) if home.start + i in cut]

    output = standing_press.written(open_text(standing_press.source(text.encode()), small), change)

    wanted = "".join("[P]" if i in cut else char for i, char in enumerate(text))
    again = open_text(standing_press.source(output), small)
    assert "".join(standing_press.texts(again)) == wanted


def test_places_count_in_the_whole_file_without_its_mark(press):
    text = "word " * 50 + "Jane"
    document = open_text(press.source(text.encode("utf-8-sig")), Settings(piece_chars=32))

    *_, last = document.segments()

    (place,) = last.locate(Chars(len(last.text) - 4, len(last.text)))
    assert text[place.start : place.end] == "Jane"
    assert last.part == "text"


def test_a_file_that_went_away_is_an_input_error(press):
    source = press.source(b"text")
    source.path.unlink()

    with pytest.raises(InputError, match=source.id):
        open_text(source)


def test_a_label_that_the_encoding_lacks_is_written_plainly(press):
    document = open_text(press.source("Siân met Jane".encode("cp1252")))

    assert press.replaced(document, "Jane", "Łucja█") == "Siân met Lucja#".encode("cp1252")


@pytest.mark.slow
def test_200_mb_on_one_line_pass_in_pieces(press):
    unit = "Jane Smith of Halifax said so. "
    content = (unit * (200 * 1024**2 // len(unit))).encode()
    document = open_text(press.source(content))

    longest = max(len(segment.text) for segment in document.segments())

    assert longest <= Settings().piece_chars
    assert press.written(document) == content
