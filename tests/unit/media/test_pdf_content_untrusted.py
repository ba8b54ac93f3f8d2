"""What is not understood wholly is not cut, and what is made to cost much is given up soon."""

from __future__ import annotations

import time

import pytest
from pikepdf import Array, Dictionary, Name, Stream

from redact.media.pdf import content
from redact.media.pdf.terms import Area, Untrusted
from tests.unit.media.pdf_content_kit import body, cut, form, image, made, named

TEXT = "BT /F1 12 Tf 20 200 Td (Zebedee) Tj ET"
DAMAGED = {
    "open string": "BT /F1 12 Tf (Zebedee Tj ET",
    "open array": "BT /F1 12 Tf [(Zebedee) 3 Tj ET",
    "bad hex": "BT /F1 12 Tf <zz> Tj ET",
    "odd number": "BT /F1 12 Tf 1.5.3 0 Td (a) Tj ET",
    "lost operand": "1 0 0 0 1 cm",
    "string for a number": "(a) w",
    "string in a dash": "[(a)] (b) d",
    "no font": "BT (Zebedee) Tj ET",
    "missing font": "BT /F9 12 Tf (Zebedee) Tj ET",
    "no size": "BT /F1 0 Tf (Zebedee) Tj ET",
    "flat": "1 0 0 0 0 0 cm BT /F1 12 Tf (Zebedee) Tj ET",
    "name in text": "BT /F1 12 Tf [(a) /b] TJ ET",
    "open inline image": "BI /W 1 /H 1 ID ",
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_content_that_readers_may_take_differently_is_not_trusted_and_not_changed(damage: str) -> None:
    pdf = made(DAMAGED[damage])

    with pytest.raises(Untrusted) as read:
        content.read(pdf, pdf.pages[0])
    with pytest.raises(Untrusted):
        cut(pdf, Area(0, 0, 400, 300))

    assert "Zebedee" not in str(read.value)
    assert body(pdf) == DAMAGED[damage].encode()


@pytest.mark.parametrize("inner", [TEXT, "q 9 0 0 9 0 0 cm /Im Do Q", "BI /W 1 /H 1 /BPC 8 /CS /G ID a EI", "/Fm Do"])
def test_patterns_that_hold_writing_or_pictures_are_not_trusted(inner: str) -> None:
    pdf = made("/Pattern cs /P1 scn 0 0 400 300 re f")
    held = Dictionary(XObject=Dictionary(Im=image(pdf), Fm=form(pdf, TEXT)))
    pattern = Stream(
        pdf, inner.encode(), PatternType=1, PaintType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9, Resources=held
    )
    named(pdf, "/Pattern", "/P1", pattern)

    with pytest.raises(Untrusted):
        content.read(pdf, pdf.pages[0])


def test_a_pattern_that_only_paints_is_no_matter() -> None:
    pdf = made(f"/Pattern cs /P1 scn 0 0 400 300 re f {TEXT}")
    pattern = Stream(pdf, b"0 0 4 4 re f", PatternType=1, PaintType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9)
    named(pdf, "/Pattern", "/P1", pattern)

    assert len(content.read(pdf, pdf.pages[0]).glyphs) == 7


def test_a_soft_mask_that_holds_writing_is_not_trusted() -> None:
    pdf = made("q /G1 gs 0 0 400 300 re f Q")
    group = form(pdf, TEXT, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
    named(pdf, "/ExtGState", "/G1", Dictionary(SMask=Dictionary(S=Name.Alpha, G=group)))

    with pytest.raises(Untrusted):
        content.read(pdf, pdf.pages[0])


def test_forms_nested_a_hundred_deep_are_given_up() -> None:
    pdf = made("/Fm Do")
    inner = form(pdf, TEXT)
    for _ in range(100):
        inner = form(pdf, "/Fm Do", Resources=Dictionary(XObject=Dictionary(Fm=inner)))
    named(pdf, "/XObject", "/Fm", inner)

    with pytest.raises(Untrusted, match="too deep"):
        content.read(pdf, pdf.pages[0])


def test_a_form_that_draws_itself_is_given_up() -> None:
    pdf = made("/Fm Do")
    loop = pdf.make_indirect(form(pdf, "/Fm Do /Fm Do"))
    loop["/Resources"] = Dictionary(XObject=Dictionary(Fm=loop))
    named(pdf, "/XObject", "/Fm", loop)

    with pytest.raises(Untrusted):
        content.read(pdf, pdf.pages[0])


def test_forms_that_double_twenty_times_are_given_up_soon() -> None:
    pdf = made("/Fm Do")
    inner = form(pdf, TEXT)
    for _ in range(20):
        inner = form(pdf, "/Fm Do /Fm Do", Resources=Dictionary(XObject=Dictionary(Fm=inner)))
    named(pdf, "/XObject", "/Fm", inner)
    began = time.monotonic()

    with pytest.raises(Untrusted, match="too many"):
        content.read(pdf, pdf.pages[0])

    assert time.monotonic() - began < 20
