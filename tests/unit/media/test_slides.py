"""Presentations: what is read, in which order, and that what is hidden or left over does not go out."""

import base64
import io

import pptx
import pytest
from ooxml_kit import OFFICE, RELATIONS, Made, cutting, everything, members, xml
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from redact.core.flow import Edit, PartState
from redact.core.hidden import Hidden
from redact.core.place import Chars
from redact.core.segment import Child, Text, TextKind
from redact.media.office.slides import open_slides
from redact.settings import Settings

NAME = "Zebedee"
SLIDES = f"{OFFICE}.presentationml"
MS = "http://schemas.microsoft.com/office"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg=="
)


def show(*slides: str, kind: str = f"{SLIDES}.presentation.main+xml", more: str = "") -> Made:
    """A presentation of slides with these contents."""
    listed = "".join(f"<p:sldId id='{256 + n}' r:id='rId{n}'/>" for n in range(1, len(slides) + 1))
    made = Made().part("ppt/presentation.xml", kind, xml("p:presentation", f"<p:sldIdLst>{listed}</p:sldIdLst>{more}"))
    made.tie("", "rId1", "officeDocument", "ppt/presentation.xml")
    for number, content in enumerate(slides, 1):
        made.part(f"ppt/slides/slide{number}.xml", f"{SLIDES}.slide+xml", xml("p:sld", content))
        made.tie("ppt/presentation.xml", f"rId{number}", "slide", f"slides/slide{number}.xml")
    return made


def text(*paragraphs: str) -> str:
    """A shape with text."""
    inner = "".join(f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>" for each in paragraphs)
    return f"<p:cSld><p:spTree><p:sp><p:txBody>{inner}</p:txBody></p:sp></p:spTree></p:cSld>"


def shapes(inner: str) -> str:
    return f"<p:cSld><p:spTree>{inner}</p:spTree></p:cSld>"


def read(press, made, settings=None):
    content = made if isinstance(made, bytes) else made.bytes()
    return open_slides(press.source(content, ".pptx", "slides"), settings)


def made_with_slide_library(build) -> bytes:
    deck = pptx.Presentation()
    build(deck)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def said(document) -> list[Text]:
    return [segment for segment in document.segments() if isinstance(segment, Text)]


def test_slides_are_read_in_the_order_of_the_show(press):
    made = show(text("first"), text("second"))
    made.relations["ppt/presentation.xml"].reverse()

    assert [(t.part, t.text) for t in said(read(press, made))] == [
        ("slide 1, text 1", "first"),
        ("slide 2, text 1", "second"),
    ]


def test_the_paragraphs_of_a_shape_are_one_text(press):
    assert press.texts(read(press, show(text("one", "two")))) == ["one\n\ntwo"]


def test_a_name_over_runs_is_cut_and_the_file_opens_in_the_slide_library(press):
    def build(deck):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        runs = slide.shapes.title.text_frame.paragraphs[0]
        for each in ("By Ja", "ne D", "oe"):
            runs.add_run().text = each
        slide.notes_slide.notes_text_frame.text = "ask Jane Doe"

    written = press.written(read(press, made_with_slide_library(build)), cutting("Jane Doe", "[name]"))

    slide = pptx.Presentation(io.BytesIO(written)).slides[0]
    assert slide.shapes.title.text == "By [name]"
    assert slide.notes_slide.notes_text_frame.text == "ask [name]"


def test_a_cell_is_read_with_its_headings_for_context(press):
    def build(deck):
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        table = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(2)).table
        for cell, value in zip(table.iter_cells(), ("Ref", "Name", "17", "Doe"), strict=True):
            cell.text = value

    cell = next(each for each in said(read(press, made_with_slide_library(build))) if each.text == "Doe")

    assert (cell.kind, cell.context) == (TextKind.FIELD, "Name | 17")


