"""Workbooks that are broken, hostile or very large: a clear error, or flat memory."""

import io
import resource
import tracemalloc
import zipfile

import pytest
from sheet_kit import MAIN, Book, cutting, everything, opened, package, parts, rels, row, texts

from redact.core.errors import CorruptInput, InputError, LimitExceeded, UnsupportedMedia
from redact.settings import Settings

_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]>'
)


def _bombed(part, inside):
    book = Book().sheet(row(1, "x")).strings("x")
    book.bytes()
    root = "worksheet" if "sheet1" in part else "sst"
    book.parts[part] = f'{_BOMB}<{root} xmlns="{MAIN}">{inside}</{root}>'
    return package(book.parts, book.types)


@pytest.mark.parametrize("entity", ["&c;", "&d;", ""])
@pytest.mark.parametrize(
    ("part", "inside"),
    [
        ("xl/worksheets/sheet1.xml", '<sheetData><row><c t="str"><v>{}</v></c></row></sheetData>'),
        ("xl/worksheets/sheet1.xml", "<cols/>{}"),
        ("xl/sharedStrings.xml", "<si><t>{}</t></si>"),
    ],
)
def test_a_part_that_declares_entities_is_refused(press, entity, part, inside):
    document = opened(press, _bombed(part, inside.format(entity)))

    with pytest.raises(CorruptInput):
        press.written(document)


@pytest.mark.parametrize("broken", ["<row", "<row><c></row>", "\x00"])
def test_a_sheet_that_is_not_well_formed_is_an_error(press, broken):
    with pytest.raises(CorruptInput):
        list(opened(press, Book().sheet(broken).bytes()).segments())


def test_a_sheet_that_is_something_else_is_an_error(press):
    book = Book().sheet(row(1, "x"))
    book.parts["xl/worksheets/sheet1.xml"] = f'<table xmlns="{MAIN}"><x>Jane</x></table>'

    with pytest.raises(CorruptInput):
        list(opened(press, book.bytes()).segments())


def test_a_missing_sheet_is_an_error(press):
    book = Book().sheet(row(1, "x")).sheet(row(1, "y"))
    book.bytes()
    del book.parts["xl/worksheets/sheet2.xml"]
    document = opened(press, package(book.parts, book.types))

    with pytest.raises(CorruptInput):
        list(document.segments())


def test_missing_shared_texts_are_an_error_where_a_cell_wants_one(press):
    content = Book().sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>').bytes()

    with pytest.raises(CorruptInput):
        list(opened(press, content).segments())


def test_absolute_targets_and_other_names_are_followed(press):
    book = Book().sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>').strings("Jane")
    book.bytes()
    book.parts["strange/Own Name.xml"] = book.parts.pop("xl/worksheets/sheet1.xml")
    book.types["strange/Own Name.xml"] = book.types.pop("xl/worksheets/sheet1.xml")
    book.parts["xl/_rels/workbook.xml.rels"] = rels(
        ("rId1", "worksheet", "/strange/Own%20Name.xml"), ("rId7", "sharedStrings", "/xl/sharedStrings.xml")
    )

    written = press.written(opened(press, package(book.parts, book.types)), cutting("Jane"))

    assert [text.text for text in texts(opened(press, written))] == ["Sheet1", "[X]"]
    assert "strange" not in everything(written).lower()


def test_a_target_outside_the_package_is_an_error(press):
    book = Book().sheet(row(1, "x"), ties=[("rId1", "table", "../../../../etc/passwd")])

    with pytest.raises(CorruptInput):
        opened(press, book.bytes())


def test_a_part_of_an_unknown_kind_that_a_sheet_needs_is_refused(press):
    book = Book().sheet(row(1, "x"), ties=[("rId1", "table", "../odd.bin")])
    book.part("xl/odd.bin", "", "?")

    with pytest.raises(UnsupportedMedia):
        opened(press, book.bytes())


def test_an_unknown_part_beside_is_left_out_and_said_so(press):
    book = Book().sheet(row(1, "x")).further("secret", "secret.xml", "<x>Jane</x>")
    document = opened(press, book.bytes())

    assert "Jane" not in everything(press.written(document))
    assert [note.state for note in document.census() if "unknown" in note.part] == ["dropped"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_is_no_package_is_an_error(press, content):
    with pytest.raises(InputError):
        opened(press, content)


def test_any_cut_short_package_is_an_error_and_not_a_crash(press):
    whole = Book().sheet(row(1, "Jane", 5)).strings("a").bytes()
    for end in range(0, len(whole), 97):
        with pytest.raises(InputError):
            list(opened(press, whole[:end]).segments())


def test_a_row_wider_than_any_sheet_is_refused(press):
    content = Book().sheet(f'<row r="1">{"<c/>" * 16_385}</row>').bytes()

    with pytest.raises(LimitExceeded):
        list(opened(press, content).segments())


def test_strict_workbooks_are_read_and_become_transitional(press):
    book = Book().sheet(row(1, "Jane"))
    book.bytes()
    strict = {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    for old, new in strict.items():
        book.parts = {name: text.replace(old, new) for name, text in book.parts.items()}

    written = press.written(opened(press, package(book.parts, book.types)), cutting("Jane"))

    assert "purl" not in everything(written)
    assert [text.text for text in texts(opened(press, written))] == ["Sheet1", "[X]"]


def test_every_string_of_the_file_is_in_its_streams(press):
    book = (
        Book().sheet(row(1, "Jane", "<f>MAX(1,2)</f><v>2</v>"), name="Omar").strings("<r><t>Zo</t></r><r><t>e</t></r>")
    )
    book.names = '<definedName name="Ann">Sheet1!A1</definedName>'

    told = "\n".join(text for _, text in opened(press, book.bytes()).streams())

    assert all(name in told for name in ("Jane", "Omar", "Zoe", "Ann"))
    assert "MAX" not in told


def _long(rows):
    """A sheet of so many rows, each with its own text."""
    book = Book().sheet("@").strings("@")
    book.bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, text in parts(package(book.parts, book.types)).items():
            head, _, tail = text.partition("@")
            with file.open(name, "w") as member:
                member.write(head.encode())
                if "worksheets" in name:
                    for number in range(rows):
                        member.write(f'<row r="{number + 1}"><c t="s"><v>{number}</v></c></row>'.encode())
                elif "sharedStrings" in name:
                    for number in range(rows - 1):
                        member.write(f"Jane Doe {number}</t></si><si><t>".encode())
                member.write(tail.encode())
    return out.getvalue()


def _most_memory(press, rows):
    document = opened(press, _long(rows), Settings(max_ratio=10_000))
    tracemalloc.start()
    try:
        out = io.BytesIO()
        document.write(cutting("Jane"), out)
        return tracemalloc.get_traced_memory()[1] - len(out.getvalue())
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_rows(press):
    few, many = _most_memory(press, 2_000), _most_memory(press, 6_000)

    assert many < few + 500_000


def _most_resident_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_a_million_rows_are_written_in_flat_memory(press, tmp_path):
    document = opened(press, _long(1_000_000), Settings(max_ratio=10_000))
    before = _most_resident_bytes()

    with (tmp_path / "out.xlsx").open("wb") as out:
        document.write(lambda segment: (), out)

    assert _most_resident_bytes() - before < 64_000_000
