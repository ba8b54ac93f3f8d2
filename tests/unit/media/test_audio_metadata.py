"""What stands beside the sound: read, listed, and gone from the output unless it is asked to stay."""

import io
import struct
from fractions import Fraction

import av
import numpy as np
import pytest
from audio_kit import RATE, Take, opened, recorded, silence, texts, wave, written

from redact.core.flow import Edit, PartState
from redact.core.place import Chars
from redact.core.segment import Sound, Text
from redact.settings import Settings

NAME, PHONE = "Rosalind Achterberg", "01632 960123"
TAGS = {"title": f"Call with {NAME}", "artist": NAME, "comment": f"rang from {PHONE}"}
TAKES = {
    ".wav": Take("wav", "pcm_s16le"),
    ".flac": Take("flac", "flac"),
    ".mp3": Take("mp3", "libmp3lame", "fltp"),
    ".m4a": Take("ipod", "aac", "fltp"),
    ".ogg": Take("ogg", "libopus", "flt", rate=48_000),
    ".mka": Take("matroska", "flac"),
    ".aiff": Take("aiff", "pcm_s16be"),
    ".caf": Take("caf", "pcm_s16be"),
    ".w64": Take("w64", "pcm_s16le"),
}
SILENT = np.zeros((RATE, 1), np.int16).tobytes()
PEOPLE = f"{NAME}, {PHONE}".encode()


def with_tags(take, tags):
    return recorded(Take(take.muxer, take.codec, take.sample_format, take.rate, tags=tags))


def chunk(name, content):
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def synchsafe(size):
    return bytes((size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127))


def id3(frames):
    body = b"".join(name + synchsafe(len(content)) + bytes(2) + content for name, content in frames)
    return b"ID3\x04\x00\x00" + synchsafe(len(body)) + body


def ape(key, value):
    item = struct.pack("<II", len(value), 0) + key + b"\x00" + value
    return item + b"APETAGEX" + struct.pack("<IIII", 2000, len(item) + 32, 1, 0) + bytes(8)


def lyrics3(content):
    body = b"LYRICSBEGIN" + b"LYR" + b"%05d" % len(content) + content
    return body + b"%06d" % len(body) + b"LYRICS200"


def mp3():
    return recorded(Take("mp3", "libmp3lame", "fltp"))


@pytest.mark.parametrize("suffix", TAKES)
@pytest.mark.parametrize("sound_format", ["lossless", "same"])
def test_tags_are_read_and_never_survive(tmp_path, suffix, sound_format):
    document = opened(tmp_path, with_tags(TAKES[suffix], TAGS), f"call{suffix}", Settings(sound_format=sound_format))
    made = written(document, silence(0, 100_000))

    read = " ".join(text.text for text in texts(document))
    if suffix != ".w64":  # which has no place for tags
        assert PHONE in read
        assert all(note.state is PartState.DROPPED for note in document.census() if note.part.startswith("tag"))
    for word in (*NAME.split(), PHONE, "Call with"):
        assert word.encode() not in made
        assert word.encode("utf-16-le") not in made


EXTRAS = {
    "bext": wave(SILENT, chunks=chunk(b"bext", PEOPLE.ljust(602, b"\x00"))),
    "iXML": wave(SILENT, chunks=chunk(b"iXML", b"<BWFXML><NOTE>" + PEOPLE + b"</NOTE></BWFXML>")),
    "XMP": wave(SILENT, chunks=chunk(b"_PMX", b'<x:xmpmeta a="' + PEOPLE + b'"/>')),
    "INFO": wave(SILENT, chunks=chunk(b"LIST", b"INFO" + chunk(b"ICMT", PEOPLE))),
    "labels": wave(SILENT, chunks=chunk(b"LIST", b"adtl" + chunk(b"labl", bytes(4) + PEOPLE))),
    "own chunk": wave(SILENT, chunks=chunk(b"Rosa", PEOPLE)),
    "padding": wave(SILENT, chunks=chunk(b"JUNK", PEOPLE)),
    "behind the sound": wave(SILENT) + chunk(b"afsp", PEOPLE),
    "behind all": wave(SILENT) + PEOPLE,
    "ID3 in WAV": wave(SILENT) + chunk(b"id3 ", id3([(b"TPE1", b"\x03" + PEOPLE)])),
    "ID3 comment": id3([(b"COMM", b"\x03eng\x00" + PEOPLE)]) + mp3(),
    "ID3 lyrics": id3([(b"USLT", b"\x03eng\x00" + PEOPLE)]) + mp3(),
    "ID3 own text": id3([(b"TXXX", b"\x03caller\x00" + PEOPLE)]) + mp3(),
    "ID3 UTF-16": id3([(b"TIT2", b"\x01" + PEOPLE.decode().encode("utf-16"))]) + mp3(),
    "ID3 object": id3([(b"GEOB", b"\x00text/plain\x00a.txt\x00b\x00" + PEOPLE)]) + mp3(),
    "ID3 private": id3([(b"PRIV", b"a@example.org\x00" + PEOPLE)]) + mp3(),
    "ID3v1": mp3() + b"TAG" + PEOPLE[:30].ljust(30, b"\x00") + bytes(60) + b"2026" + PHONE.encode().ljust(30) + b"\xff",
    "APE": mp3() + ape(b"Artist", PEOPLE),
    "Lyrics3": mp3() + lyrics3(PEOPLE) + b"TAG" + bytes(125),
}


