"""What a PDF says on no page, the files it holds, and the last look at what was written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
from pdf_around_kit import Paper, reopened
from pikepdf import Array, Dictionary, Name, String

from redact.core.errors import ResidualError
from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.media._child import NOTE, NOTE_NAME, Released
from redact.media.pdf.around.attachments import attachments
from redact.media.pdf.around.sayings import sayings
from redact.media.pdf.cleaning.scrub import scrub
from redact.media.pdf.doubt.check import Changed, check
from redact.media.pdf.doubt.written import is_writing
from redact.media.pdf.plain.flatten import flatten
from redact.media.pdf.terms import Area, Cut
from redact.settings import Settings

SETTINGS = Settings()


def cut(text: str, word: str) -> list[Edit]:
    start = text.index(word)
    return [Edit(Chars(start, start + len(word)), "[P1]")]


def said(paper: Paper) -> Paper:
    with paper.pdf.open_outline() as outline:
        item = pikepdf.OutlineItem("About Ann", 0)
        item.children.append(pikepdf.OutlineItem("About Bob", 0))
        outline.root.append(item)
    target = Dictionary(S=Name.URI, URI=String("https://example.org/%2541nn%20Other"))
    paper.annotate(Subtype=Name.Link, A=target, Contents=String("Ann's page"))
    root = paper.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root["/K"] = paper.pdf.make_indirect(Dictionary(S=Name.Figure, P=root, Alt=String("Ann at a door")))
    paper.root["/StructTreeRoot"] = root
    flatten(paper.pdf)
    scrub(paper.pdf)
    return paper


def test_all_is_read_in_order_with_escapes_undone() -> None:
    found = [(saying.part, saying.text, saying.kind) for saying in sayings(said(Paper()).pdf)]

    assert found == [
        ("bookmark 1", "About Ann", TextKind.FIELD),
        ("bookmark 2", "About Bob", TextKind.FIELD),
        ("page 1, link 1", "https://example.org/Ann Other", TextKind.FIELD),
        ("page 1, link 1, description", "Ann's page", TextKind.PROSE),
        ("alternative text 1", "Ann at a door", TextKind.PROSE),
    ]


def test_what_is_cut_is_gone_and_a_cut_address_takes_its_link_along() -> None:
    paper = said(Paper())
    for saying in sayings(paper.pdf):
        saying.put(cut(saying.text, "Ann") if "Ann" in saying.text else [])
    scrub(paper.pdf)

    with reopened(paper.saved()) as pdf:
        assert [saying.text for saying in sayings(pdf)] == ["About [P1]", "About Bob", "[P1] at a door"]
        assert "/Annots" not in pdf.pages[0].obj


def test_bookmarks_still_lead_to_their_pages() -> None:
    with reopened(said(Paper()).saved()) as pdf, pdf.open_outline() as outline:
        (item,) = outline.root
        assert item.destination[0].objgen == pdf.pages[0].obj.objgen
        assert [child.title for child in item.children] == ["About Bob"]


def attached(*names: str) -> Paper:
    paper = Paper()
    for name in names:
        file = paper.pdf.make_stream(f"in {name}".encode())
        file["/Params"] = Dictionary(ModDate=String("D:2026"))
        spec = Dictionary(Type=Name.Filespec, F=String(name), UF=String(name), EF=Dictionary(F=file), Desc=String("x"))
        paper.annotate(Subtype=Name.FileAttachment, FS=spec)
    return paper


def test_files_are_given_with_their_names_whatever_they_hung_on() -> None:
    paper = attached("b.txt", "/home/ann/a.txt")
    paper.pdf.attachments["c"] = pikepdf.AttachedFileSpec(paper.pdf, b"in c", filename="C:\\x\\c.txt")
    flatten(paper.pdf)
    found = attachments(paper.pdf, SETTINGS)

    assert [file.name for file in found] == ["c.txt", "b.txt", "a.txt"]
    assert [file.content().read() for file in found] == [b"in c", b"in b.txt", b"in /home/ann/a.txt"]


def test_a_released_file_stands_in_place_and_a_withheld_one_is_a_note_that_is_not_read_again(tmp_path: Path) -> None:
    paper = attached("a.txt", "b.txt")
    flatten(paper.pdf)
    (tmp_path / "x").write_bytes(b"clean")
    first, second = attachments(paper.pdf, SETTINGS)
    first.put(Released("c.txt", tmp_path / "x"))
    second.put(Released("b.txt", None))
    scrub(paper.pdf)

    with reopened(paper.saved()) as pdf:
        flatten(pdf)
        (left,) = attachments(pdf, SETTINGS)
        assert (left.name, left.content().read()) == ("c.txt", b"clean")
        held = {file.get_file().obj.read_bytes() for file in pdf.attachments.values()}
        assert held == {b"clean", NOTE.encode()}
        assert NOTE_NAME in {file.filename for file in pdf.attachments.values()}
        assert b"D:2026" not in paper.saved()


def test_files_of_one_name_both_stay() -> None:
    paper = attached("a.txt", "a.txt")
    flatten(paper.pdf)

    assert len(attachments(paper.pdf, SETTINGS)) == 2


# The last look. Words stand at (40, 200) in 12 points.
UNDER = Area(60, 197, 120, 211)
BOX = b"/Artifact BMC\nq\n0 g\n60 197 60 14 re\nf\nQ\nEMC\n"
LINE = b"BT /F1 12 Tf 40 200 Td (The witness said nothing else) Tj ET"


def looked_at(folder: Path, *contents: bytes, cuts: tuple[Cut, ...] = (Cut(UNDER, ""),)) -> None:
    paper = Paper()
    before = paper.saved()
    paper.page["/Contents"] = Array([paper.pdf.make_stream(content) for content in contents])
    (folder / "out.pdf").write_bytes(paper.saved())
    with pdfium.PdfDocument(before) as old:
        check(old, folder / "out.pdf", {0: Changed(cuts)})


CUT = b"BT /F1 12 Tf 40 200 Td (The) Tj 84 0 Td (nothing else) Tj ET"


def test_a_clean_cut_passes(tmp_path: Path) -> None:
    looked_at(tmp_path, CUT, BOX)


def test_a_label_is_no_leak(tmp_path: Path) -> None:
    label = BOX.replace(b"Q\n", b"1 g BT /F1 9 Tf 62 200 Td (s.40) Tj ET Q\n")

    looked_at(tmp_path, CUT, label, cuts=(Cut(UNDER, "s.40"),))


def test_letters_under_a_box_are_found(tmp_path: Path) -> None:
    with pytest.raises(ResidualError, match="letters"):
        looked_at(tmp_path, LINE, BOX)


def test_letters_that_are_drawn_are_found(tmp_path: Path) -> None:
    strokes = b" ".join(b"%d 199 2 9 re %d 206 4 1 re f" % (x, x + 1) for x in range(64, 116, 8))

    with pytest.raises(ResidualError, match="writing"):
        looked_at(tmp_path, CUT, strokes, BOX)


def test_a_change_elsewhere_is_found(tmp_path: Path) -> None:
    with pytest.raises(ResidualError, match="more of a page"):
        looked_at(tmp_path, CUT, b"0 0 200 100 re f", BOX)


def test_a_box_that_is_not_there_is_missed(tmp_path: Path) -> None:
    with pytest.raises(ResidualError):
        looked_at(tmp_path, CUT)


@pytest.mark.parametrize(
    ("draw", "writing"),
    [
        (lambda pixels: None, False),
        (lambda pixels: pixels[10:12].fill(0), False),
        (lambda pixels: pixels[:, ::7].fill(0), False),
        (lambda pixels: pixels[:, 30:60].fill(0), False),
        (lambda pixels: [pixels[8:22, x : x + 2].fill(0) for x in range(10, 90, 9)], False),
        (lambda pixels: [letter(pixels, x) for x in range(10, 90, 12)], True),
    ],
    ids=["ground", "rule", "grid", "block", "bars", "letters"],
)
def test_writing_is_told_from_ground_and_rules(draw: Callable[[Any], object], writing: bool) -> None:
    pixels = np.full((30, 100, 3), 255, np.uint8)
    draw(pixels)

    assert is_writing(pixels) is writing


def letter(pixels: Any, x: int) -> None:
    pixels[8:22, x : x + 2].fill(0)
    pixels[8:10, x : x + 8].fill(0)
