"""Fonts of every kind are read: how far their glyphs move the pen, and what they stand for."""

from __future__ import annotations

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from redact.media.pdf import content
from redact.media.pdf.terms import Untrusted
from tests.unit.media.pdf_content_kit import WIDTHS, chars, cut, made, named, starts, where

TEXT = "Re Zebedee Quill today"
IDENTITY_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    b"1 beginbfrange <0020> <007E> <0020> endbfrange 1 beginbfchar <0001> <00660069> endbfchar endcmap end"
)
CODES_PLUS_ONE = (
    b"begincmap /WMode 0 def 1 begincodespacerange <00> <7F> endcodespacerange "
    b"1 begincidrange <20> <7E> 33 endcidrange endcmap"
)


def composite(pdf: Pdf, encoding: object, to_unicode: bytes | None = IDENTITY_TO_UNICODE, **inner: object) -> None:
    """Give the page a font of many glyphs as ``/F2``."""
    system = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    described = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Arial, CIDSystemInfo=system, DW=500)
    for key, value in inner.items():
        described[f"/{key}"] = value
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Arial, Encoding=encoding, DescendantFonts=Array([described])
    )
    if to_unicode is not None:
        font["/ToUnicode"] = Stream(pdf, to_unicode)
    named(pdf, "/Font", "/F2", pdf.make_indirect(font))


def shown(text: str = TEXT) -> str:
    return f"BT /F2 10 Tf 20 200 Td <{text.encode('utf-16-be').hex()}> Tj ET"


def test_glyph_numbers_of_two_bytes_have_their_widths_and_characters() -> None:
    pdf = made(shown())
    composite(pdf, Name("/Identity-H"), W=Array([32, Array([WIDTHS[code] for code in range(32, 127)])]))

    cut(pdf, where(pdf, "Zebedee Quill"))

    assert chars(pdf) == "Re  today"


def test_widths_by_range_and_ligatures_are_read() -> None:
    pdf = made("BT /F2 10 Tf 20 200 Td <000100410042> Tj ET")
    composite(pdf, Name("/Identity-H"), W=Array([65, 66, 700]))

    assert starts(pdf) == [("fi", 20.0, pytest.approx(197.8)), ("A", 25.0, 197.8), ("B", 32.0, 197.8)]


def test_writing_downwards_moves_the_pen_down() -> None:
    pdf = made(shown("ABC"))
    composite(pdf, Name("/Identity-V"), DW2=Array([800, -900]), W2=Array([66, Array([-1200, 250, 800])]))
    found = content.read(pdf, pdf.pages[0]).glyphs

    assert [round(glyph.area.y1, 2) for glyph in found] == [200.0, 191.0, 179.0]
    assert found[0].area.x0 == pytest.approx(17.5)


def test_a_cut_in_writing_downwards_leaves_the_rest_where_it_was() -> None:
    pdf = made(shown("ABCDE"))
    composite(pdf, Name("/Identity-V"))
    before = starts(pdf)

    cut(pdf, where(pdf, "BC"))

    assert starts(pdf) == [before[0], *before[3:]]


def test_a_character_map_in_the_file_splits_strings() -> None:
    pdf = made("BT /F2 10 Tf 20 200 Td (AB) Tj ET")
    composite(
        pdf, Stream(pdf, CODES_PLUS_ONE), b"1 beginbfchar <41> <0058> endbfchar", W=Array([66, Array([700, 300])])
    )

    assert starts(pdf) == [("X", 20.0, 197.8), ("", 27.0, 197.8)]


def test_a_map_that_every_reader_holds_gives_characters() -> None:
    pdf = made(f"BT /F2 10 Tf 20 200 Td <{'田中'.encode('shift_jis').hex()}41> Tj ET")
    system = Dictionary(Registry=String("Adobe"), Ordering=String("Japan1"), Supplement=2)
    composite(pdf, Name("/90ms-RKSJ-H"), None, CIDSystemInfo=system, DW=1000)

    assert [char for char, _, _ in starts(pdf)] == ["田", "中", "A"]


@pytest.mark.parametrize("encoding", [Name("/Nobody-H"), Name("/../../etc/passwd"), None])
def test_a_map_that_nobody_knows_is_not_trusted(encoding: Name | None) -> None:
    pdf = made(shown())
    composite(pdf, encoding or Stream(pdf, b"/Other-Map usecmap 1 begincidchar <41> 5 endcidchar"))

    with pytest.raises(Untrusted):
        content.read(pdf, pdf.pages[0])


