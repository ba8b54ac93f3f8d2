"""Fonts after a cut: they draw what is still shown as before, and tell nothing of what is not."""

from __future__ import annotations

import io

import numpy as np
import pdf_font_kit as kit
import pikepdf
import pypdfium2 as pdfium
import pytest
from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from redact.media.pdf.fonts import prune_fonts
from redact.media.pdf.fonts.type1 import Type1
from redact.media.pdf.painting.render import rendered


@pytest.fixture
def pdf():
    with pikepdf.new() as made:
        yield made


def drawn(pdf):
    out = io.BytesIO()
    pdf.save(out)
    with pdfium.PdfDocument(out.getvalue()) as document:
        pages = [document[number] for number in range(len(document))]
        return [rendered(page) for page in pages], [page.get_textpage().get_text_range() for page in pages]


def pruned(pdf):
    """Prunes, and sees that nothing looks or reads different."""
    pictures, texts = drawn(pdf)
    assert all(picture.min() < 100 for picture in pictures)
    prune_fonts(pdf)
    after, said = drawn(pdf)
    assert said == texts
    assert all(np.array_equal(one, other) for one, other in zip(pictures, after, strict=True))


def differences(font):
    return [str(item) for item in font["/Encoding"]["/Differences"] if isinstance(item, pikepdf.Name)]


