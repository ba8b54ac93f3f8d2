"""OpenDocument packages: parts that stay are known, all others go; pictures go through the river; bad input is refused."""

import io
import zipfile

import pytest

from redact.core.errors import CorruptInput, EncryptedInput, InputError, LimitExceeded, UnsupportedMedia
from redact.core.flow import Edit, PartState
from redact.core.hidden import Hidden
from redact.core.place import Chars
from redact.core.segment import Child, Text
from redact.media.office import _placeholder
from tests.unit.media import odf_kit as kit


def image(href, inner=""):
    return f'<text:p><draw:frame><draw:image xlink:href="{href}"/>{inner}</draw:frame></text:p>'


def children(document):
    return [segment for segment in document.segments() if isinstance(segment, Child)]


def test_parts_that_no_reader_needs_are_left_out_and_listed(press):
    extra = {
        "meta.xml": kit.part("<office:meta><dc:creator>Jane Doe</dc:creator></office:meta>", "document-meta"),
        "Thumbnails/thumbnail.png": kit.picture(),
        "Basic/Standard/Module1.xml": b"Jane Doe",
        "Configurations2/x.xml": b"Jane Doe",
        "META-INF/documentsignatures.xml": b"Jane Doe",
        "Versions/Version1": b"Jane Doe",
        "manifest.rdf": b"Jane Doe",
        "layout-cache": b"Jane Doe",
        "Jane Doe.bin": b"Jane Doe",
        "Pictures/orphan.png": kit.picture(),
    }
    document = kit.opened(press, kit.text("<text:p>x</text:p>", **extra))

    draft = kit.members(kit.written(document))
    assert set(draft) == {"mimetype", "content.xml", "META-INF/manifest.xml"}
    dropped = {note.part: note.hidden for note in document.census() if note.state is PartState.DROPPED}
    assert len(dropped) == len(extra)
    assert dropped["macros 1, left out"] is Hidden.CODE
    assert dropped["thumbnail 1, left out"] is Hidden.THUMBNAILS
    assert not any("Jane" in part for part in dropped)


def test_settings_keep_the_layout_and_lose_the_printer(press):
    items = (
        '<config:config-item config:name="PrinterName" '
        'config:type="string">Jane</config:config-item><config:config-item '
        'config:name="TabOverflow" config:type="boolean">true</config:config-item>'
    )
    inner = (
        f"<office:settings>"
        f'<config:config-item-set config:name="ooo:configuration-settings">{items}</config:config-item-set>'
        f"</office:settings>"
    )
    document = kit.opened(
        press, kit.text("<text:p>x</text:p>", **{"settings.xml": kit.part(inner, "document-settings")})
    )

    draft = kit.members(kit.written(document))["settings.xml"]
    assert b"TabOverflow" in draft
    assert b'xmlns:ooo="' in draft
    assert b"Jane" not in draft


def test_a_picture_is_a_child_under_a_neutral_name(press, tmp_path):
    png = kit.picture()
    document = kit.opened(press, kit.text(image("Pictures/Jane%20Doe.png"), **{"Pictures/Jane Doe.png": png}))

    (child,) = children(document)
    assert (child.name, child.shown, child.content().read()) == ("picture-1.png", False, png)
    draft = kit.members(kit.written(document, release=kit.kept(tmp_path)))
    assert draft["Pictures/picture-1.png"] == png
    assert b'"Pictures/picture-1.png"' in draft["content.xml"]
    assert b"image/png" in draft["META-INF/manifest.xml"]
    assert not any(b"Jane" in each for each in draft.values())


def test_texts_come_before_pictures(press):
    document = kit.opened(
        press, kit.text(image("Pictures/a.png") + "<text:p>after</text:p>", **{"Pictures/a.png": kit.picture()})
    )

    assert [type(segment) for segment in document.segments()] == [Text, Child]
    assert [segment.ordinal for segment in document.segments()] == [0, 1]


