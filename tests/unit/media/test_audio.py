"""Recordings: every format gives its samples, and is written again with the same number of them."""

import numpy as np
import pytest
from audio_kit import RATE, SAME, Take, exact, noise, opened, recorded, silence, sounds, wave, written

from redact.core.segment import Sound
from redact.media.audio import open_audio

PCM = {
    "u8": Take("wav", "pcm_u8", "u8"),
    "s16": Take("wav", "pcm_s16le", "s16", channels=2),
    "s24": Take("wav", "pcm_s24le", "s32", rate=96_000),
    "s32": Take("wav", "pcm_s32le", "s32", channels=3),
    "flt": Take("wav", "pcm_f32le", "flt", channels=6),
    "dbl": Take("wav", "pcm_f64le", "dbl"),
    "odd rate": Take("wav", "pcm_s16le", "s16", rate=11_127),
}
OTHERS = {
    ".flac": Take("flac", "flac", "s16", channels=2),
    ".aiff": Take("aiff", "pcm_s24be", "s32"),
    ".caf": Take("caf", "pcm_s16be", "s16", channels=8),
    ".m4a": Take("ipod", "alac", "s16p", rate=44_100),
    ".mka": Take("matroska", "flac", "s16", rate=48_000),
}
LOSSY = {
    ".mp3": Take("mp3", "libmp3lame", "fltp", channels=2),
    ".m4a": Take("ipod", "aac", "fltp", rate=44_100, channels=2),
    ".aac": Take("adts", "aac", "fltp"),
    ".opus": Take("ogg", "libopus", "flt", rate=48_000, channels=6),
    ".ogg": Take("ogg", "libopus", "flt", rate=48_000),
    ".weba": Take("webm", "libopus", "flt", rate=48_000),
    ".amr": Take("amr", "libopencore_amrnb", "s16", rate=8_000),
    ".mka": Take("matroska", "ac3", "fltp", rate=48_000, channels=6),
}
CODED = ["pcm_alaw", "pcm_mulaw", "adpcm_ms"]


def fine(take):
    """Samples that use every bit of the format, the loudest included."""
    rng, count = np.random.default_rng(7), take.rate * 2 + 77
    if take.sample_format in ("flt", "dbl"):
        return rng.normal(size=(count, take.channels)).astype(np.float32 if take.sample_format == "flt" else np.float64)
    full = {"pcm_u8": 1 << 7, "pcm_s24le": 1 << 23, "pcm_s24be": 1 << 23, "pcm_s32le": 1 << 31}.get(take.codec, 1 << 15)
    return rng.integers(-full, full, (count, take.channels)) / full


@pytest.mark.parametrize("take", PCM.values(), ids=PCM)
def test_pcm_in_wav_stays_what_it_is_to_the_bit_outside_of_the_cut(tmp_path, take):
    content = recorded(take, fine(take))
    document = opened(tmp_path, content)
    made = written(document, silence(500_000, 1_000_000))

    before, after = exact(content), exact(made)
    start, end = take.rate // 2, take.rate
    assert document.suffix is None
    assert after.dtype == before.dtype
    assert after.shape == before.shape
    assert np.array_equal(np.delete(after, slice(start, end), 0), np.delete(before, slice(start, end), 0))
    assert not np.array_equal(after[start:end], before[start:end])


@pytest.mark.parametrize("suffix", OTHERS)
def test_what_is_lossless_becomes_flac_with_the_same_samples(tmp_path, suffix):
    take = OTHERS[suffix]
    content = recorded(take, fine(take))
    document = opened(tmp_path, content, f"call{suffix}")
    made = written(document)

    assert document.suffix == (None if suffix == ".flac" else ".flac")
    assert made.startswith(b"fLaC")
    assert np.array_equal(exact(made), exact(content))


@pytest.mark.parametrize("suffix", LOSSY)
def test_what_is_lossy_becomes_flac_of_the_same_length_channels_and_rate(tmp_path, suffix):
    document = opened(
        tmp_path, recorded(LOSSY[suffix], noise(LOSSY[suffix].rate * 2, LOSSY[suffix].channels)), f"call{suffix}"
    )
    (before,) = sounds(document)
    (after,) = sounds(opened(tmp_path, written(document), "made.flac"))

    assert document.suffix == ".flac"
    assert after.shape == before.shape
    assert np.abs(after - np.clip(before, -1, 1)).max() <= 1 / 32768


