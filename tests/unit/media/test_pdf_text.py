"""What a page of a PDF reads as, and where each character of it is drawn."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name

from redact.core.ink import Ink
from redact.core.place import Box, Chars
from redact.media.pdf.places import on_image, shown
from redact.media.pdf.terms import Area, Glyph
from redact.media.pdf.words.chars import characters
from redact.media.pdf.words.further import further
from redact.media.pdf.words.text import PageText, page_text

#: Widths of Helvetica, thousandths of its size. Source: Adobe Core 14 AFM files, 1997.
_J, _A, _N, _E = 500, 556, 556, 556


def _pdf(content: str, **page: object) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(400, 300))
    held = pdf.pages[0].obj
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    held["/Resources"] = Dictionary(Font=Dictionary(F1=pdf.make_indirect(font)))
    held["/Contents"] = pdf.make_stream(content.encode("latin-1"))
    for key, value in page.items():
        held["/" + key] = value
    return pdf


def _read(content: str, **page: object) -> PageText:
    with _pdf(content, **page) as pdf:
        out = io.BytesIO()
        pdf.save(out)
    document = pdfium.PdfDocument(out.getvalue())
    held = document[0]
    found = page_text(characters(held))
    held.close()
    document.close()
    return found


def _place(text: PageText, words: str) -> tuple[Area, ...]:
    start = text.text.index(words)
    return text.areas(Chars(start, start + len(words)))


def test_lines_that_follow_each_other_are_one_paragraph() -> None:
    found = _read("BT /F1 12 Tf 14 TL 20 200 Td (Jane Doe) Tj T* (said so.) Tj 0 -40 Td (Later) Tj ET")

    assert found.text == "Jane Doe\nsaid so.\n\nLater"


def test_columns_are_apart() -> None:
    found = _read("BT /F1 12 Tf 20 200 Td (Jane Doe) Tj 120 0 Td (John Roe) Tj ET")

    assert found.text == "Jane Doe\tJohn Roe"


@pytest.mark.parametrize(
    ("first", "second", "reads"),
    [
        ("Quill-", "feather left", "Quillfeather left"),
        ("Quill\\255", "feather left", "Quillfeather left"),
        ("Smith-", "Jones left", "Smith-Jones left"),
        ("2019 -", "2020", "2019 -\n2020"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_read_as_one(first: str, second: str, reads: str) -> None:
    found = _read(f"BT /F1 12 Tf 14 TL 20 200 Td ({first}) Tj T* ({second}) Tj ET")

    assert found.text == reads


def test_both_parts_of_a_broken_word_are_where_they_are_drawn_hyphen_included() -> None:
    found = _read("BT /F1 12 Tf 14 TL 20 200 Td (by Quill-) Tj T* (feather) Tj ET")

    above, below = _place(found, "Quillfeather")
    assert above.x0 == pytest.approx(20 + 12 * (0.556 + 0.5 + 0.278), abs=0.1)
    assert above.x1 == pytest.approx(above.x0 + 12 * (0.778 + 0.556 + 3 * 0.222 + 0.333), abs=0.1)
    assert below.x0 == pytest.approx(20, abs=0.1)
    assert below.y1 < above.y1


@pytest.mark.parametrize("spacing", [3, 6, 9])
def test_letters_set_apart_for_looks_read_as_words(spacing: int) -> None:
    found = _read(f"BT /F1 12 Tf {spacing} Tc 20 200 Td (JANE DOE) Tj ET")

    assert found.text == "JANE DOE"


def test_columns_of_single_digits_stay_apart() -> None:
    row = " ".join(f"1 0 0 1 {20 + 30 * at} 200 Tm ({at}) Tj" for at in range(6))

    assert _read(f"BT /F1 12 Tf {row} ET").text == "0\t1\t2\t3\t4\t5"


def test_letters_drawn_one_by_one_read_as_words() -> None:
    row = " ".join(f"1 0 0 1 {20 + 18 * at} 200 Tm ({char}) Tj" for at, char in enumerate("DOEJANE"))

    assert _read(f"BT /F1 12 Tf {row} ET").text == "DOEJANE"


@pytest.mark.parametrize("mode", ["3 Tr", "1 g", "7 Tr"])
def test_text_that_nobody_sees_is_read(mode: str) -> None:
    assert _read(f"BT /F1 12 Tf {mode} 20 200 Td (Jane Doe) Tj ET").text == "Jane Doe"


def test_text_off_the_page_is_read() -> None:
    assert _read("BT /F1 12 Tf 900 900 Td (Jane Doe) Tj ET").text == "Jane Doe"


def test_an_area_holds_the_ink_and_hardly_reaches_the_next_line() -> None:
    found = _read("BT /F1 12 Tf 12 TL 20 200 Td (Above) Tj T* (\\311gj) Tj T* (Below) Tj ET")

    (area,) = _place(found, "Égj")
    (above,) = _place(found, "Above")
    assert area.y1 >= 188 + 0.9 * 12  # the accent
    assert area.y0 <= 188 - 0.2 * 12  # the descenders
    assert area.y1 - 200 < 0.2 * above.height


def test_a_turned_line_is_cut_where_it_runs() -> None:
    found = _read("q 0 1 -1 0 300 0 cm BT /F1 12 Tf 20 200 Td (Jane Doe) Tj ET Q")

    (area,) = _place(found, "Jane")
    assert area.y0 == pytest.approx(20, abs=0.1)
    assert area.height == pytest.approx((_J + _A + _N + _E) * 12 / 1000, abs=0.2)


def test_a_slanted_line_has_an_area_for_each_letter() -> None:
    found = _read("q 0.866 0.5 -0.5 0.866 100 50 cm BT /F1 12 Tf 0 0 Td (Jane Doe) Tj ET Q")

    assert found.text == "Jane Doe"
    assert len(_place(found, "Jane")) == 4


@pytest.mark.parametrize(
    ("page", "box"),
    [
        ({}, Box(20, 89, 47, 103)),
        ({"Rotate": 90}, Box(197, 20, 211, 47)),
        ({"Rotate": 180}, Box(353, 197, 380, 211)),
        ({"Rotate": -90}, Box(89, 353, 103, 380)),
        ({"CropBox": Array([10, 50, 390, 280])}, Box(10, 69, 37, 83)),
    ],
)
def test_people_are_shown_where_the_words_stand_on_the_page_as_it_is_seen(page: dict[str, object], box: Box) -> None:
    content = "BT /F1 12 Tf 20 200 Td (Jane Doe) Tj ET"
    found = _read(content, **page)
    with _pdf(content, **page) as pdf:
        ink = found.ink(Chars(0, len(found.text)), shown(pdf.pages[0]))

    (place,) = ink(Chars(0, 4))
    assert isinstance(place, Box)
    assert [place.x0, place.y0, place.x1, place.y1] == pytest.approx([box.x0, box.y0, box.x1, box.y1], abs=2)


def test_the_anchor_of_a_piece_counts_in_the_piece() -> None:
    content = "BT /F1 12 Tf 20 200 Td (Jane Doe) Tj ET"
    found = _read(content)
    with _pdf(content) as pdf:
        seen = shown(pdf.pages[0])

    whole, piece = found.ink(Chars(0, 8), seen), found.ink(Chars(5, 8), seen)
    assert isinstance(piece, Ink)
    assert piece(Chars(0, 3)) == whole(Chars(5, 8))


def test_a_box_in_an_image_lies_where_the_image_is_drawn() -> None:
    assert on_image((100, 0, 0, 50, 20, 30), Box(0, 0, 5, 10), 10, 20) == Area(20, 55, 70, 80)


def _glyphs(words: str, x: float, y: float = 197) -> list[Glyph]:
    return [Glyph(Area(x + 6 * at, y, x + 6 * at + 6, y + 14), char, 12) for at, char in enumerate(words)]


def test_a_page_that_pdfium_reads_whole_is_read_once() -> None:
    known = _read("BT /F1 12 Tf 20 200 Td (Jane Doe) Tj ET")

    assert further(_glyphs("Jane Doe", 20), known).text == ""


def test_words_that_pdfium_does_not_give_are_read_as_they_are_drawn() -> None:
    known = _read("BT /F1 12 Tf 20 200 Td (Jane Doe) Tj ET")

    assert further([*_glyphs("Jane Doe", 20), *_glyphs("Roe", 50, 80)], known).text == "Jane Doe\n\nRoe"


def test_words_that_pdfium_mixes_are_read_as_they_are_drawn() -> None:
    known = _read("BT /F1 12 Tf 20 200 Td (JaRoenes) Tj ET")

    assert further([*_glyphs("Janes", 20), *_glyphs("Roe", 30)], known).text == "Janes\n\nRoe"


def test_words_drawn_twice_to_look_bold_are_read_once() -> None:
    known = _read("BT /F1 12 Tf 20 200 Td (Janes) Tj ET")

    assert further([*_glyphs("Janes", 20), *_glyphs("Janes", 20.4)], known).text == ""
    assert further([*_glyphs("Janes", 20), *_glyphs("Janes", 80)], known).text == "Janes\tJanes"


def test_words_that_stay_are_told_without_what_was_cut() -> None:
    found = _read("BT /F1 12 Tf 14 TL 20 200 Td (by Jane Doe's) Tj T* (aunt) Tj ET")
    start = found.text.index("Jane Doe")

    left = [word.text for word in found.left(found.areas(Chars(start, start + 8)))]
    assert left == ["by", "'s", "aunt"]


def test_a_cut_between_two_lines_leaves_both() -> None:
    found = _read("BT /F1 12 Tf 14 TL 20 200 Td (above) Tj T* (below) Tj ET")

    assert [word.text for word in found.left([Area(0, 196, 400, 198)])] == ["above", "below"]