def test_a_released_picture_of_another_format_is_found_under_its_new_name(press, tmp_path):
    document = kit.opened(press, kit.text(image("Pictures/a.bmp"), **{"Pictures/a.bmp": kit.picture(form="BMP")}))

    def release(child):
        path = tmp_path / "a.png"
        path.write_bytes(kit.picture())
        return [Edit(Chars(0, 0), "picture-1.png", file=path)]

    draft = kit.members(kit.written(document, release=release))
    assert draft["Pictures/picture-1.png"] == kit.picture()
    assert b"Pictures/picture-1.png" in draft["content.xml"]


def test_a_withheld_picture_leaves_a_stand_in_that_is_not_read_again(press):
    document = kit.opened(press, kit.text(image("Pictures/a.png"), **{"Pictures/a.png": kit.picture()}))

    draft = kit.written(document)
    again = kit.opened(press, draft)
    assert kit.members(draft)["Pictures/placeholder.png"] == _placeholder.PNG
    assert children(again) == []
    assert not [note for note in again.census() if note.state is PartState.DROPPED]


@pytest.mark.parametrize("href", ["Pictures/a.emf", "../a.png", "http://example.org/jane.png", "Pictures/none.png"])
def test_a_picture_that_cannot_be_read_becomes_a_stand_in(press, href):
    document = kit.opened(press, kit.text(image(href), **{"Pictures/a.emf": b"\x01\0\0\0 jane"}))

    draft = kit.members(kit.written(document))
    assert children(document) == []
    assert not any(b"jane" in each for each in draft.values())
    assert "Pictures/placeholder.png" in draft


def test_an_embedded_chart_is_read_in_place_under_a_neutral_name(press):
    chart = kit.part("<office:body><office:chart><text:p>Sales of Jane Doe</text:p></office:chart></office:body>")
    frame = (
        '<text:p><draw:frame><draw:object xlink:href="./Jane"/><draw:image '
        'xlink:href="./ObjectReplacements/Jane"/></draw:frame></text:p>'
    )
    document = kit.opened(
        press, kit.text(frame, **{"Jane/content.xml": chart, "Jane/meta.xml": b"Jane", "ObjectReplacements/Jane": b"x"})
    )

    assert "Sales of Jane Doe" in kit.read(document)
    draft = kit.members(kit.written(document, ["Jane Doe"]))
    assert "Object 1/content.xml" in draft
    assert b"opendocument.chart" in draft["META-INF/manifest.xml"]
    assert b'"./Object 1"' in draft["content.xml"]
    assert not any(b"Jane" in each for each in draft.values())


def test_the_data_behind_a_chart_are_cut_with_their_values(press):
    cell = kit.cell("1632960001", value_type="float", value="1632960001")
    data = f'<table:table table:name="local-table"><table:table-row>{cell}</table:table-row></table:table>'
    chart = kit.part(f"<office:body><office:chart>{data}</office:chart></office:body>")
    frame = '<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    document = kit.opened(press, kit.text(frame, **{"Object 1/content.xml": chart}))

    draft = kit.members(kit.written(document, ["1632960001"]))
    assert b"1632960001" not in draft["Object 1/content.xml"]


def test_a_chart_keeps_its_data_under_the_new_name_of_a_sheet(press):
    plot = "<chart:series chart:values-cell-range-address=\"'Jane Doe'.A1:'Jane Doe'.A3\"/>"
    spaces = 'xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0"'
    chart = kit.part(f"<office:body><office:chart {spaces}>{plot}</office:chart></office:body>")
    frame = '<text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    table = '<table:table table:name="Jane Doe"><table:table-row><table:table-cell/></table:table-row></table:table>'
    document = kit.opened(press, kit.text(frame + table, **{"Object 1/content.xml": chart}))

    draft = kit.members(kit.written(document, ["Jane Doe"]))["Object 1/content.xml"]
    assert b"'GONE'.A1:'GONE'.A3" in draft