def spelled(pdf):
    """Every byte of the file, unpacked."""
    out = io.BytesIO()
    pdf.save(
        out,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return out.getvalue()


def simple_truetype(pdf, names=None):
    content = kit.truetype()
    return kit.simple(pdf, "/TrueType", kit.descriptor(pdf, "/FontFile2", content, Length1=len(content)), names)


def simple_cff(pdf, names=None):
    about = kit.descriptor(pdf, "/FontFile3", kit.cff(), Subtype=Name.Type1C)
    return kit.simple(pdf, "/Type1", about, names)


def simple_type1(pdf, names=None):
    content, lengths = kit.type1()
    about = kit.descriptor(
        pdf, "/FontFile", content, **{f"Length{number}": size for number, size in enumerate(lengths, 1)}
    )
    return kit.simple(pdf, "/Type1", about, names)


SIMPLE = [simple_truetype, simple_cff, simple_type1]


@pytest.mark.parametrize("made", SIMPLE)
def test_a_simple_font_keeps_what_is_shown_and_forgets_the_rest(pdf, made):
    font = made(pdf, {ord(letter): letter for letter in kit.LETTERS})
    kit.set_in(pdf, font, b"ZoZ")

    pruned(pdf)

    assert sorted(differences(font)) == ["/Z", "/o"]
    widths = {int(font["/FirstChar"]) + place: int(width) for place, width in enumerate(font["/Widths"])}
    assert {code for code, width in widths.items() if width} == {ord("Z"), ord("o")}
    assert b"<4D>" not in font["/ToUnicode"].read_bytes()
    assert b"<5A>" in font["/ToUnicode"].read_bytes()
    assert "/CharSet" not in font["/FontDescriptor"]


@pytest.mark.parametrize("made", SIMPLE)
def test_nothing_is_called_after_a_person(pdf, made):
    font = made(pdf)
    kit.set_in(pdf, font, b"Zo")

    pruned(pdf)

    found = spelled(pdf)
    assert b"Example" not in found
    assert b"M\0a\0r\0y" not in found
    assert font["/BaseFont"] == font["/FontDescriptor"]["/FontName"]


def test_a_truetype_program_has_no_outline_width_code_or_name_of_what_is_not_shown(pdf):
    font = simple_truetype(pdf)
    kit.set_in(pdf, font, b"Zo")

    pruned(pdf)

    program = TTFont(io.BytesIO(font["/FontDescriptor"]["/FontFile2"].read_bytes()))
    assert "name" not in program
    order = [f"glyph{number:05d}" if number else ".notdef" for number in range(len(kit.NAMES))]
    inked = [number for number in range(len(order)) if program["glyf"][program.getGlyphName(number)].numberOfContours]
    assert inked == [kit.NAMES.index("Z"), kit.NAMES.index("o")]
    assert set(program.getBestCmap()) == {ord("Z"), ord("o")}
    advances = [program["hmtx"][program.getGlyphName(number)][0] for number in range(len(order))]
    assert [number for number, advance in enumerate(advances) if advance] == [0, *inked]


def test_a_composed_truetype_glyph_keeps_its_parts(pdf):
    font = simple_truetype(pdf, {ord("s"): "Scaron", **{ord(letter): letter for letter in kit.LETTERS}})
    kit.set_in(pdf, font, b"s")

    pruned(pdf)

    assert differences(font) == ["/Scaron"]


def test_a_cff_program_has_only_what_is_shown(pdf):
    font = simple_cff(pdf)
    kit.set_in(pdf, font, b"Zo")

    pruned(pdf)

    program = CFFFontSet()
    program.decompile(io.BytesIO(font["/FontDescriptor"]["/FontFile3"].read_bytes()), None)
    assert program[0].charset == [".notdef", "Z", "o"]


def test_a_type_1_program_has_only_what_is_shown(pdf):
    font = simple_type1(pdf)
    kit.set_in(pdf, font, b"Zo")

    pruned(pdf)

    about = font["/FontDescriptor"]["/FontFile"]
    assert set(Type1(about.read_bytes())._glyphs) == {".notdef", "Z", "o"}
    assert b"/M put" not in about.read_bytes()
    assert about["/Length1"] + about["/Length2"] + about["/Length3"] == len(about.read_bytes())


def test_a_composed_type_1_glyph_keeps_its_parts(pdf):
    font = simple_type1(pdf, {ord("s"): "Zring"})
    kit.set_in(pdf, font, b"s")

    pruned(pdf)

    kept = set(Type1(font["/FontDescriptor"]["/FontFile"].read_bytes())._glyphs)
    assert kept == {".notdef", "Zring", "Z", "ring"}


@pytest.mark.parametrize("mapped", [False, True])
def test_a_composite_truetype_font_is_cut_by_its_glyphs(pdf, mapped):
    content = kit.truetype()
    entries = {}
    if mapped:
        places = b"".join(number.to_bytes(2, "big") for number in range(len(kit.NAMES)))
        entries["CIDToGIDMap"] = pdf.make_stream(places)
    font = kit.composite(pdf, "/CIDFontType2", kit.descriptor(pdf, "/FontFile2", content), **entries)
    shown = b"".join(kit.NAMES.index(letter).to_bytes(2, "big") for letter in "Zo")
    kit.set_in(pdf, font, shown)

    pruned(pdf)

    inner = font["/DescendantFonts"][0]
    program = TTFont(io.BytesIO(inner["/FontDescriptor"]["/FontFile2"].read_bytes()))
    assert "post" not in program
    assert "cmap" not in program
    assert [int(item) for item in inner["/W"] if not isinstance(item, Array)] == [5, 6]
    assert font["/ToUnicode"].read_bytes().count(b"<00") == 2 + 2 + 1  # codes, what they stand for, the lowest code
    if mapped:
        held = inner["/CIDToGIDMap"].read_bytes()
        assert [held[2 * cid + 1] for cid in range(len(kit.NAMES))] == [0, 0, 0, 0, 0, 5, 6, 0, 0]


def test_a_composite_cff_font_keeps_its_glyphs_in_their_places(pdf):
    about = kit.descriptor(pdf, "/FontFile3", kit.cff(), Subtype=Name("/CIDFontType0C"))
    font = kit.composite(pdf, "/CIDFontType0", about)
    kit.set_in(pdf, font, b"\0\5\0\6")

    pruned(pdf)

    program = CFFFontSet()
    program.decompile(io.BytesIO(about["/FontFile3"].read_bytes()), None)
    assert program[0].charset == [".notdef", "g1", "g2", "g3", "g4", "Z", "o", "g7", "g8"]


def test_fonts_that_share_a_program_keep_what_each_of_them_shows(pdf):
    content = kit.truetype()
    about = kit.descriptor(pdf, "/FontFile2", content)
    one = kit.simple(pdf, "/TrueType", about)
    other = kit.composite(pdf, "/CIDFontType2", about)
    kit.set_in(pdf, one, b"Z")
    kit.set_in(pdf, other, b"\0\6")

    pruned(pdf)


def test_type_3_glyphs_that_are_not_shown_go(pdf):
    glyph = {
        f"/{name}": pdf.make_stream(b"500 0 d0 0 0 300 %d re f" % (200 + 90 * place))
        for place, name in enumerate("Mary")
    }
    font = pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 600, 600]), CharProcs=Dictionary(glyph),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), FirstChar=65, LastChar=68, Widths=Array([500] * 4),
            Encoding=Dictionary(Differences=Array([65, *(Name(f"/{name}") for name in "Mary")])),
        )
    )  # fmt: skip
    kit.set_in(pdf, font, b"BB")

    pruned(pdf)

    assert set(font["/CharProcs"].keys()) == {"/a"}
    assert differences(font) == ["/a"]


