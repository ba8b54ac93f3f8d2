"""Images of a page: read whatever their coding, painted over in their own pixels and masks, cleaned to the bit."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from redact.core.errors import LimitExceeded
from redact.media.pdf.pictures.coding import coded
from redact.media.pdf.pictures.covered import covered
from redact.media.pdf.pictures.images import mask_pixels, pixels
from redact.media.pdf.pictures.repaint import repaint
from redact.media.pdf.pictures.samples import Coding, Samples
from redact.media.pdf.pictures.shed import cleaned
from redact.media.pdf.terms import IDENTITY, Area, Placement, Untrusted

WIDTH, HEIGHT = 40, 30
SECRET = "Mary Example"
LEFT = Area(0, 0, 0.5, 1)
PARTS = {"grey": 1, "rgb": 3, "cmyk": 4}
SPACES = {"grey": Name.DeviceGray, "rgb": Name.DeviceRGB, "cmyk": Name.DeviceCMYK}


@pytest.fixture
def pdf():
    with pikepdf.new() as made:
        yield made


def image(pdf, content, **entries):
    made = pdf.make_stream(content)
    given = {"Type": Name.XObject, "Subtype": Name.Image, "Width": WIDTH, "Height": HEIGHT, "BitsPerComponent": 8}
    for key, value in (given | entries).items():
        made["/" + key] = value
    return made


def noise(layers, most=255):
    return np.random.default_rng(7).integers(0, most + 1, (HEIGHT, WIDTH, layers)).astype(np.uint8)


def smooth(layers=3):
    ramp = np.linspace(90, 200, WIDTH)[None, :, None] + np.arange(layers) * 10
    return np.repeat(ramp, HEIGHT, axis=0).astype(np.uint8)


def jpeg(values, mode=None, **how):
    picture = Image.frombytes(mode, values.shape[1::-1], values.tobytes()) if mode else Image.fromarray(values)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90, **how)
    return out.getvalue()


def raw(pdf, values, bits=8, **entries):
    rows = values.reshape(values.shape[0], -1)
    if bits < 8:
        spread = np.unpackbits(rows[:, :, None], axis=2)[:, :, -bits:].reshape(rows.shape[0], -1)
        rows = np.packbits(spread, axis=1)
    return image(pdf, rows.tobytes(), BitsPerComponent=bits, **entries)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_grey_of_any_depth_is_read_and_the_rest_is_kept_to_the_bit(pdf, bits):
    values = noise(1, (1 << bits) - 1)
    was = Placement(raw(pdf, values, bits, ColorSpace=Name.DeviceGray), IDENTITY)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY)

    seen = pixels(was)
    assert np.array_equal(seen[:, :, 0], np.rint(values[:, :, 0] * (255 / ((1 << bits) - 1))).astype(np.uint8))
    under = covered(seen.shape, IDENTITY, [LEFT])
    assert (pixels(now)[under] == 0).all()
    assert np.array_equal(pixels(now)[~under], seen[~under])
    assert now.image["/BitsPerComponent"] == bits


@pytest.mark.parametrize("name", ["grey", "rgb", "cmyk"])
@pytest.mark.parametrize("turned", [False, True])
def test_exact_colours_stay_exact_and_what_is_cut_is_black_whichever_way_samples_count(pdf, name, turned):
    decode = {"Decode": Array([1, 0] * PARTS[name])} if turned else {}
    was = Placement(raw(pdf, noise(PARTS[name]), ColorSpace=SPACES[name], **decode), IDENTITY)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY)

    under = covered((HEIGHT, WIDTH), IDENTITY, [LEFT])
    assert pixels(now)[under].max() < 40  # black ink is not quite black
    assert np.array_equal(pixels(now)[~under], pixels(was)[~under])


def test_sixteen_bits_stay_sixteen(pdf):
    values = np.random.default_rng(3).integers(0, 1 << 16, (HEIGHT, WIDTH)).astype(">u2")
    was = image(pdf, values.tobytes(), BitsPerComponent=16, ColorSpace=Name.DeviceGray)

    made = repaint(pdf, Placement(was, IDENTITY), [LEFT])

    kept = np.frombuffer(made.read_bytes(), ">u2").reshape(HEIGHT, WIDTH)
    assert np.array_equal(kept[:, 25:], values[:, 25:])
    assert (kept[:, :20] == 0).all()


def test_numbers_of_colours_stay_numbers_and_the_darkest_is_painted(pdf):
    palette = bytes((200, 200, 200, 9, 8, 7, 255, 0, 0))
    values = noise(1, 2)
    space = Array([Name.Indexed, Name.DeviceRGB, 2, String(palette)])
    was = Placement(raw(pdf, values, 2, ColorSpace=space), IDENTITY)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY)

    assert (pixels(now)[:, :20] == (9, 8, 7)).all()
    assert np.array_equal(pixels(now)[:, 25:], pixels(was)[:, 25:])


@pytest.mark.parametrize("space", ["/Separation", "/DeviceN"])
def test_spot_inks_are_read_and_painted_full(pdf, space):
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0, 0, 0, 0]), C1=Array([0, 0, 0, 1]))
    name = Name("/Blue") if space == "/Separation" else Array([Name("/Blue")])
    named = Array([Name(space), name, Name.DeviceCMYK, tint])
    was = Placement(raw(pdf, noise(1), ColorSpace=named), IDENTITY)

    made = repaint(pdf, was, [LEFT])

    assert pixels(was).std() > 20
    stored = Placement(made, IDENTITY)
    assert pixels(stored)[:, :20].max() < 40
    assert np.array_equal(pixels(stored)[:, 25:], pixels(was)[:, 25:])


@pytest.mark.parametrize(("name", "mode"), [("grey", "L"), ("rgb", "RGB")])
def test_photographs_stay_photographs_and_hardly_change(pdf, name, mode):
    content = jpeg(smooth(PARTS[name]), mode)
    was = Placement(image(pdf, content, ColorSpace=SPACES[name], Filter=Name.DCTDecode), IDENTITY)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY)

    assert now.image["/Filter"] == "/DCTDecode"
    assert pixels(now)[:, :16].max() < 40
    away = slice(32, None)  # whole blocks that the cut does not touch
    assert np.abs(pixels(now)[:, away].astype(int) - pixels(was)[:, away]).max() <= 6


def test_inked_photographs_keep_their_inks(pdf):
    """Photoshop writes CMYK upside down and says so in Decode; Pillow turns it over without being asked."""
    content = jpeg(smooth(4), "CMYK")
    entries = {"ColorSpace": Name.DeviceCMYK, "Filter": Name.DCTDecode, "Decode": Array([1, 0] * 4)}
    was = Placement(image(pdf, content, **entries), IDENTITY)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY)

    assert pixels(now)[:, :16].max() < 60
    away = slice(32, None)
    assert np.abs(pixels(now)[:, away].astype(int) - pixels(was)[:, away]).mean() < 3


def test_jpeg_2000_is_read_and_written_again_as_a_photograph(pdf):
    out = io.BytesIO()
    Image.fromarray(smooth()).save(out, "JPEG2000")
    was = Placement(image(pdf, out.getvalue(), Filter=Name.JPXDecode), IDENTITY)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY)

    assert np.abs(pixels(was).astype(int) - smooth()).max() <= 2
    assert pixels(now)[:, :16].max() < 40
    assert np.abs(pixels(now)[:, 32:].astype(int) - smooth()[:, 32:]).max() <= 12


@pytest.mark.parametrize("paper", [0, 1])
def test_faxes_stay_faxes_to_the_bit(pdf, paper):
    values = np.full((HEIGHT, WIDTH, 1), paper, np.uint8)
    values[5:9, 3:30] = 1 - paper
    content, name, parameters = coded(Samples(values, 1, Coding.FAX))
    entries = {"BitsPerComponent": 1, "ColorSpace": Name.DeviceGray, "Filter": name, "DecodeParms": parameters}
    was = Placement(image(pdf, content, **entries), IDENTITY)

    now = Placement(repaint(pdf, was, [Area(0, 0.7, 0.5, 1)]), IDENTITY)

    assert np.array_equal(pixels(was)[:, :, 0], values[:, :, 0] * 255)
    assert now.image["/Filter"] == "/CCITTFaxDecode"
    under = covered((HEIGHT, WIDTH), IDENTITY, [Area(0, 0.7, 0.5, 1)])
    assert (pixels(now)[under] == 0).all()
    assert np.array_equal(pixels(now)[~under], pixels(was)[~under])


@pytest.mark.parametrize("turned", [False, True])
def test_stencils_are_black_on_white_and_unpainted_where_they_are_cut(pdf, turned):
    values = noise(1, 1)
    decode = {"Decode": Array([1, 0])} if turned else {}
    was = Placement(raw(pdf, values, 1, ImageMask=True, **decode), IDENTITY, mask=True)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY, mask=True)

    painted = values[:, :, 0] == (1 if turned else 0)
    assert np.array_equal(pixels(was)[:, :, 0] == 0, painted)
    assert (pixels(now)[:, :20] == 255).all()
    assert np.array_equal(pixels(now)[:, 25:], pixels(was)[:, 25:])
    assert bool(now.image["/ImageMask"])


def test_soft_masks_are_pictures_of_their_own_and_opaque_where_they_are_cut(pdf):
    mask = raw(pdf, noise(1), ColorSpace=Name.DeviceGray)
    was = Placement(raw(pdf, noise(3), ColorSpace=Name.DeviceRGB, SMask=mask), IDENTITY)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY)

    assert np.array_equal(mask_pixels(was)[:, :, 0], noise(1)[:, :, 0])
    assert (mask_pixels(now)[:, :20] == 255).all()
    assert np.array_equal(mask_pixels(now)[:, 25:], mask_pixels(was)[:, 25:])


def test_stencil_masks_are_opaque_where_they_are_cut(pdf):
    mask = raw(pdf, noise(1, 1), 1, ImageMask=True)
    was = Placement(raw(pdf, noise(3), ColorSpace=Name.DeviceRGB, Mask=mask), IDENTITY)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY)

    assert np.array_equal(mask_pixels(was)[:, :, 0] == 0, noise(1, 1)[:, :, 0] == 1)
    assert (mask_pixels(now)[:, :20] == 255).all()


def test_transparency_within_a_jpeg_2000_file_is_a_mask_too(pdf):
    out = io.BytesIO()
    alpha = np.repeat(np.arange(HEIGHT, dtype=np.uint8)[:, None, None] * 8, WIDTH, axis=1)
    Image.fromarray(np.concatenate([smooth(), alpha], axis=2)).save(out, "JPEG2000")
    was = Placement(image(pdf, out.getvalue(), Filter=Name.JPXDecode, SMaskInData=1), IDENTITY)

    now = Placement(repaint(pdf, was, [LEFT]), IDENTITY)

    assert np.array_equal(mask_pixels(was)[:, :, :1], alpha)
    assert (mask_pixels(now)[:, :20] == 255).all()
    assert np.array_equal(mask_pixels(now)[:, 25:, :1], alpha[:, 25:])
    assert pixels(now)[:, :16].max() < 40


def test_a_mask_that_is_the_same_all_over_is_no_picture(pdf):
    mask = raw(pdf, np.full((HEIGHT, WIDTH, 1), 128, np.uint8), ColorSpace=Name.DeviceGray)

    assert mask_pixels(Placement(raw(pdf, noise(3), ColorSpace=Name.DeviceRGB, SMask=mask), IDENTITY)) is None


def test_a_mask_stays_a_picture_when_all_that_it_shows_is_cut(pdf):
    """The draft has as many pictures as the source."""
    values = np.full((HEIGHT, WIDTH, 1), 255, np.uint8)
    values[10, 10] = 0
    mask = raw(pdf, values, ColorSpace=Name.DeviceGray)
    was = Placement(raw(pdf, noise(3), ColorSpace=Name.DeviceRGB, SMask=mask), IDENTITY)

    now = mask_pixels(Placement(repaint(pdf, was, [LEFT]), IDENTITY))

    assert now is not None
    assert now.min() >= 254


def test_what_is_cut_is_what_lies_under_the_area_on_a_turned_image():
    matrix = (0.0, 100.0, -100.0, 0.0, 100.0, 0.0)  # a quarter turn anticlockwise

    found = covered((100, 100), matrix, [Area(0, 0, 10, 50)])

    rows, columns = np.nonzero(found)
    assert (rows.min(), rows.max()) == (0, 10)
    assert (columns.min(), columns.max()) == (0, 50)


def test_a_slanted_image_is_not_cut_in_the_whole_box_around():
    slant = (70.0, 70.0, -70.0, 70.0, 70.0, 0.0)

    found = covered((200, 200), slant, [Area(0, 68, 140, 72)])

    assert 0.02 < found.mean() < 0.1
    assert found[0, 0]
    assert not found[0, 199]


def test_an_image_without_size_is_not_trusted(pdf):
    with pytest.raises(Untrusted):
        repaint(pdf, Placement(raw(pdf, noise(1), ColorSpace=Name.DeviceGray), (0, 0, 0, 0, 5, 5)), [LEFT])


def test_an_image_that_claims_too_many_pixels_is_refused_before_it_is_decoded(pdf):
    huge = image(pdf, b"", Width=100_000, Height=100_000, ColorSpace=Name.DeviceGray)

    for reading in (pixels, mask_pixels):
        with pytest.raises(LimitExceeded):
            reading(Placement(raw(pdf, noise(1), ColorSpace=Name.DeviceGray, SMask=huge), IDENTITY), 0)
    with pytest.raises(LimitExceeded):
        pixels(Placement(huge, IDENTITY), 1000)


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0nothing"])
def test_bytes_that_are_no_image_are_not_trusted(pdf, content):
    broken = image(pdf, content, ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode)

    with pytest.raises(Untrusted):
        pixels(Placement(broken, IDENTITY))


def test_metadata_and_older_versions_stay_behind_when_an_image_is_painted_over(pdf):
    about = pdf.make_stream(SECRET.encode())
    was = raw(
        pdf, noise(1), ColorSpace=Name.DeviceGray, Metadata=about, Alternates=Array([]), PieceInfo=about, StructParent=3
    )

    made = repaint(pdf, Placement(was, IDENTITY), [])

    assert not {"/Metadata", "/Alternates", "/PieceInfo"} & set(made.keys())
    assert made["/StructParent"] == 3


def test_an_uncut_photograph_loses_all_that_is_said_in_it_and_no_pixel(pdf):
    exif = Image.Exif()
    exif[0x013B] = SECRET
    content = jpeg(smooth(), exif=exif, comment=SECRET.encode(), icc_profile=b"x" * 200) + SECRET.encode()
    made = image(pdf, content, ColorSpace=Name.DeviceRGB, Filter=Name.DCTDecode, Metadata=pdf.make_stream(b"<x/>"))
    before = pixels(Placement(made, IDENTITY))

    cleaned(made)

    assert SECRET.encode() not in made.read_raw_bytes()
    assert b"ICC_PROFILE" not in made.read_raw_bytes()
    assert "/Metadata" not in made
    assert np.array_equal(pixels(Placement(made, IDENTITY)), before)
    once = made.read_raw_bytes()
    cleaned(made)
    assert made.read_raw_bytes() == once


@pytest.mark.parametrize("boxed", [True, False])
def test_an_uncut_jpeg_2000_loses_all_that_is_said_in_it_and_no_pixel(pdf, boxed):
    out = io.BytesIO()
    Image.fromarray(smooth()).save(out, "JPEG2000", comment=SECRET, no_jp2=not boxed)
    note = SECRET.encode()
    content = out.getvalue() + ((len(note) + 8).to_bytes(4, "big") + b"xml " + note if boxed else b"")
    made = image(pdf, content, Filter=Name.JPXDecode)
    before = pixels(Placement(made, IDENTITY))

    cleaned(made)

    assert note not in made.read_raw_bytes()
    assert np.array_equal(pixels(Placement(made, IDENTITY)), before)


def test_nothing_stays_behind_the_last_sample(pdf):
    content = zlib.compress(noise(1).tobytes() + SECRET.encode())
    made = image(pdf, content, ColorSpace=Name.DeviceGray, Filter=Name.FlateDecode)

    cleaned(made)

    assert made.read_bytes() == noise(1).tobytes()
