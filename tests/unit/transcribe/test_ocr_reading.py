"""Words drawn into pictures come out as text, and their boxes lie on their ink and not on their neighbours'."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from redact.core.place import Chars
from redact.core.segment import Raster, TextKind
from redact.transcribe.ocr import Ocr, Reader

LINES = (
    "Letter dated 3 March from Priya Oyelaran",
    "of 27 Calder Rise, telephone 01632 960417",
    "Reference QB-2023-004418",
)


@pytest.fixture(scope="module")
def reader():
    return Reader(threads=1)


@pytest.fixture(scope="module")
def ocr(reader):
    return Ocr(reader)


def drawn(lines=LINES, size=(900, 260), height=26, paper=250, ink=20):
    """The picture, and where each word's ink is: word -> x0, y0, x1, y1."""
    page = Image.new("L", size, paper)
    pen, face = ImageDraw.Draw(page), ImageFont.truetype("DejaVuSans.ttf", height)
    inks = {}
    for row, line in enumerate(lines):
        at = 0
        for word in line.split():
            at = line.index(word, at)
            spot = (40 + face.getlength(line[:at]), 30 + 1.5 * row * height)
            pen.text(spot, word, ink, face)
            alone = Image.new("L", size, 0)
            ImageDraw.Draw(alone).text(spot, word, 255, face)
            inks[word] = alone.point(lambda value: 255 * (value > 90)).getbbox()
            at += len(word)
    return np.asarray(page.convert("RGB")), inks


def only(ocr, pixels):
    (text,) = ocr(Raster(4, "page 2", pixels))
    return text


def test_a_page_is_one_text_with_its_ordinal_part_and_medium(ocr):
    text = only(ocr, drawn()[0])

    assert text.text.split("\n") == list(LINES)
    assert (text.ordinal, text.part, text.medium, text.kind) == (4, "page 2, words", "picture", TextKind.PROSE)


def test_the_box_of_each_word_covers_its_ink_and_ends_before_the_next_word(ocr):
    pixels, inks = drawn()
    text = only(ocr, pixels)

    for word, (x0, y0, x1, y1) in inks.items():
        start = text.text.index(word)
        (box,) = text.locate(Chars(start, start + len(word)))
        assert box.x0 <= x0
        assert box.y0 <= y0
        assert box.x1 >= x1
        assert box.y1 >= y1
        others = [other for name, other in inks.items() if name != word]
        assert not any(box.x0 < b[2] and b[0] < box.x1 and box.y0 < b[3] and b[1] < box.y1 for b in others)


def test_one_character_has_a_box_of_its_own_within_the_word(ocr):
    text = only(ocr, drawn()[0])
    start = text.text.index("960417")
    (whole,) = text.locate(Chars(start, start + 6))

    boxes = [text.locate(Chars(start + at, start + at + 1))[0] for at in range(6)]

    assert all(a.x0 < b.x0 for a, b in pairwise(boxes))
    assert min(box.x0 for box in boxes) == whole.x0
    assert max(box.x1 for box in boxes) == whole.x1


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_reads_as_it_does_upright(ocr, quarters):
    pixels, _ = drawn()

    text = only(ocr, np.ascontiguousarray(np.rot90(pixels, quarters)))

    assert text.text.split("\n") == list(LINES)


@pytest.mark.parametrize("degrees", [-9, -3, 4, 10])
def test_slanted_lines_are_read_and_covered_character_by_character(ocr, degrees):
    pixels, _ = drawn(size=(900, 300))
    slanted = Image.fromarray(pixels).rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=(250, 250, 250))
    text = only(ocr, np.asarray(slanted))
    start = text.text.index("Oyelaran")

    boxes = text.locate(Chars(start, start + len("Oyelaran")))

    assert text.text.split("\n") == list(LINES)
    # The box of the whole line would be as high as the line is long times the sine of its slant.
    assert max(box.y1 - box.y0 for box in boxes) < 60


def test_light_words_on_dark_are_read(ocr):
    text = only(ocr, drawn(paper=15, ink=235)[0])

    assert text.text.split("\n") == list(LINES)


def test_faint_words_are_covered_as_well_as_black_ones(ocr):
    pixels, inks = drawn(ink=215)
    text = only(ocr, pixels)
    x0, _, x1, _ = inks["Oyelaran"]
    start = text.text.index("Oyelaran")

    (box,) = text.locate(Chars(start, start + len("Oyelaran")))

    assert box.x0 <= x0
    assert box.x1 >= x1


def test_small_print_on_a_large_page_is_found_in_a_closer_look(ocr):
    pixels, _ = drawn(size=(2480, 3508), height=16)

    text = only(ocr, pixels)

    assert "01632 960417" in text.text


def test_paragraphs_are_apart_by_a_blank_line_and_a_row_of_a_form_stays_together(ocr):
    rows = (
        "Name:                    Priya Oyelaran",
        "Date:                      3 March",
        "",
        "",
        "Signed at Leyburn",
    )

    assert only(ocr, drawn(rows, size=(900, 320))[0]).text == "Name: Priya Oyelaran\nDate: 3 March\n\nSigned at Leyburn"


def test_boxes_of_words_at_the_edge_stay_within_the_picture(ocr):
    pixels, _ = drawn(("Priya Oyelaran",), size=(300, 90))

    text = only(ocr, np.ascontiguousarray(pixels[28:62, 38:]))

    boxes = text.locate(Chars(0, len(text.text)))
    assert all(0 <= box.x0 < box.x1 <= 262 and 0 <= box.y0 < box.y1 <= 34 for box in boxes)


@pytest.mark.parametrize("size", [(1, 1), (5, 900), (1200, 900)])
def test_a_blank_picture_gives_nothing(ocr, size):
    assert not list(ocr(Raster(0, "picture", np.full((*size, 3), 180, np.uint8))))


def test_a_flat_picture_is_not_shown_to_the_network(reader, monkeypatch):
    monkeypatch.setattr(reader, "_detector", None)

    assert reader.locate(np.full((2000, 3000, 3), 90, np.uint8)) == []


def test_grain_gives_nothing(ocr):
    grain = np.random.default_rng(3).integers(0, 255, (500, 500, 3)).astype(np.uint8)

    assert not list(ocr(Raster(0, "picture", grain)))


def test_finding_and_reading_can_be_done_apart(reader):
    pixels, _ = drawn()
    quads = reader.locate(pixels, look_px=120_000)
    lowest = max(quads, key=lambda quad: quad[:, 1].mean())

    assert len(quads) == 3
    assert reader.read(pixels, [lowest]).text == LINES[2]
    assert reader.read(pixels, []).text == ""


def test_the_picture_is_left_as_it_was(reader):
    pixels, _ = drawn()
    before = pixels.copy()
    pixels.setflags(write=False)

    reader.read(pixels, reader.locate(pixels))

    assert (pixels == before).all()
