"""Letters set far apart go where the cut lies, not where the room behind them ends; lists of fonts may be shared."""

import io

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from redact.media.pdf import content
from redact.media.pdf.cleaning.scrub import scrub
from redact.media.pdf.terms import Cut


def page_with(program):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 200))
    page = pdf.pages[0]
    letters = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.obj["/Resources"] = Dictionary(Font=Dictionary(F1=letters))
    page.obj["/Contents"] = pdf.make_stream(program)
    return pdf, page


@pytest.mark.parametrize("spacing", [b"0 Tc", b"30 Tc", b"-2 Tc", b"60 Tw"])
@pytest.mark.parametrize("guarded", [False, True])
def test_a_letter_under_a_cut_goes_however_much_room_stands_behind_it(spacing, guarded):
    pdf, page = page_with(b"BT /F1 12 Tf " + spacing + b" 20 100 Td (AB C D) Tj ET")
    second = next(glyph for glyph in content.read(pdf, page).glyphs if glyph.char == "B")

    content.rewrite(pdf, page, [Cut(second.area.grown(-0.01), "x", guarded)], None)

    assert "".join(glyph.char for glyph in content.read(pdf, page).glyphs).replace(" ", "") == "ACD"


def test_pages_that_share_a_list_of_fonts_each_keep_those_they_use():
    pdf, _ = page_with(b"BT /F1 12 Tf 20 100 Td (one) Tj ET")
    pdf.add_blank_page(page_size=(400, 200))
    fonts = pdf.make_indirect(
        Dictionary(
            F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica),
            F2=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman")),
        )
    )
    for page in pdf.pages:
        page.obj["/Resources"] = Dictionary(Font=fonts)
    pdf.pages[1].obj["/Contents"] = pdf.make_stream(b"BT /F2 12 Tf 20 100 Td (two) Tj ET")

    scrub(pdf)
    out = io.BytesIO()
    pdf.save(out)

    with pikepdf.open(out) as made:
        assert [list(page.resources.Font.keys()) for page in made.pages] == [["/F1"], ["/F2"]]