def test_charts_are_read_and_their_workbook_is_left_out(press):
    def build(deck):
        data = CategoryChartData()
        data.categories = ["Jane Doe", "others"]
        data.add_series("Absence", (3, 4))
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        slide.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(4), Inches(4), data)

    document = read(press, made_with_slide_library(build))
    written = press.written(document, cutting("Jane Doe", "[name]"))

    assert not any(name.endswith(".xlsx") for name in members(written))
    assert "Jane" not in everything(written)
    chart = pptx.Presentation(io.BytesIO(written)).slides[0].shapes[0].chart
    assert list(chart.plots[0].categories) == ["[name]", "others"]
    assert any(note.hidden is Hidden.EMBEDDED and note.state is PartState.DROPPED for note in document.census())


def test_hidden_slides_and_shapes_are_read_and_reported(press):
    made = show(shapes("<p:sp><p:nvSpPr><p:cNvPr id='2' name='' hidden='1'/></p:nvSpPr></p:sp>"))
    kind, content = made.parts["ppt/slides/slide1.xml"]
    made.part("ppt/slides/slide1.xml", kind, content.replace(b"<p:sld ", b"<p:sld show='0' "))

    notes = [note for note in read(press, made).census() if note.hidden is Hidden.TEXT]

    assert [(note.part, note.state) for note in notes] == [
        ("slide 1, hidden", PartState.READ),
        ("slide 1, hidden shapes", PartState.READ),
    ]


def _with(tail, name, kind, content, *, inner=""):
    made = show(shapes(inner)).part(f"ppt/{name}", kind, content)
    return made.tie("ppt/slides/slide1.xml", "rId5", tail, f"../{name}")


def _frame(inner):
    return (
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id='4' name='Object 4'/></p:nvGraphicFramePr><a:graphic>"
        f"<a:graphicData uri='u'>{inner}</a:graphicData></a:graphic></p:graphicFrame>"
    )


def _linked(attributes):
    return f"<p:sp><p:nvSpPr><p:cNvPr id='2' name=''><a:hlinkClick r:id='' {attributes}/></p:cNvPr></p:nvSpPr></p:sp>"


OBJECT = _frame(
    "<mc:AlternateContent><mc:Choice Requires='v'><p:oleObj spid='_x0000_s1026' name='Zebedee' r:id='rId5'/></mc:Choice>"
    "<mc:Fallback><p:oleObj name='Zebedee' r:id='rId5'><p:embed/><p:pic><p:nvPicPr><p:cNvPr id='0' name=''/></p:nvPicPr>"
    "</p:pic></p:oleObj></mc:Fallback></mc:AlternateContent>"
)
FILM = (
    "<p:pic><p:nvPicPr><p:cNvPr id='4' name='Zebedee.mp4'/><p:nvPr><a:videoFile r:link='rId5'/><p:extLst><p:ext uri='{D}'>"
    "<p14:media r:embed='rId5'/></p:ext></p:extLst></p:nvPr></p:nvPicPr></p:pic>"
)

