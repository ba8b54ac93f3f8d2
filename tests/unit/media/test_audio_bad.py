"""Recordings that are broken, locked, lying or no recordings: a clear error, or what is there and a word about the rest."""

import struct
import tracemalloc

import av
import numpy as np
import pytest
from audio_kit import RATE, Take, noise, opened, recorded, silence, sounds, source, wave, written

from redact.core.errors import CorruptInput, EncryptedInput, InputError, LimitExceeded, UnsupportedMedia, UsageError
from redact.core.segment import Sound
from redact.media.audio import open_audio
from redact.settings import Settings

PCM = noise(RATE * 2)
BYTES = (PCM * 32768).astype("<i2").tobytes()


def notes(document):
    return "; ".join(f"{note.part}: {note.note}" for note in document.census())


@pytest.mark.parametrize("claimed", [0, 0xFFFFFFFF, 10**9], ids=["none", "unknown", "too much"])
def test_a_wav_that_lies_about_its_length_is_read_to_its_end(tmp_path, claimed):
    document = opened(tmp_path, wave(BYTES, claimed=claimed))

    assert np.array_equal(sounds(document)[0], PCM)
    assert np.array_equal(sounds(opened(tmp_path, written(document)))[0], PCM)
    assert ("1000000000 bytes are announced" in notes(document)) == (claimed == 10**9)


def test_a_wav_that_claims_less_than_it_holds_says_that_something_is_left_out(tmp_path):
    document = opened(tmp_path, wave(BYTES, claimed=1000))

    assert len(sounds(document)[0]) == 500
    assert "chunk 3" in notes(document)


