"""A PDF read and written whole: what was cut is gone for everybody, what was not is as it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pdf_kit import (
    cutting,
    dropped,
    gradient,
    line,
    opened,
    paper,
    pattern,
    pixels_of,
    rasters,
    said,
    source,
    with_image,
    written,
)
from pikepdf import Array, Dictionary, Name, String

from redact.core.errors import EncryptedInput, LimitExceeded, ResidualError
from redact.core.flow import Edit
from redact.core.hidden import Hidden
from redact.core.ink import Ink
from redact.core.place import Box
from redact.core.segment import Child, Raster, Text
from redact.media._child import NOTE_NAME
from redact.media.pdf import open_pdf, open_pdf_as_pictures, writing
from redact.media.pdf.terms import Untrusted

NAME = "Jane Doe"
TWO_PAGES = (line(f"Statement of {NAME} taken") + line("Nothing else", 150), line(f"Signed {NAME}"))


def test_what_was_cut_is_gone_and_what_was_not_stays(tmp_path: Path) -> None:
    content = written(opened(tmp_path, paper(*TWO_PAGES)), cutting(NAME))

    assert "jane" not in said(content)
    assert "statement of" in said(content)
    assert "nothing else" in said(content)
    assert "s40" in said(content)


def test_outside_the_cuts_a_page_looks_as_before(tmp_path: Path) -> None:
    pdf = paper(*TWO_PAGES)
    before = pixels_of(source(tmp_path, pdf).path.read_bytes())
    after = pixels_of(written(opened(tmp_path, pdf), cutting(NAME)))

    assert (after[85:105, 95:145] < 40).mean() > 0.5
    assert np.array_equal(before[:85], after[:85])
    assert np.array_equal(before[105:], after[105:])


def test_the_same_edits_make_the_same_bytes(tmp_path: Path) -> None:
    document = opened(tmp_path, paper(*TWO_PAGES))

    assert written(document, cutting(NAME)) == written(document, cutting(NAME))


def test_a_draft_has_nothing_left_to_drop(tmp_path: Path) -> None:
    pdf = paper(*TWO_PAGES)
    pdf.docinfo["/Title"] = String(NAME)
    pdf.Root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS=String(NAME))

    assert dropped(tmp_path, written(opened(tmp_path, pdf), cutting(NAME))) == []


def test_whoever_writes_a_draft_again_changes_nothing(tmp_path: Path) -> None:
    once = written(opened(tmp_path, paper(*TWO_PAGES)), cutting(NAME))

    assert said(written(opened(tmp_path, once), cutting())) == said(once)


def test_segments_are_counted_and_come_in_their_order(tmp_path: Path) -> None:
    pdf = paper(line("Text") + "q 60 0 0 40 20 20 cm /Im Do Q", line("More"))
    with_image(pdf, gradient())
    pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, b"hello", filename="note.txt")
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Chapter", 0))
    found = list(opened(tmp_path, pdf).segments())

    assert [each.part for each in found] == ["bookmark 1", "page 1", "page 2", "page 1, picture 1", "attachment 1"]
    assert [each.ordinal for each in found] == [0, 1, 2, 3, 4]
    assert isinstance(found[1], Text)
    assert isinstance(found[1].anchor, Ink)
    assert isinstance(found[3], Raster)
    assert isinstance(found[4], Child)


def test_writing_asks_for_the_segments_that_reading_gives(tmp_path: Path) -> None:
    pdf = paper(line("Text") + "q 60 0 0 40 20 20 cm /Im Do Q", line("More"))
    with_image(pdf, gradient())
    document = opened(tmp_path, pdf)
    asked = []
    written(document, lambda segment: asked.append((segment.ordinal, segment.part)) or [])

    assert asked == [(each.ordinal, each.part) for each in document.segments()]


def test_a_name_broken_at_the_end_of_a_line_is_cut_in_both(tmp_path: Path) -> None:
    pdf = paper(line("by Zebedee Quill-") + line("feather and others", 186))
    content = written(opened(tmp_path, pdf), cutting("Zebedee Quillfeather"))

    assert not {"zebedee", "quill", "feather"} & set(said(content).replace("-", " ").split())
    assert "and others" in said(content)


def test_a_long_page_is_read_in_pieces_and_cut_where_its_words_stand(tmp_path: Path) -> None:
    rows = "".join(line(f"Row {number} of many words", 280 - 14 * number) for number in range(15))
    document = opened(tmp_path, paper(rows + line(f"and {NAME} here", 60)), piece_chars=100)
    content = written(document, cutting(NAME))

    assert sum(isinstance(each, Text) for each in document.segments()) > 2
    assert "jane" not in said(content)
    assert "row 14 of many words and" in said(content)
    assert "here" in said(content)


def test_a_page_that_cannot_be_cut_becomes_a_picture_with_its_words(tmp_path: Path) -> None:
    pdf = paper(line(f"Statement of {NAME}") + "/Pattern cs /P1 scn 0 0 400 100 re f")
    pattern(pdf, "hidden")
    document = opened(tmp_path, pdf)
    content = written(document, cutting(NAME))

    assert any("rebuilt as a picture" in note.note for note in document.census())
    assert "statement of" in said(content)
    assert "jane" not in said(content)
    sizes = [size for _, size in rasters(document)]
    assert sizes == [size for _, size in rasters(opened(tmp_path, content))]


def test_every_page_is_a_picture_where_that_was_asked(tmp_path: Path) -> None:
    document = open_pdf_as_pictures(source(tmp_path, paper(*TWO_PAGES)))
    content = written(document, cutting(NAME))

    assert [part for part, _ in rasters(document)] == ["page 1", "page 2"]
    assert [part for part, _ in rasters(opened(tmp_path, content))] == ["page 1, picture 1", "page 2, picture 1"]
    assert "jane" not in said(content)
    assert "signed" in said(content)


def test_a_box_on_a_picture_is_cut_out_of_it_and_of_all_that_lies_on_it(tmp_path: Path) -> None:
    pdf = paper("q 240 0 0 160 20 60 cm /Im Do Q " + line(f"Over {NAME}", 140))
    with_image(pdf, np.full((80, 120), 200, np.uint8))
    boxes = {"page 1, picture 1": Box(0, 30, 120, 50)}
    content = written(opened(tmp_path, pdf), cutting(boxes=boxes))

    assert "jane" not in said(content)
    found = next(each for each in opened(tmp_path, content).segments() if isinstance(each, Raster))
    assert found.pixels[35, 60].max() < 40
    assert found.pixels[10, 60].min() > 180


def test_a_page_read_as_it_is_seen_is_read_so_again(tmp_path: Path) -> None:
    shapes = " ".join(
        f"{20 + 8 * at} 100 m {24 + 8 * at} 110 l {26 + 8 * at} 102 l {21 + 8 * at} 99 l h f" for at in range(40)
    )
    document = opened(tmp_path, paper(shapes))
    (part, size), *_ = rasters(document)
    height, width = size
    content = written(document, cutting(boxes={part: Box(0, height * 0.6, width, height * 0.7)}))

    assert part == "page 1, as seen"
    assert rasters(opened(tmp_path, content)) == [(part, size)]


def test_an_attachment_goes_out_as_it_was_released(tmp_path: Path) -> None:
    pdf = paper(line("See the note"))
    pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, NAME.encode(), filename="note.txt")
    clean = tmp_path / "clean.txt"
    clean.write_bytes(b"nobody")
    document = opened(tmp_path, pdf)
    content = written(
        document, lambda each: [Edit(Box(0, 0, 0, 0), "note.txt", file=clean)] if isinstance(each, Child) else []
    )

    held = [each.content().read() for each in opened(tmp_path, content).segments() if isinstance(each, Child)]
    assert held == [b"nobody"]


def test_a_withheld_attachment_leaves_a_note_that_is_no_segment(tmp_path: Path) -> None:
    pdf = paper(line("See the note"))
    pdf.attachments["note.txt"] = pikepdf.AttachedFileSpec(pdf, NAME.encode(), filename="note.txt")
    content = written(opened(tmp_path, pdf), cutting())

    assert not any(isinstance(each, Child) for each in opened(tmp_path, content).segments())
    with pikepdf.open(tmp_path / "in.pdf") as made:
        assert list(made.attachments) != []
        assert [made.attachments[key].filename for key in made.attachments] == [NOTE_NAME]


def test_what_is_drawn_is_read_and_not_what_stands_for_it(tmp_path: Path) -> None:
    marked = f"BT /F1 12 Tf 20 200 Td /Span <</ActualText (nobody)>> BDC ({NAME}) Tj EMC ET"
    found = [each.text for each in opened(tmp_path, paper(marked)).segments() if isinstance(each, Text)]

    assert found == [NAME]


def test_words_drawn_over_each_other_are_read_as_they_are_drawn(tmp_path: Path) -> None:
    over = "BT /F1 20 Tf 25 196 Td (Roe) Tj ET"
    document = opened(tmp_path, paper(line("Janewasthere") + over))
    found = " ".join(each.text for each in document.segments() if isinstance(each, Text)).split()

    assert {"Janewasthere", "Roe"} <= set(found)


def test_the_census_tells_of_text_that_nobody_sees(tmp_path: Path) -> None:
    notes = opened(tmp_path, paper(line("Seen") + "BT 3 Tr /F1 12 Tf 20 100 Td (Unseen) Tj ET")).census()

    assert [note.part for note in notes if note.hidden is Hidden.TEXT] == ["page 1, hidden text"]


def test_parts_of_a_census_have_names_of_their_own(tmp_path: Path) -> None:
    pdf = paper(*TWO_PAGES)
    pdf.docinfo["/Title"] = String(NAME)
    parts = [note.part for note in opened(tmp_path, pdf).census()]

    assert len(parts) == len(set(parts))
    assert NAME not in " ".join(parts)


def test_a_page_that_cannot_be_cut_after_all_keeps_the_file_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Untrusted("it is not understood")

    monkeypatch.setattr(writing.content, "rewrite", fails)

    with pytest.raises(ResidualError, match="it is not understood"):
        written(opened(tmp_path, paper(*TWO_PAGES)), cutting(NAME))


def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    paper(*TWO_PAGES).save(path, encryption=pikepdf.Encryption(owner="o", user="u"))

    with pytest.raises(EncryptedInput):
        open_pdf(source(tmp_path, path.read_bytes()))


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded):
        opened(tmp_path, paper(*TWO_PAGES), max_pages=1)


def test_a_turned_and_cropped_page_is_cut_where_its_words_stand(tmp_path: Path) -> None:
    pdf = paper(line(f"Statement of {NAME} taken"))
    page = pdf.pages[0].obj
    page["/Rotate"], page["/CropBox"] = 90, Array([10, 20, 390, 290])
    content = written(opened(tmp_path, pdf), cutting(NAME))

    assert "jane" not in said(content)
    assert "statement of" in said(content)
    assert pixels_of(content).shape == (380, 270, 3)


@pytest.mark.parametrize("pictures", [False, True])
def test_nothing_of_a_word_looks_out_of_its_box(pictures: bool, tmp_path: Path) -> None:
    document = opened(tmp_path, paper("BT /F1 40 Tf 20 200 Td (\\311Thgjy) Tj ET"), pictures=pictures)
    seen = pixels_of(written(document, cutting("ÉThgjy"))).max(axis=2)
    rows = np.flatnonzero((seen < 200).any(axis=1))
    columns = np.flatnonzero((seen < 200).any(axis=0))

    box = seen[rows[0] + 1 : rows[-1], columns[0] + 1 : columns[-1]]
    assert (box[0] < 60).all()
    assert (box[-1] < 60).all()
    assert (box[:, 0] < 60).all()
