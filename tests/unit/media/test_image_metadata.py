"""What stands beside the pixels of a still: read, told of, and gone."""

import io
import struct
import zlib

import pytest
from image_kit import NAME, cut, drawn, dropped, encoded, exif, film, opened, pixels, texts, written
from PIL import Image, ImageCms, PngImagePlugin

from redact.core.flow import Edit, PartState
from redact.core.place import Chars
from redact.core.segment import Text

XMP = f'<x:xmpmeta><rdf:li dc:by="{NAME}">A &amp; B</rdf:li></x:xmpmeta>'.encode()
IIM = b"\x1c\x02\x50" + struct.pack(">H", len(NAME)) + NAME.encode()
RESOURCES = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(IIM)) + IIM + b"\x00" * (len(IIM) % 2)


def segment(marker, body):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg():
    content = encoded(drawn(), "JPEG", exif=exif(orientation=6), comment=f"by {NAME}".encode(), xmp=XMP)
    return content[:2] + segment(0xED, RESOURCES) + content[2:] + b"ftyp moving picture of " + NAME.encode()


def png():
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", NAME)
    said.add_text("Nickname", NAME, zip=True)
    said.add_itxt("Title", f"Portrait of {NAME}")
    said.add_itxt("XML:com.adobe.xmp", XMP.decode())
    said.add(b"tIME", b"\x07\xe8\x01\x01\x00\x00\x00")
    return encoded(drawn(), "PNG", pnginfo=said, exif=exif()) + NAME.encode()


def tiff():
    """A block of EXIF is a TIFF: given pixels, it is a picture."""
    said = exif()
    said[37724] = b"layers of " + NAME.encode()
    for tag, value in {270: f"Portrait of {NAME}", 33723: IIM, 700: XMP}.items():
        said[tag] = value
    for tag, value in {256: 8, 257: 8, 258: 8, 259: 1, 262: 1, 277: 1, 278: 8, 279: 64, 273: 0}.items():
        said[tag] = value
    return said.tobytes().removeprefix(b"Exif\x00\x00") + bytes(range(64))


FILES = {
    "jpeg": (jpeg, {"EXIF Artist", "IPTC By-line", "XMP", "JPEG comment", "bytes after the end", "EXIF GPS position"}),
    "png": (png, {"EXIF Artist", "PNG text Author", "PNG text 1", "PNG text Title", "XMP", "bytes after the end"}),
    "tiff": (
        tiff,
        {"TIFF Artist", "TIFF ImageDescription", "IPTC By-line", "XMP", "TIFF GPS position", "TIFF CameraOwnerName"},
    ),
    "webp": (lambda: encoded(drawn(), "WEBP", exif=exif(), xmp=XMP), {"EXIF Artist", "XMP", "EXIF CameraOwnerName"}),
    "avif": (lambda: encoded(drawn(), "AVIF", exif=exif(), xmp=XMP), {"EXIF Artist", "XMP", "EXIF CameraOwnerName"}),
    "gif": (lambda: encoded(drawn(), "GIF", comment=NAME.encode()), {"GIF comment 1"}),
    "bmp": (lambda: encoded(drawn(), "BMP") + NAME.encode(), {"bytes after the end"}),
    "moving png": (lambda: film("PNG", exif=exif()), {"EXIF Artist"}),
    "moving webp": (lambda: film("WEBP", exif=exif(), xmp=XMP), {"EXIF Artist", "XMP"}),
    "moving gif": (lambda: film("GIF", comment=NAME.encode()), {"GIF comment 1"}),
}
every = pytest.mark.parametrize("name", FILES)


@every
def test_every_field_is_read_and_told_of(tmp_path, name):
    make, parts = FILES[name]
    document = opened(tmp_path, make())

    said = texts(document)
    notes = list(document.census())

    assert parts <= set(said) <= dropped(document)
    assert any(NAME in text for text in said.values())
    assert len({note.part for note in notes}) == len(notes)
    assert all(NAME not in note.part + note.note and note.part.isprintable() for note in notes)


@every
def test_nothing_of_it_is_left(tmp_path, name):
    document = opened(tmp_path, FILES[name][0]())

    output = written(document)

    again = opened(tmp_path, output)
    assert b"Smith" not in output
    assert not texts(again)
    assert not dropped(again)


def test_a_position_is_told_in_degrees(tmp_path):
    assert texts(opened(tmp_path, jpeg()))["EXIF GPS position"] == "51.500000, -0.125000"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_field_of_exif_stays_where_the_pack_says_so_with_its_edits(tmp_path, kind):
    content = encoded(drawn(), kind, exif=exif(orientation=6))
    keep = {"keep_metadata": ("EXIF Artist", "EXIF CameraOwnerName")}

    def change(part):
        return [Edit(Chars(0, 4), "Siân")] if isinstance(part, Text) and part.part == "EXIF Artist" else ()

    output = written(opened(tmp_path, content, **keep), change)

    again = opened(tmp_path, output, **keep)
    assert texts(again) == {"EXIF Artist": "Siân Smith", "EXIF CameraOwnerName": "Owner Smith"}
    assert {note.state for note in again.census()} == {PartState.READ}
    assert written(again) == output


