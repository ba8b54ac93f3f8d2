"""The sound of films is read track by track, and comes out at the same time, as long as it was, but for its cuts."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from video_kit import (
    CONTAINERS,
    SECONDS,
    SHOWN,
    clip,
    cut,
    frames,
    lag,
    noise,
    opened,
    sound_film,
    sounding,
    sounds_of,
    texts_of,
    written,
)

from redact.core.flow import Edit, PartState
from redact.core.place import Times
from redact.core.segment import Film, Sound, Text

#: File, muxer, codec of the film, codec of the sound, rate, channels, codec that is written, samples that may be too many.
KINDS = [
    ("clip.mp4", "mp4", "libx264", "aac", 44_100, 2, "aac", 0),
    ("clip.mp4", "mp4", "libx264", "aac", 8_000, 1, "aac", 0),
    ("clip.mp4", "mp4", "libx264", "libopus", 48_000, 1, "opus", 0),
    ("clip.mp4", "mp4", "mpeg4", "libmp3lame", 44_100, 2, "mp3", 0),
    ("clip.mp4", "mp4", "libx264", "alac", 44_100, 1, "alac", 0),
    ("clip.mov", "mov", "libx264", "pcm_s16le", 44_100, 2, "pcm_s16le", 0),
    ("clip.mov", "mov", "libx264", "pcm_s24le", 48_000, 2, "pcm_s24le", 0),
    ("clip.mov", "mov", "libx264", "alac", 48_000, 6, "alac", 0),
    ("clip.mkv", "matroska", "libx264", "flac", 44_100, 2, "flac", 0),
    ("clip.mkv", "matroska", "libx264", "aac", 48_000, 1, "aac", 1024),
    ("clip.mkv", "matroska", "libx264", "libopus", 48_000, 2, "opus", 0),
    ("clip.mkv", "matroska", "libx264", "libmp3lame", 44_100, 1, "mp3", 0),
    ("clip.mkv", "matroska", "libx264", "ac3", 48_000, 6, "aac", 1024),
    ("clip.mkv", "matroska", "libx264", "pcm_f32le", 11_000, 1, "pcm_f32le", 0),
    ("clip.webm", "webm", "libvpx", "libopus", 48_000, 1, "opus", 0),
    ("clip.webm", "webm", "libvpx", "vorbis", 44_100, 2, "opus", 0),
    ("clip.avi", "avi", "mpeg4", "libmp3lame", 44_100, 1, "pcm_s16le", 0),
    ("clip.avi", "avi", "mpeg4", "pcm_s16le", 22_050, 2, "pcm_s16le", 0),
    ("clip.avi", "avi", "mjpeg", "ac3", 48_000, 2, "pcm_s16le", 0),
]
IDS = [f"{kind[0]}-{kind[2]}-{kind[3]}-{kind[4]}-{kind[5]}" for kind in KINDS]
LOSSLESS = ("alac", "flac", "pcm")


def silenced(*places, then=lambda segment: ()):
    """A change that silences these places of each sound."""
    return lambda s: [Edit(place, "", "silence") for place in places] if isinstance(s, Sound) else then(s)


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
@pytest.mark.parametrize("change", [cut(last=SHOWN), lambda segment: ()], ids=["cut", "uncut"])
def test_sound_comes_out_in_time_as_long_as_it_was_and_in_its_codec(tmp_path, kind, change):
    name, muxer, codec, sound, rate, channels, wanted, over = kind
    options = {"strict": "experimental"} if sound == "vorbis" else {}
    add = sounding(sound, noise(SECONDS, rate, channels), rate=rate, options=options)
    document = opened(tmp_path, sound_film(muxer, codec, add), name)

    output = opened(tmp_path, written(document, change), name)

    [(source, before)], [(draft, after)] = sounds_of(document), sounds_of(output)
    assert (draft.rate_hz, draft.channels, draft.start_us) == (source.rate_hz, source.channels, source.start_us)
    assert 0 <= len(after) - len(before) <= over
    late, alike = lag(before, after)
    assert late == 0
    assert alike > (0.9999 if wanted.startswith(LOSSLESS) else 0.9)
    if wanted.startswith(LOSSLESS):
        assert np.abs(before - after).max() <= 1 / 32768
    assert output._sound.tracks[0].codec == wanted
    assert [note.state for note in output.census()] == [PartState.READ] * 2
    assert len(frames(output)) == SHOWN


@pytest.mark.parametrize("change", [cut(last=SHOWN), lambda segment: ()], ids=["pictures-cut", "pictures-copied"])
@pytest.mark.parametrize(("name", "muxer", "codec", "sound"), CONTAINERS)
def test_what_is_cut_out_of_the_sound_is_silent_and_the_rest_stays(tmp_path, name, muxer, codec, sound, change):
    document = opened(tmp_path, sound_film(muxer, codec, sounding(sound, noise())), name)
    place = Times(500_000, 1_000_000)

    output = opened(tmp_path, written(document, silenced(place, then=change)), name)

    [(_, before)], [(_, after)] = sounds_of(document), sounds_of(output)
    assert np.abs(before[24_000:48_000]).max() > 0.2
    assert np.abs(after[24_600:47_400]).max() < 0.005
    assert lag(before[:24_000], after[:24_000])[1] > 0.9
    assert lag(before[48_000:], after[48_000:])[1] > 0.9


def test_only_the_channel_that_is_named_is_silenced(tmp_path):
    document = opened(tmp_path, sound_film("matroska", "libx264", sounding("flac", noise(channels=2))), "clip.mkv")

    output = opened(tmp_path, written(document, silenced(Times(0, 900_000, (1,)))), "clip.mkv")

    [(_, before)], [(_, after)] = sounds_of(document), sounds_of(output)
    assert (after[:, 0] == before[:, 0]).all()
    assert not after[300:42_000, 1].any()


@pytest.mark.parametrize("change", [cut(last=SHOWN), lambda segment: ()], ids=["cut", "uncut"])
def test_every_track_is_read_and_written_with_its_own_cuts(tmp_path, change):
    tracks = [noise(seed=seed, channels=1 + seed % 2) for seed in range(3)]
    document = opened(tmp_path, sound_film("matroska", "libx264", sounding("flac", *tracks)), "clip.mkv")

    def second(segment):
        if isinstance(segment, Sound):
            return [Edit(Times(0, 500_000), "", "silence")] if segment.part == "sound 2" else ()
        return change(segment)

    after = sounds_of(opened(tmp_path, written(document, second), "clip.mkv"))

    assert [(s.part, s.ordinal, s.channels) for s, _ in after] == [
        ("sound 1", 0, 1),
        ("sound 2", 1, 2),
        ("sound 3", 2, 1),
    ]
    assert [samples[:20_000].any() for _, samples in after] == [True, False, True]
    assert all(abs(lag(tracks[n][30_000:], after[n][1][30_000:])[0]) == 0 for n in range(3))


def test_segments_come_in_order_texts_sounds_film_and_are_asked_for_so(tmp_path):
    content = sound_film(
        "mp4", "libx264", sounding("aac", noise(), noise()), tags={"title": "Siân", "comment": "at home"}
    )
    document = opened(tmp_path, content)
    asked = []

    given = list(document.segments())
    written(document, lambda segment: asked.append(segment) or ())

    assert [type(s) for s in given[:5]] == [Text, Text, Sound, Sound, Film]
    assert [s.ordinal for s in given] == list(range(len(given)))
    assert given == asked
    assert all(not tuple(s.blocks) for s in asked if isinstance(s, Sound))


def test_blocks_are_a_second_long_at_most_and_may_be_left_alone(tmp_path):
    document = opened(tmp_path, sound_film("mov", "libx264", sounding("pcm_s16le", noise())), "clip.mov")

    lengths = [[len(b) for b in s.blocks] for s in document.segments() if isinstance(s, Sound)]

    assert sum(lengths[0]) == 96_000
    assert max(lengths[0]) <= 48_000
    assert sum(isinstance(segment, Film) for segment in document.segments()) == 7


def test_the_census_says_what_the_sound_is_and_what_it_becomes(tmp_path):
    kept = opened(tmp_path, sound_film("mp4", "libx264", sounding("aac", noise(channels=2))))
    changed = opened(tmp_path, sound_film("avi", "mpeg4", sounding("libmp3lame", noise())), "clip.avi")

    notes = [{note.part: note for note in document.census()}["sound 1"] for document in (kept, changed)]

    assert [note.note for note in notes] == [
        "aac, 48000 Hz, 2 channels, 2.0 s",
        "mp3, 48000 Hz, 1 channel, 2.0 s, written as pcm_s16le",
    ]


def test_names_languages_and_handlers_of_a_track_are_gone(tmp_path):
    def named(container):
        steps = sounding("aac", noise(), noise())(container)
        for stream in container.streams.audio:
            stream.metadata.update({"language": "cym", "title": "Siân speaks", "handler_name": "Siân"})
        return steps

    document = opened(tmp_path, sound_film("mp4", "libx264", named))

    output = written(document)

    assert {text.text for text in texts_of(document)} >= {"Siân", "cym"}
    assert not any(word.encode() in output for word in ("Siân", "cym"))
    assert texts_of(opened(tmp_path, output)) == []


def test_the_codec_gives_way_where_the_container_or_the_rate_does_not_fit(tmp_path):
    odd = sounding("pcm_s16le", noise(rate=11_000), rate=11_000)
    mono = sounding("vorbis", noise(rate=44_100, channels=2), rate=44_100, options={"strict": "experimental"})
    documents = [
        opened(tmp_path, clip("mp4", add=odd, frames=SHOWN), "clip.mp4"),
        opened(tmp_path, clip("matroska", add=mono, frames=SHOWN), "clip.mkv"),
    ]

    notes = [{note.part: note.note for note in document.census()}["sound 1"] for document in documents]

    assert notes[0] == "pcm_s16le, 11000 Hz, 1 channel, 2.0 s, written as alac"
    assert notes[1] == "vorbis, 44100 Hz, 2 channels, written as aac"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
def test_memory_does_not_grow_with_the_length_of_the_sound(tmp_path):
    peaks = [_peak(tmp_path, seconds) for seconds in (10, 120)]

    assert peaks[1] < peaks[0] + 15e6


def _peak(folder, seconds):
    """Peak memory of a process that reads and writes a film of so many seconds."""
    film = folder / f"{seconds}.mp4"
    film.write_bytes(clip("mp4", add=sounding("aac", noise(seconds)), frames=25 * seconds, size=(320, 180)))
    code = (
        "import re, sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import video_kit as kit;"
        "from redact.core.flow import Source; from redact.media.video import open_video; p = Path(sys.argv[2]);"
        "d = open_video(Source(p, p.name, '0' * 64, p.stat().st_size, 'video'));"
        "[None for s in d.segments() if hasattr(s, 'blocks') for b in s.blocks];"
        "d.write(kit.cut(last=1 << 30), open(sys.argv[2] + '.out', 'wb'));"
        "print(int(re.search(r'VmHWM:\\s*(\\d+)', Path('/proc/self/status').read_text())[1]) * 1024)"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), str(film)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])
