"""Films are read in stretches, and come out as they went in but for the cuts."""

import io

import av
import numpy as np
import pytest
from video_kit import FRAMES, SHORT, clip, cut, films, frames, opened, written

from redact.core.errors import Defect, UsageError
from redact.core.flow import Edit, PartState
from redact.core.place import Box, Track
from redact.core.segment import Film, Text
from redact.settings import Settings

KINDS = [
    ("clip.mp4", "mp4", "libx264", "yuv420p", (64, 48)),
    ("clip.mov", "mov", "libx264", "yuv420p10le", (64, 48)),
    ("clip.mkv", "matroska", "libx264", "yuv444p", (63, 47)),
    ("clip.avi", "avi", "libx264", "yuv420p", (64, 48)),
    ("clip.mp4", "mp4", "libx265", "yuv420p", (64, 48)),
    ("clip.mp4", "mp4", "mpeg4", "yuv420p", (63, 47)),
    ("clip.avi", "avi", "mpeg4", "yuv420p", (63, 47)),
    ("clip.avi", "avi", "mjpeg", "yuvj420p", (63, 47)),
    ("clip.webm", "webm", "libvpx", "yuv420p", (63, 47)),
    ("clip.webm", "webm", "libvpx-vp9", "yuv420p", (63, 47)),
    ("clip.mp4", "mp4", "libsvtav1", "yuv420p", (63, 47)),
    ("clip.mkv", "matroska", "ffv1", "yuv422p10le", (63, 47)),
]


def likeness(before, after):
    """Mean difference of levels in the lower right, where the square does not come and nothing is cut."""
    return max(
        np.abs(a.pixels[40:, 48:].astype(int) - b.pixels[40:, 48:]).mean() for a, b in zip(before, after, strict=True)
    )


@pytest.mark.parametrize(("name", "muxer", "codec", "pixel_format", "size"), KINDS)
def test_a_film_comes_out_with_the_same_frames_times_and_format_but_for_the_cut(
    tmp_path, name, muxer, codec, pixel_format, size
):
    document = opened(tmp_path, clip(muxer, codec, pixel_format, size=size), name)

    output = opened(tmp_path, written(document, cut()), name)

    before, after = frames(document), frames(output)
    assert len(before) == FRAMES
    assert [(a.number, a.time_us) for a in before] == [(b.number, b.time_us) for b in after]
    assert all(b.pixels.shape == (size[1], size[0], 3) for b in after)
    assert likeness(before, after) < 6
    assert max(b.pixels[8:40, 16:40].mean() for b in after) < 8
    assert (output._facts.codec, output._facts.pixel_format) == (document._facts.codec, pixel_format)
    assert [note.state for note in output.census()] == [PartState.READ]


@pytest.mark.parametrize(
    ("name", "muxer", "codec", "pixel_format", "wanted"),
    [
        ("clip.mov", "mov", "prores", "yuv422p10le", ("h264", "yuv422p10le")),
        ("clip.mov", "mov", "png", "rgb24", ("h264", "yuv444p")),
        ("clip.avi", "avi", "huffyuv", "yuv422p", ("mpeg4", "yuv420p")),
        ("clip.mkv", "matroska", "libx264rgb", "rgb24", ("h264", "yuv444p")),
    ],
)
def test_what_has_no_encoder_here_is_written_in_a_usual_codec_which_the_census_says(
    tmp_path, name, muxer, codec, pixel_format, wanted
):
    document = opened(tmp_path, clip(muxer, codec, pixel_format), name)

    output = opened(tmp_path, written(document, cut()), name)

    assert (output._facts.codec, output._facts.pixel_format) == wanted
    assert likeness(frames(document), frames(output)) < 6
    if not codec.startswith("libx264"):
        assert f"written as {wanted[0]}" in next(iter(document.census())).note


def test_segments_are_stretches_of_the_same_film_and_equal_on_every_reading(tmp_path):
    document = opened(tmp_path, clip())
    asked = []

    first, second = list(document.segments()), list(document.segments())
    written(document, lambda segment: asked.append(segment) or ())

    assert first == second == asked
    assert [(film.ordinal, film.first, film.at_most) for film in first] == [(0, 0, 8), (1, 8, 8), (2, 16, 8)]
    assert all(not tuple(film.frames) for film in asked)


def test_frames_may_be_left_out_of_a_stretch_and_the_next_one_begins_where_it_should(tmp_path):
    document = opened(tmp_path, clip())

    firsts = [next(iter(film.frames)).number for film in films(document)]

    assert firsts == [0, 8, 16]


def test_each_stretch_is_asked_for_once_although_the_first_cut_is_late(tmp_path):
    document = opened(tmp_path, clip())
    asked = []

    def late(segment):
        asked.append(segment.ordinal)
        return [Edit(Track(((17, 16, 8, 40, 33),)))] if segment.ordinal == 2 else ()

    after = frames(opened(tmp_path, written(document, late)))

    assert asked == [0, 1, 2]
    dark = [frame.number for frame in after if frame.pixels[8:40, 16:40].mean() < 8]
    assert dark == [17]


def test_h264_in_which_nothing_is_cut_is_copied_without_loss(tmp_path):
    document = opened(tmp_path, clip(tags={"title": "Siân"}))

    output = written(document)

    again = opened(tmp_path, output)
    assert all((a.pixels == b.pixels).all() for a, b in zip(frames(document), frames(again), strict=True))
    assert b"x264" not in output
    assert "Siân".encode() not in output