@pytest.mark.parametrize("cut", [20_001, 20_000])
def test_a_wav_that_was_cut_off_is_read_as_far_as_it_goes_and_says_so(tmp_path, cut):
    document = opened(tmp_path, wave(BYTES)[:cut])
    (samples,) = sounds(document)

    assert np.array_equal(samples, PCM[: (cut - 44) // 2])
    assert f"{cut - 44} are there" in notes(document)


def test_an_mp3_that_was_cut_off_is_read_as_far_as_it_goes_and_says_so(tmp_path):
    content = recorded(Take("mp3", "libmp3lame", "fltp"), noise(RATE * 4))
    document = opened(tmp_path, content[: len(content) // 2], "call.mp3")

    assert RATE < len(sounds(document)[0]) < RATE * 3
    assert "cut off: its header announces 4.000 s" in notes(document)


@pytest.mark.parametrize(
    "take",
    [
        Take("mp3", "libmp3lame", "fltp"),
        Take("ipod", "aac", "fltp"),
        Take("adts", "aac", "fltp"),
        Take("amr", "libopencore_amrnb", "s16", rate=8_000),
    ],
    ids=lambda take: take.codec,
)
def test_damage_in_the_middle_is_an_error(tmp_path, take):
    content = recorded(take, noise(take.rate * 6))
    middle = len(content) // 2
    document = opened(tmp_path, content[:middle] + b"\xa5\x5a\x77\x00" * 100 + content[middle + 400 :], "call")

    with pytest.raises(CorruptInput, match="damaged"):
        sounds(document)
    with pytest.raises(CorruptInput, match="damaged"):
        written(document)


@pytest.mark.parametrize(
    "take", [Take("ogg", "libopus", "flt", rate=48_000), Take("flac", "flac"), Take("matroska", "flac")],
    ids=["ogg", "flac", "matroska"],
)  # fmt: skip
def test_damage_that_ffmpeg_steps_over_is_an_error_or_silence_that_the_census_tells_of(tmp_path, take):
    content = recorded(take, noise(take.rate * 6))
    middle = len(content) // 2
    document = opened(tmp_path, content[:middle] + bytes(400) + content[middle + 400 :], "call")

    try:
        (samples,) = sounds(document)
    except CorruptInput:
        return
    assert abs(len(samples) - take.rate * 6) < take.rate // 50
    assert "are missing, and silent" in notes(document)


EMPTY = {
    "no samples": wave(b""),
    "half a sample": wave(b"\x01"),
    "half a header": wave(BYTES)[:30],
    "nothing": b"",
    "text": b"Dear Mrs Tymms, this is no sound\n" * 100,
    "only a tag": b"ID3\x04\x00\x00\x00\x00\x00\x00",
    "a tag larger than the file": b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(1000),
    "no rate": wave(BYTES, rate=0),
    "a chunk larger than all": wave(BYTES, chunks=b"junk" + struct.pack("<I", 0xFFFFFFF0)),
}


@pytest.mark.parametrize("content", EMPTY.values(), ids=EMPTY)
def test_what_holds_no_sound_is_an_error(tmp_path, content):
    with pytest.raises((CorruptInput, UnsupportedMedia)) as caught:
        opened(tmp_path, content)

    assert caught.value.hint
    assert str(tmp_path) not in str(caught.value) + str(caught.value.__cause__)


def test_a_hundred_channels_are_refused_before_they_are_decoded(tmp_path):
    with pytest.raises(LimitExceeded, match="more than 8 channels"):
        opened(tmp_path, wave(bytes(2000), channels=100))


def test_an_odd_rate_is_kept(tmp_path):
    document = opened(tmp_path, wave(BYTES, rate=11_127))
    (sound,) = opened(tmp_path, written(document)).segments()

    assert sound.rate_hz == 11_127


def test_channels_in_an_order_of_their_own_do_not_end_the_process(tmp_path):
    document = opened(tmp_path, recorded(Take("caf", "pcm_s16le", channels=8)), "call.caf")

    assert sounds(document)[0].shape == (RATE, 8)


def test_offsets_that_lead_out_of_the_file_are_an_error(tmp_path):
    content = bytearray(recorded(Take("ipod", "alac", "s16p")))
    offsets = content.index(b"stco") + 12
    content[offsets : offsets + 4] = b"\xff\xff\xff\xff"

    with pytest.raises(InputError):
        sounds(opened(tmp_path, bytes(content), "call.m4a"))


@pytest.mark.parametrize("channels", [0, 600])
def test_no_channels_and_more_than_there_can_be_are_an_error(tmp_path, channels):
    with pytest.raises(InputError):
        opened(tmp_path, wave(bytes(4000), channels=channels))


def test_a_codec_that_nothing_here_decodes_is_unsupported(tmp_path):
    content = wave(BYTES)

    with pytest.raises(UnsupportedMedia, match="decode"):
        opened(tmp_path, content[:20] + struct.pack("<H", 0x7777) + content[22:])


def film(container):
    stream = container.add_stream("mpeg4", rate=25)
    stream.width = stream.height = 32
    frame = av.VideoFrame.from_ndarray(np.zeros((32, 32, 3), np.uint8), "rgb24")
    frame.pts = 0
    container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def test_a_film_in_a_recording_is_refused(tmp_path):
    with pytest.raises(UnsupportedMedia, match="there is a film"):
        opened(tmp_path, recorded(Take("mp4", "aac", "fltp", add=film)), "call.m4a")


def test_a_film_without_sound_is_refused(tmp_path):
    with pytest.raises(UnsupportedMedia, match="there is a film"):
        opened(tmp_path, recorded(Take("mp4", "aac", "fltp", tracks=0, add=film)), "call.m4a")


def test_encrypted_sound_is_locked(tmp_path):
    locked = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": "0" * 32, "encryption_kid": "1" * 32}

    with pytest.raises(EncryptedInput, match="encrypted"):
        opened(tmp_path, recorded(Take("mp4", "aac", "fltp", container=locked)), "call.m4a")


def test_a_recording_that_was_sold_with_a_lock_is_locked(tmp_path):
    with pytest.raises(EncryptedInput, match="encrypted"):
        opened(tmp_path, recorded(Take("ipod", "aac", "fltp")).replace(b"ftypM4A ", b"ftypM4P "), "call.m4p")


def test_a_file_that_is_gone_is_an_input_error_without_its_name(tmp_path):
    lost = source(tmp_path, wave(BYTES), "Rosalind.wav")
    lost.path.unlink()

    with pytest.raises(InputError) as caught:
        open_audio(lost)
    assert "Rosalind" not in str(caught.value)


def test_an_edit_past_the_end_is_refused_when_the_end_is_known(tmp_path):
    with pytest.raises(UsageError, match="outside"):
        written(opened(tmp_path, wave(BYTES)), silence(5_000_000, 6_000_000))


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(UsageError, match="sound_format"):
        opened(tmp_path, wave(BYTES), settings=Settings(sound_format="best"))


def test_floats_that_are_no_numbers_or_too_loud_are_tamed_for_listeners_and_stay_in_the_file(tmp_path):
    loud = np.array([[0.5], [2.0], [np.nan], [np.inf], [-3.0]] * 100, np.float32)
    document = opened(tmp_path, recorded(Take("wav", "pcm_f32le", "flt"), loud))

    assert sounds(document)[0][:5, 0].tolist() == [0.5, 1.0, 0.0, 0.0, -1.0]
    assert np.frombuffer(written(document)[-4 * 500 :], "<f4")[:5].tolist() == [0.5, 2.0, 0.0, 0.0, -3.0]


def test_a_thousand_chunks_are_not_listed_to_the_end(tmp_path):
    document = opened(tmp_path, wave(BYTES) + (b"note" + bytes(4)) * 10_000)

    assert len(list(document.census())) < 1_000
    assert "further chunks: not read" in notes(document)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["call.wav", "call.flac", "call.m4a"])
def test_memory_does_not_grow_with_the_length(tmp_path, name):
    take = {
        "call.wav": Take("wav", "pcm_s16le"),
        "call.flac": Take("flac", "flac"),
        "call.m4a": Take("ipod", "aac", "fltp"),
    }[name]

    def peak(seconds):
        document = opened(tmp_path, recorded(take, np.tile(noise(RATE), (seconds, 1))), name)
        with (tmp_path / "made").open("wb") as out:
            tracemalloc.start()
            for segment in document.segments():
                if isinstance(segment, Sound):
                    for _ in segment.blocks:
                        pass
            document.write(silence(0, 10_000_000), out)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    assert peak(1200) < peak(60) * 1.5 + 2_000_000
