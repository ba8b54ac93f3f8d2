"""Stills that lie, end early, or are more than anybody can hold."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from image_kit import drawn, encoded, exif, film, opened, pixels, source, written
from PIL import Image

from redact.core.errors import CorruptInput, InputError, LimitExceeded, UnsupportedMedia
from redact.media.image import open_image
from redact.settings import Settings

KINDS = {
    "jpeg": lambda: encoded(drawn(), "JPEG", exif=exif()),
    "jpeg progressive": lambda: encoded(drawn(), "JPEG", progressive=True),
    "png": lambda: encoded(drawn(), "PNG", exif=exif()),
    "tiff": lambda: encoded(drawn(), "TIFF", compression="tiff_lzw"),
    "pages": lambda: encoded(drawn(), "TIFF", save_all=True, append_images=[drawn("L")]),
    "bmp": lambda: encoded(drawn(), "BMP"),
    "gif": lambda: encoded(drawn(), "GIF"),
    "webp": lambda: encoded(drawn(), "WEBP"),
    "avif": lambda: encoded(drawn(), "AVIF", speed=10),
    "moving gif": lambda: film("GIF"),
    "moving png": lambda: film("PNG"),
    "moving webp": lambda: film("WEBP"),
}
every = pytest.mark.parametrize("name", KINDS)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(width, height):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@every
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_picture_that_ends_early_is_never_half_a_picture(tmp_path, name, share):
    content = KINDS[name]()
    short = content[: int(len(content) * share)]

    with pytest.raises(InputError) as caught:
        pixels(opened(tmp_path, short))
    with pytest.raises(InputError):
        written(opened(tmp_path, short))

    assert caught.value.hint


@pytest.mark.parametrize("name", ["jpeg", "jpeg progressive", "png", "gif", "moving gif", "moving png"])
def test_a_picture_without_its_last_byte_is_corrupt(tmp_path, name):
    with pytest.raises(CorruptInput):
        pixels(opened(tmp_path, KINDS[name]()[:-1]))


def test_a_png_of_thirty_thousand_by_thirty_thousand_is_refused_before_it_is_decoded(tmp_path):
    with pytest.raises(LimitExceeded) as caught:
        opened(tmp_path, bomb(30_000, 30_000))

    assert caught.value.hint


@every
def test_the_limit_holds_for_every_format(tmp_path, name):
    with pytest.raises(LimitExceeded):
        pixels(opened(tmp_path, KINDS[name](), max_pixels=96 * 64 - 1))


def test_what_the_settings_allow_is_not_refused_by_the_library(tmp_path):
    big = Image.new("1", (16_000, 12_000))  # beyond the size at which Pillow warns and half of that at which it refuses

    document = opened(tmp_path, encoded(big, "PNG"))

    assert next(iter(document.census())).part == "picture"


def test_a_second_page_beyond_the_limit_is_refused(tmp_path):
    content = encoded(drawn(), "TIFF", save_all=True, append_images=[Image.new("L", (300, 300))])

    with pytest.raises(LimitExceeded):
        pixels(opened(tmp_path, content, max_pixels=10_000))


def test_a_file_far_larger_than_any_picture_within_the_limits_is_refused(tmp_path):
    small = source(tmp_path, KINDS["png"]())
    claimed = type(small)(small.path, small.name, small.sha256, 1 << 40, small.kind)

    with pytest.raises(LimitExceeded):
        open_image(claimed, Settings())


@pytest.mark.parametrize("name", ["png", "moving png"])
def test_a_wrong_checksum_is_corrupt(tmp_path, name):
    content = bytearray(KINDS[name]())
    content[content.index(b"IDAT") + 20] ^= 1

    with pytest.raises(CorruptInput):
        opened(tmp_path, bytes(content))


def test_a_critical_chunk_that_nobody_knows_is_not_passed_on(tmp_path):
    content = KINDS["png"]()

    with pytest.raises(UnsupportedMedia):
        opened(tmp_path, content[:33] + chunk(b"JANE", b"?") + content[33:])


def test_a_film_without_frames_is_corrupt(tmp_path):
    gif = KINDS["moving gif"]()
    webp = struct.pack("<4sI4s4sI", b"RIFF", 40, b"WEBP", b"VP8X", 10) + bytes((2, 0, 0, 0, 95, 0, 0, 63, 0, 0))
    webp += struct.pack("<4sI", b"ANIM", 6) + bytes(6)

    for content in (gif[: 13 + 3 * (2 << (gif[10] & 7))] + b";", webp):
        with pytest.raises(CorruptInput):
            opened(tmp_path, content)


def test_more_frames_than_there_are_is_corrupt(tmp_path):
    content = KINDS["moving png"]()
    at = content.index(b"acTL")
    lie = chunk(b"acTL", struct.pack(">II", 6, 0))

    with pytest.raises(CorruptInput):
        opened(tmp_path, content[: at - 4] + lie + content[at + 16 :])


@pytest.mark.parametrize("mode", ["F", "I"])
def test_pixels_that_are_no_colours_are_refused(tmp_path, mode):
    content = encoded(Image.fromarray(np.ones((64, 96), np.float32 if mode == "F" else np.int32)), "TIFF")

    with pytest.raises(UnsupportedMedia):
        pixels(opened(tmp_path, content))


def test_a_tiff_of_odd_bits_is_refused_as_what_it_is(tmp_path):
    content = bytearray(encoded(drawn("L"), "TIFF"))
    at = content.index(struct.pack("<HHII", 258, 3, 1, 8))
    content[at + 8] = 13

    with pytest.raises(UnsupportedMedia):
        opened(tmp_path, bytes(content))


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xd8\xff", b"GIF89a", b"RIFF....WEBP", b"II*\x00", b"BM", b"Jane Smith"]
)
def test_a_few_bytes_are_no_picture(tmp_path, content):
    with pytest.raises(InputError) as caught:
        opened(tmp_path, content)

    assert "Smith" not in str(caught.value)


@every
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(st.data())
def test_bytes_changed_at_random_give_a_picture_or_one_of_our_errors(tmp_path, name, data):
    content = bytearray(KINDS[name]())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        document = opened(tmp_path, bytes(content), max_pixels=1_000_000)
        pixels(document)
        notes = list(document.census())
        written(document)
    except InputError:
        return

    assert all(note.part.isprintable() and len(note.part) < 1000 for note in notes)


def test_a_wrong_suffix_does_not_matter(tmp_path):
    document = open_image(source(tmp_path, KINDS["png"](), "picture.jpg"), Settings())

    assert written(document).startswith(b"\x89PNG")


def test_an_unreadable_file_is_told_of(tmp_path):
    gone = source(tmp_path, KINDS["png"]())
    gone.path.unlink()

    with pytest.raises(InputError):
        open_image(gone)


def test_nothing_is_in_the_error_that_pillow_says(tmp_path):
    broken = KINDS["jpeg"]()[:300]

    with pytest.raises(CorruptInput) as caught:
        opened(tmp_path, broken)

    assert io.BytesIO.__name__ not in caught.value.message


@pytest.mark.parametrize("packed", [True, False], ids=["within the stream", "behind it"])
def test_bytes_hidden_behind_the_last_pixel_are_gone(tmp_path, packed):
    held = np.asarray(drawn("L"))
    rows = b"".join(b"\x00" + row.tobytes() for row in held)
    stream = zlib.compress(rows + b"Jane Smith" * 9, 0) if packed else zlib.compress(rows, 0) + b"Jane Smith"
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 96, 64, 8, 0, 0, 0, 0))
    document = opened(tmp_path, b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", stream) + chunk(b"IEND", b""))

    output = written(document)

    assert (pixels(opened(tmp_path, output))[0][:, :, 0] == held).all()
    assert b"Smith" not in b"".join(_unpacked(output))
    assert written(opened(tmp_path, output)) == output


def _unpacked(content):
    at = content.index(b"IDAT")
    body = content[at + 4 : at + 4 + int.from_bytes(content[at - 4 : at], "big")]
    yield body
    yield zlib.decompressobj().decompress(body)
