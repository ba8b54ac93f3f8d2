"""Stills: what is decoded, what is left alone, what is cut."""

import io
import struct
from itertools import count

import numpy as np
import pytest
from image_kit import (
    INSIDE,
    NAME,
    cut,
    drawn,
    dropped,
    encoded,
    exif,
    noise,
    opened,
    outside,
    pixels,
    rasters,
    texts,
    written,
)
from PIL import Image

from redact.core.upright import ORIENTATIONS

#: Name of the sample -> its bytes. Those in `EXACT` are coded without loss.
EXACT = {
    **{f"png {mode}": ("PNG", mode, {}) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")},
    **{f"bmp {mode}": ("BMP", mode, {}) for mode in ("1", "L", "P", "RGB")},
    **{f"tiff {mode}": ("TIFF", mode, {}) for mode in ("1", "L", "P", "RGB", "RGBA", "CMYK", "I;16")},
    "tiff lzw": ("TIFF", "RGB", {"compression": "tiff_lzw"}),
    "tiff group4": ("TIFF", "1", {"compression": "group4"}),
    "webp lossless": ("WEBP", "RGBA", {"lossless": True, "exact": True}),
    "gif": ("GIF", "P", {}),
}
LOSSY = {
    "jpeg": ("JPEG", "RGB", {"quality": 90}),
    "jpeg grey": ("JPEG", "L", {"quality": 90}),
    "jpeg cmyk": ("JPEG", "CMYK", {"quality": 90}),
    "jpeg progressive": ("JPEG", "RGB", {"progressive": True, "subsampling": 2}),
    "webp": ("WEBP", "RGB", {"quality": 80}),
    "webp clear": ("WEBP", "RGBA", {"quality": 80}),
    "avif": ("AVIF", "RGB", {"speed": 9}),
    "tiff jpeg": ("TIFF", "RGB", {"compression": "jpeg"}),
}
exactly = pytest.mark.parametrize("name", EXACT)
every = pytest.mark.parametrize("name", [*EXACT, *LOSSY])


def sample(name):
    kind, mode, how = (EXACT | LOSSY)[name]
    return encoded(drawn(mode), kind, **how)


@every
def test_a_picture_that_is_not_cut_keeps_its_pixels(tmp_path, name):
    document = opened(tmp_path, sample(name))

    again = opened(tmp_path, written(document))

    assert (pixels(again)[0] == pixels(document)[0]).all()


@every
def test_what_was_written_is_written_again_byte_for_byte_and_has_nothing_to_drop(tmp_path, name):
    for change in (lambda segment: (), cut(label="s.40(2)")):
        output = written(opened(tmp_path, sample(name)), change)
        again = opened(tmp_path, output)

        assert written(again) == output
        assert not dropped(again)
        assert not texts(again)


@exactly
def test_a_cut_is_black_and_nothing_else_changes(tmp_path, name):
    document = opened(tmp_path, sample(name))

    after = pixels(opened(tmp_path, written(document, cut())))[0]

    assert not after[INSIDE].any()
    assert (outside(after) == outside(pixels(document)[0])).all()


@pytest.mark.parametrize("name", LOSSY)
def test_a_lossy_cut_is_black_and_the_rest_much_as_it_was(tmp_path, name):
    document = opened(tmp_path, sample(name))

    after = pixels(opened(tmp_path, written(document, cut())))[0]

    assert after[12:28, 20:44].max() <= 24
    assert np.abs(outside(after).astype(int) - outside(pixels(document)[0])).mean() < 6


@every
def test_format_mode_and_size_are_kept(tmp_path, name):
    content = sample(name)

    output = written(opened(tmp_path, content), cut())

    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(output)) as after:
        assert (after.format, after.size, after.mode) == (before.format, before.size, before.mode)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_pixels_are_as_stored_and_the_way_they_are_turned_stays(tmp_path, kind, orientation):
    document = opened(tmp_path, encoded(drawn(), kind, exif=exif(orientation=orientation)))

    (before,) = rasters(document)
    for change in (lambda segment: (), cut()):
        output = written(document, change)
        (after,) = rasters(opened(tmp_path, output))
        assert before.orientation == after.orientation == orientation
        assert before.pixels.shape == after.pixels.shape == (64, 96, 3)
        assert NAME.encode() not in output


def test_what_is_wholly_clear_is_white_to_the_reader_and_empty_in_the_output(tmp_path):
    image = drawn("RGBA")
    held = np.array(image)
    held[40:60, 60:80, 3] = 0  # a red block that nobody sees
    document = opened(tmp_path, encoded(Image.fromarray(held), "PNG"))

    output = written(document)

    assert (pixels(document)[0][40:60, 60:80] == 255).all()
    with Image.open(io.BytesIO(output)) as after:
        assert not np.asarray(after)[40:60, 60:80].any()
        assert (np.asarray(after)[:40] == held[:40]).all()


