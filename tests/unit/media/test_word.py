"""Word documents: what is read, in which order and with which context, and what is as it was afterwards."""

import base64
import io

import docx
import pytest
from docx.shared import Pt
from lxml import etree
from ooxml_kit import OFFICE, W, cutting, letter, members, paragraph, xml

from redact.core.errors import UnsupportedMedia
from redact.core.flow import Edit, PartState
from redact.core.hidden import Hidden
from redact.core.place import Chars
from redact.core.segment import Child, Text, TextKind
from redact.media.office import _placeholder
from redact.media.office.word import open_word
from redact.settings import Settings

WORD = f"{OFFICE}.wordprocessingml"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg=="
)


def made_with_word_library(build) -> bytes:
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(press, made, settings=None):
    content = made if isinstance(made, bytes) else made.bytes()
    return open_word(press.source(content, ".docx", "word"), settings)


def said(document) -> list[Text]:
    return [segment for segment in document.segments() if isinstance(segment, Text)]


def body_of(written) -> etree._Element:
    return etree.fromstring(members(written)["word/document.xml"])


def words(root) -> str:
    return "".join(root.itertext(f"{{{W}}}t"))


def test_paragraphs_that_follow_each_other_are_one_text(press):
    """Detectors judge a name better with the prose around it: blank lines part paragraphs."""
    document = read(press, letter(paragraph("Dear ", "Jane,") + paragraph() + paragraph("thank you.")))

    assert [(text.text, text.kind) for text in said(document)] == [("Dear Jane,\n\nthank you.", TextKind.PROSE)]


def test_long_prose_is_read_in_several_texts_that_end_with_paragraphs(press):
    document = read(press, letter(paragraph("a" * 60) * 5), Settings(piece_chars=130))

    assert [len(text.text) for text in said(document)] == [122, 122, 60]


def test_tabs_breaks_and_hyphens_are_read_as_signs(press):
    runs = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>"
    tabs = "<w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"

    assert press.texts(read(press, letter(f"<w:p>{tabs}{runs}</w:p>"))) == ["a\tb\nc-d"]


def test_a_cut_over_runs_leaves_their_formatting(press):
    """A replacement stands in the run of its first character; no run is added or taken away."""
    made = letter("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Jane D</w:t></w:r><w:r><w:t>oe went</w:t></w:r></w:p>")

    written = press.written(read(press, made), cutting("Jane Doe", "[name]"))

    assert [run.findtext(f"{{{W}}}t") for run in body_of(written).iter(f"{{{W}}}r")] == ["[name]", " went"]
    assert len(list(body_of(written).iter(f"{{{W}}}b"))) == 1


def test_a_cell_is_read_with_its_headings_for_context(press):
    def build(document):
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip((c for row in table.rows for c in row.cells), ("Ref", "Name", "17", "Doe"), strict=True):
            cell.text = text

    texts = [text for text in said(read(press, made_with_word_library(build))) if text.part.startswith("body")]

    assert [(text.text, text.kind, text.context) for text in texts[-1:]] == [("Doe", TextKind.FIELD, "Name | 17")]
    assert texts[-1].part == "body, table 1, row 2, column 2"


def test_headers_and_notes_are_read_as_parts_of_their_own(press):
    def build(document):
        document.add_paragraph("In the body")
        document.sections[0].header.paragraphs[0].text = "At the head"
        document.sections[0].footer.paragraphs[0].text = "At the foot"

    texts = {text.part: text.text for text in said(read(press, made_with_word_library(build)))}

    assert texts["header 1, paragraph 1"] == "At the head"
    assert texts["footer 1, paragraph 1"] == "At the foot"


def test_the_written_file_is_opened_by_the_word_library(press):
    def build(document):
        document.add_heading("Report", 1)
        document.add_paragraph("Seen by Jane Doe.").runs[0].font.size = Pt(20)
        document.add_picture(io.BytesIO(PNG))

    made = made_with_word_library(build)
    written = press.written(read(press, made), cutting("Jane Doe", "[name]"))

    again = docx.Document(io.BytesIO(written))
    assert [p.text for p in again.paragraphs[:2]] == ["Report", "Seen by [name]."]
    assert again.paragraphs[0].style.name == "Heading 1"
    assert again.paragraphs[1].runs[0].font.size == Pt(20)