@pytest.mark.parametrize("suffix", {**OTHERS, **LOSSY})
def test_on_request_a_recording_keeps_its_format_and_codec(tmp_path, suffix):
    take = {**OTHERS, **LOSSY}[suffix]
    document = opened(tmp_path, recorded(take, noise(take.rate * 2, take.channels)), f"call{suffix}", SAME)
    (before,) = sounds(document)
    made = opened(tmp_path, written(document, silence(500_000, 1_000_000)), f"made{suffix}", SAME)
    (after,) = sounds(made)

    frame = 0 if suffix in (".mp3", ".opus", ".ogg", ".weba", ".flac", ".aiff", ".caf") else 2048
    assert document.suffix is None
    assert next(iter(made.census())).note.split(",")[0] == next(iter(document.census())).note.split(",")[0]
    assert before.shape[1] == after.shape[1]
    assert 0 <= len(after) - len(before) <= frame
    rate = take.rate
    assert np.abs(after[rate * 6 // 10 : rate * 9 // 10]).max() < 0.01 < np.abs(after[rate : rate * 2]).max()


@pytest.mark.parametrize("codec", CODED)
def test_coded_wav_becomes_wav_of_16_bits(tmp_path, codec):
    document = opened(tmp_path, recorded(Take("wav", codec, "s16", rate=8_000)))
    (before,) = sounds(document)
    made = written(document)

    assert exact(made).dtype == np.int16
    assert np.array_equal(sounds(opened(tmp_path, made))[0], before)


@pytest.mark.parametrize(
    ("take", "name"),
    [(Take("matroska", "wavpack", "s16p"), "call.mka"), (Take("mp2", "mp2", "s16"), "call.mp2")],
    ids=["no encoder", "no muxer"],
)
def test_a_codec_that_nothing_here_writes_becomes_flac_and_the_census_says_so(tmp_path, take, name):
    content = recorded(take)
    document = opened(tmp_path, content, name, SAME)

    assert document.suffix == ".flac"
    assert any("nothing here writes its codec" in note.note for note in document.census())
    assert len(sounds(opened(tmp_path, written(document), "made.flac"))[0]) == len(sounds(document)[0])


def test_more_channels_than_flac_has_become_wav(tmp_path):
    settings = type(SAME)(max_channels=9)
    content = recorded(Take("caf", "pcm_s16le", "s16", channels=8))
    assert opened(tmp_path, content, "call.caf", settings).suffix == ".flac"

    many = np.zeros((100, 9), np.int16).tobytes()
    document = opened(tmp_path, wave(many, channels=9), "call.wav", settings)
    assert sounds(opened(tmp_path, written(document), "made.wav", settings))[0].shape == (100, 9)


@pytest.mark.parametrize(
    ("take", "options"),
    [(Take("wav", "pcm_s16le", channels=2), {"rf64": "always"}), (Take("w64", "pcm_s24le", "s32"), {})],
    ids=["RF64", "W64"],
)
def test_large_kinds_of_wav_become_wav(tmp_path, take, options):
    take.container = options
    content = recorded(take)
    document = opened(tmp_path, content)

    assert written(document).startswith(b"RIFF")
    assert np.array_equal(exact(written(document)), exact(content))
    assert len(list(document.census())) == 1


def test_only_the_channel_that_speaks_is_cut(tmp_path):
    content = recorded(Take("wav", "pcm_s16le", "s16", channels=2))
    made = exact(written(opened(tmp_path, content), silence(0, 500_000, 1)))

    assert np.array_equal(made[:, 0], exact(content)[:, 0])
    assert not made[100 : RATE // 2 - 100, 1].any()


def test_several_tracks_stay_several(tmp_path):
    document = opened(tmp_path, recorded(Take("matroska", "flac", "s16", tracks=2)), "call.mka")
    asked = []

    made = written(
        document, lambda segment: asked.append(segment.part) or silence(0, 400_000)(segment)[: len(asked) % 2]
    )
    first, second = sounds(opened(tmp_path, made, "made.mka"))
    assert asked == ["sound 1", "sound 2"]
    assert document.suffix is None
    assert not first[100:6_000].any()
    assert second[100:6_000].any()
    assert len(first) == len(second) == RATE


def test_blocks_are_a_second_at_most_and_places_count_from_the_first_sample(tmp_path):
    document = opened(tmp_path, recorded(Take("wav", "pcm_s16le", "s16"), noise(RATE * 3 + 5)))
    (sound,) = document.segments()

    blocks = list(sound.blocks)
    assert isinstance(sound, Sound)
    assert (sound.rate_hz, sound.channels, sound.start_us) == (RATE, 1, 0)
    assert max(map(len, blocks)) <= RATE
    assert sum(map(len, blocks)) == RATE * 3 + 5
    assert blocks[0].dtype == np.float32


def test_every_reading_gives_the_same_segments(tmp_path):
    document = opened(tmp_path, recorded(Take("mp3", "libmp3lame", "fltp", tags={"title": "a call"})), "call.mp3")

    def seen():
        return [(segment.ordinal, segment.part) for segment in document.segments()]

    asked = []
    written(document, lambda segment: asked.append((segment.ordinal, segment.part)) or ())
    assert seen() == seen() == asked == [(0, "tag title"), (1, "sound 1")]


def test_the_census_names_codec_channels_rate_and_length(tmp_path):
    notes = list(opened(tmp_path, recorded(PCM["s16"])).census())

    assert [(note.part, note.note) for note in notes] == [("sound 1", "pcm_s16le, 2 channels, 16000 Hz, 1.000 s")]


def test_the_adapter_needs_no_settings(tmp_path):
    path = tmp_path / "call.wav"
    path.write_bytes(recorded(PCM["s16"]))
    source = opened(tmp_path, path.read_bytes())._source

    assert len(list(open_audio(source).segments())) == 1
