"""OpenDocument sheets: cells are read with their columns, and cut in what they show, hold and work out."""

import re

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from redact.core.hidden import Hidden
from redact.core.place import Cell, Chars
from redact.core.segment import Text, TextKind
from tests.unit.media import odf_kit as kit

HEADER = kit.row(*(kit.cell(word, value_type="string") for word in ("Name", "Phone", "Born")))


def texts(document):
    return {segment.text: segment for segment in document.segments() if isinstance(segment, Text)}


def content(draft):
    return kit.members(draft)["content.xml"].decode()


def test_a_cell_is_read_with_its_column_and_knows_its_place(press):
    people = kit.row(kit.cell("Jane Doe", value_type="string"), kit.cell("01632 960001", value_type="string"))
    found = texts(kit.opened(press, kit.sheet(HEADER + people)))

    assert found["Phone"].kind is TextKind.KEY
    assert found["01632 960001"].context == "Phone | Jane Doe"
    assert found["01632 960001"].part == "sheet 1, row 2"
    assert found["Jane Doe"].locate(Chars(0, 4)) == (Cell(1, 0, 0, 4),)


def test_the_value_behind_what_is_shown_goes_with_it(press):
    rows = HEADER + kit.row(
        kit.cell("x", value_type="string"),
        kit.cell("x", value_type="string"),
        kit.cell("1 May 1970", value_type="date", date_value="1970-05-01"),
    )
    draft = content(kit.written(kit.opened(press, kit.sheet(rows)), ["1 May 1970"]))

    assert "1970" not in draft
    assert 'office:value-type="string"' in draft


def test_what_is_shown_goes_with_the_value_behind_it(press):
    rows = kit.row(kit.cell("1.6E+09", value_type="float", value="1632960001"))
    document = kit.opened(press, kit.sheet(rows))

    assert "1632960001" in kit.read(document)
    draft = content(kit.written(document, ["1632960001"]))
    assert "1632960001" not in draft
    assert "1.6E+09" not in draft


def test_a_number_shown_as_it_is_stays_a_number(press):
    rows = kit.row(kit.cell("1,234.50", value_type="currency", value="1234.5", currency="GBP"))
    document = kit.opened(press, kit.sheet(rows))

    assert "1234.5" not in kit.read(document)
    assert 'office:value="1234.5"' in content(kit.written(document))


def test_words_in_a_formula_are_read_and_take_it_along_when_cut(press):
    formula = "of:=IF([.A1]=1;&quot;Jane Doe&quot;;&quot;&quot;)"
    rows = (
        f"<table:table-row>"
        f'<table:table-cell table:formula="{formula}" office:value-type="string">'
        f"<text:p>no</text:p></table:table-cell></table:table-row>"
    )
    document = kit.opened(press, kit.sheet(rows))

    draft = content(kit.written(document, ["Jane Doe"]))
    assert "table:formula" not in draft
    assert "<text:p>no</text:p>" in draft


def test_a_formula_keeps_working_under_the_new_name_of_its_sheet(press):
    rows = (
        "<table:table-row><table:table-cell "
        'table:formula="of:=[$\'Jane Doe\'.A1]+1" office:value-type="float" office:value="2">'
        "<text:p>2</text:p></table:table-cell></table:table-row>"
    )
    other = '<table:table table:name="Jane Doe"><table:table-row><table:table-cell/></table:table-row></table:table>'
    document = kit.opened(press, kit.sheet(rows, after=other))

    draft = content(kit.written(document, ["Jane Doe"]))
    assert 'table:name="GONE"' in draft
    assert "of:=[$'GONE'.A1]+1" in draft
    assert 'xmlns:of="' in draft


def test_a_formula_that_fetches_from_another_file_is_dropped(press):
    rows = (
        "<table:table-row><table:table-cell "
        'table:formula="of:=\'file:///home/jane/x.ods\'#$A.A1" office:value-type="float" '
        'office:value="2"><text:p>2</text:p></table:table-cell></table:table-row>'
    )
    document = kit.opened(press, kit.sheet(rows))

    assert "jane" not in content(kit.written(document))
    assert any(note.hidden is Hidden.FORMULAS for note in document.census())


