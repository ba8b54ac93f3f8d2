"""Workbooks: cells read as they are shown, cut where they stand, and left alone where nothing was cut."""

import io

import openpyxl
import pytest
from sheet_kit import Book, again, cutting, everything, opened, parts, row, texts

from redact.core.errors import CorruptInput
from redact.core.place import Cell, Chars
from redact.core.segment import TextKind
from redact.settings import Settings


def _staff(press, **settings):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "Phone", "Started"])
    sheet.append(["Jane Doe", 7700900123, None])
    sheet.append(["Omar Khan", "07700 900456", None])
    out = io.BytesIO()
    book.save(out)
    return opened(press, out.getvalue())


def test_cells_are_read_with_their_heading_and_neighbours(press):
    found = {text.text: text for text in texts(_staff(press))}

    assert found["Jane Doe"].context == "Name | 7700900123"
    assert found["Jane Doe"].kind is TextKind.FIELD
    assert found["Jane Doe"].part == "sheet 1, row 2"
    assert found["Jane Doe"].locate(Chars(5, 8)) == (Cell(1, 0, 5, 8),)
    assert found["Name"].kind is TextKind.KEY


def test_a_cut_cell_keeps_the_rest_of_its_text(press):
    document = _staff(press)

    book = openpyxl.load_workbook(io.BytesIO(press.written(document, cutting("Jane", put="[NAME]"))))

    assert book.active["A2"].value == "[NAME] Doe"
    assert book.active["A3"].value == "Omar Khan"


def test_a_cut_number_becomes_text_and_others_stay_numbers(press):
    content = Book().sheet(row(1, "Ref", "Count") + row(2, 7700900123, 41.5)).bytes()

    book = openpyxl.load_workbook(io.BytesIO(press.written(opened(press, content), cutting("7700900123"))))

    assert book.active["A2"].value == "[X]"
    assert book.active["B2"].value == 41.5


def test_shared_texts_that_no_cell_uses_any_more_are_gone(press):
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c><c r="C1" t="s"><v>0</v></c></row>'
    content = Book().sheet(cells).strings("Jane Doe", "orphan Omar", "kept").bytes()

    written = press.written(opened(press, content), cutting("Jane Doe"))
    book = openpyxl.load_workbook(io.BytesIO(written))

    assert "Jane" not in everything(written)
    assert "Omar" not in everything(written)
    assert [cell.value for cell in book.active[1]] == ["[X]", "kept", "[X]"]


def test_a_shared_text_stays_where_another_cell_still_uses_it(press):
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>'
    content = Book().sheet(cells).strings("Jane").bytes()
    document = opened(press, content)
    first = next(text.ordinal for text in texts(document) if text.text == "Jane")

    written = press.written(document, lambda segment: cutting("Jane")(segment) if segment.ordinal == first else ())

    assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(written)).active[1]] == ["[X]", "Jane"]


def test_a_name_over_runs_of_different_formats_is_cut_and_formats_stay(press):
    rich = "<r><rPr><b/></rPr><t>Call Ja</t></r><r><rPr><i/></rPr><t>ne Doe today</t></r>"
    rich += "<rPh sb='5' eb='7'><t>ジェーン</t></rPh>"
    content = Book().sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>').strings(rich).bytes()

    written = press.written(opened(press, content), cutting("Jane Doe"))

    assert texts(again(press, written))[1].text == "Call [X] today"
    assert "<b/>" in parts(written)["xl/sharedStrings.xml"]
    assert "<t></t>" not in parts(written)["xl/sharedStrings.xml"]
    assert "ジェーン" not in everything(written)


def test_hints_of_how_a_text_is_said_are_read_and_go_with_a_cut(press):
    hinted = "<t>佐藤</t><rPh sb='0' eb='2'><t>サトウ</t></rPh>"
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    document = opened(press, Book().sheet(cells).strings(hinted).bytes())

    assert [text.text for text in texts(document)][1:] == ["佐藤", "サトウ"]
    assert "サトウ" in everything(press.written(document))
    assert "サトウ" not in everything(press.written(document, cutting("サトウ")))
    assert "サトウ" not in everything(press.written(document, cutting("佐藤")))


def test_letters_written_as_codes_are_read_as_letters(press):
    content = Book().sheet(row(1, "_x004A_ane")).bytes()

    assert "Jane" in [text.text for text in texts(opened(press, content))]


