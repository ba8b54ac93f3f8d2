"""Films: every frame's true box is covered, though few frames are looked at."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from redact.core.flow import Finding
from redact.core.ink import Ink, Stroke
from redact.core.place import Box, Chars, Track
from redact.core.segment import Film, Frame, Raster, Text
from redact.core.upright import ORIENTATIONS, stored
from redact.pipeline.film import FilmWatcher
from redact.settings import Settings
from redact.verify.seen import share

WIDTH, HEIGHT, FRAME_US = 320, 192, 40_000
FACE, WORD = (250, 30, 30), (30, 30, 250)

#: Where things are in each upright frame, and in what colour; no box: not there.
Scene = Callable[[int], Sequence[tuple[Box, tuple[int, int, int]]]]


@dataclass
class Colours:
    """Finds what has one colour; remembers how much it was asked to look at."""

    name: str = "faces"
    colour: tuple[int, int, int] = FACE
    score: float = 0.9
    shapes: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, picture: Raster) -> Iterator[Finding]:
        self.shapes.append(picture.pixels.shape[:2])
        yield from (Finding(box, "FACE", self.score, self.name) for box in found(picture.pixels, self.colour))


@dataclass
class Words:
    """Reads `Ann` wherever the colour of words is."""

    read: int = 0

    def __call__(self, picture: Raster) -> Iterator[Text]:
        self.read += 1
        for box in found(picture.pixels, WORD):
            yield Text(picture.ordinal, "words", "Ann", anchor=Ink((Stroke(0, 3, 0, box),)), medium="picture")


def found(pixels: np.ndarray, colour: tuple[int, int, int]) -> Iterable[Box]:
    ys, xs = np.nonzero((np.abs(pixels.astype(int) - colour) < 60).all(axis=2))
    if len(ys) > 3:
        yield Box(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)


def ground(seed: int = 0) -> np.ndarray:
    """A picture of soft patches, of another kind for each seed."""
    patches = np.random.default_rng(seed).integers(60, 190, (6, 10, 1), dtype=np.uint8)
    return np.ascontiguousarray(np.broadcast_to(np.kron(patches, np.ones((32, 32, 1), np.uint8)), (HEIGHT, WIDTH, 3)))


def drawn(scene: Scene, number: int, seed: int = 0) -> np.ndarray:
    pixels = ground(seed)
    for box, colour in scene(number):
        pixels[max(0, int(box.y0)) : int(box.y1), max(0, int(box.x0)) : int(box.x1)] = colour
    return pixels


def film(
    scene: Scene, first: int, count: int, *, orientation: int = 1, seed: Callable[[int], int] = lambda _: 0
) -> Film:
    frames = (
        Frame(number, number * FRAME_US, stored(drawn(scene, number, seed(number)), orientation))
        for number in range(first, first + count)
    )
    height, width = stored(ground(), orientation).shape[:2]
    return Film(7, "picture", first, count, width, height, frames, orientation)


def watcher(*spotters: Colours, words: Words | None = None, **how: object) -> FilmWatcher:
    return FilmWatcher(Settings(), spotters, [words] if words else [], **how)  # type: ignore[arg-type]


def by_frame(findings: Iterable[Finding]) -> dict[int, list[Box]]:
    frames: dict[int, list[Box]] = {}
    for finding in findings:
        assert isinstance(finding.place, Track)
        for frame, *sides in finding.place.boxes:
            frames.setdefault(frame, []).append(Box(*sides))
    return frames


def assert_covered(findings: Iterable[Finding], scene: Scene, frames: Iterable[int]) -> None:
    boxes = by_frame(findings)
    for number in frames:
        for box, _ in scene(number):
            assert share(box, boxes.get(number, [])) >= 0.95, number


def at(x: float, y: float, size: float = 40) -> Box:
    return Box(x, y, x + size, y + size)


def going(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
    """From left to right, 3 pixels a frame."""
    return [(at(10 + 3 * number, 60 + number // 2), FACE)]


def test_what_goes_evenly_is_covered_in_every_frame_by_looking_at_few() -> None:
    spot = Colours()

    findings, _ = watcher(spot).watch(film(going, 0, 80))

    assert_covered(findings, going, range(80))
    assert len(findings) == 1
    assert len(spot.shapes) <= 80 / 4


def test_what_swings_fast_is_covered() -> None:
    """One swing in 16 frames over three times its own size: the straight way between two looks is not its way."""

    def swinging(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [(at(140 + 60 * np.sin(number * 2 * np.pi / 16), 80), FACE)]

    findings, _ = watcher(Colours()).watch(film(swinging, 0, 64))

    assert_covered(findings, swinging, range(64))


@pytest.mark.parametrize("begins", range(9, 16))
@pytest.mark.parametrize("long", [2, 3, 30])
def test_what_comes_and_goes_between_two_looks_is_covered(begins: int, long: int) -> None:
    """Two looks a window apart see nothing of a face that is there for three frames between them."""

    def sudden(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [(at(150, 70), FACE)] if begins <= number < begins + long else []

    findings, _ = watcher(Colours()).watch(film(sudden, 0, 100))

    assert_covered(findings, sudden, range(100))
    assert max(by_frame(findings)) <= begins + long + 10


def test_a_face_lost_for_less_than_a_second_is_covered_meanwhile() -> None:
    def turning(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [] if 20 <= number < 40 else [(at(150, 70), FACE)]

    findings, _ = watcher(Colours()).watch(film(turning, 0, 60))

    assert len(findings) == 1
    assert set(by_frame(findings)) == set(range(60))
    assert "gap_filled" in findings[0].facts


def test_no_track_goes_over_a_cut() -> None:
    def until_cut(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [(at(150, 70), FACE)] if number < 23 else []

    findings, _ = watcher(Colours()).watch(film(until_cut, 0, 60, seed=lambda number: number >= 23))

    assert set(by_frame(findings)) == set(range(23))


def test_both_sides_of_a_cut_are_looked_at() -> None:
    def one_frame(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [(at(150, 70), FACE)] if number in (22, 23) else []

    findings, _ = watcher(Colours()).watch(film(one_frame, 0, 60, seed=lambda number: number >= 23))

    assert_covered(findings, one_frame, range(60))
    assert len(findings) == 2


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_tracks_and_words_of_a_turned_film_are_in_stored_pixels(orientation: int) -> None:
    def scene(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [*going(number), (Box(200, 150, 260, 170), WORD)]

    source = film(scene, 0, 12, orientation=orientation)
    findings, texts = watcher(Colours(), words=Words()).watch(source)

    for colour, tracks in ((FACE, [findings[0].place]), (WORD, texts[0].locate(Chars(0, 3)))):
        for number, *sides in (row for track in tracks if isinstance(track, Track) for row in track.boxes):
            (box,) = found(stored(drawn(scene, number), orientation), colour)
            assert share(box, [Box(*sides)]) >= 0.95


def test_a_track_goes_on_from_one_stretch_to_the_next() -> None:
    """It is lost at the end of the first and found again in the second: covered to the end, and from the beginning."""

    def lost(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [] if 50 <= number < 70 else going(number // 2)

    watch = watcher(Colours())
    first, _ = watch.watch(film(lost, 0, 64))
    second, _ = watch.watch(film(lost, 64, 64))

    assert set(by_frame(first)) == set(range(64))
    assert set(by_frame(second)) == set(range(64, 128))
    assert_covered([*first, *second], lost, range(128))
    assert len(first) == len(second) == 1


def test_a_new_document_begins_with_nothing() -> None:
    watch = watcher(Colours())
    watch.watch(film(going, 0, 20))
    watch.begin()

    findings, _ = watch.watch(film(lambda _: [], 0, 20))

    assert findings == []


def test_a_frame_in_which_nothing_changed_is_not_looked_at_for_a_second() -> None:
    spot = Colours()

    findings, _ = watcher(spot).watch(film(lambda _: [(at(150, 70), FACE)], 0, 100))

    assert set(by_frame(findings)) == set(range(100))
    assert len(spot.shapes) <= 5


def test_every_frame_is_looked_at_where_that_is_asked_for() -> None:
    spot = Colours()

    watcher(spot, every=1).watch(film(going, 0, 30))

    assert len(spot.shapes) == 30


def test_large_frames_are_shrunk_before_anybody_looks() -> None:
    spot = Colours()
    frames = (Frame(n, n * FRAME_US, np.zeros((720, 1280, 3), np.uint8)) for n in range(3))

    FilmWatcher(Settings(faces="fast"), [spot], []).watch(Film(0, "picture", 0, 3, 1280, 720, frames))

    assert spot.shapes[0] == (360, 640)


def test_a_spotter_that_enlarges_stills_is_asked_not_to() -> None:
    """What is cut out of a frame must be seen in the size that it has in the frame."""

    class Enlarging(Colours):
        def __call__(self, picture: Raster) -> Iterator[Finding]:
            raise AssertionError("this is no still")

        def at_own_size(self, picture: Raster) -> Iterator[Finding]:
            yield from super().__call__(picture)

    findings, _ = watcher(Enlarging()).watch(film(going, 0, 20))

    assert_covered(findings, going, range(20))


def test_words_that_stay_are_read_once_and_cover_every_frame() -> None:
    """A face moves beside them; the words are not read again, in the next stretch either."""
    words = Words()

    def captioned(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [*going(number % 60), (Box(20, 150, 80, 170), WORD)]

    watch = watcher(Colours(), words=words)
    (_, first), (_, second) = watch.watch(film(captioned, 0, 100)), watch.watch(film(captioned, 100, 100))

    assert [text.text for text in first] == [text.text for text in second] == ["Ann"]
    assert frames_of(first) == set(range(100))
    assert frames_of(second) == set(range(100, 200))
    assert all(text.ordinal == 7 and text.medium == "picture" for text in first)


def test_words_cover_from_the_sample_before_they_are_seen_to_the_one_after() -> None:
    def titled(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [(Box(100, 80, 180, 100), WORD)] if 40 <= number < 90 else []

    _, texts = watcher(words=Words()).watch(film(titled, 0, 150))

    assert set(range(40, 90)) <= frames_of(texts) <= set(range(10, 121))


def test_words_end_with_their_scene() -> None:
    def titled(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [(Box(100, 80, 180, 100), WORD)] if number < 40 else []

    _, texts = watcher(words=Words()).watch(film(titled, 0, 80, seed=lambda number: number >= 40))

    assert frames_of(texts) == set(range(40))


def test_words_that_move_are_covered_on_their_way() -> None:
    def rolling(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [(Box(100, 150 - number, 180, 170 - number), WORD)]

    _, texts = watcher(words=Words()).watch(film(rolling, 0, 100))

    tracks = [Finding(track, "TEXT", 1, "words") for text in texts for track in text.locate(Chars(0, 3))]
    assert_covered(tracks, rolling, range(100))


def test_codes_are_looked_for_as_often_as_words_in_whole_frames() -> None:
    codes = Colours("codes")

    def coded(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [(Box(20 + number // 4, 20, 80 + number // 4, 80), FACE)]

    findings, _ = watcher(codes).watch(film(coded, 0, 100))

    assert_covered(findings, coded, range(100))
    assert len(codes.shapes) <= 6


def test_a_sampled_watch_looks_at_parts_only_and_claims_no_other_frame() -> None:
    spot = Colours()
    watch = watcher(spot, words=Words(), sampled=True)

    findings = [one for first in range(0, 512, 128) for one in watch.watch(film(going_round, first, 128))[0]]

    looked = set(range(6)) | set(range(256, 262))
    assert set(by_frame(findings)) == looked
    assert_covered(findings, going_round, looked)
    assert len(spot.shapes) == len(looked)


def test_a_sampled_watch_does_not_believe_a_weak_claim_on_a_frame_or_two() -> None:
    """Where faces are filled, a network sees one in a lap now and then; what the first look missed is there all the time."""

    def flickering(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return going(number) if number in (3, 4) else []

    weak, sure = Colours(score=0.4), Colours(score=0.8)

    assert watcher(weak, sampled=True).watch(film(flickering, 0, 128))[0] == []
    assert watcher(weak, sampled=True).watch(film(going, 0, 128))[0] != []
    assert watcher(sure, sampled=True).watch(film(flickering, 0, 128))[0] != []


def test_a_sampled_watch_does_not_ask_for_frames_it_will_not_look_at() -> None:
    source = film(going, 0, 128)

    watcher(Colours(), sampled=True).watch(source)

    assert next(iter(source.frames)).number == 6


def test_a_stretch_without_frames_gives_nothing() -> None:
    watch = watcher(Colours(), words=Words())
    watch.watch(film(going, 0, 10))

    assert watch.watch(replace(film(going, 10, 0), at_most=5)) == ([], [])
    assert watch.coverage() == ()


def test_the_coverage_report_tells_gaps_and_the_lowest_score() -> None:
    def turning(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
        return [] if 20 <= number < 40 else [(at(150, 70), FACE)]

    watch = watcher(Colours())
    watch.watch(film(turning, 0, 60))

    (row,) = watch.coverage()
    assert (row.entity, row.first, row.last, row.lowest) == ("FACE", 0, 59, 0.9)
    assert all(18 <= first <= last <= 40 for first, last in row.gaps)
    assert row.gaps


def test_few_frames_are_held_however_long_the_stretch() -> None:
    """A frame here has 6 MB, and a stretch of 60 has 360."""
    frames = (Frame(n, n * FRAME_US, np.full((1080, 1920, 3), n, np.uint8)) for n in range(60))
    tracemalloc.start()

    FilmWatcher(Settings(), [Blind()], [lambda _: ()]).watch(Film(0, "picture", 0, 60, 1920, 1080, frames))

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 13 * 1920 * 1080 * 3


class Blind:
    """Sees nothing, at no cost."""

    name = "faces"

    def __call__(self, _picture: Raster) -> tuple[Finding, ...]:
        return ()


def going_round(number: int) -> list[tuple[Box, tuple[int, int, int]]]:
    return going(number % 60)


def frames_of(texts: Iterable[Text]) -> set[int]:
    tracks = [track for text in texts for track in text.locate(Chars(0, len(text.text)))]
    return {row[0] for track in tracks if isinstance(track, Track) for row in track.boxes}


def test_each_frame_of_a_slide_show_is_read() -> None:
    """Frames that stand for most of a second each: a name that only one of them shows is covered in that one."""
    blank = np.full((96, 160, 3), 230, np.uint8)
    shown = blank.copy()
    shown[40:52, 30:120] = 20
    frames = [Frame(at, at * 900_000, picture) for at, picture in enumerate([blank, shown, blank])]

    def read(picture: Raster) -> list[Text]:
        ys, xs = np.nonzero(picture.pixels[..., 0] < 100)
        if not len(ys):
            return []
        box = Box(xs.min(), ys.min(), xs.max() + 1, ys.max() + 1)
        return [Text(picture.ordinal, "words", "Ann Lee", anchor=Ink((Stroke(0, 7, 0, box),)), medium="picture")]

    watcher = FilmWatcher(Settings(), [], [read])  # type: ignore[list-item]
    _, texts = watcher.watch(Film(0, "film", 0, 128, 160, 96, frames))

    covered = {row[0] for text in texts for track in text.locate(Chars(0, 7)) for row in track.boxes}  # type: ignore[union-attr]
    assert 1 in covered