@pytest.mark.parametrize("content", EXTRAS.values(), ids=EXTRAS)
def test_what_programs_leave_beside_the_sound_is_read_listed_and_gone(tmp_path, content):
    document = opened(tmp_path, content, "call.wav" if content.startswith(b"RIFF") else "call.mp3")

    read = " ".join(text.text for text in texts(document))
    assert PHONE in read
    assert "Achterberg" in read
    assert any(note.state is PartState.DROPPED for note in document.census())
    for settings in (Settings(), Settings(sound_format="same")):
        made = written(opened(tmp_path, content, "call.wav", settings))
        assert b"Achterberg" not in made
        assert PHONE.encode() not in made


def test_no_part_name_holds_content(tmp_path):
    for name, content in EXTRAS.items():
        for note in opened(tmp_path, content, "call.wav").census():
            assert not {"Rosa", "Achterberg", PHONE} & set(note.part.split()), name
            assert "Achterberg" not in note.note


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".m4a", ".ogg", ".mka"])
def test_a_tag_that_the_pack_keeps_stays_as_it_was_edited(tmp_path, suffix):
    settings = Settings(sound_format="same", keep_metadata=("tag title",))
    document = opened(tmp_path, with_tags(TAKES[suffix], TAGS), f"call{suffix}", settings)

    def change(segment):
        if isinstance(segment, Sound) or segment.part != "tag title":
            return ()
        return [Edit(Chars(segment.text.index(NAME), len(segment.text)), "[PERSON]")]

    made = written(document, change)
    assert [text.text for text in texts(opened(tmp_path, made, f"made{suffix}"))] == ["Call with [PERSON]"]
    assert b"Achterberg" not in made
    assert {note.part: note.state for note in document.census()}["tag title"] is PartState.READ


def test_a_tag_with_a_name_of_its_makers_cannot_be_kept(tmp_path):
    content = with_tags(TAKES[".flac"], {"Rosalind": NAME})
    (text,) = texts(opened(tmp_path, content, "call.flac"))
    made = written(opened(tmp_path, content, "call.flac", Settings(keep_metadata=(text.part,))))

    assert text.part == "tag 1"
    assert b"Achterberg" not in made
    assert b"osalind" not in made


def test_chapters_are_read_and_left_out(tmp_path):
    def chaptered(container):
        container.set_chapters(
            [{"id": 1, "start": 0, "end": 500, "time_base": Fraction(1, 1000), "metadata": {"title": NAME}}]
        )

    content = recorded(Take("matroska", "flac", add=chaptered))
    document = opened(tmp_path, content, "call.mka", Settings(sound_format="same"))

    assert [text.part for text in texts(document)] == ["chapter 1: tag title"]
    assert NAME.encode() not in written(document)


def test_a_cover_is_listed_and_left_out(tmp_path):
    picture = io.BytesIO()
    with av.open(picture, "w", "image2pipe") as container:
        stream = container.add_stream("png", rate=1)
        stream.width = stream.height = 16
        stream.pix_fmt = "rgb24"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), "rgb24")))
    cover = b"\x00image/png\x00\x03\x00" + picture.getvalue()
    document = opened(tmp_path, id3([(b"APIC", cover)]) + mp3(), "call.mp3", Settings(sound_format="same"))

    notes = {note.part: note for note in document.census()}
    assert notes["cover 1"].state is PartState.DROPPED
    assert b"PNG" not in written(document)


def test_a_long_comment_comes_in_pieces(tmp_path):
    content = with_tags(TAKES[".flac"], {"comment": "a line of words. " * 5000})
    document = opened(tmp_path, content, "call.flac", Settings(piece_chars=10_000))

    assert all(len(text.text) <= 20_000 for text in texts(document))
    assert sum(len(text.text) for text in texts(document)) == 17 * 5000
    assert all(isinstance(text, Text) for text in texts(document))
