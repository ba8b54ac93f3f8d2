"""Videos that are broken, locked or not what they say: refused with a hint, and what is damaged is never shown."""

import io
import random

import av
import numpy as np
import pytest
from video_kit import FRAMES, SHORT, clip, cut, films, frames, noise, opened, sounding, sounds_of, source, written

from redact.core.errors import CorruptInput, EncryptedInput, InputError, LimitExceeded, UnsupportedMedia, UsageError
from redact.core.flow import Edit, PartState
from redact.core.place import Times
from redact.core.segment import Sound
from redact.media.video import open_video
from redact.settings import Settings

KEY = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": "0" * 32, "encryption_kid": "1" * 32}


def two_films(container):
    film = container.add_stream("libx264", rate=25)
    film.width, film.height = 64, 48

    def fill():
        container.mux(film.encode(av.VideoFrame(64, 48)))
        container.mux(film.encode(None))

    return [fill]


def only_sound():
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("cut off before its index", clip()[:1200], CorruptInput),
        ("no frames", clip(frames=0), CorruptInput),
        ("only sound", only_sound(), CorruptInput),
        ("no video at all", b"Dear Sir or Madam, this is a letter. " * 40, InputError),
        ("a playlist that leads elsewhere", b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:1,\nother.ts\n", InputError),
        ("nothing", b"", InputError),
        ("encrypted", clip(container=KEY), EncryptedInput),
        ("two films", clip(add=two_films), UnsupportedMedia),
        ("another format than its name says", clip("matroska"), UnsupportedMedia),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_what_is_no_whole_video_is_refused_with_a_hint(tmp_path, name, content, error):
    with pytest.raises(error) as caught:
        opened(tmp_path, content)

    assert caught.value.hint
    assert "clip" not in f"{caught.value} {caught.value.hint} {caught.value.__cause__}"


def test_an_mp4_that_ends_before_its_last_frame_is_refused_when_that_is_seen(tmp_path):
    content = _index_first(clip())[:-200]

    document = opened(tmp_path, content)

    with pytest.raises(CorruptInput):
        list(document.segments())
    with pytest.raises(CorruptInput):
        written(document, cut())


def _index_first(content):
    """The same MP4 with its index before its pictures, as files are made for streaming."""
    pictures, index = content.index(b"mdat") - 4, content.index(b"moov") - 4
    moved = bytearray(content[index:])
    where = moved.index(b"stco") + 12
    moved[where : where + 4] = (int.from_bytes(moved[where : where + 4], "big") + len(moved)).to_bytes(4, "big")
    return content[:pictures] + bytes(moved) + content[pictures:index]


def test_frames_larger_than_allowed_are_refused(tmp_path):
    with pytest.raises(LimitExceeded):
        opened(tmp_path, clip(), settings=Settings(max_pixels=64 * 48 - 1))


def test_a_file_that_went_away_is_an_input_error(tmp_path):
    gone = source(tmp_path, clip())
    gone.path.unlink()

    with pytest.raises(InputError):
        open_video(gone, SHORT)


def test_frames_that_change_their_size_are_refused(tmp_path):
    parts = [clip("matroska", "mjpeg", "yuvj420p", size=size) for size in ((64, 48), (32, 24))]
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as container:
        film = container.add_stream("mjpeg", rate=25, width=64, height=48, pix_fmt="yuvj420p")
        for base, part in zip((0, 1000), parts, strict=True):
            for packet in av.open(io.BytesIO(part)).demux(video=0):
                if packet.size:
                    packet.pts, packet.dts, packet.stream = packet.pts + base, packet.dts + base, film
                    container.mux(packet)

    document = opened(tmp_path, out.getvalue(), "clip.mkv")

    with pytest.raises(CorruptInput):
        list(document.segments())


def _packets(content):
    """Where each frame's bytes are, and how many."""
    with av.open(io.BytesIO(content)) as container:
        yield from ((packet.pos, packet.size) for packet in container.demux(video=0) if packet.size)


def _damaged(content, number, seed=0):
    """The content with the coded picture of one frame (in the order of the file) overwritten with noise."""
    at, length = list(_packets(content))[number]
    return content[: at + 8] + random.Random(seed).randbytes(length - 8) + content[at + length :]


KINDS = [
    ("clip.mp4", "mp4", "libx264", {"g": "10", "bf": "0"}),
    ("clip.mp4", "mp4", "libx264", {"g": "10"}),
    ("clip.mp4", "mp4", "mpeg4", {"g": "10"}),
    ("clip.avi", "avi", "mpeg4", {"g": "10"}),
    ("clip.avi", "avi", "mjpeg", {}),
]


@pytest.mark.parametrize(("name", "muxer", "codec", "options"), KINDS)
def test_a_damaged_frame_is_black_and_counted_and_no_frame_is_lost(tmp_path, name, muxer, codec, options):
    content = clip(muxer, codec, "yuvj420p" if codec == "mjpeg" else "yuv420p", options=options)
    whole = frames(opened(tmp_path, content, name))
    document = opened(tmp_path, _damaged(content, 4), name)

    seen = frames(document)
    output = opened(tmp_path, written(document, cut()), name)

    assert len(seen) == len(frames(output)) == FRAMES
    black = [frame.number for frame in seen if not frame.pixels.any()]
    assert black
    for before, after in zip(whole, seen, strict=True):
        assert after.number in black or (before.pixels == after.pixels).all()
    assert all(frame.pixels.max() < 16 for frame in frames(output) if frame.number in black)
    notes = {note.part: note for note in document.census()}
    assert notes["damaged frames"].state is PartState.DROPPED
    assert notes["damaged frames"].note == f"{len(black)} of {FRAMES} are black"
    assert [note.state for note in output.census()] == [PartState.READ]


def test_what_is_built_on_a_damaged_frame_is_black_up_to_the_next_key_frame(tmp_path):
    content = clip(options={"g": "10", "bf": "0", "sc_threshold": "0"})
    document = opened(tmp_path, _damaged(content, 4))

    black = [frame.number for frame in frames(document) if not frame.pixels.any()]

    assert black == [4, 5, 6, 7, 8, 9]


def test_the_census_counts_damage_before_anybody_looked(tmp_path):
    document = opened(tmp_path, _damaged(clip(options={"g": "10", "bf": "0"}), 4))

    assert "damaged frames" in {note.part for note in document.census()}


def test_a_damaged_film_in_which_nothing_is_cut_is_not_copied(tmp_path):
    document = opened(tmp_path, _damaged(clip(options={"g": "10", "bf": "0"}), 4))

    output = opened(tmp_path, written(document))

    assert frames(output)[4].pixels.max() < 16
    assert sum(1 for _ in films(output)) == 3


def _sound_packets(content):
    with av.open(io.BytesIO(content)) as container:
        return [(packet.pos, packet.size) for packet in container.demux(audio=0) if packet.size]


SOUNDS = [
    ("clip.mp4", "mp4", "libx264", "aac"),
    ("clip.mp4", "mp4", "mpeg4", "libmp3lame"),
    ("clip.mov", "mov", "libx264", "alac"),
    ("clip.mkv", "matroska", "libx264", "flac"),
    ("clip.mkv", "matroska", "libx264", "mp2"),
    ("clip.avi", "avi", "mpeg4", "libmp3lame"),
]


@pytest.mark.parametrize(("name", "muxer", "codec", "sound"), SOUNDS)
def test_a_damaged_packet_of_sound_keeps_the_file_back(tmp_path, name, muxer, codec, sound):
    """Opus, now and then AAC, MP3 and Vorbis, decode any bytes to some sound: nobody can tell."""
    content = clip(muxer, codec, add=sounding(sound, noise(2.0, 44_100, 2), rate=44_100), frames=50)
    at, size = max(_sound_packets(content)[3:20], key=lambda packet: packet[1])
    document = opened(tmp_path, content[: at + 4] + random.Random(0).randbytes(size - 4) + content[at + size :], name)

    with pytest.raises(CorruptInput) as caught:
        sounds_of(document)
    with pytest.raises(CorruptInput):
        written(document)

    assert caught.value.hint


def test_an_mp4_whose_sound_ends_too_early_is_refused(tmp_path):
    content = _index_first(clip(add=sounding("aac", noise(3.0))))
    at, size = _sound_packets(content)[-1]

    with pytest.raises(CorruptInput):
        opened(tmp_path, content[: at + size - 1])


def test_a_track_that_no_decoder_reads_is_dropped_and_the_census_says_so(tmp_path):
    content = clip("matroska", add=sounding("flac", noise())).replace(b"A_FLAC", b"A_XYZW")
    document = opened(tmp_path, content, "clip.mkv")

    output = written(document)

    notes = {note.part: note for note in document.census()}
    assert (notes["sound 1"].state, notes["sound 1"].note) == (PartState.DROPPED, "no decoder")
    assert sounds_of(document) == []
    assert [note.part for note in opened(tmp_path, output, "clip.mkv").census()] == ["film 1"]


def test_a_track_without_a_sample_is_dropped_and_the_census_says_so(tmp_path):
    document = opened(tmp_path, clip("matroska", add=sounding("flac", noise(0))), "clip.mkv")

    output = written(document)

    notes = {note.part: note for note in document.census()}
    assert (notes["sound 1"].state, notes["sound 1"].note) == (PartState.DROPPED, "no sound in it")
    assert len(frames(opened(tmp_path, output, "clip.mkv"))) == FRAMES


def test_more_channels_than_allowed_are_refused(tmp_path):
    content = clip(add=sounding("aac", noise(channels=2)))

    with pytest.raises(LimitExceeded):
        opened(tmp_path, content, settings=Settings(max_channels=1))


def test_sound_that_begins_hours_from_the_pictures_is_refused(tmp_path):
    with pytest.raises(CorruptInput):
        opened(tmp_path, clip("matroska", add=sounding("flac", noise(), start_s=9_000)), "clip.mkv")


def test_a_file_of_sound_alone_is_refused_with_the_name_it_should_have(tmp_path):
    with pytest.raises(CorruptInput) as caught:
        opened(tmp_path, only_sound())

    assert ".m4a" in caught.value.hint


def test_an_edit_that_lies_past_the_sound_is_refused(tmp_path):
    document = opened(tmp_path, clip(add=sounding("aac", noise())))

    with pytest.raises(UsageError):
        written(document, lambda s: [Edit(Times(9_000_000, 9_500_000), "", "silence")] if isinstance(s, Sound) else ())
