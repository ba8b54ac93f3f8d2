"""What is seen again in a draft: on our own boxes it is ours, beside them it is left."""

from __future__ import annotations

from redact.core.place import Box, Times, Track
from redact.verify.seen import Covered, share

CUT = Box(10, 10, 50, 50)


def test_what_lies_on_a_cut_is_ours() -> None:
    assert Covered([CUT]).left(Box(12, 12, 52, 52)) is None


def test_what_lies_beside_a_cut_is_left() -> None:
    assert Covered([CUT]).left(Box(45, 10, 90, 50)) == Box(45, 10, 90, 50)


def test_two_cuts_cover_together() -> None:
    assert share(Box(0, 0, 20, 10), [Box(0, 0, 10, 10), Box(10, 0, 20, 10)]) == 1.0


def test_of_a_track_the_frames_that_are_not_cut_are_left() -> None:
    track = Track(((4, 10, 10, 50, 50), (5, 10, 10, 50, 50), (6, 100, 10, 140, 50)))
    cut = Track(((4, 8, 8, 52, 52), (6, 8, 8, 52, 52)))

    assert Covered([cut]).left(track) == Track(track.boxes[1:])


def test_a_track_that_is_cut_in_every_frame_is_ours() -> None:
    track = Track(((4, 10, 10, 50, 50), (5, 10, 10, 50, 50)))

    assert Covered([track]).left(track) is None


def test_what_is_heard_where_it_is_silent_is_ours() -> None:
    cuts = Covered([Times(0, 1_000_000), Times(1_200_000, 2_000_000)])

    assert cuts.left(Times(500_000, 1_500_000)) is None
    assert cuts.left(Times(900_000, 1_250_000)) == Times(900_000, 1_250_000)


def test_a_silence_of_one_channel_says_nothing_of_another() -> None:
    assert Covered([Times(0, 1_000_000, (0,))]).left(Times(0, 1_000_000, (1,))) == Times(0, 1_000_000, (1,))
