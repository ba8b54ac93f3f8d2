"""PDFs made to break whoever opens them: a clear error, or read like any other; never a hang, never half an output."""

from __future__ import annotations

import hashlib
import io
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from redact.core.errors import CorruptInput, EncryptedInput, InputError, LimitExceeded
from redact.core.flow import PartState, Source
from redact.core.segment import Child, Text
from redact.media.pdf import open_pdf
from redact.media.pdf.doubt.strings import streams
from redact.settings import Settings

WORDS = "The witness said nothing else"
SHOWN = f"BT /F1 12 Tf 40 200 Td ({WORDS}) Tj ET"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def opened(content: bytes, folder: Path, settings: Settings | None = None) -> Any:
    path = folder / "in.pdf"
    path.write_bytes(content)
    return open_pdf(Source(path, "in.pdf", hashlib.sha256(content).hexdigest(), len(content), "pdf"), settings)


def words(content: bytes, folder: Path) -> str:
    return "\n".join(segment.text for segment in opened(content, folder).segments() if isinstance(segment, Text))


def written(content: bytes, folder: Path) -> bytes:
    out = io.BytesIO()
    opened(content, folder).write(lambda segment: [], out)
    return out.getvalue()


def raw(*objects: str, trailer: str = "/Root 1 0 R") -> bytes:
    """A file without a table of its objects, as readers have to rebuild it."""
    body = "".join(f"{number} 0 obj\n{held}\nendobj\n" for number, held in enumerate(objects, 1))
    return f"%PDF-1.7\n{body}trailer\n<<{trailer}/Size {len(objects) + 1}>>\n%%EOF\n".encode("latin-1")


def stream(content: str, keys: str = "") -> str:
    return f"<<{keys}/Length {len(content)}>>\nstream\n{content}\nendstream"


def plain(catalog: str = "", page: str = "") -> bytes:
    resources = f"/Resources<</Font<</F1 {FONT}>>>>"
    return raw(
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R{resources}{page}>>",
        stream(SHOWN),
    )


def made(change: Callable[[pikepdf.Pdf, Any], None], **keywords: Any) -> bytes:
    with pikepdf.open(io.BytesIO(plain())) as pdf:
        change(pdf, pdf.pages[0].obj)
        out = io.BytesIO()
        pdf.save(out, **keywords)
    return out.getvalue()


def test_a_file_without_a_table_is_read(tmp_path: Path) -> None:
    assert WORDS in words(plain(), tmp_path)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.8, 0.97])
def test_a_truncated_file_is_read_or_refused(share: float, tmp_path: Path) -> None:
    whole = made(lambda pdf, page: None)
    try:
        found = words(whole[: int(len(whole) * share)], tmp_path)
    except InputError:
        return

    assert found in (WORDS, "")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + bytes(range(256)) * 40])
def test_what_is_no_pdf_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(CorruptInput):
        opened(content, tmp_path)


def test_a_table_that_leads_back_to_itself_is_no_trap(tmp_path: Path) -> None:
    whole = made(lambda pdf, page: None, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    start = whole.rindex(b"startxref")
    where = whole[start:].split()[1]
    looped = whole[:start].replace(b"trailer <<", b"trailer <</Prev " + where) + whole[start:]

    assert b"/Prev" in looped
    assert words(looped, tmp_path) == WORDS


@pytest.mark.parametrize("kids", ["2 0 R", "2 0 R 3 0 R", "3 0 R 3 0 R", "3 0 R 9 0 R", "null 3 0 R", "(a) 7 3 0 R"])
def test_a_page_tree_that_loops_is_read_or_refused(kids: str, tmp_path: Path) -> None:
    content = plain().replace(b"/Kids[3 0 R]", f"/Kids[{kids}]".encode())
    try:
        found = words(content, tmp_path)
    except InputError:
        return

    assert WORDS in found


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    locked = made(lambda pdf, page: None, encryption=pikepdf.Encryption(owner="a", user="b"))

    with pytest.raises(EncryptedInput, match="password"):
        opened(locked, tmp_path)


def test_a_file_that_opens_without_its_password_is_unlocked(tmp_path: Path) -> None:
    locked = made(lambda pdf, page: None, encryption=pikepdf.Encryption(owner="a", user=""))

    with pikepdf.open(io.BytesIO(written(locked, tmp_path))) as pdf:
        assert not pdf.is_encrypted


def nest(depth: int) -> bytes:
    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        held: Any = None
        fonts = page["/Resources"]["/Font"]
        for level in range(depth):
            form = Stream(pdf, (SHOWN if level == 0 else "/Fm Do").encode())
            form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 400, 300])})
            form["/Resources"] = Dictionary(Font=fonts) if held is None else Dictionary(XObject=Dictionary(Fm=held))
            held = pdf.make_indirect(form)
        page["/Contents"] = pdf.make_stream(b"/Fm Do")
        page["/Resources"] = Dictionary(XObject=Dictionary(Fm=held))

    return made(change)


