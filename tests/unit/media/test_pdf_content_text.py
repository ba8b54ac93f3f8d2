"""Every way of showing text is followed, and cut without moving what stays."""

from __future__ import annotations

import numpy as np
import pytest

from redact.media.pdf import content
from redact.media.pdf.terms import Area
from tests.unit.media.pdf_content_kit import chars, cut, form, made, named, pixels, seen_text, starts, where, wide

NAME = "Zebedee Quillfeather"
LINE = f"(Statement of {NAME} was read.)"
WAYS = {
    "Tj": f"BT /F1 12 Tf 20 200 Td {LINE} Tj ET",
    "hex": f"BT /F1 12 Tf 20 200 Td <{LINE[1:-1].encode().hex()}> Tj ET",
    "TJ": "BT /F1 12 Tf 20 200 Td [(Statement of) -278 (Zebed) 40 (ee Quill) -20 (feather was) 10 ( read.)] TJ ET",
    "quote": f"BT /F1 12 Tf 14 TL 20 214 Td {LINE} ' (next line) ' ET",
    "double quote": f"BT /F1 12 Tf 14 TL 20 214 Td 2 1 {LINE} \" (next line) ' ET",
    "spacing": f"BT /F1 12 Tf 1.5 Tc 4 Tw 20 200 Td {LINE} Tj (after) Tj ET",
    "scaling": f"BT /F1 12 Tf 70 Tz 20 200 Td {LINE} Tj (after) Tj ET",
    "rise": f"BT /F1 12 Tf 5 Ts 20 200 Td {LINE} Tj (after) Tj ET",
    "TD": f"BT /F1 12 Tf 0 0 Td 20 200 TD {LINE} Tj T* (after) Tj ET",
    "Tm": f"BT /F1 1 Tf 12 0 0 12 20 200 Tm {LINE} Tj (after) Tj ET",
    "turned": f"q 0 1 -1 0 300 0 cm BT /F1 12 Tf 20 200 Td {LINE} Tj (after) Tj ET Q",
    "mirrored": f"q 1 0 0 -1 0 300 cm BT /F1 12 Tf 20 200 Td {LINE} Tj (after) Tj ET Q",
    "unbalanced": f"Q q q BT /F1 12 Tf 20 200 Td {LINE} Tj",
    "unseen": f"BT /F1 12 Tf 3 Tr 20 200 Td {LINE} Tj ET",
    "clipping": f"q BT /F1 12 Tf 7 Tr 20 200 Td {LINE} Tj ET 0 0 400 300 re f Q",
    "shown on": "BT /F1 12 Tf 20 200 Td (Statement of Zebe) Tj (dee Quillfea) Tj [(ther) -100] TJ ( was read.) Tj ET",
}


@pytest.mark.parametrize("way", WAYS)
def test_a_cut_takes_exactly_its_glyphs_and_nothing_else_moves(way: str) -> None:
    pdf = made(WAYS[way])
    before, text = starts(pdf), chars(pdf)
    at = text.index(NAME)

    cut(pdf, where(pdf, NAME))

    after = starts(pdf)
    assert chars(pdf) == text.replace(NAME, "")
    assert all(
        one[0] == other[0] and abs(one[1] - other[1]) <= 0.011 and abs(one[2] - other[2]) <= 0.011
        for one, other in zip(before[:at] + before[at + len(NAME) :], after, strict=True)
    )


@pytest.mark.parametrize("way", sorted(set(WAYS) - {"unseen", "clipping"}))
def test_a_reader_shows_the_same_outside_the_cut(way: str) -> None:
    pdf = made(WAYS[way])
    area = where(pdf, NAME)
    before = pixels(pdf)

    cut(pdf, area)

    after = pixels(pdf)
    outside = np.ones(before.shape[:2], bool)
    outside[
        int((300 - area.y1) * 2) - 3 : int((300 - area.y0) * 2) + 4, int(area.x0 * 2) - 3 : int(area.x1 * 2) + 4
    ] = False
    assert not (np.abs(before.astype(int) - after).max(axis=2) > 8)[outside].any()
    assert "Quillfeather" not in seen_text(pdf)
    assert "read" in seen_text(pdf)


def test_slanted_text_loses_the_name_and_what_stays_does_not_move() -> None:
    """The box around a slanted word holds some of its neighbours too."""
    pdf = made(f"q .9 .3 -.3 .9 60 0 cm BT /F1 12 Tf 20 150 Td {LINE} Tj (after) Tj ET Q")
    before = starts(pdf)

    cut(pdf, where(pdf, NAME))

    assert "Statement" in chars(pdf)
    assert "read.after" in chars(pdf)
    assert not set("ZQui") & set(chars(pdf))
    assert set(starts(pdf)) <= set(before)


def test_glyphs_stand_where_the_widths_of_the_font_put_them() -> None:
    pdf = made(WAYS["Tj"])

    found = starts(pdf)

    at = chars(pdf).index("Z")
    assert found[at][1] == pytest.approx(20 + wide("Statement of "), abs=0.01)


def test_streams_split_within_a_text_object_are_one() -> None:
    pdf = made(["BT /F1 12 Tf 20 200 Td (Statement of Zebe) Tj", "(dee Quillfeather was read.) Tj ET"])

    cut(pdf, where(pdf, NAME))

    assert chars(pdf) == "Statement of  was read."


def test_a_form_is_cut_for_one_use_of_it_alone() -> None:
    pdf = made("/Fm Do q 1 0 0 1 0 -80 cm /Fm Do Q")
    named(pdf, "/XObject", "/Fm", form(pdf, WAYS["Tj"]))
    area = where(pdf, NAME)

    cut(pdf, area)

    assert chars(pdf) == "Statement of  was read." + LINE[1:-1]


def test_a_form_in_a_form_with_a_matrix_is_followed() -> None:
    pdf = made("/Outer Do")
    inner = form(pdf, WAYS["Tj"])
    outer = form(
        pdf, "q .5 0 0 .5 0 0 cm /Fm Do Q", Resources={"/XObject": {"/Fm": inner}}, Matrix=[1, 0, 0, 1, 30, 40]
    )
    named(pdf, "/XObject", "/Outer", outer)
    area = where(pdf, NAME)

    cut(pdf, area)

    assert area.x0 == pytest.approx(30 + (20 + wide("Statement of ")) / 2, abs=0.05)
    assert chars(pdf) == "Statement of  was read."


def test_what_hides_text_makes_it_invisible_but_it_is_read() -> None:
    pdf = made(
        "BT /F1 12 Tf 20 200 Td (a) Tj 3 Tr (b) Tj 0 Tr (c) Tj ET q 0 0 5 5 re W n BT /F1 12 Tf 20 100 Td (d) Tj ET Q"
    )
    found = content.read(pdf, pdf.pages[0]).glyphs

    assert [(glyph.char, glyph.visible) for glyph in found] == [("a", True), ("b", False), ("c", True), ("d", False)]


def test_a_neighbouring_line_that_is_close_stays() -> None:
    pdf = made("BT /F1 12 Tf 11 TL 20 200 Td (gypsy gypsy) Tj T* (Quill Quill) Tj ET")

    cut(pdf, where(pdf, "Quill"))

    assert chars(pdf) == "gypsy gypsy Quill"


def test_the_areas_given_back_are_those_asked_for_where_nothing_is_guarded() -> None:
    pdf = made(WAYS["Tj"])
    area = Area(90, 197, 200, 210)

    found = cut(pdf, area, label="x")

    assert [held.area for held in found] == [area]