def test_deletions_are_gone_and_insertions_stay_where_changes_are_accepted(press):
    made = letter(
        "<w:p><w:r><w:t>He </w:t></w:r><w:del w:id='1' w:author='J Doe'><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='J Doe'><w:r><w:t>always </w:t></w:r></w:ins><w:r><w:t>paid.</w:t></w:r></w:p>"
    )
    document = read(press, made)

    written = press.written(document)

    assert words(body_of(written)) == "He always paid."
    assert b"never" not in members(written)["word/document.xml"]
    notes = {note.hidden: note for note in document.census()}
    assert notes[Hidden.CHANGES].state is PartState.DROPPED


def test_a_paragraph_whose_end_was_deleted_runs_on_into_the_next(press):
    made = letter(
        "<w:p><w:pPr><w:rPr><w:del w:id='1' w:author='x'/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p>"
        + paragraph("two")
    )

    assert press.texts(read(press, made)) == ["one two"]


def test_a_deleted_row_is_gone(press):
    row = "<w:tr>{}<w:tc>{}</w:tc></w:tr>"
    gone = row.format("<w:trPr><w:del w:id='1' w:author='x'/></w:trPr>", paragraph("secret"))
    made = letter(f"<w:tbl>{row.format('', paragraph('open'))}{gone}</w:tbl>")

    assert press.texts(read(press, made)) == ["open"]


def test_kept_deletions_are_read_and_cut_without_who_made_them(press):
    made = letter(
        "<w:p><w:del w:id='1' w:author='J Doe' w:date='2026-01-01T00:00:00Z'><w:r><w:delText>by Jane</w:delText></w:r>"
        "</w:del></w:p>"
    )
    document = read(press, made, Settings(tracked_changes="keep"))

    written = press.written(document, cutting("Jane"))

    content = members(written)["word/document.xml"].decode()
    assert "<w:delText>by [cut]</w:delText>" in content
    assert 'w:author="Author"' in content
    assert "2026" not in content


def test_comments_are_left_out_with_their_anchors(press):
    made = letter(
        "<w:p><w:commentRangeStart w:id='1'/><w:r><w:t>x</w:t></w:r><w:r><w:commentReference w:id='1'/></w:r></w:p>"
    )
    made.part(
        "word/comments.xml",
        f"{WORD}.comments+xml",
        xml("w:comments", f"<w:comment w:id='1'>{paragraph('y')}</w:comment>"),
    )
    made.tie("word/document.xml", "rId2", "comments", "comments.xml")
    document = read(press, made)

    written = press.written(document)

    assert "word/comments.xml" not in members(written)
    assert b"comment" not in members(written)["word/document.xml"]
    assert ("comments 1, left out", PartState.DROPPED, Hidden.COMMENTS) in [
        (note.part, note.state, note.hidden) for note in document.census()
    ]


def test_kept_comments_are_read_and_nobody_wrote_them(press):
    signed = "w:author='J Doe' w:initials='JD' w:date='2026-01-01T00:00:00Z'"
    comment = f"<w:comment w:id='1' {signed}>{paragraph('ask Jane')}</w:comment>"
    made = letter("<w:p><w:r><w:commentReference w:id='1'/></w:r></w:p>")
    made.part("word/comments.xml", f"{WORD}.comments+xml", xml("w:comments", comment))
    made.tie("word/document.xml", "rId2", "comments", "comments.xml")
    document = read(press, made, Settings(office_comments="keep"))

    written = members(press.written(document, cutting("Jane")))["word/comments.xml"].decode()

    assert ("comments, comment 1", "ask Jane") in [(text.part, text.text) for text in said(document)]
    assert "ask [cut]" in written
    assert "JD" not in written
    assert "Doe" not in written


def test_a_field_of_a_dropped_property_leaves_its_result_as_text(press):
    made = letter("<w:p><w:fldSimple w:instr=' AUTHOR '><w:r><w:t>J Doe</w:t></w:r></w:fldSimple></w:p>")

    written = press.written(read(press, made))

    assert words(body_of(written)) == "J Doe"
    assert b"AUTHOR" not in members(written)["word/document.xml"]


def test_page_numbers_stay_fields(press):
    made = letter("<w:p><w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>")

    assert b'w:instr=" PAGE "' in members(press.written(read(press, made)))["word/document.xml"]


def test_renamed_bookmarks_are_still_referred_to(press):
    made = letter(
        "<w:p><w:bookmarkStart w:id='0' w:name='Jane_Doe'/><w:bookmarkEnd w:id='0'/><w:hyperlink w:anchor='Jane_Doe'/>"
        "<w:fldSimple w:instr=' REF Jane_Doe \\h '/><w:bookmarkStart w:id='1' w:name='_Toc12'/></w:p>"
    )

    content = members(press.written(read(press, made)))["word/document.xml"].decode()

    assert content.count("Bookmark1") == 3
    assert "_Toc12" in content