@pytest.mark.parametrize("depth", [10, 100, 3000])
def test_forms_within_forms_end_somewhere(depth: int, tmp_path: Path) -> None:
    """What a reader shows is read; deeper than that, the page is drawn as it is seen, or refused."""
    try:
        content = written(nest(depth), tmp_path)
    except InputError:
        return

    assert content.startswith(b"%PDF")


def test_a_form_that_draws_itself_is_no_trap(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        form = pdf.make_indirect(Stream(pdf, SHOWN.encode() + b" /Fm Do"))
        form.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 400, 300])})
        form["/Resources"] = Dictionary(Font=page["/Resources"]["/Font"], XObject=Dictionary(Fm=form))
        page["/Contents"] = pdf.make_stream(b"/Fm Do")
        page["/Resources"] = Dictionary(XObject=Dictionary(Fm=form))

    assert written(made(change), tmp_path).startswith(b"%PDF")


def outline(pdf: pikepdf.Pdf, page: Any) -> None:
    first = pdf.make_indirect(Dictionary(Title=String("one")))
    second = pdf.make_indirect(Dictionary(Title=String("two"), Next=first, First=first))
    first["/Next"], first["/First"], first["/Parent"] = second, second, first
    pdf.Root["/Outlines"] = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=first, Last=second, Count=99))


def tags(pdf: pikepdf.Pdf, page: Any) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    element = pdf.make_indirect(Dictionary(S=Name.P, P=root, Alt=String("a door")))
    element["/K"] = Array([element, root, element])
    root["/K"] = Array([element, element])
    root["/RoleMap"] = Dictionary(A=Name.B, B=Name.A)
    pdf.Root["/StructTreeRoot"] = root


def names(pdf: pikepdf.Pdf, page: Any) -> None:
    node = pdf.make_indirect(Dictionary())
    node["/Kids"] = Array([node, node])
    pdf.Root["/Names"] = Dictionary(EmbeddedFiles=node, Dests=node)
    pdf.Root["/PageLabels"] = node
    page["/Annots"] = Array([Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=String("x"))])


def form(pdf: pikepdf.Pdf, page: Any) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, Subtype=Name.Widget, V=String("x"), Rect=Array([0, 0, 90, 20])))
    field["/Kids"] = Array([field])
    field["/Parent"] = field
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field, field]))
    page["/Annots"] = Array([field])


def annotations(pdf: pikepdf.Pdf, page: Any) -> None:
    look = pdf.make_stream(b"0 0 m")
    page["/Annots"] = Array(
        [
            String("none"),
            7,
            Dictionary(),
            Dictionary(Subtype=Name.Stamp, Rect=Array([1, 2]), AP=Dictionary(N=look)),
            Dictionary(Subtype=Name.Stamp, Rect=String("x"), AP=String("y")),
            Dictionary(Subtype=Name.Highlight, Rect=Array([0, 0, 9, 9]), QuadPoints=Array([Name.A] * 8)),
            Dictionary(Subtype=Name.Ink, Rect=Array([0, 0, 9, 9]), InkList=Array([7])),
            Dictionary(Subtype=Name.FreeText, Rect=Array([0, 0, 9, 9]), Contents=String("x"), DA=7, Q=String("z")),
            Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch, F=String("a.exe"))),
        ]
    )


