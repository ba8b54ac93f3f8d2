"""Tables: untouched rows keep every byte, changed cells are written in the file's manner."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import Edit
from redact.core.place import Cell, Chars
from redact.core.segment import TextKind
from redact.media.table import open_table
from redact.settings import Settings

QUICK = examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CELLS = st.text(alphabet='aJ "\',;\t\n\r=-@é0', max_size=6)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6)


def table(press, text, settings=None, suffix=".csv", codec="utf-8"):
    return open_table(press.source(text.encode(codec), suffix, "table"), settings)


@given(st.text(alphabet='ab",;\t\r\n =é', max_size=60))
@QUICK
def test_without_edits_every_byte_of_any_table_comes_back(standing_press, text):
    content = text.encode()
    document = open_table(standing_press.source(content, ".csv", "table"))
    try:
        list(document.segments())
    except CorruptInput:
        assert '"' in text
        return

    assert standing_press.written(document) == content


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.data())
@QUICK
def test_a_csv_reader_sees_the_changed_cells_and_all_others_as_they_were(standing_press, rows, end, all_quoted, data):
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if all_quoted else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter="\t", lineterminator=end, quoting=quoting).writerows([["name", "note", "x", "y"], *rows])
    fresh = data.draw(CELLS)
    document = open_table(standing_press.source(out.getvalue().encode(), ".tsv", "table"))
    picked = data.draw(st.sets(st.integers(0, 20), max_size=4))

    def change(segment):
        return [Edit(Chars(0, len(segment.text)), fresh)] if segment.ordinal in picked else ()

    places = {
        (p.row, p.col) for s in document.segments() if s.ordinal in picked for p in s.locate(Chars(0, len(s.text)))
    }
    output = standing_press.written(document, change).decode()

    before = list(csv.reader(io.StringIO(out.getvalue(), newline=""), delimiter="\t"))
    after = list(csv.reader(io.StringIO(output, newline=""), delimiter="\t"))
    for row, cells in enumerate(before):
        for col, cell in enumerate(cells):
            wanted = fresh if (row, col) in places else cell
            # A row whose only cell was emptied is an empty row to a reader.
            seen = after[row][col] if after[row] else ""
            assert seen.removeprefix("'") == wanted.removeprefix("'")


def test_a_cell_knows_its_place_column_and_neighbours(press):
    found = list(table(press, "name;phone;notes\nJane Smith;01632 960001;called twice\n").segments())

    assert [s.kind for s in found[:3]] == [TextKind.KEY] * 3
    assert found[4].context == "phone | Jane Smith | called twice"
    assert found[4].locate(Chars(2, 4)) == (Cell(1, 1, 2, 4),)
    assert (found[3].part, found[3].kind) == ("row 2", TextKind.FIELD)


def test_a_first_row_of_people_is_no_header(press):
    found = list(table(press, "Jane Smith,07700 900123\nMark Tymms,07700 900124\n").segments())

    assert {s.kind for s in found} == {TextKind.FIELD}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_even_where_cells_hold_others(press, delimiter):
    text = delimiter.join(["name", "note"]) + "\n" + delimiter.join(["Jane", '"a, b; c"']) + "\n"

    assert press.texts(table(press, text)) == ["name", "note", "Jane", "a, b; c"]


def test_quotes_line_breaks_and_ragged_rows_are_read(press):
    text = 'name,note\r\n"Smith, ""Jane""","one\r\ntwo",extra\r\nshort\r\n\r\n6" pipe,"x" y\r\n'

    assert press.texts(table(press, text)) == [
        "name", "note", 'Smith, "Jane"', "one\r\ntwo", "extra", "short", '6" pipe', "x y",
    ]  # fmt: skip


def test_a_changed_cell_is_quoted_as_it_was_and_others_are_untouched(press):
    document = table(press, '\ufeffname,"note"\r\nJane,"Jane ""J"" here"\r\nJane;x,  "odd"\r\n')

    output = press.replaced(document, "Jane", "[P, 1]").decode()

    assert output == '\ufeffname,"note"\r\n"[P, 1]","[P, 1] ""J"" here"\r\n"[P, 1];x",  "odd"\r\n'


@pytest.mark.parametrize(
    ("cell", "old", "new", "wanted"),
    [
        ("Jane", "Jane", "=1+1", "'=1+1"),
        ("Jane", "Jane", "+44 7700 900123", "'+44 7700 900123"),
        ("+44 7700 900123", "+44 7700 900123", "+44 7700 900999", "+44 7700 900999"),
        ('"=HYPERLINK(""mailto:jane@example.org"")"', "jane@example.org", "[E]", '"=HYPERLINK(""mailto:[E]"")"'),
        ("Jane=1", "Jane", "", "'=1"),
    ],
)
def test_a_change_never_makes_a_formula(press, cell, old, new, wanted):
    output = press.replaced(table(press, f"name,x\n{cell},y\n"), old, new).decode()

    assert output == f"name,x\n{wanted},y\n"


def test_a_quote_that_is_never_closed_refuses_the_file(press):
    with pytest.raises(CorruptInput, match="never closed"):
        list(table(press, 'name,note\nJane,"cut off\n').segments())


def test_a_row_wider_or_longer_than_any_table_is_refused(press):
    with pytest.raises(LimitExceeded):
        list(table(press, "a," * 20_000).segments())
    with pytest.raises(LimitExceeded):
        list(table(press, "name,x\n" + "y" * 300_000 + ",z\n", Settings(max_value_chars=1000)).segments())


def test_a_long_cell_is_read_in_pieces_that_know_their_place(press):
    cell = "word " * 40 + "Jane"
    document = table(press, f"name,x\n{cell},y\n", Settings(piece_chars=64))
    found = [s for s in document.segments() if s.part == "row 2"]

    assert "".join(s.text for s in found[:-1]) == cell
    assert found[-2].locate(Chars(len(found[-2].text) - 4, len(found[-2].text))) == (Cell(1, 0, 200, 204),)
    assert press.replaced(document, "Jane", "[P]").decode() == f"name,x\n{cell.replace('Jane', '[P]')},y\n"
