"""Samples lie where the time stamps say: sample i is heard at i / rate from the first."""

import io
from fractions import Fraction

import av
import numpy as np
import pytest

from redact.core.errors import CorruptInput, UnsupportedMedia
from redact.media._hear import Tally, blocks, first_heard
from redact.media._hear import _Line as Line

RATE = 8_000


def matroska(*starts, samples=800):
    """A recording of packets of 100 ms, each of one value, that start at so many milliseconds."""
    out = io.BytesIO()
    with av.open(out, "w", "matroska") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE)
        stream.layout = "mono"
        for number, start in enumerate(starts, 1):
            frame = av.AudioFrame.from_ndarray(np.full((1, samples), number * 100, np.int16), "s16", "mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, start * RATE // 1000, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def heard(content, **more):
    with av.open(io.BytesIO(content)) as container:
        made = list(blocks(container, container.streams.audio[0], **more))
    return np.rint(np.concatenate(made)[:, 0] * 32768).astype(int)


def test_a_gap_in_the_time_stamps_is_silence_of_its_length():
    tally = Tally()
    samples = heard(matroska(0, 100, 300), tally=tally)

    assert len(samples) == RATE * 4 // 10 == tally.samples
    assert tally.missing == RATE // 10
    assert [samples[at] for at in (0, 800, 1600, 2399, 2400, 3199)] == [100, 200, 0, 0, 300, 300]


def test_what_overlaps_is_left_out():
    samples = heard(matroska(0, 50, 150))

    assert len(samples) == RATE * 25 // 100
    assert [samples[at] for at in (799, 800, 1199, 1200)] == [100, 200, 200, 300]


def test_of_a_packet_that_was_heard_already_nearly_nothing_is_left():
    assert len(heard(matroska(0, 20, 120))) == RATE * 220 // 1000


def test_small_differences_are_not_seen():
    assert len(heard(matroska(0, 103, 199, 301))) == RATE * 4 // 10


def test_a_long_gap_comes_in_blocks_of_a_second():
    content = matroska(0, 20_000)
    with av.open(io.BytesIO(content)) as container:
        assert max(len(block) for block in blocks(container, container.streams.audio[0])) <= RATE


def test_a_gap_of_hours_is_a_broken_clock():
    with pytest.raises(CorruptInput, match="time stamps"):
        heard(matroska(0, 4 * 3_600_000))


def test_the_first_sample_is_heard_when_the_container_says():
    with av.open(io.BytesIO(matroska(0, 100))) as container:
        made = first_heard(container, container.streams.audio[0])

    assert made is not None
    assert (made.rate_hz, made.channels, made.sample_format, made.start_us) == (RATE, 1, "s16", 0)


@pytest.mark.parametrize("change", [{"rate": 16_000}, {"layout": "stereo"}])
def test_a_change_of_rate_or_channels_on_the_way_is_refused(change):
    def frame(rate=RATE, layout="mono"):
        made = av.AudioFrame("s16", layout, 10)
        made.sample_rate = rate
        return made

    line, first, second = Line(Tally()), frame(), frame(**change)
    list(line.placed(first, np.zeros((10, first.layout.nb_channels), np.float32)))
    with pytest.raises(UnsupportedMedia, match="change on the way"):
        list(line.placed(second, np.zeros((10, second.layout.nb_channels), np.float32)))
