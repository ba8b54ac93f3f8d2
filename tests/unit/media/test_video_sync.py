"""Sound and pictures stay together, wherever each of them begins, and lie side by side in the file."""

import io

import av
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
    written,
)


def flash_and_click(content):
    """When the first bright picture is shown and when the first loud sample is heard, in seconds of the file's own time."""
    with av.open(io.BytesIO(content)) as container:
        bright = next(frame.time for frame in container.decode(video=0) if frame.to_ndarray(format="gray").mean() > 150)
    with av.open(io.BytesIO(content)) as container:
        for frame in container.decode(audio=0):
            samples = np.abs(frame.to_ndarray()).reshape(-1).astype(float)
            channels = 1 if frame.format.is_planar else frame.layout.nb_channels
            if samples.max() > (0.4 if "flt" in frame.format.name else 0.4 * 2**15):
                return bright, frame.time + int(samples.argmax()) // channels / frame.sample_rate
    raise AssertionError("no click")


def click(at_s, seconds=SECONDS, rate=48_000):
    samples = np.zeros((round(seconds * rate), 1), np.float32)
    first = round(at_s * rate)
    samples[first : first + 96, 0] = 0.9 * np.sin(np.arange(96) * 0.4)
    return samples


@pytest.mark.parametrize("kind", CONTAINERS)
@pytest.mark.parametrize("change", [cut(last=SHOWN), lambda segment: ()], ids=["cut", "uncut"])
@pytest.mark.parametrize("start_s", [0.0, 0.3], ids=["together", "sound-late"])
def test_the_click_stays_with_the_flash(tmp_path, monkeypatch, kind, change, start_s):
    name, muxer, codec, sound = kind
    monkeypatch.setattr("video_kit.picture", lambda n, w=64, h=48: np.full((h, w, 3), 255 if n == 30 else 20, np.uint8))
    content = sound_film(muxer, codec, sounding(sound, click(1.2 - start_s), start_s=start_s))
    before = flash_and_click(content)

    after = flash_and_click(written(opened(tmp_path, content, name), change))

    assert before[1] - before[0] == pytest.approx(0 if muxer != "avi" else -start_s, abs=0.03)
    assert after[1] - after[0] == pytest.approx(before[1] - before[0], abs=0.01)


@pytest.mark.parametrize(("name", "muxer", "codec", "sound"), CONTAINERS[:4])
@pytest.mark.parametrize("change", [cut(last=SHOWN), lambda segment: ()], ids=["cut", "uncut"])
def test_sound_that_begins_before_the_pictures_is_kept_and_says_so(tmp_path, name, muxer, codec, sound, change):
    times = [400 + 40 * number for number in range(40)]
    samples = noise()
    content = sound_film(muxer, codec, sounding(sound, samples, start_s=0.0131), times=times)
    document = opened(tmp_path, content, name)

    output = opened(tmp_path, written(document, change), name)

    [(source, before)], [(draft, after)] = sounds_of(document), sounds_of(output)
    assert draft.start_us == source.start_us == pytest.approx(-387_000, abs=25_000)
    assert len(after) == len(before)
    assert lag(before, after)[0] == 0
    assert [frame.time_us for frame in frames(document)] == [1000 * (when - 400) for when in times]
    assert [frame.time_us for frame in frames(output)] == [1000 * (when - 400) for when in times]


def test_sound_that_begins_late_is_silent_up_to_there(tmp_path):
    document = opened(
        tmp_path, sound_film("matroska", "libx264", sounding("flac", noise(1.0), start_s=0.5)), "clip.mkv"
    )

    [(segment, samples)] = sounds_of(document)

    assert (segment.start_us, len(samples)) == (0, 72_000)
    assert not samples[:24_000].any()
    assert lag(noise(1.0), samples[24_000:])[0] == 0


@pytest.mark.parametrize("change", [cut(last=100), lambda segment: ()], ids=["cut", "uncut"])
@pytest.mark.parametrize(("name", "muxer", "codec", "sound"), CONTAINERS)
def test_sound_stands_beside_its_pictures_in_the_file(tmp_path, name, muxer, codec, sound, change):
    document = opened(tmp_path, sound_film(muxer, codec, sounding(sound, noise(4.0)), frames=100), name)

    output = written(document, change)

    told = {"audio": 0.0, "video": 0.0}
    with av.open(io.BytesIO(output)) as container:
        stored = sorted((p for p in container.demux() if p.size and p.pos is not None), key=lambda p: p.pos)
        for packet in stored:
            told[packet.stream.type] = float((packet.dts or 0) * packet.time_base)
            assert abs(told["audio"] - told["video"]) < 1


def test_a_gap_in_the_sound_is_silent_and_what_follows_is_in_time(tmp_path):
    whole = clip("matroska", add=sounding("flac", noise()), frames=SHOWN)
    holed = io.BytesIO()
    with av.open(io.BytesIO(whole)) as read, av.open(holed, "w", "matroska") as made:
        tracks = {stream.index: made.add_stream_from_template(stream) for stream in read.streams}
        for packet in read.demux():
            if packet.size and not (packet.stream.type == "audio" and 0.5 < packet.pts * packet.time_base < 1.0):
                packet.stream = tracks[packet.stream.index]
                made.mux(packet)
    document = opened(tmp_path, holed.getvalue(), "clip.mkv")

    output = opened(tmp_path, written(document), "clip.mkv")

    [(_, before)], [(_, after)] = sounds_of(document), sounds_of(output)
    assert len(before) == len(after) == 96_000
    assert not before[30_000:46_000].any()
    assert lag(noise()[50_000:], after[50_000:])[0] == 0