def test_what_is_repeated_a_million_times_is_read_once_and_stays_repeated(press):
    again = 'table:number-rows-repeated="1048575"'
    wide = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
        "<text:p>Jane Doe</text:p></table:table-cell>"
    )
    document = kit.opened(
        press, kit.sheet(HEADER + kit.row(wide, extra=again) + kit.row(kit.cell("end", value_type="string")))
    )

    assert kit.read(document).count("Jane Doe") == 1
    draft = content(kit.written(document, ["Jane Doe"]))
    assert again in draft
    assert draft.count("[GONE]") == 1


def test_hidden_rows_sheets_and_filters_are_reported_and_read(press):
    style = (
        '<style:style style:name="ta2" style:family="table"><style:table-properties '
        'table:display="false"/></style:style>'
    )
    rows = kit.row(
        kit.cell("Jane Doe", value_type="string"), extra='table:visibility="collapse" table:number-rows-repeated="3"'
    )
    after = (
        f'<table:table table:name="b" table:style-name="ta2">{kit.row(kit.cell("John Roe"))}</table:table>'
        f'<table:database-ranges><table:database-range table:name="d"><table:filter>'
        f'<table:filter-condition table:value="Jane Doe"/></table:filter>'
        f"</table:database-range></table:database-ranges>"
    )
    document = kit.opened(press, kit.sheet(rows, before=style, after=after))

    notes = {note.part: note for note in document.census()}
    assert notes["hidden rows and columns"].note == "3 found"
    assert notes["hidden sheets"].hidden is Hidden.CELLS
    assert notes["filters"].hidden is Hidden.FILTERS
    assert {"Jane Doe", "John Roe"} <= set(kit.read(document))
    assert "Jane" not in content(kit.written(document, ["Jane Doe"]))


def test_values_in_lists_and_pivots_are_cut_with_the_cells(press):
    after = (
        '<table:content-validations><table:content-validation table:name="v" '
        'table:condition="of:cell-content-is-in-list(&quot;Jane Doe&quot;)"/>'
        "</table:content-validations>"
        '<table:data-pilot-tables><table:data-pilot-table table:name="p">'
        '<table:data-pilot-field><table:data-pilot-member table:name="Jane Doe"/>'
        "</table:data-pilot-field></table:data-pilot-table></table:data-pilot-tables>"
        "<table:dde-links><table:dde-link><table:table><table:table-row><table:table-cell>"
        "<text:p>Jane Doe</text:p></table:table-cell></table:table-row></table:table>"
        "</table:dde-link></table:dde-links>"
    )
    document = kit.opened(press, kit.sheet(kit.row(kit.cell("Jane Doe")), after=after))

    draft = content(kit.written(document, ["Jane Doe"]))
    assert "Jane" not in draft
    assert "dde" not in draft


def test_comments_and_drawings_in_cells_are_read_when_kept(press):
    inner = (
        "<table:table-cell><office:annotation><text:p>Jane Doe</text:p></office:annotation>"
        "<text:p>x</text:p></table:table-cell>"
    )
    document = kit.opened(press, kit.sheet(f"<table:table-row>{inner}</table:table-row>"), office_comments="keep")

    assert "Jane Doe" in kit.read(document)


def test_a_sheet_of_odfpy_keeps_its_shape(press, tmp_path):
    book = OpenDocumentSpreadsheet()
    table = Table(name="People")
    for words in (("Name", "Phone"), ("Jane Doe", "01632 960001"), ("John Roe", "01632 960002")):
        row = TableRow()
        for word in words:
            one = TableCell(valuetype="string", stringvalue=word)
            one.addElement(P(text=word))
            row.addElement(one)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    path = tmp_path / "x.ods"
    book.save(str(path))

    document = kit.opened(press, path.read_bytes())
    draft = content(kit.written(document, ["Jane Doe"]))
    assert len(re.findall("<table:table-row", draft)) == 3
    assert "Jane" not in draft
    assert 'office:string-value="John Roe"' in draft