def test_frames_that_an_edit_list_hides_are_not_copied(tmp_path):
    content = clip(options={"g": "20", "bf": "0"}, times=[1000 * n // 25 for n in range(-5, 15)])
    document = opened(tmp_path, content)
    shown = len(frames(document))

    output = written(document)

    again = opened(tmp_path, output)
    assert len(frames(again)) == shown
    assert len(list(_packets(output))) == shown


def _packets(content):
    with av.open(io.BytesIO(content)) as container:
        yield from (packet.pts for packet in container.demux(video=0) if packet.size)


@pytest.mark.parametrize(
    ("degrees", "flipped", "orientation"), [(90, False, 8), (180, False, 3), (270, False, 6), (0, True, 2)]
)
@pytest.mark.parametrize(("name", "muxer"), [("clip.mp4", "mp4"), ("clip.mov", "mov"), ("clip.mkv", "matroska")])
def test_the_display_matrix_is_told_and_kept(tmp_path, name, muxer, degrees, flipped, orientation):
    document = opened(tmp_path, clip(muxer, rotation=(degrees, flipped)), name)

    outputs = [opened(tmp_path, written(document, change), name) for change in (cut(), lambda segment: ())]

    assert {film.orientation for film in films(document)} == {orientation}
    assert all({film.orientation for film in films(output)} == {orientation} for output in outputs)


@pytest.mark.parametrize(
    ("name", "muxer", "codec"), [("clip.mp4", "mp4", "libx264"), ("clip.webm", "webm", "libvpx-vp9")]
)
def test_a_variable_frame_rate_is_kept(tmp_path, name, muxer, codec):
    times = [0, 40, 50, 200, 210, 500, 533, 900]
    document = opened(tmp_path, clip(muxer, codec, times=times), name)

    output = opened(tmp_path, written(document, cut(last=len(times))), name)

    assert [frame.time_us for frame in frames(document)] == [1000 * when for when in times]
    assert [frame.time_us for frame in frames(output)] == [1000 * when for when in times]


def test_mpeg4_keeps_times_that_are_finer_than_its_ticks(tmp_path):
    content = clip("mp4", "mpeg4", container={"video_track_timescale": "90000"})
    document = opened(tmp_path, content)

    output = opened(tmp_path, written(document, cut()))

    assert document._facts.ticks.denominator == 90000
    assert [f.time_us for f in frames(output)] == [f.time_us for f in frames(document)]


def test_colours_are_kept(tmp_path):
    film = {"color_range": 2, "colorspace": 1, "color_primaries": 1, "color_trc": 1}
    document = opened(tmp_path, clip(film=film))

    output = opened(tmp_path, written(document, cut()))

    assert document._facts.colours == output._facts.colours
    assert document._facts.colours.full
    assert max(frame.pixels[8:40, 16:40].mean() for frame in frames(output)) < 8


def test_interlaced_film_stays_interlaced(tmp_path):
    content = clip("matroska", "mpeg2video", options={"flags": "+ildct+ilme"}, film={"field_order": 2})
    document = opened(tmp_path, content, "clip.mkv")

    output = opened(tmp_path, written(document, cut()), "clip.mkv")

    assert document._facts.interlaced
    assert output._facts.interlaced


def test_a_label_stands_on_the_cut_and_a_soft_cut_does_not_keep_what_was_there(tmp_path):
    document = opened(tmp_path, clip(size=(320, 240)))
    box = (16, 16, 176, 80)

    labelled = frames(opened(tmp_path, written(document, cut(box=box, label="s.40(2)"))))
    softened = frames(opened(tmp_path, written(document, cut(box=(0, 8, 32, 32), style="pixelate"))))

    assert all(frame.pixels[16:80, 16:176].max() > 180 for frame in labelled)
    assert all(np.median(frame.pixels[16:80, 16:176]) < 8 for frame in labelled)
    before = frames(document)[5].pixels[8:32, 0:32].reshape(-1, 3)
    after = softened[5].pixels[8:32, 0:32].reshape(-1, 3)
    assert len(np.unique(after // 16, axis=0)) <= 40
    assert np.abs(before.astype(int) - after).max() > 30


def test_an_mp4_in_fragments_is_read_to_its_end(tmp_path):
    content = clip(container={"movflags": "frag_keyframe+empty_moov"}, options={"g": "5"})

    assert len(frames(opened(tmp_path, content))) == FRAMES


def test_edits_that_do_not_fit_the_film_are_refused(tmp_path):
    document = opened(tmp_path, clip())

    with pytest.raises(UsageError):
        written(document, lambda segment: [Edit(Track(((19, 0, 0, 8, 8),)))] if segment.ordinal == 0 else ())
    with pytest.raises(UsageError):
        written(document, lambda segment: [Edit(Box(0, 0, 8, 8))])
    with pytest.raises(Defect):
        written(document, cut(style="sepia"))


@pytest.mark.parametrize(("name", "muxer", "codec", "pixel_format", "size"), KINDS)
def test_an_output_says_nothing_of_the_programs_and_is_the_same_each_time(
    tmp_path, name, muxer, codec, pixel_format, size
):
    document = opened(tmp_path, clip(muxer, codec, pixel_format, size=size), name)

    first, second = (written(document, cut()) for _ in range(2))

    assert not any(sign in first for sign in (b"x264", b"x265", b"Lavc", b"Lavf6"))
    if codec != "libx264":  # which differs now and then in pictures this small, even with one thread
        assert first == second


def test_memory_does_not_hold_more_than_a_stretch(tmp_path):
    document = opened(tmp_path, clip(frames=60), settings=Settings(film_frames=1))

    first = next(films(document))

    assert isinstance(first, Film)
    assert len(list(first.frames)) == 1
    assert sum(not isinstance(segment, Text) for segment in document.segments()) == 60
    assert SHORT.film_frames == 8
