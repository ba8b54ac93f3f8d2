"""Boxes and labels on top of a page, whatever state its own content leaves behind."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name

from redact.core.place import Box
from redact.media.pdf.painting.label import LEAST_PT, MOST_PT, label_line, width_of
from redact.media.pdf.painting.paint import paint
from redact.media.pdf.painting.render import rendered
from redact.media.pdf.places import shown
from redact.media.pdf.terms import Area, Cut, Untrusted

AREA = Area(50, 60, 150, 80)
LABEL = "[s 40(2)]"


def page_with(content, rotate=0):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 100))
    page.obj["/Rotate"] = rotate
    page.obj["/Contents"] = pdf.make_stream(content)
    return pdf, page


def saved(pdf):
    out = io.BytesIO()
    pdf.save(out)
    return pdfium.PdfDocument(out.getvalue())


def seen_box(pdf, page, area):
    """The pixels of an area of the page as it is drawn."""
    with saved(pdf) as document:
        pixels = rendered(document[0])
    x0, y0, x1, y1 = (
        round(v) for v in _on_picture(shown(page).box(area), shown(page), pixels.shape[1], pixels.shape[0])
    )
    return pixels[y0:y1, x0:x1], pixels


def _on_picture(box, seen, width, height):
    across, down = width / seen.width_pt, height / seen.height_pt
    return box.x0 * across, box.y0 * down, box.x1 * across, box.y1 * down


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"q 2 0 0 2 30 30 cm q 0.5 0 0 0.5 9 9 cm",  # states that nobody takes back
        b"q Q Q Q 3 0 0 3 7 7 cm",  # and states that nobody saved
        b"0 1 0 rg BT 3 Tr 5 0 0 5 9 9 Tm",  # a text that does not end
        b"/Span BMC /Span <</MCID 1>> BDC 0 0 5 5 re W n",
    ],
)
def test_the_box_stands_where_it_should_whatever_the_page_leaves_behind(content, rotate):
    pdf, page = page_with(content, rotate)

    paint(pdf, page, [Cut(AREA, "")])

    inside, whole = seen_box(pdf, page, AREA.grown(-0.5))
    assert (inside == 0).all()
    assert (whole == 0).all(axis=2).mean() == pytest.approx(2000 / 20_000, rel=0.05)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_label_is_read_upright_and_in_white(rotate):
    pdf, page = page_with(b"", rotate)

    paint(pdf, page, [Cut(AREA, LABEL)])

    inside, _ = seen_box(pdf, page, AREA.grown(-0.5))
    assert (inside[:, :, 0] > 200).sum() > 50
    with saved(pdf) as document:
        assert document[0].get_textpage().get_text_range().strip() == LABEL


@pytest.mark.parametrize("content", [b"q (nobody ends this", b"[ 1 2", b"<< /A", b"BI /W 1 /H 1 ID ab"])
def test_content_whose_end_would_swallow_the_box_is_not_trusted(content):
    pdf, page = page_with(content)

    with pytest.raises(Untrusted):
        paint(pdf, page, [Cut(AREA, LABEL)])


def test_the_boxes_are_an_artifact_and_the_last_of_the_content():
    pdf, page = page_with(b"/P <</MCID 0>> BDC EMC")

    paint(pdf, page, [Cut(AREA, LABEL)])

    words = [str(step.operator) for step in pikepdf.parse_content_stream(page)]
    assert words[0] == "q"
    assert words.count("BMC") + words.count("BDC") == words.count("EMC")
    assert words[words.index("BMC") :][-1] == "EMC"
    last = page.obj["/Contents"][-1].read_bytes()
    assert last.startswith(b"/Artifact BMC")


def test_the_font_collides_with_no_resource_and_changes_no_other_page():
    pdf, page = page_with(b"")
    own = Dictionary(Font=Dictionary({"/RdLabel": Dictionary(Type=Name.Font, Subtype=Name.Type3)}))
    shared = pdf.make_indirect(own)
    other = pdf.add_blank_page()
    page.obj["/Resources"] = other.obj["/Resources"] = shared

    paint(pdf, page, [Cut(AREA, LABEL)])

    assert set(other.obj["/Resources"]["/Font"].keys()) == {"/RdLabel"}
    assert page.obj["/Resources"]["/Font"]["/RdLabel"]["/Subtype"] == "/Type3"
    assert len(page.obj["/Resources"]["/Font"].keys()) == 2


def test_a_page_without_cuts_is_left_alone():
    pdf, page = page_with(b"q")

    paint(pdf, page, [])

    assert page.obj["/Contents"].read_bytes() == b"q"


def test_of_boxes_that_overlap_only_the_largest_bears_its_label():
    pdf, page = page_with(b"")

    paint(pdf, page, [Cut(Area(50, 60, 100, 80), "small"), Cut(AREA, "large"), Cut(Area(5, 5, 60, 20), "else")])

    with saved(pdf) as document:
        assert sorted(document[0].get_textpage().get_text_range().split()) == ["else", "large"]


def test_a_label_fits_its_box_in_height_and_width():
    line = label_line(LABEL, Box(10, 10, 60, 20))

    assert LEAST_PT <= line.size_pt <= 10
    assert line.x >= 10
    assert line.x + width_of(line.text, line.size_pt) <= 60
    assert 10 < line.y < 20


def test_a_label_is_no_larger_than_reads_well():
    assert label_line(LABEL, Box(0, 0, 500, 500)).size_pt == MOST_PT


def test_a_label_runs_upward_where_the_box_is_tall():
    assert label_line(LABEL, Box(0, 0, 8, 80)).upward
    assert not label_line(LABEL, Box(0, 0, 80, 8)).upward


def test_a_label_loses_whole_words_and_never_letters():
    assert label_line("PERSON 12 of the annex", Box(0, 0, 20, 6)).text in {"PERSON", "PERSON 12", "PERSON 12 of"}
    assert label_line("PERSON-OF-THE-ANNEX", Box(0, 0, 8, 4)) is None


@pytest.mark.parametrize("label", ["", "  ", "漢字"])
def test_what_the_font_cannot_write_is_left_out(label):
    assert label_line(label, Box(0, 0, 100, 20)) is None


def test_letters_outside_the_font_go_and_the_rest_stays():
    assert label_line("Zoë→ (1)", Box(0, 0, 100, 20)).text == "Zoë (1)"


def test_brackets_and_strokes_in_a_label_are_text():
    pdf, page = page_with(b"")

    paint(pdf, page, [Cut(AREA, "a\\b (c) )")])

    with saved(pdf) as document:
        assert document[0].get_textpage().get_text_range().strip() == "a\\b (c) )"


def test_content_in_several_streams_is_closed_as_one():
    pdf, page = page_with(b"q 9 0 0 9 0 0 cm")
    page.obj["/Contents"] = Array([page.obj["/Contents"], pdf.make_stream(b"q"), pdf.make_stream(b"Q")])

    paint(pdf, page, [Cut(AREA, "")])

    inside, _ = seen_box(pdf, page, AREA.grown(-0.5))
    assert (inside == 0).all()
