"""OOXML packages that are broken, hostile or odd: a clear error, or a document without what could not be understood."""

import zipfile

import pytest
from lxml import etree
from ooxml_kit import OFFICE, RELATIONS, Made, everything, letter, members, paragraph, xml

from redact.core.errors import CorruptInput, LimitExceeded, UnsupportedMedia
from redact.core.flow import PartState
from redact.media.office._ooxml import Ooxml
from redact.media.office._relations import neutral_ids, resolved
from redact.media.office.slides import open_slides
from redact.media.office.word import open_word
from redact.settings import Settings

WORD = f"{OFFICE}.wordprocessingml"
MAIN = f"{WORD}.document.main+xml"


SHOWN = "<w:sectPr><w:headerReference r:id='rId2'/></w:sectPr>"


def opened(press, made, settings=None):
    content = made if isinstance(made, bytes) else made.bytes()
    return open_word(press.source(content, ".docx", "word"), settings)


def with_header(content, media_type=f"{WORD}.header+xml", target="header1.xml"):
    made = letter(paragraph("x") + SHOWN).part("word/header1.xml", media_type, content)
    return made.tie("word/document.xml", "rId2", "header", target)


ENTITIES = {
    "external": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "billion laughs": '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY e "&a;&a;&a;&a;">]>',
    "parameter": '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://192.0.2.1/x"> %p;]>',
    "without entities": "<!DOCTYPE a>",
    "by address": '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">',
}


@pytest.mark.parametrize("name", ENTITIES)
@pytest.mark.parametrize("where", ["document", "types", "relations"])
def test_a_document_type_is_refused_wherever_it_stands(press, name, where):
    """Issue 4, bad input: DOCX with external entities."""
    made = letter(paragraph("x"))
    content = made.bytes()
    member = {"document": "word/document.xml", "types": "[Content_Types].xml", "relations": "_rels/.rels"}[where]
    held = members(content)
    body = held[member].decode().partition("?>")[2] if held[member].startswith(b"<?xml") else held[member].decode()
    held[member] = (ENTITIES[name] + body).encode()

    with pytest.raises(CorruptInput):
        list(opened(press, _packed(press, held)).segments())


def _packed(press, held) -> bytes:
    path = press.source(b"", ".zip").path
    with zipfile.ZipFile(path, "w") as package:
        for name, content in held.items():
            package.writestr(name, content)
    return path.read_bytes()


@pytest.mark.parametrize(
    "content", [b"", b"<w:hdr", b"not xml", b"\xff\xfe\x00", xml("w:hdr", "<w:p>").replace("</w:hdr>", "").encode()]
)
def test_a_part_that_is_not_well_formed_is_refused(press, content):
    with pytest.raises(CorruptInput):
        list(opened(press, with_header(content)).segments())


def test_a_part_nested_too_deep_is_refused(press):
    deep = "<w:sdt>" * 150 + "</w:sdt>" * 150

    with pytest.raises(LimitExceeded):
        list(opened(press, with_header(xml("w:hdr", deep)), Settings(max_depth=100)).segments())


@pytest.mark.parametrize("depth", [300, 5000])
def test_a_part_nested_deeper_than_any_reader_goes_is_refused(press, depth):
    with pytest.raises(LimitExceeded):
        list(opened(press, with_header(xml("w:hdr", "<w:sdt>" * depth + "</w:sdt>" * depth))).segments())


def test_a_zip_bomb_is_refused_before_it_is_unpacked(press):
    made = letter(paragraph("x")).part("word/media/a.png", "image/png", b"\0" * (64 << 20))

    with pytest.raises(LimitExceeded):
        opened(press, made)


def test_more_parts_than_the_limit_are_refused(press):
    with pytest.raises(LimitExceeded):
        opened(press, letter(paragraph("x")), Settings(max_members=2))


@pytest.mark.parametrize("target", ["../../../etc/passwd", "%2e%2e/%2e%2e/x", "..\\..\\x"])
def test_a_relationship_that_leads_out_of_the_package_is_refused(press, target):
    with pytest.raises(CorruptInput):
        opened(press, with_header(xml("w:hdr", ""), target=target))


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/passwd", "C:\\evil", "word/../../x"])
def test_members_with_names_of_other_places_are_left_out(press, name):
    made = letter(paragraph("x")).part(name, "", b"evil")
    document = opened(press, made)

    written = press.written(document)

    assert "evil" not in everything(written)
    assert [note.state for note in document.census()][-1] is PartState.DROPPED


def test_a_missing_part_is_left_out_with_what_refers_to_it(press):
    made = letter("<w:p/><w:sectPr><w:headerReference r:id='rId2'/></w:sectPr>")
    made.tie("word/document.xml", "rId2", "header", "nowhere.xml")

    written = members(press.written(opened(press, made)))

    assert b"headerReference" not in written["word/document.xml"]
    assert "word/_rels/document.xml.rels" not in written


def test_a_missing_main_part_is_refused(press):
    made = letter(paragraph("x"))
    del made.parts["word/document.xml"]

    with pytest.raises((CorruptInput, UnsupportedMedia)):
        list(opened(press, made).segments())


