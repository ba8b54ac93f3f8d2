"""HEIC: read, and written as JPEG."""

import io
import struct

import av
import numpy as np
import pytest
from image_kit import INSIDE, NAME, cut, drawn, dropped, exif, opened, pixels, rasters, texts, written
from PIL import Image

from redact.core.errors import InputError, LimitExceeded


def box(name, *bodies):
    content = b"".join(bodies)
    return struct.pack(">I", len(content) + 8) + name + content


def full(name, *bodies, version=0):
    return box(name, bytes((version, 0, 0, 0)), *bodies)


def coded(image):
    """A frame of HEVC: how it was coded (hvcC), and its data, each unit behind its length (ISO/IEC 14496-15)."""
    out = io.BytesIO()
    with av.open(out, "w", format="hevc") as container:
        stream = container.add_stream("libx265", rate=1, options={"x265-params": "log-level=none", "crf": "4"})
        stream.width, stream.height, stream.pix_fmt = *image.size, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.asarray(image), "rgb24")
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    units = [unit.rstrip(b"\x00") for unit in out.getvalue().split(b"\x00\x00\x01")[1:]]
    heads = [unit for unit in units if unit[0] >> 1 in (32, 33, 34)]
    profile = heads[1].replace(b"\x00\x00\x03", b"\x00\x00")[3:15]
    how = b"\x01" + profile + b"\xf0\x00\xfc\xfd\xf8\xf8\x00\x00\x0f" + bytes((len(heads),))
    for unit in heads:
        how += struct.pack(">BHH", 0x80 | unit[0] >> 1, 1, len(unit)) + unit
    data = b"".join(struct.pack(">I", len(unit)) + unit for unit in units if unit not in heads)
    return box(b"hvcC", how), data


def heic(image, block=b""):
    """A file of one picture, with EXIF where it is given."""
    how, data = coded(image)
    items = [(1, b"hvc1", data)] + ([(2, b"Exif", bytes(4) + block)] if block else [])
    infos = [full(b"infe", struct.pack(">HH", number, 0), kind, b"\x00", version=2) for number, kind, _ in items]
    properties = box(b"ipco", how, full(b"ispe", struct.pack(">II", *image.size)))
    links = full(b"ipma", struct.pack(">IHBBB", 1, 1, 2, 0x81, 0x02))

    def meta(start):
        places, at = b"", start
        for number, _, content in items:
            places += struct.pack(">HHHII", number, 0, 1, at, len(content))
            at += len(content)
        return full(
            b"meta",
            full(b"hdlr", bytes(4), b"pict", bytes(13)),
            full(b"pitm", struct.pack(">H", 1)),
            full(b"iloc", b"\x44\x00", struct.pack(">H", len(items)), places),
            full(b"iinf", struct.pack(">H", len(items)), *infos),
            box(b"iprp", properties, links),
            *([full(b"iref", box(b"cdsc", struct.pack(">HHH", 2, 1, 1)))] if block else []),
        )

    head = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    return head + meta(len(head) + len(meta(0)) + 8) + box(b"mdat", *(content for _, _, content in items))


def test_a_picture_is_read_and_written_as_jpeg(tmp_path):
    document = opened(tmp_path, heic(drawn()))

    output = written(document)

    (raster,) = rasters(document)
    again = opened(tmp_path, output)
    assert document.suffix == ".jpg"
    assert again.suffix is None
    assert np.abs(raster.pixels.astype(int) - np.asarray(drawn())).mean() < 4
    with Image.open(io.BytesIO(output)) as image:
        assert (image.format, image.size) == ("JPEG", (96, 64))
    assert {note.part for note in document.census()} == {note.part for note in again.census()}
    assert np.abs(pixels(again)[0].astype(int) - raster.pixels).mean() < 4


def test_a_cut_is_black(tmp_path):
    after = pixels(opened(tmp_path, written(opened(tmp_path, heic(drawn())), cut())))[0]

    assert after[INSIDE][4:-4, 4:-4].max() <= 24


def test_its_metadata_is_read_and_gone(tmp_path):
    document = opened(tmp_path, heic(drawn(), exif(orientation=6).tobytes()))

    output = written(document)

    assert texts(document)["EXIF Artist"] == NAME
    assert "EXIF Artist" in dropped(document)
    assert b"Smith" not in output
    assert rasters(document)[0].orientation == 1  # the file itself says nothing of turning, and EXIF does not count


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_picture_that_ends_early_is_refused(tmp_path, share):
    content = heic(drawn())

    with pytest.raises(InputError):
        pixels(opened(tmp_path, content[: int(len(content) * share)]))


def test_the_limit_holds(tmp_path):
    with pytest.raises(LimitExceeded):
        opened(tmp_path, heic(drawn()), max_pixels=96 * 64 - 1)
