"""The steps between pixels and text, each alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.place import Chars
from redact.transcribe.ocr.cells import cells
from redact.transcribe.ocr.compose import Line, compose
from redact.transcribe.ocr.heat import _spans
from redact.transcribe.ocr.layout import order
from redact.transcribe.ocr.quads import quads
from redact.transcribe.ocr.recognise import Glyph, _collapsed, _plain
from redact.transcribe.ocr.strips import HEIGHT, RIM, Strip, cut, turned
from redact.transcribe.ocr.weights import flushed


def quad(x0, y0, x1, y1):
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32)


def strip(*bars, width=200):
    """Black bars of full letter height on white: (x0, x1) each."""
    pixels = np.full((HEIGHT + 2 * RIM, width, 3), 255, np.uint8)
    for x0, x1 in bars:
        pixels[20:44, x0:x1] = 0
    return Strip(pixels, np.array([[1.0, 0, 0], [0, 1, 0]]))


def glyphs(*seen):
    return tuple(Glyph(char, float(x), 1.0) for char, x in seen)


# --- weights


def _field(number, body):
    return bytes([number << 3 | 2, len(body)]) + body


def _network(weights):
    tensor = bytes([2 << 3, 1]) + _field(9, np.array(weights, np.float32).tobytes())
    return bytes([1 << 3, 8]) + _field(7, _field(5, tensor))


def test_weights_too_small_to_matter_become_nought_and_the_others_stay():
    assert flushed(_network([1e-40, -3e-25, 1e-9, -2.5, 0])) == _network([0, 0, 1e-9, -2.5, 0])


@pytest.mark.parametrize("damaged", [b"\x3a\x7f", b"\xff\xff", b"not a network"])
def test_what_is_no_network_is_refused(damaged):
    with pytest.raises(ValueError, match="not an ONNX network"):
        flushed(damaged)


# --- heat and lines


@given(st.integers(1, 9000), st.data())
def test_tiles_hold_every_busy_block(end, data):
    blocks = -(-end // 32)
    busy = np.zeros(blocks, bool)
    busy[data.draw(st.lists(st.integers(0, blocks - 1), min_size=1))] = True

    spans = list(_spans(busy, end))

    assert all(0 <= lo < hi <= end and hi - lo <= 1280 and lo % 32 == 0 for lo, hi in spans)
    covered = np.zeros(end, bool)
    for lo, hi in spans:
        covered[lo:hi] = True
    assert all(covered[at * 32 : (at + 1) * 32].all() for at in np.flatnonzero(busy))
    assert all(a[1] - b[0] >= 64 for a, b in pairwise(spans))


def test_a_core_becomes_a_line_around_it_in_pixels_of_the_picture():
    heat = np.zeros((100, 200), np.uint8)
    heat[40:50, 60:120] = 230

    (found,) = quads(heat, 0.5)

    (x0, y0), (x1, y1) = found.min(axis=0), found.max(axis=0)
    assert x0 < 120
    assert x1 > 240
    assert y0 < 80
    assert y1 > 100
    assert (x0 + x1) / 2 == pytest.approx(180, abs=1)
    assert (found[0] == (x0, y0)).all()


def test_specks_and_lukewarm_patches_are_no_lines():
    heat = np.zeros((100, 200), np.uint8)
    heat[10, 10] = 255
    heat[40:50, 60:120] = 90

    assert quads(heat, 1.0) == []


# --- strips


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_strip_begins_where_its_text_begins(quarters):
    page = np.full((60, 60, 3), 255, np.uint8)
    page[10:30, 10:30] = 0  # the top left quarter of the line
    corner = [(0, 0), (1, 0), (1, 1), (0, 1)][quarters]  # in the lower half, in the right half

    core = cut(page, turned(quad(10, 10, 50, 50), quarters)).core

    rows, columns = np.nonzero(core[:, :, 0] < 128)
    assert (rows.mean() > HEIGHT / 2, columns.mean() > core.shape[1] / 2) == (bool(corner[0]), bool(corner[1]))


def test_a_point_of_a_strip_knows_its_way_back():
    laid = cut(np.zeros((300, 300, 3), np.uint8), quad(20, 40, 260, 88))

    assert laid.home @ (0, RIM, 1) == pytest.approx((20, 40))
    assert laid.home @ (laid.width, RIM + HEIGHT, 1) == pytest.approx((260, 88))


# --- characters


def test_a_class_held_for_several_steps_is_one_character_and_a_blank_parts_two():
    best = np.array([0, 1, 1, 0, 1, 2, 0])
    sure = np.array([0.9, 0.6, 0.8, 0.9, 0.7, 0.5, 0.9])

    read = list(_collapsed(best, sure, ("", "l", "o"), 56))

    assert [(glyph.char, glyph.x, glyph.sure) for glyph in read] == [("l", 16, 0.8), ("l", 36, 0.7), ("o", 44, 0.5)]


@pytest.mark.parametrize(
    ("wide", "plain"), [("：", ":"), ("Ａ", "A"), ("７", "7"), ("é", "é"), ("½", "½"), ("物", "物")]
)
def test_wide_forms_become_plain_ones(wide, plain):
    assert _plain(wide) == plain


def test_edges_stand_in_the_blanks_though_characters_were_seen_off_their_middle():
    found = cells(strip((20, 35), (38, 52), (70, 90)), glyphs(("H", 30), ("i", 40), (" ", 60), ("m", 75)))

    assert [cell.char for cell in found] == list("Hi m")
    assert found[0].x0 <= 20
    assert 35 <= found[0].x1 <= 38
    assert 52 <= found[1].x1 <= found[3].x0 <= 70
    assert found[3].x1 >= 90
    assert all(cell.y0 <= 20 and cell.y1 >= 44 for cell in found)


def test_a_wide_blank_that_was_not_read_becomes_a_space():
    bars = ((10, 20), (22, 32), (34, 44), (70, 80), (82, 92))
    seen = glyphs(("N", 15), ("o", 27), (":", 39), ("1", 75), ("2", 87))

    assert "".join(cell.char for cell in cells(strip(*bars), seen)) == "No: 12"


def test_letters_set_wide_apart_are_not_torn_asunder():
    bars = tuple((at, at + 8) for at in range(10, 130, 24))
    seen = glyphs(*((char, at + 4) for char, at in zip("TOTAL", range(10, 130, 24), strict=True)))

    assert "".join(cell.char for cell in cells(strip(*bars), seen)) == "TOTAL"


def test_ink_beyond_a_wide_blank_is_a_neighbours():
    found = cells(strip((2, 6), (40, 50), (52, 62), (190, 199)), glyphs(("N", 45), ("o", 57)))

    assert found[0].x0 > 30
    assert found[-1].x1 < 70


def test_characters_without_ink_share_the_strip():
    found = cells(strip(), glyphs(("a", 40), ("b", 120)))

    assert (found[0].x0, found[-1].x1) == (0, 200)
    assert found[0].x1 == pytest.approx(80, abs=1)


# --- order


def test_a_form_is_read_row_by_row_and_columns_of_text_one_after_the_other():
    form = [quad(0, 0, 60, 20), quad(0, 30, 60, 50), quad(300, 2, 400, 22), quad(300, 31, 400, 51)]
    text = [quad(x, y, x + 400, y + 20) for x in (0, 450) for y in range(0, 150, 25)]

    assert order(form) == [[[0, 2], [1, 3]]]
    assert order(text) == [[[0], [1], [2], [3], [4], [5]], [[6], [7], [8], [9], [10], [11]]]


def test_a_line_that_runs_another_way_stands_apart():
    across = [quad(0, 0, 300, 20), quad(0, 25, 300, 45)]
    spine = turned(quad(320, 0, 340, 200), 1)

    assert order([spine, *across]) == [[[1], [2]], [[0]]]


def test_no_lines_have_no_order():
    assert order([]) == []


# --- text


def test_lines_know_their_characters_ink():
    here = np.array([[1.0, 0, 0], [0, 1, 0]])
    there = np.array([[1.0, 0, 100], [0, 1, 0]])
    left = cells(strip((20, 35), (60, 80)), glyphs(("A", 28), (" ", 48), ("B", 70)))
    right = cells(strip((20, 35)), glyphs(("C", 28)))

    read = compose([Line(quad(100, 0, 190, 64), there, right), Line(quad(0, 0, 90, 64), here, left)], 200, 64)

    assert read.text == "A B C"
    assert len(read.ink(Chars(0, 3))) == 1
    assert len(read.ink(Chars(0, 5))) == 2
    assert read.ink(Chars(1, 2)) == ()
    (box,) = read.ink(Chars(4, 5))
    assert box.x0 <= 120
    assert box.x1 >= 135