@pytest.mark.parametrize("change", [outline, tags, names, form, annotations])
def test_circles_and_nonsense_around_the_page_are_left_behind(
    change: Callable[[pikepdf.Pdf, Any], None], tmp_path: Path
) -> None:
    content = written(made(change), tmp_path)

    again = opened(content, tmp_path)
    assert WORDS in words(content, tmp_path)
    assert {note.state for note in again.census()} <= {PartState.READ, PartState.CLEANED}


def test_a_length_that_lies_is_put_right(tmp_path: Path) -> None:
    assert WORDS in words(plain().replace(b"/Length 60", b"/Length 99999999999"), tmp_path)


def test_arrays_within_arrays_end_somewhere(tmp_path: Path) -> None:
    deep = plain(page=f"/Annots {'[' * 5000}{']' * 5000}")
    try:
        found = words(deep, tmp_path)
    except InputError:
        return

    assert WORDS in found


def bomb(size: int) -> bytes:
    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        press = zlib.compressobj(9)
        head = press.compress(b"") + press.flush(zlib.Z_FULL_FLUSH)
        packed = head + (press.compress(b" " * (1 << 20)) + press.flush(zlib.Z_FULL_FLUSH)) * (size >> 20)
        held = pdf.make_stream(b"")
        held.write(packed, filter=Name.FlateDecode)
        page["/Contents"] = held

    return made(change, compress_streams=False)


@pytest.mark.parametrize("size", [300 << 20, pytest.param(3 << 29, marks=pytest.mark.slow)])
def test_a_stream_that_unpacks_for_ever_is_refused(size: int, tmp_path: Path) -> None:
    """Up to one and a half gigabytes of blanks in one and a half megabytes."""
    with pytest.raises(LimitExceeded, match="bomb"):
        list(opened(bomb(size), tmp_path).segments())


def test_an_attachment_that_unpacks_for_ever_is_refused_when_it_is_read(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        file = pdf.make_stream(b"")
        file.write(zlib.compress(bytes(64 << 20), 9), filter=Name.FlateDecode)
        spec = Dictionary(Type=Name.Filespec, F=String("a.txt"), EF=Dictionary(F=file))
        pdf.Root["/Names"] = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a"), spec])))

    for segment in opened(made(change, compress_streams=False), tmp_path).segments():
        if isinstance(segment, Child):
            with segment.content() as file, pytest.raises(LimitExceeded, match="bomb"):
                drain(file)
            return
    pytest.fail("the attachment is not read")


def drain(file: BinaryIO) -> None:
    while file.read(1 << 20):
        pass


def test_more_pages_than_the_limit_are_refused(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        for _ in range(5):
            pdf.add_blank_page()

    with pytest.raises(LimitExceeded, match="pages"):
        opened(made(change), tmp_path, Settings(max_pages=5))


def test_the_strings_of_a_broken_file_are_not_searched_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "draft.pdf"
    path.write_bytes(b"%PDF-1.7\n nothing of the kind")

    with pytest.raises(CorruptInput):
        list(streams(path))


def many_pages(count: int) -> bytes:
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for number in range(count):
            page = pdf.add_blank_page(page_size=(400, 300)).obj
            page["/Resources"] = Dictionary(Font=Dictionary(F1=font))
            page["/Contents"] = pdf.make_stream(f"BT /F1 12 Tf 40 200 Td (Page {number}) Tj ET".encode())
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.mark.slow
def test_ten_thousand_pages_are_read_one_by_one(tmp_path: Path) -> None:
    document = opened(many_pages(10_000), tmp_path)
    start = time.monotonic()

    count = sum(1 for segment in document.segments() if isinstance(segment, Text))
    assert count == 10_000
    assert time.monotonic() - start < 240