def test_a_picture_drawn_in_clear_colours_of_a_palette_is_gone(tmp_path):
    image = Image.fromarray(np.tile(np.arange(96, dtype=np.uint8) % 3, (64, 1)))
    image.putpalette([255, 0, 0, 0, 0, 255, 9, 9, 9], "RGB")
    document = opened(tmp_path, encoded(image, "PNG", transparency=b"\x00\x00\xff"))

    output = written(document)

    with Image.open(io.BytesIO(output)) as after:
        assert len(np.unique(np.asarray(after))) == 2


def test_a_picture_under_clear_pixels_of_a_lossy_one_is_gone(tmp_path):
    held = np.dstack([np.array(noise().resize((192, 128), 0)), np.zeros((128, 192), np.uint8)])
    held[:8, :, 3] = 255
    document = opened(tmp_path, encoded(Image.fromarray(held), "WEBP", quality=90, exact=True))

    output = written(document)

    with Image.open(io.BytesIO(output)) as after:
        assert np.asarray(after.convert("RGBA"))[40:, :, :3].std() < 3
    assert written(opened(tmp_path, output)) == output


def test_half_transparency_does_not_hide_what_is_there(tmp_path):
    image = drawn()
    image.putalpha(1)

    (raster,) = rasters(opened(tmp_path, encoded(image, "PNG")))

    assert (raster.pixels == np.asarray(drawn())).all()


def test_pages_are_read_and_cut_each_for_itself(tmp_path):
    modes = ("1", "L", "RGB", "CMYK", "P", "I;16")
    pages = [drawn(mode) for mode in modes]
    document = opened(tmp_path, encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(300, 300)))
    number = count()

    output = written(document, lambda segment: cut()(segment) if next(number) == 2 else ())

    before, after = pixels(document), pixels(opened(tmp_path, output))
    assert [raster.part for raster in rasters(document)] == [f"page {page}" for page in range(1, 7)]
    assert not after[2][INSIDE].any()
    assert all((now == was).all() for page, (was, now) in enumerate(zip(before, after, strict=True)) if page != 2)
    with Image.open(io.BytesIO(output)) as image:
        assert [_mode(image, page) for page in range(6)] == list(modes)
        assert image.info["dpi"] == (300, 300)


def _mode(image, page):
    image.seek(page)
    return image.mode


def test_sixteen_bits_stay_sixteen_bits(tmp_path):
    for kind in ("PNG", "TIFF"):
        output = written(opened(tmp_path, encoded(drawn("I;16"), kind)), cut())

        with Image.open(io.BytesIO(output)) as image:
            after = np.asarray(image).astype(np.uint16)
        assert (outside(after) == outside(np.asarray(drawn("I;16")))).all()


def test_tables_subsampling_and_scans_of_a_jpeg_are_kept(tmp_path):
    content = encoded(noise(), "JPEG", quality=63, subsampling=1, progressive=True)

    output = written(opened(tmp_path, content), cut())

    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(output)) as after:
        assert after.quantization == before.quantization
        assert after.layer == before.layer
        assert after.info["progressive"]


def test_a_soft_cut_is_made_of_few_colours(tmp_path):
    document = opened(tmp_path, encoded(noise(), "PNG"))

    after = pixels(opened(tmp_path, written(document, cut(style="pixelate"))))[0]

    assert len(np.unique(after[INSIDE].reshape(-1, 3), axis=0)) <= 36


def test_a_label_is_painted_where_it_fits(tmp_path):
    document = opened(tmp_path, encoded(drawn("P"), "PNG"))

    after = pixels(opened(tmp_path, written(document, cut(label="P1"))))[0]

    assert after[INSIDE].max() > 200
    assert (outside(after) == outside(pixels(document)[0])).all()


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_a_colour_that_stands_for_clear_does_not_make_a_cut_clear(tmp_path, mode):
    clear = {"1": 0, "L": 0, "RGB": (0, 0, 0)}[mode]
    content = encoded(drawn(mode), "PNG", transparency=clear)

    output = written(opened(tmp_path, content), cut())

    assert not pixels(opened(tmp_path, output))[0][INSIDE].any()
    assert written(opened(tmp_path, output)) == output


def test_a_fourth_channel_that_nobody_shows_is_not_kept(tmp_path):
    content = bytearray(encoded(drawn("RGBA"), "TIFF"))
    at = content.index(struct.pack("<HHI", 338, 3, 1))
    content[at + 8] = 0  # unspecified: neither colour nor transparency

    output = written(opened(tmp_path, bytes(content)))

    with Image.open(io.BytesIO(output)) as image:
        assert image.mode == "RGB"
