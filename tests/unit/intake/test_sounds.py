"""Recordings are known by their bytes, and texts that begin as they do are not taken for them."""

import pytest

from redact.core.errors import UnsupportedMedia
from redact.intake.sniff import sniff

FTYP = b"\x00\x00\x00\x20ftyp"
MATROSKA = b"\x1aE\xdf\xa3\x01\x00\x00\x00"
MP3 = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes
MP3_SLOW = b"\xff\xf3\x48\xc4" + bytes(140)  # MPEG-2 layer III, 32 kbit/s, 16 kHz: 144 bytes
ADTS = b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(9)  # 16 bytes
SOUNDS = {
    "WAV": b"RIFF\x24\x00\x00\x00WAVEfmt ",
    "RF64": b"RF64\xff\xff\xff\xffWAVEds64",
    "W64": b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb",
    "FLAC": b"fLaC\x00\x00\x00\x22\x10\x00",
    "Ogg": b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead",
    "ID3": b"ID3\x03\x00\x00\x00\x00\x02\x01TIT2",
    "MP3": MP3 * 2,
    "MP3 of a low rate": MP3_SLOW * 2,
    "AAC": ADTS * 2,
    "M4A": FTYP + b"M4A \x00\x00\x02\x00",
    "M4B": FTYP + b"M4B \x00\x00\x02\x00",
    "AMR": b"#!AMR\n\x3c\x00",
    "AMR-WB": b"#!AMR-WB\n\x3c\x00",
    "AIFF": b"FORM\x00\x00\x01\x00AIFFCOMM",
    "AIFF-C": b"FORM\x00\x00\x01\x00AIFCFVER",
    "CAF": b"caff\x00\x01\x00\x00desc",
}
TEXTS = (
    b"ID3 is the column after ID2",
    b"RIFF raff, she said\n",
    b"OggS are not a word\n",
    b"fLaC is how they write it\n",
    b"#!/bin/sh\necho\n",
    b"FORM 12a: AIFF for your claim\n",
    "ÿû is a strange beginning for a letter\n".encode("latin-1") * 40,
    "ÿóHÄ and so on, without an end\n".encode("latin-1") * 40,
    "Dear Mrs Tymms".encode("utf-16"),
    "ÿþ".encode("utf-16"),
)


@pytest.mark.parametrize("head", SOUNDS.values(), ids=SOUNDS)
@pytest.mark.parametrize("suffix", [".txt", "", ".wav"])
def test_recordings_are_known_by_their_bytes_whatever_they_are_called(head, suffix):
    assert sniff(head, suffix) == "audio"


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_text_that_begins_as_a_recording_does_is_a_text(text):
    assert sniff(text, ".txt") == "text"
    assert sniff(text, "") == "text"


@pytest.mark.parametrize(
    ("head", "suffix", "kind"),
    [
        (FTYP + b"isom\x00\x00\x02\x00", ".mp4", "video"),
        (FTYP + b"isom\x00\x00\x02\x00", ".M4A", "audio"),
        (FTYP + b"mp42\x00\x00\x02\x00", ".m4b", "audio"),
        (FTYP + b"3gp4\x00\x00\x02\x00" + b"hdlr....soun", ".3gp", "audio"),
        (FTYP + b"3gp4\x00\x00\x02\x00" + b"hdlr....vide", ".3gp", "video"),
        (MATROSKA, ".mkv", "video"),
        (MATROSKA, ".mka", "audio"),
        (MATROSKA, ".weba", "audio"),
        (FTYP + b"heic\x00\x00\x02\x00", ".heic", "image"),
    ],
)
def test_the_suffix_chooses_where_the_bytes_allow_sound_and_film(head, suffix, kind):
    assert sniff(head, suffix) == kind


def test_a_file_that_ends_within_its_first_frame_is_believed_by_its_name():
    assert sniff(MP3[:300], ".mp3") == "audio"
    with pytest.raises(UnsupportedMedia):
        sniff(MP3[:300], ".txt")


def test_one_frame_and_something_else_is_no_recording():
    with pytest.raises(UnsupportedMedia):
        sniff(MP3 + b"\x00\x01\x02\x03" * 20, ".mp3")
