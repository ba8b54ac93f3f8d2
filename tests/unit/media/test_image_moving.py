"""Stills that move: frames as a viewer sees them, their times, their number."""

import io

import numpy as np
import pytest
from image_kit import (
    HEIGHT,
    INSIDE,
    NAME,
    WIDTH,
    cut,
    drawn,
    dropped,
    encoded,
    film,
    frames,
    noise,
    opened,
    outside,
    pixels,
    texts,
    written,
)
from PIL import Image

from redact.core.errors import UsageError
from redact.core.flow import Edit
from redact.core.place import Track
from redact.core.segment import Film

FILMS = {
    "gif": lambda: film("GIF", mode="P", loop=3),
    "apng": lambda: film("PNG", loop=3),
    "apng clear": lambda: film("PNG", mode="RGBA", loop=3),
    "webp": lambda: film("WEBP", loop=3),
    "webp lossless": lambda: film("WEBP", mode="RGBA", loop=3, lossless=True, exact=True),
    "avif": lambda: film("AVIF"),
}
EXACT = ("gif", "apng", "apng clear", "webp lossless")
every = pytest.mark.parametrize("name", FILMS)
TIMES = [0, 100_000, 350_000, 450_000, 550_000]


@every
def test_frames_come_in_stretches_with_their_times(tmp_path, name):
    document = opened(tmp_path, FILMS[name](), film_frames=2)

    films = [segment for segment in document.segments() if isinstance(segment, Film)]
    read = frames(document)

    assert [(each.part, each.first, each.at_most) for each in films] == [("film 1", at, 2) for at in (0, 2, 4)]
    assert [frame.number for frame in read] == list(range(5))
    assert [frame.time_us for frame in read] == TIMES
    assert all(frame.pixels.shape == (HEIGHT, WIDTH, 3) for frame in read)


@every
@pytest.mark.parametrize("change", [lambda segment: (), cut(label="s.40"), cut(only=3)], ids=["none", "all", "one"])
def test_number_times_and_loops_stay_and_the_output_is_stable(tmp_path, name, change):
    content = FILMS[name]()

    output = written(opened(tmp_path, content), change)

    again = opened(tmp_path, output)
    assert [frame.time_us for frame in frames(again)] == TIMES
    assert not dropped(again)
    assert written(again) == output
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(output)) as after:
        assert (after.format, after.size, after.n_frames) == (before.format, before.size, 5)
        assert after.info.get("loop") == before.info.get("loop")


@pytest.mark.parametrize("name", EXACT)
def test_one_frame_is_cut_and_the_others_stay(tmp_path, name):
    document = opened(tmp_path, FILMS[name]())

    before, after = pixels(document), pixels(opened(tmp_path, written(document, cut(only=3))))

    assert not after[3][INSIDE].any()
    assert (outside(after[3]) == outside(before[3])).all()
    assert all((after[at] == before[at]).all() for at in (0, 1, 2, 4))


@pytest.mark.parametrize("name", ["webp", "avif"])
def test_a_lossy_film_is_cut(tmp_path, name):
    document = opened(tmp_path, FILMS[name]())

    before, after = pixels(document), pixels(opened(tmp_path, written(document, cut())))

    assert max(frame[12:28, 20:44].max() for frame in after) <= 24
    assert (
        max(np.abs(outside(now).astype(int) - outside(was)).mean() for was, now in zip(before, after, strict=True)) < 6
    )


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_frames_that_become_alike_are_not_merged(tmp_path, kind):
    whole = Track(tuple((number, 0, 0, WIDTH, HEIGHT) for number in range(5)))

    output = written(opened(tmp_path, film(kind)), lambda segment: [Edit(whole)] if isinstance(segment, Film) else ())

    after = pixels(opened(tmp_path, output))
    assert len(after) == 5
    assert max(frame.max() for frame in after) == 0


def test_a_frame_of_many_colours_is_black_where_it_is_cut(tmp_path):
    images = [noise(seed=number) for number in range(3)]
    content = encoded(images[0], "GIF", save_all=True, append_images=images[1:], duration=50)

    after = pixels(opened(tmp_path, written(opened(tmp_path, content), cut())))

    assert not any(frame[INSIDE].any() for frame in after)


def test_what_one_frame_leaves_standing_is_seen_in_the_next(tmp_path):
    first, second = drawn("RGBA"), Image.new("RGBA", (WIDTH, HEIGHT))
    second.paste((1, 2, 250, 255), (0, 0, 8, 8))
    content = encoded(first, "PNG", save_all=True, append_images=[second], blend=1, duration=100)

    shown = pixels(opened(tmp_path, content))[1]

    assert (shown[4, 4] == (1, 2, 250)).all()
    assert (shown[20, 30] == (30, 120, 60)).all()


def test_a_picture_before_the_film_is_not_shown_and_not_kept(tmp_path):
    hidden = Image.new("RGB", (WIDTH, HEIGHT), (255, 0, 255))
    content = encoded(
        hidden, "PNG", save_all=True, default_image=True, append_images=[drawn(), drawn("RGB", 3)], duration=100
    )
    document = opened(tmp_path, content)

    output = written(document)

    assert "picture before the film" in dropped(document)
    assert len(pixels(document)) == 2
    with Image.open(io.BytesIO(output)) as image:
        assert not image.info.get("default_image")
        assert image.n_frames == 2


def test_a_film_that_nobody_looks_at_can_be_passed_over(tmp_path):
    document = opened(tmp_path, FILMS["gif"](), film_frames=2)

    films = document.segments()
    next(films)

    assert [frame.number for frame in next(films).frames] == [2, 3]


def test_comments_between_frames_are_read_and_gone(tmp_path):
    content = FILMS["gif"]()
    comment = b"\x21\xfe" + bytes((len(NAME),)) + NAME.encode() + b"\x00"
    document = opened(tmp_path, content[:-1] + comment + content[-1:])

    assert texts(document) == {"GIF comment 1": NAME}
    assert NAME.encode() not in written(document)


def test_an_edit_outside_of_its_stretch_is_refused(tmp_path):
    document = opened(tmp_path, FILMS["gif"](), film_frames=2)

    with pytest.raises(UsageError):
        written(document, lambda segment: [Edit(Track(((4, 0, 0, 8, 8),)))])