def test_a_text_of_png_stays_where_the_pack_says_so(tmp_path):
    keep = {"keep_metadata": ("PNG text Title", "PNG text 1")}

    output = written(opened(tmp_path, png(), **keep))

    assert texts(opened(tmp_path, output, **keep)) == {"PNG text Title": f"Portrait of {NAME}"}


def test_a_thumbnail_and_further_pictures_are_dropped(tmp_path):
    content = encoded(drawn(), "MPO", save_all=True, append_images=[drawn("RGB", 5)])
    thumbnail = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01abc")
    document = opened(tmp_path, content[:2] + thumbnail + content[2:])

    output = written(document)

    assert {"JFIF thumbnail", "list of further pictures", "trailer"} <= dropped(document)
    assert output.count(b"\xff\xd8\xff") == 1
    assert (pixels(opened(tmp_path, output))[0] == pixels(document)[0]).all()


def test_a_profile_that_says_what_everybody_assumes_is_dropped(tmp_path):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    document = opened(tmp_path, encoded(drawn(), "PNG", icc_profile=profile))

    output = written(document)

    assert "colour profile" in dropped(document)
    assert "sRGB" in texts(document)["colour profile, texts"]
    assert b"iCCP" not in output


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_any_other_profile_stays_without_its_words(tmp_path, kind):
    document = opened(tmp_path, encoded(drawn(), kind, icc_profile=wide_profile()))

    output = written(document)

    again = opened(tmp_path, output)
    assert {note.part: note.state for note in again.census()}["colour profile"] is PartState.CLEANED
    assert texts(document)["colour profile, texts"].startswith(f"Screen of {NAME}")
    assert not texts(again)
    assert written(again) == output
    with Image.open(io.BytesIO(output)) as image:
        ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        assert NAME.encode() not in image.info["icc_profile"]


def wide_profile():
    """sRGB with red and green exchanged, and words in it."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    tags = {bytes(profile[at : at + 4]): at for at in range(132, 132 + 12 * count, 12)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    profile[red : red + 4], profile[green : green + 4] = profile[green : green + 4], profile[red : red + 4]
    words = f"Screen of {NAME}".encode()
    body = b"desc" + bytes(4) + struct.pack(">I", len(words) + 1) + words + bytes(79)
    body += bytes(-len(body) % 4)
    at = tags[b"desc"]
    profile[at + 4 : at + 12] = struct.pack(">II", len(profile), len(body))
    profile += body
    profile[:4] = struct.pack(">I", len(profile))
    return bytes(profile)


def test_words_that_nobody_can_unpack_do_not_stop_the_reading(tmp_path):
    content = encoded(drawn(), "PNG")
    body = b"Comment\x00\x00not packed"
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    document = opened(tmp_path, content[:33] + chunk + content[33:])

    assert "PNG text Comment" in dropped(document)
    assert written(document) == written(opened(tmp_path, content))


def test_exif_that_is_none_is_dropped(tmp_path):
    content = encoded(drawn(), "JPEG")
    document = opened(tmp_path, content[:2] + segment(0xE1, b"Exif\x00\x00MM\x00*\xff\xff") + content[2:])

    assert "EXIF" in dropped(document)
    assert not dropped(opened(tmp_path, written(document)))


def test_a_thumbnail_in_exif_is_told_of_and_gone(tmp_path):
    small = encoded(drawn().resize((24, 16)), "JPEG")
    first = struct.pack("<HHHI4sI", 1, 0x0112, 3, 1, b"\x06\x00\x00\x00", 26)
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 56, 0x0202, 4, 1, len(small), 0)
    block = b"II*\x00\x08\x00\x00\x00" + first + second + small
    content = encoded(drawn(), "JPEG")
    document = opened(tmp_path, content[:2] + segment(0xE1, b"Exif\x00\x00" + block) + content[2:])

    output = written(document)

    assert "EXIF thumbnail" in dropped(document)
    assert output.count(b"\xff\xd8\xff") == 1
    assert not dropped(opened(tmp_path, output))


def test_a_field_of_tiff_stays_where_the_pack_says_so(tmp_path):
    keep = {"keep_metadata": ("TIFF Artist", "TIFF CameraOwnerName")}
    document = opened(tmp_path, tiff(), **keep)

    output = written(document)

    again = opened(tmp_path, output, **keep)
    assert texts(again) == {"TIFF Artist": NAME}
    assert written(again) == output


def test_a_profile_for_grey_stays_with_a_picture_that_is_cut(tmp_path):
    profile = bytearray(wide_profile())
    profile[16:20] = b"GRAY"
    document = opened(tmp_path, encoded(drawn("L"), "PNG", icc_profile=bytes(profile), transparency=200))

    output = written(document, cut())

    for each in (document, opened(tmp_path, output)):
        assert {note.part: note.state for note in each.census()}["colour profile"] is PartState.CLEANED
    with Image.open(io.BytesIO(output)) as image:
        assert image.mode == "LA"
        assert NAME.encode() not in image.info["icc_profile"]
