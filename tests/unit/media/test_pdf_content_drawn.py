"""Images, inline images and paths under cuts, and what is said beside the content."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from redact.media.pdf import content
from redact.media.pdf.terms import Area, Cut, Placement
from tests.unit.media.pdf_content_kit import (
    body,
    chars,
    cut,
    form,
    image,
    made,
    named,
    pixels,
    placed,
    saved,
    where,
    write,
)

SECRET = "Zebedee"
TEXT = f"BT /F1 12 Tf 20 200 Td (Re {SECRET} today) Tj ET"


def test_an_image_that_a_cut_touches_is_painted_again_and_others_stay() -> None:
    pdf = made("q 100 0 0 50 20 30 cm /Im Do Q q 100 0 0 50 220 30 cm /Im Do Q")
    named(pdf, "/XObject", "/Im", pdf.make_indirect(image(pdf)))
    named(pdf, "/XObject", "/Cut1", image(pdf, 3, 3))
    asked: list[tuple[Placement, Sequence[Area]]] = []

    def repaint(placement: Placement, areas: Sequence[Area]) -> pikepdf.Stream:
        asked.append((placement, areas))
        return image(pdf, 5, 5)

    area = Area(0, 0, 60, 60)
    content.rewrite(pdf, pdf.pages[0], [Cut(area, "x")], repaint)

    assert [(held.area, list(areas)) for held, areas in asked] == [(Area(20, 30, 120, 80), [area])]
    assert [int(held.image.Width) for held in placed(pdf)] == [5, 2]


def test_an_inline_image_becomes_a_stream_with_its_words_written_out() -> None:
    pdf = made(b"q 9 0 0 9 20 30 cm BI /W 2 /H 1 /BPC 8 /CS /Mine /F [/AHx] /DP [null] /D [1 0] ID 00ff> EI Q")
    named(pdf, "/ColorSpace", "/Mine", Array([Name.Indexed, Name.DeviceRGB, 255, String("x" * 768)]))

    found = placed(pdf)[0]

    assert found.area == Area(20, 30, 29, 39)
    assert found.image.read_bytes() == b"\x00\xff"
    assert found.image.ColorSpace[0] == Name.Indexed
    assert [int(part) for part in found.image.Decode] == [1, 0]


def test_an_inline_image_under_a_cut_is_drawn_from_a_stream_that_was_painted() -> None:
    pdf = made(
        b"q 9 0 0 9 20 30 cm BI /W 1 /H 1 /BPC 8 /CS /G ID Z EI Q q 9 0 0 9 90 30 cm BI /IM true /W 1 /H 1 ID a EI Q"
    )

    cut(pdf, Area(25, 35, 26, 36))

    assert b"ID Z" not in body(pdf)
    assert [held.mask for held in placed(pdf)] == [False, True]


def test_outlines_under_a_cut_go_and_others_stay() -> None:
    pdf = made("1 0 0 rg 20 20 10 10 re 20 120 m 30 120 l 25 130 l h f 200 20 100 1 re f")

    cut(pdf, Area(18, 18, 32, 32))

    assert b"20 20 10 10 re" not in body(pdf)
    assert b"20 120 m" in body(pdf)
    assert b"200 20 100 1 re" in body(pdf)


def test_a_path_that_is_wholly_under_a_cut_is_not_painted_without_points() -> None:
    pdf = made("20 20 10 10 re f")

    cut(pdf, Area(18, 18, 32, 32))

    assert body(pdf).split() == [b"q", b"Q"]


def test_a_clip_in_the_shape_of_a_letter_goes_and_still_lets_nothing_through() -> None:
    pdf = made("1 g 0 0 400 300 re f q 20 20 m 40 20 l 30 40 l 25 25 l 20 30 l h W n 0 g 0 0 400 300 re f Q")

    cut(pdf, Area(18, 18, 42, 42))

    assert b"30 40 l" not in body(pdf)
    assert (pixels(pdf) == 255).all()


def test_small_outlines_are_counted_as_what_may_be_letters() -> None:
    letters = " ".join(f"{x} 20 m {x + 5} 20 l {x + 5} 28 l {x + 2} 31 l {x} 28 l h f" for x in range(20, 300, 10))
    pdf = made(f"{letters} 0 0 400 300 re f 20 100 360 0.5 re f")

    assert content.read(pdf, pdf.pages[0]).shapes == 28


def test_property_lists_say_nothing_and_marks_stay() -> None:
    pdf = made(
        f"/P <</MCID 3 /ActualText ({SECRET}) /Alt ({SECRET}) /X [1 ({SECRET})] /Y <</Z ({SECRET})>>>> BDC {TEXT} EMC "
        f"/Span /MC0 BDC EMC /A <</E ({SECRET})>> DP"
    )
    mute = pdf.make_indirect(Dictionary(ActualText=String(SECRET), MCID=4, Other=String(SECRET)))
    named(pdf, "/Properties", "/MC0", mute)

    cut(pdf, where(pdf, SECRET))

    assert SECRET.encode() not in saved(pdf)
    assert b"/MCID 3" in body(pdf)
    assert body(pdf).count(b"EMC") == 2
    assert int(pdf.pages[0].obj.Resources.Properties.MC0.MCID) == 4


def test_a_layer_that_is_off_hides_text_and_stays_a_layer() -> None:
    pdf = made(f"/OC /L BDC {TEXT} EMC")
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("layer 1")))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    named(pdf, "/Properties", "/L", layer)

    content.clean(pdf, pdf.pages[0])

    assert not any(glyph.visible for glyph in content.read(pdf, pdf.pages[0]).glyphs)
    assert str(pdf.pages[0].obj.Resources.Properties.L.Name) == "layer 1"


@pytest.mark.parametrize(
    "hidden", [f"% {SECRET}\n", f"({SECRET}) Foo ", f"({SECRET}) 1 w ", f"/{SECRET} ({SECRET}) /P BMC EMC "]
)
def test_what_readers_pass_over_is_left_out(hidden: str) -> None:
    pdf = made(f"{hidden}BT /F1 12 Tf 20 200 Td (today) Tj ET")

    content.clean(pdf, pdf.pages[0])

    assert SECRET.encode() not in saved(pdf)
    assert chars(pdf) == "today"


def test_resources_that_nothing_uses_are_left_out_and_those_of_other_pages_stay() -> None:
    pdf = made("/Fm Do")
    named(pdf, "/XObject", "/Fm", form(pdf, "BT /F1 9 Tf 20 20 Td (a) Tj ET"))
    named(pdf, "/XObject", "/Unused", form(pdf, TEXT))
    shared = pdf.make_indirect(pdf.pages[0].obj["/Resources"])
    pdf.pages[0].obj["/Resources"] = shared
    pdf.add_blank_page()
    pdf.pages[1].obj["/Resources"] = shared

    content.clean(pdf, pdf.pages[0])

    assert list(pdf.pages[0].obj.Resources.XObject.keys()) == ["/Fm"]
    assert list(pdf.pages[0].obj.Resources.Font.keys()) == ["/F1"]
    assert len(pdf.pages[1].obj.Resources.XObject.keys()) == 2


def test_content_that_leaves_states_open_ends_as_it_began() -> None:
    pdf = made(f"Q EMC q .5 0 0 .5 0 0 cm /P BMC {TEXT[:-3]}")

    content.clean(pdf, pdf.pages[0])

    words = body(pdf).split()
    assert words.count(b"q") == words.count(b"Q") == 2
    assert words[-4:] == [b"ET", b"EMC", b"Q", b"Q"]


def test_forms_that_are_not_cut_stay_one_object_for_all_pages() -> None:
    pdf = made(f"/Fm Do {TEXT}")
    named(pdf, "/XObject", "/Fm", pdf.make_indirect(form(pdf, "BT /F1 9 Tf 20 20 Td (letterhead) Tj ET")))
    number = pdf.pages[0].obj.Resources.XObject.Fm.objgen

    cut(pdf, where(pdf, SECRET))

    assert pdf.pages[0].obj.Resources.XObject.Fm.objgen == number


def test_cleaning_twice_changes_nothing() -> None:
    pdf = made(TEXT)
    content.clean(pdf, pdf.pages[0])
    once = body(pdf)
    write(pdf, once)

    content.clean(pdf, pdf.pages[0])

    assert body(pdf).replace(b"q\n", b"", 1).replace(b"Q\n", b"", 1) == once


def test_a_glyph_proc_loses_what_no_reader_shows() -> None:
    pdf = made("BT /F3 12 Tf 20 200 Td (a) Tj ET")
    proc = Stream(pdf, f"6 0 d0 % {SECRET}\n0 0 5 5 re f".encode())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 10, 10]), FontMatrix=Array([0.1, 0, 0, 0.1, 0, 0]),
        FirstChar=97, LastChar=97, Widths=Array([6]), CharProcs=Dictionary({"/a": proc}),
        Encoding=Dictionary(Differences=Array([97, Name("/a")])),
    )  # fmt: skip
    named(pdf, "/Font", "/F3", font)

    content.clean(pdf, pdf.pages[0])

    assert SECRET.encode() not in saved(pdf)