def test_a_zip_file_that_is_no_office_document_is_refused(press):
    with pytest.raises((CorruptInput, UnsupportedMedia)):
        opened(press, Made().part("a.txt", "", b"x"))


def test_a_presentation_is_no_letter(press):
    with pytest.raises(UnsupportedMedia):
        open_slides(press.source(letter(paragraph("x")).bytes(), ".pptx", "slides"))


def test_parts_that_lead_to_each_other_in_a_circle_are_read_once(press):
    made = with_header(xml("w:hdr", paragraph("head") + SHOWN))
    made.tie("word/header1.xml", "rId2", "header", "header1.xml")
    made.tie("word/header1.xml", "rId3", "endnotes", "endnotes.xml")
    made.part("word/endnotes.xml", f"{WORD}.endnotes+xml", xml("w:endnotes", paragraph("end") + SHOWN))
    made.tie("word/endnotes.xml", "rId2", "header", "header1.xml")

    assert press.texts(opened(press, made)) == ["x", "head", "end"]


def test_a_part_of_an_unknown_kind_where_text_belongs_is_refused(press):
    with pytest.raises(UnsupportedMedia):
        opened(press, with_header(xml("w:hdr", ""), "application/x-unknown"))


def test_two_members_that_differ_only_in_large_letters_are_refused(press):
    with pytest.raises(CorruptInput):
        opened(press, letter(paragraph("x")).part("WORD/document.xml", "", b"y"))


def test_a_package_that_is_cut_off_is_refused(press):
    content = letter(paragraph("x") * 50).bytes()

    with pytest.raises(CorruptInput):
        list(opened(press, content[: len(content) // 2]).segments())


def test_a_part_in_utf_16_is_read(press):
    content = xml("w:hdr", paragraph("Zoë")).replace("UTF-8", "UTF-16").encode("utf-16")

    assert "Zoë" in press.texts(opened(press, with_header(content)))


def test_an_unknown_relationship_is_left_out_with_its_part(press):
    made = letter("<w:p><w:r><w:object><w:control r:id='rId2'/></w:object></w:r></w:p>")
    made.part("word/x.bin", "application/x-unknown", b"secret")
    made.tie("word/document.xml", "rId2", "http://example.org/unknown", "x.bin")
    document = opened(press, made)

    written = press.written(document)

    assert "secret" not in everything(written)
    assert b"control" not in members(written)["word/document.xml"]
    assert PartState.DROPPED in {note.state for note in document.census()}


def test_no_name_of_the_file_is_in_the_census(press):
    made = with_header(xml("w:hdr", "")).part("word/JaneDoe.xml", "application/JaneDoe", b"x")
    made.part("JaneDoe/JaneDoe.bin", "", b"x")

    assert not any("jane" in f"{note.part} {note.note}".lower() for note in opened(press, made).census())


def test_the_same_source_and_edits_give_the_same_bytes(press):
    made = letter(paragraph("x")).bytes()

    assert press.written(opened(press, made)) == press.written(opened(press, made))


def test_content_types_come_first_and_nothing_is_dated(press):
    written = press.source(press.written(opened(press, letter(paragraph("x")))), ".docx").path

    with zipfile.ZipFile(written) as package:
        infos = package.infolist()
    assert infos[0].filename == "[Content_Types].xml"
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    ("owner", "target", "part"),
    [
        ("word/document.xml", "media/A.png", "word/media/a.png"),
        ("word/document.xml", "/xl/a.xml", "xl/a.xml"),
        ("ppt/slides/slide1.xml", "../media/a%20b.png", "ppt/media/a b.png"),
        ("", "word\\document.xml", "word/document.xml"),
        ("word/document.xml", "#here", ""),
        ("word/document.xml", "/../../etc/x", "etc/x"),
    ],
)
def test_targets_are_resolved_from_the_folder_of_their_owner(owner, target, part):
    assert resolved(owner, target) == part


def test_ids_that_could_say_something_are_numbered(press):
    made = letter("<w:p><w:hyperlink r:id='Jane'/></w:p>")
    made.tie("word/document.xml", "rId1", "hyperlink", "https://example.org/", external=True)
    made.tie("word/document.xml", "Jane", "hyperlink", "https://example.org/", external=True)
    package = Ooxml(press.source(made.bytes(), ".docx"), Settings())

    relations = package.relations("word/document.xml")

    assert [each.id for each in relations] == ["rId1", "rId2"]
    assert neutral_ids(relations) == {}
    links = package.xml("word/document.xml").iter("{*}hyperlink")
    assert [link.get(f"{{{RELATIONS}}}id") for link in links] == ["rId2"]


def test_a_branch_of_an_unknown_vocabulary_gives_way_to_its_fallback(press):
    body = (
        "<mc:AlternateContent><mc:Choice xmlns:new='urn:new' Requires='new'><new:p>new</new:p></mc:Choice>"
        f"<mc:Fallback>{paragraph('old')}</mc:Fallback></mc:AlternateContent>"
    )
    document = opened(press, letter(body))

    root = etree.fromstring(members(press.written(document))["word/document.xml"])

    assert press.texts(document) == ["old"]
    assert not list(root.iter("{*}AlternateContent"))