def test_what_forms_patterns_and_appearances_show_is_shown(pdf):
    font = simple_truetype(pdf)
    page = kit.set_in(pdf, font, b"Z")
    resources = Dictionary(Font=Dictionary(F=font))
    form = pdf.make_stream(b"BT /F 30 Tf 60 15 Td (M) Tj ET")
    tile = pdf.make_stream(b"BT /F 10 Tf (a) Tj ET")
    for stream, entries in (
        (form, Dictionary(Subtype=Name.Form, BBox=Array([0, 0, 200, 60]))),  # draws with the page's resources
        (
            tile,
            Dictionary(
                PatternType=1,
                PaintType=1,
                TilingType=1,
                BBox=Array([0, 0, 9, 9]),
                XStep=9,
                YStep=9,
                Resources=resources,
            ),
        ),
    ):
        for key, value in entries.items():
            stream[key] = value
    page.obj["/Resources"]["/XObject"] = Dictionary(X=form)
    page.obj["/Resources"]["/Pattern"] = Dictionary(P=tile)
    note = pdf.make_stream(b"BT /F 20 Tf (r) Tj ET")
    note["/Subtype"], note["/BBox"], note["/Resources"] = Name.Form, Array([0, 0, 20, 20]), resources
    page.obj["/Annots"] = Array([Dictionary(Subtype=Name.Stamp, Rect=Array([150, 5, 170, 25]), AP=Dictionary(N=note))])
    page.obj["/Contents"] = pdf.make_stream(
        page.obj["/Contents"].read_bytes() + b" /X Do /Pattern cs /P scn 100 10 40 40 re f"
    )

    pruned(pdf)

    widths = {int(font["/FirstChar"]) + place for place, width in enumerate(font["/Widths"]) if width}
    assert widths == {ord(letter) for letter in "ZMar"}


def test_a_form_that_writes_in_the_font_of_its_page_keeps_its_letters(pdf):
    font = simple_truetype(pdf)
    page = kit.set_in(pdf, font, b"Z")
    form = pdf.make_stream(b"BT 60 15 Td (M) Tj ET")
    form["/Subtype"], form["/BBox"] = Name.Form, Array([0, 0, 200, 60])
    page.obj["/Resources"]["/XObject"] = Dictionary(X=form)
    page.obj["/Contents"] = pdf.make_stream(b"/F 30 Tf /X Do " + page.obj["/Contents"].read_bytes())

    pruned(pdf)


def test_a_font_that_fields_are_filled_in_with_keeps_everything(pdf):
    font = simple_truetype(pdf)
    kit.set_in(pdf, font, b"Z")
    pdf.Root["/AcroForm"] = Dictionary(DR=Dictionary(Font=Dictionary(F=font)), Fields=Array())

    pruned(pdf)

    assert int(font["/LastChar"]) == ord("z")


def test_a_program_that_nobody_understands_stays_as_it_is(pdf):
    font = simple_truetype(pdf)
    font["/FontDescriptor"]["/FontFile2"] = pdf.make_stream(b"no font at all")
    kit.set_in(pdf, font, b"Z")

    prune_fonts(pdf)

    assert font["/FontDescriptor"]["/FontFile2"].read_bytes() == b"no font at all"
    assert int(font["/LastChar"]) == ord("Z")


def test_content_that_cannot_be_read_costs_no_font_a_letter(pdf):
    font = simple_truetype(pdf)
    kit.set_in(pdf, font, b"Z")
    page = kit.set_in(pdf, font, b"o")
    page.obj["/Contents"] = pdf.make_stream(b"not flate", Filter=Name.FlateDecode)

    prune_fonts(pdf)

    assert int(font["/LastChar"]) == ord("z")


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("/Helvetica-Bold", "/Helvetica-Bold"),
        ("/ArialNarrow,BoldItalic", "/ArialNarrow,BoldItalic"),
        ("/TimesNewRomanPS-BoldMT", "/TimesNewRomanPS-BoldMT"),
        ("/MaryExample-BoldItalic", "/FontBoldItalic"),
    ],
)
def test_a_font_of_the_readers_own_is_still_found_by_its_name(pdf, name, new):
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(name)))
    kit.set_in(pdf, font, b"Zo")

    prune_fonts(pdf)

    assert font["/BaseFont"] == new


def test_pruning_twice_changes_nothing_more(pdf):
    font = simple_truetype(pdf)
    kit.set_in(pdf, font, b"Zo")
    pruned(pdf)
    once = font["/FontDescriptor"]["/FontFile2"].read_bytes(), font["/ToUnicode"].read_bytes()

    pruned(pdf)

    assert (font["/FontDescriptor"]["/FontFile2"].read_bytes(), font["/ToUnicode"].read_bytes()) == once
