"""OpenDocument texts: read over spans and places, cut where they stand, and nothing else carried along."""

import io
import zipfile

import pytest
from odf import dc, meta, style, text
from odf.opendocument import OpenDocumentText

from redact.core.flow import PartState
from redact.core.hidden import Hidden
from tests.unit.media import odf_kit as kit

NAME = "Jane Doe"


def test_a_name_split_over_spans_is_cut_in_all_of_them(press):
    body = (
        "<text:p>Dear <text:span>Ja</text:span>"
        '<text:span text:style-name="T1">ne<text:s/>D</text:span>oe, hello</text:p>'
    )
    document = kit.opened(press, kit.text(body))

    assert "Dear Jane Doe, hello" in kit.read(document)
    content = kit.members(kit.written(document, [NAME]))["content.xml"]
    assert b"[GONE]" in content
    assert b"Ja" not in content
    assert b"oe" not in content.replace(b"xmlns:loext", b"").replace(b"loext", b"")
    assert b", hello" in content


def test_lines_of_an_address_are_read_together(press):
    body = "".join(f"<text:p>{line}</text:p>" for line in (NAME, "1 High Street", "Leeds", "LS1 4AB"))

    assert "Jane Doe\n1 High Street\nLeeds\nLS1 4AB" in kit.read(kit.opened(press, kit.text(body)))


def test_a_paragraph_in_a_note_is_read_once_and_not_in_the_midst_of_its_line(press):
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Ask Jane Doe</text:p></text:note-body></text:note>"
    )
    read = kit.read(kit.opened(press, kit.text(f"<text:p>As said{note} before</text:p>")))

    assert "As said before" in read
    assert sum(NAME in each for each in read) == 1


@pytest.mark.parametrize("around", ["header", "footer", "header-first", "footer-left"])
def test_headers_and_footers_are_read_and_cut(press, around):
    master = (
        f'<office:master-styles><style:master-page style:name="Standard"><style:{around}>'
        f"<text:p>For Jane Doe</text:p></style:{around}></style:master-page>"
        f"</office:master-styles>"
    )
    document = kit.opened(press, kit.text("<text:p>x</text:p>", **{"styles.xml": kit.part(master, "document-styles")}))

    assert "For Jane Doe" in kit.read(document)
    assert b"Jane" not in kit.members(kit.written(document, [NAME]))["styles.xml"]


@pytest.mark.parametrize(
    "body",
    [
        '<text:p><text:author-name text:fixed="false">Jane Doe</text:author-name></text:p>',
        "<text:p><text:file-name>Jane Doe</text:file-name></text:p>",
        (
            "<text:p><text:user-defined "
            'text:name="Client" office:string-value="Jane Doe">Jane Doe</text:user-defined>'
            "</text:p>"
        ),
        '<text:p><text:conditional-text text:string-value-if-true="Jane Doe">Jane Doe</text:conditional-text></text:p>',
        '<text:p><text:bibliography-mark text:author="Jane Doe">Jane Doe</text:bibliography-mark></text:p>',
        (
            "<text:p><text:hidden-text "
            'text:condition="ooow:1" text:string-value="Jane Doe">Jane Doe</text:hidden-text>'
            "</text:p>"
        ),
        '<text:p><text:drop-down text:name="a"><text:label text:value="Jane Doe"/>Jane Doe</text:drop-down></text:p>',
        (
            "<text:p><draw:frame draw:name='Jane Doe'><draw:text-box><text:p>x</text:p>"
            "</draw:text-box></draw:frame></text:p>"
        ),
        "<text:p><draw:frame><svg:title>Jane Doe</svg:title><svg:desc>of Jane Doe</svg:desc></draw:frame></text:p>",
        '<text:p><text:a xlink:href="mailto:Jane%20Doe" office:name="Jane Doe">write</text:a></text:p>',
        '<text:section text:name="Jane Doe" text:display="none"><text:p>Jane Doe</text:p></text:section>',
        (
            '<office:forms><form:form><form:text form:name="Jane Doe" form:value="Jane Doe" '
            'form:label="Jane Doe"/></form:form></office:forms>'
        ),
        (
            "<text:p><text:ruby><text:ruby-base>x</text:ruby-base>"
            "<text:ruby-text>Jane Doe</text:ruby-text></text:ruby></text:p>"
        ),
        "<text:list><text:list-item><text:p>Jane Doe</text:p></text:list-item></text:list>",
        (
            "<table:table table:name='Jane Doe'><table:table-row><table:table-cell>"
            "<text:p>Jane Doe</text:p></table:table-cell></table:table-row></table:table>"
        ),
        "<text:p><loext:content-control loext:alias='Jane Doe'>Jane Doe</loext:content-control></text:p>",
    ],
)
def test_wherever_a_name_stands_it_is_read_and_nothing_of_it_is_left(press, body):
    document = kit.opened(press, kit.text(body))

    draft = kit.written(document, [NAME])
    assert any(NAME in each for each in kit.read(document))
    content = kit.members(draft)["content.xml"]
    assert b"Jane" not in content
    assert not any("Jane" in each for each in kit.read(kit.opened(press, draft)))


