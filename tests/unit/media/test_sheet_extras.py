"""Workbooks: all that stands around cells is read, kept by an allow-list, or left out and said so."""

import io

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from sheet_kit import Book, cutting, everything, opened, parts, row, texts

from redact.core.hidden import Hidden
from redact.media.office.sheet.allow import is_tame
from redact.media.office.sheet.headers import header_leaves

_SHEET = "xl/worksheets/sheet1.xml"


def _made(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _written(press, inside, *words):
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


_X14 = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}">'
    "{}</ext></extLst>"
)


def test_small_charts_within_cells_stay_and_follow_their_sheet(press):
    inside = _X14.format(
        "<x14:sparklineGroups><x14:sparklineGroup type='column'><x14:sparklines><x14:sparkline><xm:f>Jane!A1:A3</xm:f>"
        "<xm:sqref>B1</xm:sqref></x14:sparkline></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups>"
    )
    document = opened(press, Book().sheet(row(1, 1), name="Jane", after=inside).bytes())

    sheet = parts(press.written(document, cutting("Jane")))[_SHEET]

    assert "<xm:f>'(X)'!A1:A3</xm:f>" in sheet
    assert '<x14:sparklineGroup type="column">' in sheet


def test_a_list_of_another_sheet_stays_and_one_that_names_someone_is_cut(press):
    inside = _X14.format(
        "<x14:dataValidations><x14:dataValidation type='list'><x14:formula1><xm:f>\"Jane,Omar\"</xm:f></x14:formula1>"
        "<xm:sqref>A1</xm:sqref></x14:dataValidation></x14:dataValidations>"
    )

    written, _ = _written(press, inside, "Jane")

    assert '<xm:f>"[X],Omar"</xm:f>' in parts(written)[_SHEET]


@pytest.mark.parametrize(
    "value", ["Jane", "Jane Doe", "JaneDoe", "jane.doe@example.org", "JANE", "+44 Jane", "A1:Jane"]
)
def test_what_people_write_is_no_word_of_the_format(value):
    assert not is_tame("type", value)


@pytest.mark.parametrize(
    "value", ["1", "-0.5", "1.5E-3", "A1:B2 C3", "$A$1", "A:C", "1:3", "FF00AA11", "containsText", ""]
)
def test_words_of_the_format_pass(value):
    assert is_tame("type", value)