def test_a_map_of_millions_of_codes_is_not_read_out() -> None:
    pdf = made(shown())
    composite(pdf, Name("/Identity-H"), b"1 beginbfrange <00000000> <0FFFFFFF> <0020> endbfrange")

    with pytest.raises(Untrusted):
        content.read(pdf, pdf.pages[0])


def test_differences_name_glyphs() -> None:
    pdf = made("BT /F3 10 Tf 20 200 Td (abc) Tj ET")
    encoding = Dictionary(Differences=Array([97, Name("/eacute"), Name("/uni0416"), Name("/g17")]))
    font = Dictionary(
        Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+X"), FirstChar=97, Encoding=encoding,
        Widths=Array([500, 400, 300]),
    )  # fmt: skip
    named(pdf, "/Font", "/F3", font)

    assert [char for char, _, _ in starts(pdf)] == ["é", "Ж", ""]


def test_glyphs_that_are_drawn_by_small_streams_are_cut_as_letters() -> None:
    pdf = made(f"BT /F3 12 Tf 20 200 Td ({TEXT}) Tj ET")
    letters = {chr(code): chr(code) if chr(code).isalpha() else "space" for code in range(32, 127)}
    procs = {f"/{name}": Stream(pdf, b"6 0 0 0 5 8 d1 0 0 5 8 re f") for name in letters.values()}
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 10, 10]), FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]),
        FirstChar=32, LastChar=126, Widths=Array([6] * 95), CharProcs=Dictionary(procs),
        Encoding=Dictionary(Differences=Array([32, *[Name(f"/{name}") for name in letters.values()]])),
    )  # fmt: skip
    named(pdf, "/Font", "/F3", font)
    before = starts(pdf)

    cut(pdf, where(pdf, "Zebedee Quill"))

    assert chars(pdf) == "Re  today"
    assert set(starts(pdf)) <= set(before)


@pytest.mark.parametrize(
    "proc", [b"6 0 d0 BT /F1 1 Tf (Zebedee) Tj ET", b"6 0 d0 /Fm Do", b"6 0 d0 BI /W 600 /H 600 /IM true ID  EI"]
)
def test_a_glyph_that_writes_or_shows_pictures_is_not_trusted(proc: bytes) -> None:
    pdf = made("BT /F3 12 Tf 20 200 Td (a) Tj ET")
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 10, 10]), FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]),
        FirstChar=97, LastChar=97, Widths=Array([6]), CharProcs=Dictionary({"/a": Stream(pdf, proc)}),
        Encoding=Dictionary(Differences=Array([97, Name("/a")])),
    )  # fmt: skip
    named(pdf, "/Font", "/F3", font)

    with pytest.raises(Untrusted):
        content.read(pdf, pdf.pages[0])


def test_a_font_without_widths_that_is_none_of_the_standard_ones_is_not_trusted() -> None:
    pdf = made("BT /F3 12 Tf 20 200 Td (a) Tj ET")
    named(pdf, "/Font", "/F3", Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/Nobodys")))

    with pytest.raises(Untrusted):
        content.read(pdf, pdf.pages[0])


def test_fonts_are_read_once_for_a_document() -> None:
    pdf = made(shown())
    composite(pdf, Name("/Identity-H"))
    fonts = content.Fonts()

    first = content.read(pdf, pdf.pages[0], fonts)

    held = pdf.pages[0].obj["/Resources"]["/Font"]["/F2"]
    assert fonts.font(held) is fonts.font(held)
    assert content.read(pdf, pdf.pages[0], fonts) == first


@pytest.mark.parametrize(
    ("font", "codes", "expected"),
    [
        ("ZapfDingbats", "34n", [("✓", 0.0), ("✔", 7.55), ("■", 16.01)]),
        ("Symbol", "aWD", [("α", 0.0), ("\u2126", 6.31)]),
    ],
)
def test_the_signs_of_the_standard_fonts_have_their_widths(
    font: str, codes: str, expected: list[tuple[str, float]]
) -> None:
    """Ticks in form fields are set in them, mostly without widths."""
    pdf = made(f"BT /F3 10 Tf 0 200 Td ({codes}) Tj ET")
    named(pdf, "/Font", "/F3", Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{font}")))

    assert [(char, left) for char, left, _ in starts(pdf)][: len(expected)] == expected
