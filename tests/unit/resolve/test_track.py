"""Tracks: every frame covered, boxes that hold the motion, nothing carried over a cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redact.core.place import Box, Track
from redact.resolve.track import Reach, Sighting, Stretch, Trail, cover, follow, gaps, strangers

WIDTH, HEIGHT = 640.0, 360.0
REACH = Reach(gap=25, hold=7)


def square(x: float, y: float, size: float = 40.0) -> Box:
    return Box(x, y, x + size, y + size)


def trail(*seen: tuple[int, Box]) -> Trail:
    return Trail(tuple(Sighting(frame, box) for frame, box in seen))


def stretch(first: int, last: int, *, goes_on: bool = False) -> Stretch:
    return Stretch(first, last, WIDTH, HEIGHT, goes_on)


def boxes(track: Track | None) -> dict[int, Box]:
    assert track is not None
    return {frame: Box(*sides) for frame, *sides in track.boxes}


def holds(outer: Box, inner: Box) -> bool:
    met = outer.meet(inner)
    return met.area >= inner.area - 1e-6


places = st.builds(square, st.floats(0, WIDTH - 60), st.floats(0, HEIGHT - 60), st.floats(5, 60))
frames = st.lists(st.integers(0, 120), min_size=1, max_size=8, unique=True).map(sorted)


@st.composite
def trails(draw: st.DrawFn) -> Trail:
    return trail(*((frame, draw(places)) for frame in draw(frames)))


@given(trails(), st.integers(0, 12), st.booleans())
def test_every_frame_between_first_and_last_sighting_is_covered(seen: Trail, hold: int, goes_on: bool) -> None:
    """However long ago the thing was seen, the trail says that it is one thing, and it is covered meanwhile."""
    covered = boxes(cover(seen, stretch(0, 120, goes_on=goes_on), Reach(25, hold)))

    first, last = seen.sightings[0].frame, seen.last.frame
    assert set(range(max(0, first - hold), min(120, last + hold) + 1)) <= set(covered)
    assert list(covered) == sorted(covered)
    for sighting in seen.sightings:
        assert holds(covered[sighting.frame], sighting.box)


@given(places, places, st.integers(1, 30))
def test_a_box_between_two_sightings_holds_the_even_motion(before: Box, after: Box, long: int) -> None:
    covered = boxes(cover(trail((10, before), (10 + long, after)), stretch(0, 120), REACH))

    for frame in range(10, 10 + long + 1):
        share = (frame - 10) / long
        at = [a + (b - a) * share for a, b in zip(_sides(before), _sides(after), strict=True)]
        assert holds(covered[frame], Box(*at))


@given(trails(), st.integers(0, 120), st.integers(0, 120))
def test_no_box_leaves_the_stretch_or_the_picture(seen: Trail, one: int, two: int) -> None:
    """Behind a cut there is another scene."""
    first, last = min(one, two), max(one, two)
    track = cover(seen, stretch(first, last, goes_on=True), REACH)

    for frame, x0, y0, x1, y1 in track.boxes if track else ():
        assert first <= frame <= last
        assert 0 <= x0 < x1 <= WIDTH
        assert 0 <= y0 < y1 <= HEIGHT


def test_a_thing_seen_once_is_covered_some_frames_before_and_after() -> None:
    assert list(boxes(cover(trail((50, square(100, 100))), stretch(0, 120), REACH))) == list(range(43, 58))


def test_the_hold_after_the_last_sighting_goes_the_way_the_thing_went() -> None:
    covered = boxes(cover(trail((10, square(100, 100)), (14, square(120, 100))), stretch(0, 120), REACH))

    assert holds(covered[18], square(140, 100))
    assert holds(covered[18], square(120, 100))
    assert holds(covered[6], square(80, 100))


def test_speed_draws_a_held_box_out_by_its_own_size_at_most() -> None:
    covered = boxes(cover(trail((10, square(100, 100)), (11, square(135, 100))), stretch(0, 120), REACH))

    assert covered[18].x1 - covered[18].x0 <= 80 + 1e-6


def test_what_is_missing_at_the_end_of_a_stretch_that_goes_on_is_held_to_its_end() -> None:
    """The next stretch may find it again, and this one is told by then."""
    seen = trail((100, square(100, 100)))

    assert max(boxes(cover(seen, stretch(0, 120, goes_on=True), REACH))) == 120
    assert max(boxes(cover(seen, stretch(0, 120), REACH))) == 107
    assert max(boxes(cover(trail((90, square(100, 100))), stretch(0, 120, goes_on=True), REACH))) == 97


def test_a_trail_from_before_covers_the_beginning_of_the_next_stretch() -> None:
    seen = trail((120, square(100, 100)), (130, square(110, 100)))

    assert min(boxes(cover(seen, stretch(128, 255), REACH))) == 128


def test_nothing_is_claimed_of_a_thing_out_of_reach() -> None:
    assert cover(trail((50, square(100, 100))), stretch(80, 120), REACH) is None


def test_sightings_go_on_the_trails_they_fit_best() -> None:
    left, right = trail((0, square(100, 100))), trail((0, square(150, 100)))
    seen = [Sighting(5, square(155, 100)), Sighting(5, square(108, 100))]

    one, two = follow([left, right], seen, gap=25)

    assert one.last.box == square(108, 100)
    assert two.last.box == square(155, 100)


def test_two_that_cross_keep_their_ways() -> None:
    """The one that goes right is expected further right."""
    right = trail((0, square(100, 100)), (5, square(120, 100)))
    left = trail((0, square(160, 100)), (5, square(140, 100)))

    one, two = follow([right, left], [Sighting(10, square(120, 100)), Sighting(10, square(140, 100))], gap=25)

    assert one.last.box == square(140, 100)
    assert two.last.box == square(120, 100)


def test_what_is_far_off_of_another_size_or_of_another_kind_begins_a_trail() -> None:
    old = [Trail((Sighting(0, square(100, 100), entity="FACE"),))]
    for new in (square(300, 100), square(90, 90, 130)):
        assert len(follow(old, [Sighting(5, new, entity="FACE")], gap=25)) == 2
    assert len(follow(old, [Sighting(5, square(100, 100), entity="PLATE")], gap=25)) == 2


def test_what_was_lost_for_too_long_is_not_taken_up_again() -> None:
    old = [trail((0, square(100, 100)))]

    assert len(follow(old, [Sighting(25, square(105, 100))], gap=25)) == 1
    assert len(follow(old, [Sighting(26, square(105, 100))], gap=25)) == 2


@given(st.lists(places, max_size=6), st.lists(places, max_size=6))
def test_no_sighting_is_lost_in_following(before: list[Box], after: list[Box]) -> None:
    old = [trail((0, box)) for box in before]
    new = [Sighting(5, box) for box in after]

    made = follow(old, new, gap=25)

    kept = [sighting for each in made for sighting in each.sightings]
    assert sorted(kept, key=repr) == sorted([each.last for each in old] + new, key=repr)


def test_two_looks_agree_on_what_both_saw_in_about_the_same_place() -> None:
    one, two = Sighting(0, square(100, 100)), Sighting(5, square(110, 100))

    assert strangers([one], [two]) == []
    assert strangers([one], []) == [one.box]
    assert strangers([one], [Sighting(5, square(300, 100))]) == [one.box, square(300, 100)]


def test_two_looks_do_not_agree_on_what_went_far() -> None:
    assert strangers([Sighting(0, square(100, 100))], [Sighting(5, square(130, 100))]) == [Box(100, 100, 170, 140)]


def test_what_is_hardly_seen_is_no_cause_for_doubt() -> None:
    weak, sure = Sighting(0, square(100, 100), score=0.2), Sighting(0, square(300, 100), score=0.9)

    assert strangers([weak, sure], [], least_score=0.35) == [sure.box]
    assert strangers([sure], [Sighting(5, square(305, 100), score=0.2)], least_score=0.35) == []


def test_a_way_that_bends_is_held_by_the_boxes_between_two_sightings() -> None:
    """It comes fast from the left, turns between two looks, and goes back: both looks see it in the same place."""
    way = trail((0, square(40, 100)), (4, square(100, 100)), (8, square(100, 100)), (12, square(40, 100)))

    covered = boxes(cover(way, stretch(0, 12), REACH))

    assert holds(covered[6], square(112, 100))


def test_gaps_are_the_looks_that_did_not_see_the_thing() -> None:
    seen = trail((0, square(100, 100)), (5, square(100, 100)), (20, square(100, 100)))

    assert gaps(seen, [0, 5, 10, 15, 20]) == ((10, 15),)
    assert gaps(seen, [0, 5, 20]) == ()


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1