CASES = {
    "text": lambda: show(text(NAME)),
    "field": lambda: show(shapes(f"<p:sp><p:txBody><a:p><a:fld><a:t>{NAME}</a:t></a:fld></a:p></p:txBody></p:sp>")),
    "name of a shape": lambda: show(
        shapes(f"<p:sp><p:nvSpPr><p:cNvPr id='2' name='{NAME}' descr='{NAME}'/></p:nvSpPr></p:sp>")
    ),
    "name of a slide": lambda: show(f"<p:cSld name='{NAME}'/>"),
    "tip of a link": lambda: show(shapes(_linked(f"tooltip='{NAME}' invalidUrl='{NAME}'"))),
    "macro of a link": lambda: show(shapes(_linked(f"action='ppaction://macro?name={NAME}'"))),
    "link": lambda: show(text("x")).tie(
        "ppt/slides/slide1.xml", "rId3", "hyperlink", f"mailto:{NAME}@example.org", external=True
    ),
    "layout": lambda: _with(
        "slideLayout",
        "slideLayouts/a.xml",
        f"{SLIDES}.slideLayout+xml",
        xml("p:sldLayout", text(NAME), f"matchingName='{NAME}'"),
    ),
    "name of a layout": lambda: _with(
        "slideLayout", "slideLayouts/a.xml", f"{SLIDES}.slideLayout+xml", xml("p:sldLayout", f"<p:cSld name='{NAME}'/>")
    ),
    "notes": lambda: _with("notesSlide", "notesSlides/a.xml", f"{SLIDES}.notesSlide+xml", xml("p:notes", text(NAME))),
    "comments": lambda: _with(
        "comments", "comments/a.xml", f"{SLIDES}.comments+xml", xml("p:cmLst", f"<p:cm><p:text>{NAME}</p:text></p:cm>")
    ),
    "modern comments": lambda: _with(
        "comments", "comments/a.xml", "application/vnd.ms-powerpoint.comments+xml", f"<a>{NAME}</a>"
    ),
    "tags": lambda: _with(
        "tags",
        "tags/a.xml",
        f"{SLIDES}.tags+xml",
        f"<a>{NAME}</a>",
        inner="<p:custDataLst><p:tags r:id='rId5'/></p:custDataLst>",
    ),
    "OLE object": lambda: _with("oleObject", "embeddings/a.bin", f"{OFFICE}.oleObject", NAME, inner=OBJECT),
    "embedded workbook": lambda: _with(
        "package", "embeddings/Zebedee.xlsx", f"{OFFICE}.spreadsheetml.sheet", NAME, inner=OBJECT
    ),
    "film": lambda: _with("video", "media/Zebedee.mp4", "video/mp4", NAME, inner=FILM),
    "linked film": lambda: show(shapes(FILM)).tie(
        "ppt/slides/slide1.xml", "rId5", "video", f"file:///{NAME}.mp4", external=True
    ),
    "section": lambda: show(
        text("x"),
        more=f"<p:extLst><p:ext uri='{{5}}'><p14:sectionLst><p14:section name='{NAME}'/></p14:sectionLst></p:ext></p:extLst>",
    ),
    "show of its own": lambda: show(
        text("x"), more=f"<p:custShowLst><p:custShow name='{NAME}' id='0'/></p:custShowLst>"
    ),
    "embedded font": lambda: show(
        text("x"),
        more=f"<p:embeddedFontLst><p:embeddedFont><p:font typeface='{NAME}'/></p:embeddedFont></p:embeddedFontLst>",
    ),
    "slide that was taken out": lambda: (
        show(text("x"))
        .part("ppt/slides/slide9.xml", f"{SLIDES}.slide+xml", xml("p:sld", text(NAME)))
        .tie("ppt/presentation.xml", "rId9", "slide", "slides/slide9.xml")
    ),
    "where it was published": lambda: (
        show(text("x"))
        .part("ppt/presProps.xml", f"{SLIDES}.presProps+xml", xml("p:presentationPr", f"<p:htmlPubPr title='{NAME}'/>"))
        .tie("ppt/presentation.xml", "rId9", "presProps", "presProps.xml")
    ),
    "style of tables": lambda: (
        show(text("x"))
        .part(
            "ppt/tableStyles.xml",
            f"{SLIDES}.tableStyles+xml",
            xml("a:tblStyleLst", f"<a:tblStyle styleName='{NAME}'/>"),
        )
        .tie("ppt/presentation.xml", "rId9", "tableStyles", "tableStyles.xml")
    ),
    "thumbnail": lambda: (
        show(text("x"))
        .part("docProps/thumbnail.jpeg", "image/jpeg", NAME)
        .tie("", "rId8", f"{RELATIONS}/thumbnail", "docProps/thumbnail.jpeg")
    ),
    "macros": lambda: (
        show(text("x"), kind="application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml")
        .part("ppt/vbaProject.bin", "application/vnd.ms-office.vbaProject", NAME)
        .tie("ppt/presentation.xml", "rId8", f"{MS}/2006/relationships/vbaProject", "vbaProject.bin")
    ),
}