@pytest.mark.parametrize(
    "body",
    [
        "<office:scripts><office:script>Jane Doe</office:script></office:scripts><text:p>x</text:p>",
        (
            '<text:p><text:a xlink:href="http://example.org/"><office:event-listeners>'
            '<script:event-listener xlink:href="Jane Doe"/></office:event-listeners>x</text:a>'
            "</text:p>"
        ),
        '<text:p><text:alphabetical-index-mark text:string-value="Jane Doe"/>x</text:p>',
        '<text:p text:unknown="x" xmlns:own="urn:jane" own:who="Jane Doe">x</text:p>',
        '<text:p>x<text:bookmark text:name="Jane Doe"/></text:p>',
        "<text:p>x</text:p><!-- Jane Doe -->",
        "<text:p>x</text:p><?who Jane Doe?>",
        '<text:p xml:id="Jane">x<text:a xlink:href="file:///home/Jane/x.odt">y</text:a></text:p>',
        (
            "<text:user-field-decls><text:user-field-decl "
            'text:name="a" office:string-value="Jane Doe"/></text:user-field-decls>'
            "<text:p>x</text:p>"
        ),
    ],
)
def test_what_no_reader_needs_is_gone_although_nobody_cut_it(press, body):
    content = kit.members(kit.written(kit.opened(press, kit.text(body))))["content.xml"]

    assert b"Jane" not in content


def test_links_still_lead_to_bookmarks_that_were_renamed(press):
    body = (
        '<text:p><text:a xlink:href="#JaneDoe">see</text:a></text:p><text:p><text:bookmark '
        'text:name="JaneDoe"/>here<text:bookmark-ref text:ref-name="JaneDoe">here</text:bookmark-ref>'
        "</text:p>"
    )
    content = kit.members(kit.written(kit.opened(press, kit.text(body))))["content.xml"]

    assert b'xlink:href="#mark1"' in content
    assert b'text:name="mark1"' in content
    assert b'text:ref-name="mark1"' in content


def test_a_style_s_name_changes_everywhere_and_stays_one_that_xml_allows(press):
    styles = '<style:style style:name="Jane_20_Doe" style:display-name="Jane Doe" style:family="paragraph"/>'
    document = kit.opened(press, kit.text('<text:p text:style-name="Jane_20_Doe">x</text:p>', before=styles))

    content = kit.members(kit.written(document, [NAME]))["content.xml"]
    assert content.count(b'"_5b_GONE_5d_"') == 2
    assert b"Jane" not in content


_CHANGED = (
    '<text:tracked-changes><text:changed-region xml:id="c1"><text:deletion>'
    "<office:change-info><dc:creator>Ann Other</dc:creator>"
    "<dc:date>2024-01-01T00:00:00</dc:date></office:change-info><text:p>Jane Doe</text:p>"
    "</text:deletion></text:changed-region>"
    '</text:tracked-changes><text:p>now<text:change text:change-id="c1"/></text:p>'
)


def test_accepted_changes_take_deleted_text_along(press):
    document = kit.opened(press, kit.text(_CHANGED))

    assert not any(NAME in each for each in kit.read(document))
    content = kit.members(kit.written(document))["content.xml"]
    assert b"Jane" not in content
    assert b"Ann" not in content
    assert any(note.hidden is Hidden.CHANGES and note.state is PartState.DROPPED for note in document.census())


def test_kept_changes_are_read_and_name_no_author(press):
    document = kit.opened(press, kit.text(_CHANGED), tracked_changes="keep")

    assert NAME in kit.read(document)
    content = kit.members(kit.written(document))["content.xml"]
    assert b"Jane Doe" in content
    assert b"Ann" not in content
    assert b"2024" not in content


_COMMENT = (
    "<text:p>a<office:annotation><dc:creator>Ann Other</dc:creator>"
    "<text:p>Jane Doe</text:p></office:annotation>b</text:p>"
)


def test_comments_are_dropped_unless_they_are_to_be_kept(press):
    dropped = kit.opened(press, kit.text(_COMMENT))
    kept = kit.opened(press, kit.text(_COMMENT), office_comments="keep")

    assert "ab" in kit.read(dropped)
    assert b"Jane" not in kit.members(kit.written(dropped))["content.xml"]
    assert NAME in kit.read(kept)
    assert b"Ann" not in kit.members(kit.written(kept))["content.xml"]


def test_a_text_of_odfpy_comes_out_the_same_but_for_its_cuts(press):
    document = OpenDocumentText()
    document.meta.addElement(dc.Creator(text="Jane Doe"))
    document.meta.addElement(meta.InitialCreator(text="Jane Doe"))
    bold = style.Style(name="Bold", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    paragraph = text.P(text="We met ")
    paragraph.addElement(text.Span(stylename=bold, text="Jane Doe"))
    paragraph.addText(" in March.")
    document.text.addElement(paragraph)
    out = io.BytesIO()
    document.save(out)

    opened = kit.opened(press, out.getvalue())
    draft = kit.written(opened, [NAME])
    again = kit.opened(press, draft)
    assert "We met [GONE] in March." in kit.read(again)
    assert not any(b"Jane" in content for content in kit.members(draft).values())
    assert not [note for note in again.census() if note.state in (PartState.DROPPED, PartState.REFUSED)]


def test_a_draft_of_a_draft_is_the_same(press):
    body = f"{_CHANGED}{_COMMENT}<text:p xml:id='q'>x<text:author-name>y</text:author-name></text:p>"
    first = kit.written(kit.opened(press, kit.text(body)))

    assert kit.written(kit.opened(press, first)) == first


def test_the_mimetype_comes_first_and_is_not_packed(press):
    draft = kit.written(kit.opened(press, kit.text("<text:p>x</text:p>")))

    with zipfile.ZipFile(io.BytesIO(draft)) as file:
        first = file.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_streams_show_a_name_split_over_spans(press):
    document = kit.opened(press, kit.text("<text:p>Ja<text:span>ne</text:span> Doe</text:p>"))

    assert any(NAME in stream for _, stream in document.streams())
