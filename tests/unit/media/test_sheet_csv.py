"""Workbooks released as one CSV file a sheet: what cells show, and nothing else."""

import csv
import io

import openpyxl
from openpyxl.comments import Comment
from sheet_kit import Book, cutting, opened, parts, row

from redact.core.segment import TextKind
from redact.settings import Settings

_CSV = Settings(sheets_as_csv=True)


def _rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_each_sheet_is_a_file_of_what_its_cells_show(press):
    book = openpyxl.Workbook()
    book.active.title = "Staff"
    book.active.append(["Name", "Note"])
    book.active.append(["Jane Doe", 'said "no", twice'])
    book.active["D5"] = 4.5
    book.create_sheet("Empty")
    out = io.BytesIO()
    book.save(out)
    document = opened(press, out.getvalue(), _CSV)

    written = parts(press.written(document, cutting("Jane")))

    assert document.suffix == ".zip"
    assert list(written) == ["Staff.csv", "Empty.csv"]
    assert _rows(written["Staff.csv"]) == [
        ["Name", "Note"], ["[X] Doe", 'said "no", twice'], [], [], ["", "", "", "4.5"],
    ]  # fmt: skip


def test_text_is_never_run_as_a_formula_and_a_number_keeps_its_sign(press):
    content = Book().sheet(row(1, "=1+2", "+44 7700 900123", -5, "@x", "Jane")).bytes()

    written = parts(press.written(opened(press, content, _CSV), cutting("Jane", put="-")))

    assert _rows(written["Sheet1.csv"]) == [["'=1+2", "'+44 7700 900123", "-5", "'@x", "'-"]]


def test_names_of_sheets_are_read_as_names_of_files_and_told_apart(press):
    content = Book().sheet(row(1, "x"), name="Jane: a/b").sheet(row(1, "x"), name="Omar: a/b").bytes()
    document = opened(press, content, _CSV)

    names = [segment.text for segment in document.segments() if segment.kind is TextKind.NAME]
    written = press.written(document, cutting("Jane", "Omar"))

    assert names == ["Jane: a/b", "Omar: a/b"]
    assert list(parts(written)) == ["[X] a b.csv", "[X] a b 2.csv"]


def test_only_cells_are_read_and_the_rest_is_said_to_be_left_out(press):
    book = openpyxl.Workbook()
    book.active["A1"] = "seen"
    book.active["A1"].comment = Comment("Jane said so", "Omar")
    book.active["B1"] = "=LEN(A1)"
    book.create_sheet("Away").append(["aside"])
    book["Away"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    document = opened(press, out.getvalue(), _CSV)

    states = {note.part: note.state for note in document.census()}

    assert [segment.text for segment in document.segments()] == ["Sheet", "seen", "Away", "aside"]
    assert states["styles"] == states["sheet 1, formulas"] == "dropped"
    assert states["sheet 2, hidden sheet"] == states["sheet 1"] == "read"
    assert parts(press.written(document))["Away.csv"] == "aside\r\n"


def test_change_is_asked_once_for_each_segment_in_order(press):
    document = opened(press, Book().sheet(row(1, "a", 1) + row(3, "b")).bytes(), _CSV)
    asked = []

    press.written(document, lambda segment: asked.append(segment.ordinal) or ())

    assert asked == [segment.ordinal for segment in document.segments()]