def test_renamed_styles_still_dress_their_paragraphs(press):
    def build(document):
        style = document.styles.add_style("Jane Doe Heading", 1)
        style.font.size = Pt(31)
        document.add_paragraph("x", style=style)

    again = docx.Document(io.BytesIO(press.written(read(press, made_with_word_library(build)))))

    assert "Jane" not in again.paragraphs[0].style.name
    assert again.paragraphs[0].style.font.size == Pt(31)


def test_hidden_and_white_text_is_reported(press):
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>b</w:t></w:r>"
    document = read(press, letter(f"<w:p>{hidden}</w:p>"))

    assert [(n.note, n.state) for n in document.census() if n.hidden is Hidden.TEXT] == [
        ("2 stretches", PartState.READ)
    ]


def test_macros_are_dropped_and_the_file_becomes_one_without(press):
    made = letter(paragraph("x"), "application/vnd.ms-word.document.macroEnabled.main+xml")
    made.part("word/vbaProject.bin", "application/vnd.ms-office.vbaProject", b"x")
    made.tie(
        "word/document.xml",
        "rId8",
        "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        "vbaProject.bin",
    )
    document = read(press, made)

    written = members(press.written(document))

    assert document.suffix == ".docx"
    assert f"{WORD}.document.main+xml".encode() in written["[Content_Types].xml"]
    assert not any("vba" in name for name in written)


def test_strict_documents_are_read_and_written_as_transitional_ones(press):
    made = letter(paragraph("Jane"))
    kind, content = made.parts["word/document.xml"]
    strict = content.replace(
        b"schemas.openxmlformats.org/wordprocessingml/2006/main", b"purl.oclc.org/ooxml/wordprocessingml/main"
    )
    made.part("word/document.xml", kind, strict)
    made.relations[""] = [
        ("rId1", "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument", "word/document.xml", False)
    ]
    document = read(press, made)

    assert press.texts(document) == ["Jane"]
    assert words(body_of(press.written(document, cutting("Jane", "[x]")))) == "[x]"


def _with_picture(kind="image/png", name="media/Jane.png"):
    made = letter(
        "<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='Picture 1'/><a:graphic><a:graphicData uri='u'><pic:pic>"
        "<pic:blipFill><a:blip r:embed='rId2'/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r></w:p>"
    )
    made.part(f"word/{name}", kind, PNG)
    return made.tie("word/document.xml", "rId2", "image", name)


def test_a_picture_is_a_file_of_its_own_and_goes_back_under_a_neutral_name(press, tmp_path):
    document = read(press, _with_picture())
    released = tmp_path / "released.png"
    released.write_bytes(b"another picture")

    written = members(press.written(document, cutting("x", files=lambda c: [Edit(Chars(0, 0), c.name, file=released)])))

    child = next(s for s in document.segments() if isinstance(s, Child))
    assert (child.name, child.shown, child.content().read()) == ("picture 1.png", False, PNG)
    assert written["word/media/image1.png"] == b"another picture"
    assert b"media/image1.png" in written["word/_rels/document.xml.rels"]


def test_a_picture_that_comes_back_in_another_format_is_referred_to_as_that(press, tmp_path):
    document = read(press, _with_picture("image/bmp", "media/a.bmp"))
    released = tmp_path / "released.png"
    released.write_bytes(b"another picture")

    written = members(
        press.written(document, cutting("x", files=lambda c: [Edit(Chars(0, 0), "a.png", file=released)]))
    )

    assert "word/media/image1.png" in written
    assert b"media/image1.png" in written["word/_rels/document.xml.rels"]
    assert b'Extension="png"' in written["[Content_Types].xml"]


@pytest.mark.parametrize("kind", ["image/png", "image/x-emf"])
def test_an_empty_picture_stands_for_one_that_cannot_be_read_and_is_none_itself(press, kind):
    written = press.written(read(press, _with_picture(kind)))

    again = read(press, written)
    assert members(written)["word/media/image1.png"] == _placeholder.PNG
    assert not any(isinstance(segment, Child) for segment in again.segments())
    assert {note.state for note in again.census()} <= {PartState.READ, PartState.CLEANED}


def _with_object():
    made = letter(
        "<w:p><w:r><w:object><v:shape id='_x0000_i1025'/><o:OLEObject Type='Embed' ProgID='Excel.Sheet.12'"
        " ShapeID='_x0000_i1025' r:id='rId2'/></w:object></w:r></w:p>"
    )
    made.part("word/embeddings/Jane.xlsx", f"{OFFICE}.spreadsheetml.sheet", b"PK")
    return made.tie("word/document.xml", "rId2", "package", "embeddings/Jane.xlsx")


