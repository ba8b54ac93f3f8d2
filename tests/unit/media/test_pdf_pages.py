"""Which pictures a page of a PDF gives, and where on the page what is seen in them lies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pdf_kit import cutting, gradient, line, opened, paper, pixels_of, rasters, with_image, written

from redact.core.place import Box
from redact.core.segment import Raster
from redact.media.pdf import pages
from redact.media.pdf.terms import Untrusted

DRAW = "q 120 0 0 80 20 60 cm /Im Do Q "


def test_a_page_of_text_gives_no_picture(tmp_path: Path) -> None:
    assert rasters(opened(tmp_path, paper(line("Text")))) == []


def test_an_image_is_given_in_its_own_pixels_each_time_it_is_drawn(tmp_path: Path) -> None:
    pdf = paper(DRAW + "q 60 0 0 40 200 60 cm /Im Do Q ")
    with_image(pdf, gradient(30, 50))
    found = [each for each in opened(tmp_path, pdf).segments() if isinstance(each, Raster)]

    assert [(each.part, each.pixels.shape) for each in found] == [
        ("page 1, picture 1", (30, 50, 3)),
        ("page 1, picture 2", (30, 50, 3)),
    ]
    assert np.array_equal(found[0].pixels[:, :, 0], gradient(30, 50))


@pytest.mark.parametrize("size", [(23, 60), (60, 23)])
def test_an_image_too_small_to_hold_writing_is_none(size: tuple[int, int], tmp_path: Path) -> None:
    pdf = paper(DRAW)
    with_image(pdf, gradient(*size))

    assert rasters(opened(tmp_path, pdf)) == []


def test_a_mask_that_holds_a_picture_is_one(tmp_path: Path) -> None:
    pdf = paper(DRAW)
    mask = with_image(pdf, gradient(32, 48), "Mask")
    with_image(pdf, np.zeros((30, 50), np.uint8), SMask=mask)
    even = paper(DRAW)
    with_image(even, np.zeros((30, 50), np.uint8), SMask=with_image(even, np.full((32, 48), 128, np.uint8), "Mask"))

    assert rasters(opened(tmp_path, pdf)) == [("page 1, picture 1", (30, 50)), ("page 1, picture 1, mask", (32, 48))]
    assert rasters(opened(tmp_path, even)) == [("page 1, picture 1", (30, 50))]


def test_a_scan_in_strips_is_read_as_it_is_seen(tmp_path: Path) -> None:
    strips = "".join(f"q 300 0 0 20 20 {20 + 20 * at} cm /Im Do Q " for at in range(9))
    pdf = paper(strips)
    with_image(pdf, gradient(20, 300))

    assert rasters(opened(tmp_path, pdf)) == [("page 1, as seen", (834, 1112))]


def test_letters_drawn_as_shapes_are_read_as_they_are_seen(tmp_path: Path) -> None:
    shapes = " ".join(
        f"{20 + 8 * at} 100 m {24 + 8 * at} 110 l {26 + 8 * at} 102 l {21 + 8 * at} 99 l f" for at in range(40)
    )

    assert [part for part, _ in rasters(opened(tmp_path, paper(shapes)))] == ["page 1, as seen"]


def test_an_image_that_nobody_can_decode_makes_its_page_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise Untrusted("an image cannot be decoded")

    monkeypatch.setattr(pages, "pixels", fails)
    pdf = paper(line("Text") + DRAW)
    with_image(pdf, gradient())
    document = opened(tmp_path, pdf)

    assert [part for part, _ in rasters(document)] == ["page 1"]
    assert next(note.note for note in document.census()) == "rebuilt as a picture: an image cannot be decoded"


def test_a_box_on_a_turned_page_is_cut_where_it_is_seen(tmp_path: Path) -> None:
    shapes = " ".join(
        f"{20 + 8 * at} 100 m {24 + 8 * at} 110 l {26 + 8 * at} 102 l {21 + 8 * at} 99 l f" for at in range(40)
    )
    pdf = paper(shapes)
    pdf.pages[0].obj["/Rotate"] = 90
    document = opened(tmp_path, pdf)
    ((part, (height, width)),) = rasters(document)
    box = Box(0, height * 0.25, width, height * 0.5)
    seen = pixels_of(written(document, cutting(boxes={part: box})))

    assert seen.shape == (400, 300, 3)
    assert seen[150, 20].max() < 40
    assert seen[50, 150].min() > 200


def test_many_small_cuts_are_not_taken_for_letters(tmp_path: Path) -> None:
    rows = "".join(f"BT /F1 7 Tf 20 {280 - 9 * at} Td (Row Jane sees Jane and Jane) Tj ET " for at in range(25))

    assert rasters(opened(tmp_path, written(opened(tmp_path, paper(rows)), cutting("Jane")))) == []
