"""Workbooks: formulas are read with their values; what is cut takes its formula with it; nothing reaches outside."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet_kit import Book, again, cutting, everything, opened, package, parts, row, texts

from redact.core.segment import TextKind
from redact.media.office.sheet.formulas import Known, Renamed, barred, carried, words

_SHEET = "xl/worksheets/sheet1.xml"


def test_a_formula_that_holds_no_words_is_not_read_and_stays(press):
    content = Book().sheet(row(1, 1, 2, "<f>SUM(A1:B1)*IF(A1&gt;1,2,3)</f><v>3</v>")).bytes()
    document = opened(press, content)

    assert all("SUM" not in text.text for text in texts(document))
    assert "<f>SUM(A1:B1)*IF(A1&gt;1,2,3)</f>" in parts(press.written(document))[_SHEET]


def test_words_in_a_formula_are_read_and_a_cut_leaves_the_value(press):
    content = Book().sheet(row(1, "x", '<f>IF(A1="Jane Doe",1,"other")</f><v>other</v>')).bytes()
    document = opened(press, content)

    written = press.written(document, cutting("Jane Doe"))

    assert [text.text for text in texts(document) if text.kind is TextKind.CODE] == ['IF(A1="Jane Doe",1,"other")']
    assert "Jane" not in everything(written)
    assert openpyxl.load_workbook(io.BytesIO(written)).active["B1"].value == "other"


def test_a_cut_value_takes_its_formula_with_it(press):
    content = Book().sheet(row(1, "Jane", "Doe", '<f>A1&amp;" "&amp;B1</f><v>Jane Doe</v>')).bytes()

    written = press.written(opened(press, content), cutting("Jane Doe"))

    assert openpyxl.load_workbook(io.BytesIO(written)).active["C1"].value == "[X]"
    assert "<f>" not in parts(written)[_SHEET]


def _shared(*values):
    first = f'<c r="A1" t="str"><f t="shared" ref="A1:A3" si="0">UPPER(B1)</f><v>{values[0]}</v></c>'
    more = [
        f'<row r="{n}"><c r="A{n}" t="str"><f t="shared" si="0"/><v>{value}</v></c></row>'
        for n, value in enumerate(values[1:], 2)
    ]
    return Book().sheet(f'<row r="1">{first}</row>{"".join(more)}').bytes()


def test_a_cut_first_cell_takes_the_formula_from_all_that_share_it(press):
    written = press.written(opened(press, _shared("JANE", "OMAR", "ANN")), cutting("JANE"))

    assert "<f" not in parts(written)[_SHEET]
    assert [text.text for text in texts(again(press, written))][1:] == ["[X]", "OMAR", "ANN"]


def test_a_cut_later_cell_leaves_the_formula_of_the_others(press):
    written = press.written(opened(press, _shared("JANE", "OMAR", "ANN")), cutting("OMAR"))

    assert parts(written)[_SHEET].count('si="0"') == 2
    assert "OMAR" not in everything(written)


def test_a_cut_within_the_area_of_an_array_takes_its_formula(press):
    cells = '<row r="1"><c r="A1" t="str"><f t="array" ref="A1:A3">UPPER(B1:B3)</f><v>ANN</v></c></row>'
    cells += '<row r="2"><c r="A2" t="str"><v>JANE</v></c></row><row r="3"><c r="A3" t="str"><v>ZOE</v></c></row>'
    content = Book().sheet(cells).bytes()

    assert "<f" in parts(press.written(opened(press, content)))[_SHEET]
    assert "<f" not in parts(press.written(opened(press, content), cutting("JANE")))[_SHEET]


@pytest.mark.parametrize(
    "formula",
    [
        "[1]Sheet1!A1",
        "'[1]Other sheet'!A1",
        r"'C:\Users\jane\[book.xlsx]Sheet'!A1",
        'WEBSERVICE("http://example.org/?"&A1)',
        'HYPERLINK("http://example.org","Link")',
        "cmd|'/c calc'!A0",
        'CELL("filename")',
        "_xlfn.IMAGE(A1)",
        "JANESMACRO(1)",
        'CUBEVALUE("x")',
        'GETPIVOTDATA("Sum",A3)',
    ],
)
def test_a_formula_that_reaches_outside_goes_out_as_its_value(press, formula):
    escaped = formula.replace("&", "&amp;").replace("<", "&lt;")
    written = press.written(opened(press, Book().sheet(row(1, f"<f>{escaped}</f><v>seen</v>")).bytes()))

    assert openpyxl.load_workbook(io.BytesIO(written)).active["A1"].value == "seen"


def test_links_to_other_workbooks_are_left_out_and_said_so(press):
    book = Book().sheet(row(1, "<f>[1]Staff!A1</f><v>x</v>"))
    book.further("externalLink", "externalLinks/externalLink1.xml", "<externalLink>Jane</externalLink>")
    document = opened(press, book.bytes('<externalReferences><externalReference r:id="rId100"/></externalReferences>'))

    written = press.written(document)

    assert "external" not in everything(written)
    assert any(note.state == "dropped" and "link to another file" in note.part for note in document.census())


def test_recalculation_is_forced_only_where_nothing_was_cut(press):
    content = Book().sheet(row(1, "Jane", "<f>A1</f><v>x</v>")).bytes('<calcPr calcId="191029" fullCalcOnLoad="1"/>')

    assert 'fullCalcOnLoad="1"' in parts(press.written(opened(press, content)))["xl/workbook.xml"]
    assert "fullCalcOnLoad" not in parts(press.written(opened(press, content), cutting("Jane")))["xl/workbook.xml"]


def test_a_renamed_sheet_is_renamed_wherever_it_is_meant(press):
    book = Book()
    book.sheet(row(1, "<f>'Jane Doe'!A1+SUM('Jane Doe:Data'!B1)</f><v>1</v>"), name="Data")
    book.sheet(
        row(1, 5), name="Jane Doe", after='<hyperlinks><hyperlink ref="A1" location="\'Jane Doe\'!A1"/></hyperlinks>'
    )
    book.names = "<definedName name=\"Total\">'Jane Doe'!$A$1</definedName>"

    written = press.written(opened(press, book.bytes()), cutting("Jane Doe", put="[NAME 1]"))
    made = openpyxl.load_workbook(io.BytesIO(written))

    assert "Jane" not in everything(written)
    assert made.sheetnames == ["Data", "(NAME 1)"]
    assert made["Data"]["A1"].value == "='(NAME 1)'!A1+SUM('(NAME 1):Data'!B1)"
    assert made.defined_names["Total"].attr_text == "'(NAME 1)'!$A$1"
    assert made["(NAME 1)"]["A1"].hyperlink.location == "'(NAME 1)'!A1"


def test_two_sheets_cut_to_one_name_are_told_apart(press):
    content = Book().sheet(name="Jane").sheet(name="Omar").bytes()

    made = openpyxl.load_workbook(io.BytesIO(press.written(opened(press, content), cutting("Jane", "Omar"))))

    assert made.sheetnames == ["(X)", "(X) 2"]


def test_a_renamed_name_is_renamed_in_formulas(press):
    book = Book().sheet(row(1, "<f>JaneDoe*2</f><v>2</v>"))
    book.names = '<definedName name="JaneDoe" comment="Jane said so">Sheet1!$B$1</definedName>'

    written = press.written(opened(press, book.bytes()), cutting("JaneDoe"))

    assert "Jane" not in everything(written)
    assert openpyxl.load_workbook(io.BytesIO(written)).active["A1"].value == "=X*2"


def test_names_of_what_is_left_out_are_read_in_formulas(press):
    book = Book("macros").sheet(row(1, "<f>'Jane Doe'!A1</f><v>1</v>", "<f>Ann_Lee+1</f><v>1</v>"))
    book.sheet(row(1, "code"), name="Jane Doe")
    book.names = '<definedName name="Ann_Lee" function="1">Sheet1!$A$1</definedName>'
    book.bytes()
    book.parts["xl/_rels/workbook.xml.rels"] = book.parts["xl/_rels/workbook.xml.rels"].replace(
        'relationships/worksheet" Target="worksheets/sheet2.xml"',
        'relationships/xlMacrosheet" Target="worksheets/sheet2.xml"',
    )
    document = opened(press, package(book.parts, book.types))

    written = press.written(document, cutting("Jane Doe", "Ann Lee"))

    assert "Jane" not in everything(written)
    assert "Ann" not in everything(written)
    assert [text.text for text in texts(again(press, written))] == ["Sheet1", "1", "1"]


def test_what_stands_for_a_blank_in_a_name_is_read_as_one(press):
    book = Book().sheet(row(1, 1))
    book.names = '<definedName name="Total_Jane_Doe">Sheet1!$B$1</definedName>'
    document = opened(press, book.bytes())

    assert "Total Jane Doe" in [text.text for text in texts(document)]
    assert "Jane" not in everything(press.written(document, cutting("Jane Doe")))


def test_a_name_whose_constant_was_cut_is_left_out(press):
    book = Book().sheet(row(1, 1))
    book.names = '<definedName name="Officer">"Jane Doe"</definedName><definedName name="Ok">Sheet1!$A$1</definedName>'

    written = press.written(opened(press, book.bytes()), cutting("Jane Doe"))

    assert list(openpyxl.load_workbook(io.BytesIO(written)).defined_names) == ["Ok"]


@given(st.text(alphabet="A1'\"![]:,()$&+|#.@ \\bé", max_size=40))
def test_any_formula_is_gone_through_without_loss(formula):
    assert carried(formula, Renamed(sheets={"never used": "x"})) == formula
    assert barred(formula) in (True, False)
    signs = iter(formula)
    assert all(sign in signs for sign in words(formula, Known()))