def test_an_embedded_workbook_is_put_back(press, tmp_path):
    released = tmp_path / "released.xlsx"
    released.write_bytes(b"new")

    written = members(
        press.written(
            read(press, _with_object()), cutting("x", files=lambda c: [Edit(Chars(0, 0), c.name, file=released)])
        )
    )

    assert written["word/embeddings/file1.xlsx"] == b"new"
    assert b"OLEObject" in written["word/document.xml"]


def test_an_object_that_is_withheld_becomes_its_picture(press):
    written = members(press.written(read(press, _with_object())))

    assert b"OLEObject" not in written["word/document.xml"]
    assert b"w:pict" in written["word/document.xml"]
    assert not any("embeddings" in name for name in written)
    assert "word/_rels/document.xml.rels" not in written


def test_a_chart_has_a_gap_where_a_number_was_cut(press):
    made = letter(
        "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri='u'><c:chart r:id='rId2'/></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    points = "<c:pt idx='0'><c:v>41</c:v></c:pt><c:pt idx='1'><c:v>97531</c:v></c:pt>"
    made.part(
        "word/charts/chart1.xml",
        f"{OFFICE}.drawingml.chart+xml",
        xml(
            "c:chartSpace",
            f"<c:val><c:numRef><c:f>Jane!$A$1:$A$2</c:f><c:numCache>{points}</c:numCache></c:numRef></c:val>",
        ),
    )
    made.tie("word/document.xml", "rId2", "chart", "charts/chart1.xml")

    chart = members(press.written(read(press, made), cutting("97531")))["word/charts/chart1.xml"].decode()

    assert "<c:v>41</c:v>" in chart
    assert "97531" not in chart
    assert "[cut]" not in chart
    assert "Sheet1!$A$1:$A$2" in chart


def test_a_link_that_was_cut_leads_nowhere(press):
    made = letter("<w:p><w:hyperlink r:id='rId5'><w:r><w:t>mail</w:t></w:r></w:hyperlink></w:p>")
    made.tie("word/document.xml", "rId5", "hyperlink", "mailto:jane%2Edoe@example.org", external=True)
    document = read(press, made)

    written = members(press.written(document, cutting("jane.doe@example.org")))

    assert [text.text for text in said(document)][1:] == ["mailto:jane.doe@example.org"]
    assert b'Target="about:blank"' in written["word/_rels/document.xml.rels"]
    assert b"hyperlink" in written["word/document.xml"]


@pytest.mark.parametrize("tail", ["aFChunk", "subDocument"])
def test_text_that_is_in_a_file_of_another_kind_is_refused(press, tail):
    made = letter(paragraph("x")).part("word/chunk.html", "text/html", b"<p>x</p>")
    made.tie("word/document.xml", "rId2", tail, "chunk.html")

    with pytest.raises(UnsupportedMedia):
        read(press, made)


def test_every_edit_is_asked_for_once_and_in_the_order_of_reading(press):
    made = made_with_word_library(lambda d: (d.add_paragraph("a"), d.add_table(2, 2), d.add_picture(io.BytesIO(PNG))))
    document = read(press, made)
    asked = []

    press.written(document, lambda segment: asked.append((segment.ordinal, segment.part)) or ())

    assert asked == [(segment.ordinal, segment.part) for segment in document.segments()]
    assert [ordinal for ordinal, _ in asked] == list(range(len(asked)))


def test_a_picture_in_deleted_text_does_not_go_out(press):
    """What a part no longer names once it is clean is not shown to anybody, and is left out with its file."""
    made = _with_picture()
    kind, content = made.parts["word/document.xml"]
    deleted = content.replace(b"<w:r><w:drawing>", b"<w:del w:id='1' w:author='x'><w:r><w:drawing>")
    made.part("word/document.xml", kind, deleted.replace(b"</w:drawing></w:r>", b"</w:drawing></w:r></w:del>"))
    document = read(press, made)

    written = members(press.written(document))

    assert not any(isinstance(segment, Child) for segment in document.segments())
    assert not any("media" in name for name in written)
    assert ("picture 1, left out", PartState.DROPPED) in [(note.part, note.state) for note in document.census()]


def test_a_file_that_no_text_names_does_not_go_out(press):
    made = letter(paragraph("x")).part("word/media/a.png", "image/png", PNG)
    made.tie("word/document.xml", "rId2", "image", "media/a.png")
    made.tie("word/document.xml", "rId3", "hyperlink", "mailto:jane@example.org", external=True)

    written = members(press.written(read(press, made)))

    assert set(written) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}