@pytest.mark.parametrize(
    ("code", "raw", "shown"),
    [
        ("dd/mm/yyyy", "36526", "2000-01-01"),
        ("dd/mm/yyyy", "59", "1900-02-28"),
        ("dd mmm yyyy hh:mm", "36526.75", "2000-01-01 18:00:00"),
        ("00000 000000", "7700900123", "07700 900123"),
        ("General", "7.700900123E9", "7700900123"),
        ("General", "0.1", "0.1"),
        ('"Ref" 0', "12", "12"),
        ('[Red]"day" 0.00', "12.5", "12.5"),
    ],
)
def test_numbers_are_read_as_they_are_shown(press, code, raw, shown):
    code = code.replace('"', "&quot;")
    styles = (
        f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    content = Book().sheet(f'<row r="1"><c r="A1" s="1"><v>{raw}</v></c></row>').styles(styles).bytes()
    document = opened(press, content)

    assert shown in [text.text for text in texts(document)]
    assert f"<v>{raw}</v>" in parts(press.written(document))["xl/worksheets/sheet1.xml"]


def test_words_in_a_number_format_are_read_and_cut(press):
    styles = (
        '<numFmts><numFmt numFmtId="164" formatCode="&quot;Jane Doe&quot; 0"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    )
    content = Book().sheet(row(1, "x")).styles(styles).bytes()

    assert "Jane" not in everything(press.written(opened(press, content), cutting("Jane Doe")))


def test_rows_and_cells_without_a_place_follow_those_before(press):
    content = Book().sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>").bytes()

    sheet = openpyxl.load_workbook(io.BytesIO(press.written(opened(press, content)))).active

    assert [[cell.value for cell in line] for line in sheet.iter_rows()] == [[1, 2], [3, None]]


def test_a_heading_below_a_title_is_found(press):
    cells = row(1, "Complaints received") + row(3, "Name", "Date of birth") + row(4, "Jane Doe", "1 May 1980")
    content = Book().sheet(cells).bytes()

    found = {text.text: text.context for text in texts(opened(press, content))}

    assert found["1 May 1980"] == "Date of birth | Jane Doe"


def test_a_form_without_headings_has_the_label_at_the_left_for_context(press):
    cells = (
        row(1, None, "Name", "Jane Doe") + row(2, None, "Address", "1 High Street") + row(3, None, "Clerk:", "Zoe Fay")
    )
    content = Book().sheet(cells).bytes()

    found = {text.text: text for text in texts(opened(press, content))}

    assert found["Jane Doe"].kind is TextKind.FIELD
    assert found["Zoe Fay"].context == "Clerk:"


def test_every_writing_of_the_same_is_the_same_and_a_fixed_point(press):
    document = _staff(press)

    first, second = press.written(document), press.written(document)

    assert first == second
    assert press.written(again(press, first)) == first


def test_change_is_asked_once_for_each_segment_in_order(press):
    document = _staff(press)
    asked = []

    press.written(document, lambda segment: asked.append(segment.ordinal) or ())

    assert asked == [segment.ordinal for segment in document.segments()]


def test_long_cells_are_read_in_pieces_and_cut_in_each(press):
    long = "Jane walked. " * 200
    document = opened(press, Book().sheet(row(1, long)).bytes(), Settings(piece_chars=500))

    written = press.written(document, cutting("Jane"))

    assert len(texts(document)) > 5
    assert "Jane" not in everything(written)
    assert everything(written).count("[X] walked") == 200


@pytest.mark.parametrize("index", ["7", "-1", "x"])
def test_a_broken_shared_index_is_an_error(press, index):
    content = Book().sheet(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>').strings("one").bytes()

    with pytest.raises(CorruptInput):
        list(opened(press, content).segments())


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="2"/><row r="1"/>',
        '<row r="1"><c r="B1"/><c r="A1"/></row>',
        '<row r="1"><c r="A2"/></row>',
        '<row r="1"><c r="hello"/></row>',
        '<row r="9999999"/>',
    ],
)
def test_cells_without_a_place_of_their_own_are_an_error(press, cells):
    with pytest.raises(CorruptInput):
        list(opened(press, Book().sheet(cells).bytes()).segments())
