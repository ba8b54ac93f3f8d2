"""Workbooks: all that stands around cells is read, kept by an allow-list, or left out and said so."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from sheet_kit import Book, again, cutting, everything, opened, parts, row, texts

from redact.core.hidden import Hidden
from redact.media.office.sheet.headers import header_leaves
from redact.settings import Settings

_SHEET = "xl/worksheets/sheet1.xml"


def _made(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _written(press, inside, *words, **keep):
    document = opened(press, Book().sheet(row(1, "x"), after=inside).bytes())
    return press.written(document, cutting(*words)), document


def test_headers_are_read_without_their_codes_and_cut(press):
    inside = '<headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"Ja&amp;Bne Doe&amp;R&amp;P of &amp;N</oddHeader></headerFooter>'

    written, document = _written(press, inside, "Jane Doe")

    assert "Jane Doe\n of " in [text.text for text in texts(document)]
    assert '&amp;L&amp;"Arial,Bold"[X]&amp;B&amp;R&amp;P of &amp;N' in parts(written)[_SHEET]


def test_a_font_in_a_header_that_nobody_has_is_left_out(press):
    leaves, made = header_leaves('&L&"Jane Doe,Bold"x&"-,Italic"y')

    assert leaves.text == "xy"
    assert made() == '&Lx&"-,Italic"y'


def test_a_header_is_written_as_it_was(press):
    text = '&L&"Arial,Bold"Smith && Co&C&12 2024&R&G&A'

    leaves, made = header_leaves(text)

    assert leaves.text == "Smith & Co\n 2024\n"
    assert made() == text.replace("&G", "")


def test_lists_of_a_validation_are_cut_and_prompts_too(press):
    book = openpyxl.Workbook()
    rule = DataValidation(type="list", formula1='"Jane Doe,Omar Khan"', prompt="Ask Jane Doe", promptTitle="Who")
    rule.add("A1:A9")
    book.active.add_data_validation(rule)

    written = press.written(opened(press, _made(book)), cutting("Jane Doe", put="[X]"))
    made = openpyxl.load_workbook(io.BytesIO(written)).active.data_validations.dataValidation[0]

    assert made.formula1 == '"[X],Omar Khan"'
    assert made.prompt == "Ask [X]"


def test_a_condition_that_names_someone_goes(press):
    inside = (
        '<conditionalFormatting sqref="A1"><cfRule type="containsText" priority="1" operator="containsText" text="Jane">'
        '<formula>NOT(ISERROR(SEARCH("Jane",A1)))</formula></cfRule><cfRule type="cellIs" priority="2" operator="equal">'
        "<formula>1</formula></cfRule></conditionalFormatting>"
    )

    written, _ = _written(press, inside, "Jane")

    assert "Jane" not in everything(written)
    assert parts(written)[_SHEET].count("<cfRule") == 1


def test_links_are_read_and_a_cut_one_leads_nowhere(press):
    book = Book().sheet(
        row(1, "mail"),
        after='<hyperlinks><hyperlink ref="A1" r:id="rId1" tooltip="Jane Doe" display="mail"/></hyperlinks>',
        ties=[("rId1", "hyperlink", "mailto:jane.doe@example.org", "External")],
    )

    written = press.written(opened(press, book.bytes()), cutting("jane.doe@example.org", "Jane Doe"))

    assert "jane" not in everything(written).lower()


def test_criteria_of_a_filter_are_read_cut_and_told_of(press):
    inside = (
        '<autoFilter ref="A1:B5"><filterColumn colId="0"><filters><filter val="Jane Doe"/></filters></filterColumn>'
        '<filterColumn colId="1"><customFilters><customFilter operator="equal" val="*Doe*"/></customFilters></filterColumn>'
        "</autoFilter>"
    )

    written, document = _written(press, inside, "Jane Doe", "Doe")

    assert "Doe" not in everything(written)
    assert any(note.hidden is Hidden.FILTERS for note in document.census())


def test_hidden_rows_columns_and_sheets_are_read_kept_hidden_and_told_of(press):
    book = openpyxl.Workbook()
    book.active.append(["seen", "aside"])
    book.active.append(["Jane in a hidden row"])
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.create_sheet("Away").append(["Omar on a hidden sheet"])
    book["Away"].sheet_state = "veryHidden"
    document = opened(press, _made(book))

    made = openpyxl.load_workbook(io.BytesIO(press.written(document, cutting("Jane", "Omar"))))
    notes = {note.part: note.note for note in document.census() if note.hidden is Hidden.CELLS}

    assert notes == {"sheet 1, hidden cells": "1 hidden row, 1 hidden column", "sheet 2, hidden sheet": "very hidden"}
    assert made.worksheets[0]["A2"].value == "[X] in a hidden row"
    assert made.worksheets[0].row_dimensions[2].hidden
    assert made.worksheets[0].column_dimensions["B"].hidden
    assert made["Away"].sheet_state == "veryHidden"


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


def test_what_is_not_known_is_not_written(press):
    before = '<sheetPr codeName="JaneSheet"><tabColor rgb="FF00FF00"/></sheetPr>'
    inside = (
        '<scenarios><scenario name="Jane" user="Jane"/></scenarios><madeUp>Jane</madeUp>'
        '<customSheetViews><customSheetView guid="{1}"><headerFooter><oddHeader>Jane</oddHeader></headerFooter>'
        "</customSheetView></customSheetViews>"
    )
    document = opened(
        press, Book().sheet(row(1, "x"), before=before, after=inside).bytes("<fileSharing userName='Jane'/>")
    )

    written = press.written(document)

    assert "Jane" not in everything(written)
    assert "FF00FF00" in everything(written)
    assert {"sheet 1, scenarios", "who locked the workbook"} <= {note.part for note in document.census()}


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