def test_a_formula_object_is_read(press):
    formula = (
        f'<math:math xmlns:math="{kit.NAMESPACES["math"]}"><math:semantics><math:mrow>'
        f"<math:mi>Ja</math:mi><math:mi>ne</math:mi></math:mrow>"
        f"<math:annotation>size 12 Jane</math:annotation></math:semantics></math:math>"
    )
    frame = '<text:p><draw:frame><draw:object xlink:href="./Object 7"/></draw:frame></text:p>'
    document = kit.opened(press, kit.text(frame, **{"Object 7/content.xml": formula}))

    assert {"Jane", "size 12 Jane"} <= set(kit.read(document))
    assert not any(b"ne<" in each or b"Jane" in each for each in kit.members(kit.written(document, ["Jane"])).values())


def test_an_ole_object_goes_and_its_picture_stays(press, tmp_path):
    frame = (
        '<text:p><draw:frame><draw:object-ole xlink:href="./Obj1"/><draw:image '
        'xlink:href="./ObjectReplacements/Obj1"/></draw:frame></text:p>'
    )
    document = kit.opened(press, kit.text(frame, **{"Obj1": b"Jane", "ObjectReplacements/Obj1": kit.picture()}))

    assert len(children(document)) == 1
    draft = kit.members(kit.written(document, release=kit.kept(tmp_path)))
    assert b"object-ole" not in draft["content.xml"]
    assert set(draft) == {"mimetype", "content.xml", "Pictures/picture-1.png", "META-INF/manifest.xml"}


def test_a_locked_document_is_said_to_be_locked(press):
    manifest = '<manifest:manifest xmlns:manifest="x"><manifest:encryption-data/></manifest:manifest>'

    with pytest.raises(EncryptedInput):
        kit.opened(press, kit.text("<text:p>x</text:p>", **{"META-INF/manifest.xml": manifest}))


@pytest.mark.parametrize("kind", ["base", "database", "unheard-of"])
def test_what_is_no_document_is_refused(press, kind):
    with pytest.raises(UnsupportedMedia):
        kit.opened(press, kit.package({"content.xml": kit.part("")}, kind))


def test_an_entity_bomb_is_refused(press):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'

    with pytest.raises(CorruptInput):
        kit.opened(press, kit.package({"content.xml": bomb}))


def test_an_external_entity_is_not_fetched(press):
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>'

    with pytest.raises(CorruptInput):
        kit.opened(press, kit.package({"content.xml": bomb}))


def test_a_zip_bomb_is_refused(press):
    with pytest.raises(LimitExceeded):
        kit.opened(press, kit.text("<text:p>x</text:p>", **{"Pictures/a.png": b"\0" * (64 << 20)}))


def test_deep_nesting_is_refused(press):
    with pytest.raises(LimitExceeded):
        kit.opened(press, kit.text("<text:section>" * 220 + "</text:section>" * 220))


def test_nesting_within_the_limit_is_read(press):
    deep = "<text:section>" * 190 + "<text:p>Jane Doe</text:p>" + "</text:section>" * 190

    assert "Jane Doe" in kit.read(kit.opened(press, kit.text(deep)))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_package_is_refused(press, share):
    whole = kit.text("<text:p>Jane Doe</text:p>" * 50)

    with pytest.raises(InputError):
        kit.opened(press, whole[: int(len(whole) * share)])


def test_a_part_that_breaks_off_is_refused(press):
    with pytest.raises(CorruptInput):
        kit.opened(press, kit.package({"content.xml": kit.part("<office:body>")[:-40]}))


def test_a_package_without_content_is_refused(press):
    with pytest.raises(CorruptInput):
        kit.opened(press, kit.package({"styles.xml": kit.part("", "document-styles")}))


def test_no_name_of_a_member_that_leaves_the_package_is_followed(press):
    out = io.BytesIO(kit.text(image("../../etc/passwd")))
    with zipfile.ZipFile(out, "a") as file:
        file.writestr("../../etc/passwd", kit.picture())

    assert children(kit.opened(press, out.getvalue())) == []


def test_a_blank_that_stands_a_billion_times_is_no_billion_letters(press):
    read = kit.read(kit.opened(press, kit.text('<text:p>a<text:s text:c="999999999"/>b</text:p>')))

    assert sum(map(len, read)) < 1000
