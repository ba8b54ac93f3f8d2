"""Workbooks: parts beside the sheets are read, made anew, or left out and said so."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.table import Table
from PIL import Image
from sheet_kit import Book, again, cutting, everything, opened, parts, row

from redact.core.hidden import Hidden
from redact.core.segment import Child
from redact.settings import Settings

_SHEET = "xl/worksheets/sheet1.xml"


def _made(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_columns_of_a_table_are_called_as_the_cells_above_them_after_a_cut(press):
    book = openpyxl.Workbook()
    for line in (["Jane Doe", "Omar Khan", "Sum"], [1, 2, "=Staff[[#This Row],[Jane Doe]]"]):
        book.active.append(line)
    book.active.add_table(Table(displayName="Staff", ref="A1:C2"))

    written = press.written(opened(press, _made(book)), cutting("Jane Doe", "Omar Khan"))
    sheet = openpyxl.load_workbook(io.BytesIO(written)).active

    assert "Jane" not in everything(written)
    assert [cell.value for cell in sheet[1]] == ["[X]", "[X] 2", "Sum"]
    assert sheet.tables["Staff"].column_names == ["[X]", "[X] 2", "Sum"]
    assert sheet["C2"].value is None


def test_what_a_chart_keeps_is_cut_and_its_sheet_renamed(press):
    book = openpyxl.Workbook()
    book.active.title = "Jane"
    for line in (["Who", "Count"], ["Jane", 3], ["Omar", 4]):
        book.active.append(line)
    chart = BarChart()
    chart.title = "Cases of Jane"
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    chart.set_categories(Reference(book.active, min_col=1, min_row=2, max_row=3))
    book.active.add_chart(chart, "D2")

    written = press.written(opened(press, _made(book)), cutting("Jane"))

    assert "Jane" not in everything(written)
    assert "'(X)'!" in parts(written)["xl/charts/chart1.xml"]


_COMMENTS = (
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>Zoe Fay</author></authors>'
    '<commentList><comment ref="A1" authorId="0"><text><r><t>Ask Ja</t></r><r><t>ne</t></r></text></comment></commentList>'
    "</comments>"
)


def _commented():
    book = Book().sheet(
        row(1, "x"), ties=[("rId1", "comments", "../comments1.xml"), ("rId2", "vmlDrawing", "../d.vml")]
    )
    book.parts[_SHEET] = book.parts[_SHEET].replace("</worksheet>", '<legacyDrawing r:id="rId2"/></worksheet>')
    book.part("xl/comments1.xml", "comments", _COMMENTS).part("xl/d.vml", "", "<xml>Zoe</xml>")
    return book.bytes()


def test_comments_are_left_out_and_said_so(press):
    document = opened(press, _commented())

    assert "comment" not in everything(press.written(document)).lower()
    assert any(note.hidden is Hidden.COMMENTS and note.state == "dropped" for note in document.census())


def test_kept_comments_are_cut_and_nobodys(press):
    keep = Settings(office_comments="keep")
    content = _commented()
    document = opened(press, content, keep)

    written = press.written(document, cutting("Jane"))
    comment = openpyxl.load_workbook(io.BytesIO(written)).active["A1"].comment

    assert comment.text == "Ask [X]"
    assert "Zoe" not in everything(written)
    assert press.written(again(press, written, keep)) == written


@pytest.mark.parametrize(
    ("main", "suffix", "type_"),
    [("macros", ".xlsx", "spreadsheetml.sheet.main"), ("macro_template", ".xltx", "spreadsheetml.template.main")],
)
def test_macros_go_and_with_them_the_type_of_the_file(press, main, suffix, type_):
    book = Book(main).sheet(row(1, "x")).further("vbaProject", "vbaProject.bin", "Jane's code")
    document = opened(press, book.bytes())

    written = press.written(document)

    assert document.suffix == suffix
    assert type_ in parts(written)["[Content_Types].xml"]
    assert "Jane" not in everything(written)
    assert any(note.hidden is Hidden.CODE for note in document.census())


def test_pivot_caches_go_and_the_cells_stay(press):
    book = Book().sheet(row(1, "Row labels", "Sum"))
    book.further("pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", "<x>Jane</x>")
    document = opened(press, book.bytes('<pivotCaches><pivotCache cacheId="1" r:id="rId100"/></pivotCaches>'))

    written = press.written(document)

    assert "Jane" not in everything(written)
    assert "pivot" not in everything(written)
    assert any(note.hidden is Hidden.CACHES for note in document.census())


@pytest.mark.parametrize(
    ("told", "kept"),
    [("Microsoft Excel", "Microsoft Excel"), ("LibreOffice/24.2 of Jane", "LibreOffice"), ("Jane's", None)],
)
def test_of_the_program_that_made_it_the_name_alone_stays(press, told, kept):
    book = openpyxl.Workbook()
    source = _made(book)
    parted = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(parted, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(b"Microsoft Excel", told.encode())
            new.writestr(name, text.replace(b"</Application>", b"</Application><Manager>Jane</Manager>"))

    written = press.written(opened(press, parted.getvalue()))

    assert "Jane" not in everything(written)
    assert ("docProps/app.xml" in parts(written)) is (kept is not None)
    assert kept is None or f"<Application>{kept}<" in parts(written)["docProps/app.xml"]
    assert press.written(again(press, written)) == written


def test_pictures_are_files_of_their_own_and_one_that_is_withheld_leaves_an_empty_one(press, tmp_path):
    book = openpyxl.Workbook()
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "PNG")
    book.active.add_image(openpyxl.drawing.image.Image(picture), "B2")
    document = opened(press, _made(book))

    released = press.written(document, cutting(kids=tmp_path))
    withheld = press.written(document)

    assert [segment.name for segment in document.segments() if isinstance(segment, Child)] == ["picture 1.png"]
    assert len(openpyxl.load_workbook(io.BytesIO(released)).active._images) == 1
    assert "xl/media/image1.png" in parts(withheld)
    assert not [segment for segment in again(press, withheld).segments() if isinstance(segment, Child)]


def test_styles_keep_how_cells_look(press):
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["A1"].font = openpyxl.styles.Font(name="Arial", bold=True, color="FF112233")
    book.active["A1"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFAABBCC")
    book.active["A1"].alignment = openpyxl.styles.Alignment(wrap_text=True)

    cell = openpyxl.load_workbook(io.BytesIO(press.written(opened(press, _made(book))))).active["A1"]

    assert (cell.font.name, cell.font.b, cell.font.color.rgb) == ("Arial", True, "FF112233")
    assert cell.fill.fgColor.rgb == "FFAABBCC"
    assert cell.alignment.wrap_text
