"""A page as one picture of itself: the same size in pixels when it is read again, and its words where they were."""

from __future__ import annotations

import io

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name

from redact.core.place import Box
from redact.media.pdf import content
from redact.media.pdf.painting.rebuild import Word, rebuild
from redact.media.pdf.painting.render import MOST_PX, rendered
from redact.media.pdf.pictures.images import pixels
from redact.media.pdf.places import shown
from redact.media.pdf.terms import Area, Cut

SECRET = "Mary Example"
WORDS = [Word("Zoë", Area(60, 60, 90, 72)), Word("wrote", Area(95, 60, 125, 72)), Word("漢字", Area(60, 40, 84, 52))]
GONE = Area(60, 80, 140, 95)


def a_page(rotate=0, crop=None):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(220, 140))
    page.obj["/MediaBox"], page.obj["/Rotate"] = Array([10, 20, 230, 160]), rotate
    if crop:
        page.obj["/CropBox"] = Array(crop)
    page.obj["/Contents"] = pdf.make_stream(b"1 0 0 rg 60 80 80 15 re f 0 0 1 rg 150 100 20 20 re f")
    return pdf, page


def drawn(pdf):
    out = io.BytesIO()
    pdf.save(out)
    with pdfium.PdfDocument(out.getvalue()) as document:
        page = document[0]
        text = page.get_textpage()
        boxes = [(text.get_text_range(i, 1), text.get_charbox(i, loose=True)) for i in range(text.count_chars())]
        return rendered(page), text.get_text_range(), boxes


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, [40, 30, 200, 150]])
def test_a_page_looks_the_same_but_for_what_was_cut(rotate, crop):
    pdf, page = a_page(rotate, crop)
    was, _, _ = drawn(pdf)

    rebuild(pdf, page, was.copy(), [Cut(GONE, "")], WORDS)

    now, _, _ = drawn(pdf)
    assert now.shape == was.shape
    blue = (was == (0, 0, 255)).all(axis=2)
    assert (np.abs(now[blue].astype(int) - was[blue]) > 60).mean() < 0.1
    red = (was == (255, 0, 0)).all(axis=2)
    assert now[red].max() < 60


def test_the_page_holds_one_image_of_exactly_the_size_that_was_looked_at():
    pdf, page = a_page()
    was, _, _ = drawn(pdf)

    rebuild(pdf, page, was.copy(), [], WORDS)

    found = content.read(pdf, page)
    assert [pixels(placement).shape for placement in found.placements] == [was.shape]
    assert found.placements[0].area == pytest.approx((10, 20, 230, 160), abs=0.01)
    assert found.shapes == 0
    assert all(glyph.char and not glyph.visible for glyph in found.glyphs)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_words_are_found_where_they_stood_and_nothing_else_is(rotate):
    pdf, page = a_page(rotate)
    seen = shown(page)
    was, _, _ = drawn(pdf)

    rebuild(pdf, page, was, [], WORDS)

    _, text, boxes = drawn(pdf)
    assert sorted(text.split()) == ["Zoë", "wrote", "漢字"]
    left, bottom, right, top = next(box for letter, box in boxes if letter == "Z")
    assert (left >= 59, right <= 91, bottom >= 59, top <= 73) == (True,) * 4
    assert seen == shown(page)


def test_words_run_upward_where_their_box_is_tall():
    pdf, page = a_page()
    was, _, _ = drawn(pdf)

    rebuild(pdf, page, was, [], [Word("upward", Area(60, 40, 70, 90))])

    _, text, boxes = drawn(pdf)
    assert text.split() == ["upward"]
    first, last = boxes[0][1], boxes[5][1]
    assert first[3] < last[1] + 1


def test_the_cut_is_painted_into_the_picture_with_its_label():
    pdf, page = a_page()
    was, _, _ = drawn(pdf)
    bare, labelled = was.copy(), was.copy()

    rebuild(pdf, page, bare, [Cut(GONE, "")], [])
    pdf, page = a_page()
    rebuild(pdf, page, labelled, [Cut(GONE, "[s 40(2)]")], [])

    red = (was == (255, 0, 0)).all(axis=2)
    assert (bare[red] == 0).all()
    assert 0 < (labelled[red] > 200).mean() < 0.5


def test_nothing_of_the_old_page_stays():
    pdf, page = a_page()
    about = pdf.make_stream(SECRET.encode())
    page.obj["/PieceInfo"] = page.obj["/Metadata"] = page.obj["/Thumb"] = about
    page.obj["/Annots"], page.obj["/StructParents"] = Array([Dictionary(Contents=SECRET)]), 4
    page.obj["/Resources"] = Dictionary(Properties=Dictionary(One=about))
    was, _, _ = drawn(pdf)

    rebuild(pdf, page, was, [], [])

    kept = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Resources"}
    assert set(page.obj.keys()) <= kept
    assert set(page.obj["/Resources"].keys()) == {"/XObject"}


def test_few_colours_are_kept_exactly_and_many_become_a_photograph():
    pdf, page = a_page()
    few = np.zeros((60, 80, 3), np.uint8)
    few[10:20] = (200, 10, 30)
    rebuild(pdf, page, few.copy(), [], [])
    exact = pixels(content.read(pdf, page).placements[0])
    many = np.random.default_rng(1).integers(0, 256, (60, 80, 3)).astype(np.uint8)

    rebuild(pdf, page, many.copy(), [], [])

    made = content.read(pdf, page).placements[0]
    assert np.array_equal(exact, few)
    assert made.image["/Filter"] == Name.DCTDecode
    assert pixels(made).shape == many.shape


def test_the_same_page_gives_the_same_bytes():
    made = []
    for _ in range(2):
        pdf, page = a_page()
        rebuild(pdf, page, drawn(pdf)[0], [Cut(GONE, "x")], WORDS)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        made.append(out.getvalue())

    assert made[0] == made[1]


def test_a_poster_is_drawn_no_larger_than_can_be_looked_at():
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(14_000, 7_000))

    assert max(drawn(pdf)[0].shape) == MOST_PX


def test_a_box_of_the_picture_and_an_area_of_the_page_are_the_same_place():
    for rotate in (0, 90, 180, 270):
        pdf, page = a_page(rotate, [40, 30, 200, 150])
        found, _, _ = drawn(pdf)
        rows, columns = np.nonzero((found == (0, 0, 255)).all(axis=2))

        box = shown(page).area(_box(rows, columns), found.shape[1], found.shape[0])

        assert box == pytest.approx((150, 100, 170, 120), abs=0.6)


def _box(rows, columns):
    return Box(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