@pytest.mark.parametrize("place", CASES)
def test_a_name_is_nowhere_in_what_is_written_and_nothing_more_is_to_drop(press, place):
    """One name in one place each: cut or left out; the draft is read as one that needs nothing more."""
    made = CASES[place]().bytes()

    written = press.written(read(press, made), cutting(NAME))

    assert NAME in everything(made)
    assert NAME.lower() not in everything(written).lower()
    again = read(press, written)
    assert {note.state for note in again.census()} <= {PartState.READ, PartState.CLEANED}
    assert members(press.written(again)) == members(written)


def test_an_object_that_is_left_out_becomes_its_picture(press):
    made = _with("oleObject", "embeddings/a.bin", f"{OFFICE}.oleObject", b"x", inner=OBJECT)

    slide = members(press.written(read(press, made)))["ppt/slides/slide1.xml"].decode()

    assert "oleObj" not in slide
    assert "graphicFrame" not in slide
    assert '<p:pic><p:nvPicPr><p:cNvPr id="4" name="Object 4"/>' in slide


def test_an_embedded_workbook_is_put_back(press, tmp_path):
    made = _with("package", "embeddings/a.xlsx", f"{OFFICE}.spreadsheetml.sheet", b"x", inner=OBJECT)
    released = tmp_path / "new.xlsx"
    released.write_bytes(b"new")

    written = members(
        press.written(read(press, made), cutting("x", files=lambda c: [Edit(Chars(0, 0), c.name, file=released)]))
    )

    assert written["ppt/embeddings/file1.xlsx"] == b"new"
    assert b"embeddings/file1.xlsx" in written["ppt/slides/_rels/slide1.xml.rels"]
    assert b"oleObj" in written["ppt/slides/slide1.xml"]


def test_a_film_is_a_file_of_its_own_and_leaves_its_picture_where_it_is_withheld(press):
    made = _with("video", "media/a.mp4", "video/mp4", b"film", inner=FILM + "<p:timing/>")
    document = read(press, made)

    written = members(press.written(document))

    assert [s.name for s in document.segments() if isinstance(s, Child)] == ["recording 1.mp4"]
    assert b"videoFile" not in written["ppt/slides/slide1.xml"]
    assert b"<p:pic>" in written["ppt/slides/slide1.xml"]
    assert b"timing" not in written["ppt/slides/slide1.xml"]


def test_pictures_are_files_of_their_own(press):
    def build(deck):
        deck.slides.add_slide(deck.slide_layouts[6]).shapes.add_picture(io.BytesIO(PNG), 0, 0)

    children = [s for s in read(press, made_with_slide_library(build)).segments() if isinstance(s, Child)]

    assert [(child.part, child.name, child.content().read()) for child in children] == [
        ("picture 1", "picture 1.png", PNG)
    ]


def test_kept_comments_are_read_and_nobody_wrote_them(press):
    made = _with(
        "comments",
        "comments/a.xml",
        f"{SLIDES}.comments+xml",
        xml("p:cmLst", "<p:cm authorId='0' dt='2026-01-01'><p:text>ask Jane</p:text></p:cm>"),
    )
    made.part(
        "ppt/commentAuthors.xml",
        f"{SLIDES}.commentAuthors+xml",
        xml("p:cmAuthorLst", "<p:cmAuthor id='0' name='J Doe' initials='JD'/>"),
    )
    made.tie("ppt/presentation.xml", "rId9", "commentAuthors", "commentAuthors.xml")

    written = everything(press.written(read(press, made, Settings(office_comments="keep")), cutting("Jane")))

    assert "ask [cut]" in written
    assert "Author 1" in written
    assert not any(told in written for told in ("Doe", "JD", "2026"))


@pytest.mark.parametrize(("kind", "suffix"), [("presentation", ".pptx"), ("template", ".potx"), ("slideshow", ".ppsx")])
def test_a_show_with_macros_becomes_one_without(press, kind, suffix):
    document = read(press, show(text("x"), kind=f"application/vnd.ms-powerpoint.{kind}.macroEnabled.main+xml"))

    assert document.suffix == suffix
    assert f"{SLIDES}.{kind}.main+xml" in members(press.written(document))["[Content_Types].xml"].decode()
