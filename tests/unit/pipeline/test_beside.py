"""Source and draft beside each other: no picture and no frame lost, every cut there, asked for in the order of the plan.

`compare_signals` gives nothing and raises: what only calls it would fail on a false alarm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from redact.core.errors import ResidualError
from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Box, Place, Track
from redact.core.segment import Film, Frame, Raster, Segment, Text
from redact.pipeline.beside import Beside, Cuts, compare_signals

BOX = Box(16, 16, 48, 48)
SIDE = 160


def decision(place: Place, segment: int = 1, action: Action = Action.REDACT) -> Decision:
    return Decision(segment, "page", place, place, "FACE", Verdict(action, "rule", "fill"), 0.9, "faces", "")


def picture(cut: Box | None = None) -> Any:
    pixels = np.random.default_rng(1).integers(0, 2, (SIDE // 16, SIDE // 16, 3), dtype=np.uint8) * 200 + 20
    pixels = pixels.repeat(16, 0).repeat(16, 1)
    if cut is not None:
        pixels[int(cut.y0) : int(cut.y1), int(cut.x0) : int(cut.x1)] = 0
    return pixels


@dataclass
class Doc:
    """A document of what it is given."""

    held: Sequence[Segment]

    def segments(self) -> Iterator[Segment]:
        yield from self.held


def film(*cuts: Box | None, late_us: int = 0) -> Film:
    frames = [Frame(at, at * 40_000 + late_us * (at > 0), picture(cut)) for at, cut in enumerate(cuts)]
    return Film(1, "film", 0, 128, SIDE, SIDE, frames)


def beside(before: Segment, after: Sequence[Segment], *decisions: Decision) -> Beside:
    return Beside(Doc([Text(0, "tag", "x"), before]), Doc(after), lambda: decisions)  # type: ignore[arg-type]


def test_a_still_with_its_cut_passes() -> None:
    compare_signals(beside(Raster(1, "page", picture()), [Raster(0, "page", picture(BOX))], decision(BOX)))


def test_a_still_without_its_cut_does_not() -> None:
    with pytest.raises(ResidualError, match="missing"):
        compare_signals(beside(Raster(1, "page", picture()), [Raster(0, "page", picture())], decision(BOX)))


def test_what_was_kept_is_no_cut() -> None:
    kept = decision(BOX, action=Action.KEEP)

    with pytest.raises(ResidualError, match="where nothing was cut"):
        compare_signals(beside(Raster(1, "page", picture()), [Raster(0, "page", picture(BOX))], kept))


def test_a_lost_picture_is_noticed() -> None:
    with pytest.raises(ResidualError, match="other pictures"):
        compare_signals(beside(Raster(1, "page", picture()), []))


def test_a_film_is_cut_in_the_frames_of_its_track_alone() -> None:
    track = decision(Track(((1, *_sides(BOX)),)))

    compare_signals(beside(film(None, None, None), [film(None, BOX, None)], track))
    with pytest.raises(ResidualError, match="missing"):
        compare_signals(beside(film(None, None, None), [film(None, None, None)], track))


def test_a_lost_frame_is_noticed() -> None:
    with pytest.raises(ResidualError, match="more or fewer frames"):
        compare_signals(beside(film(None, None), [film(None)]))


def test_a_frame_at_another_time_is_noticed() -> None:
    with pytest.raises(ResidualError, match="another time"):
        compare_signals(beside(film(None, None), [film(None, None, late_us=40_000)]))


def test_cuts_are_found_by_picture_in_order() -> None:
    cuts = Cuts([decision(BOX, 1), decision(BOX, 4), decision(BOX, 4)])

    assert [cuts.of(ordinal).left(BOX) is None for ordinal in (0, 1, 1, 2, 4, 9)] == [
        False,
        True,
        True,
        False,
        True,
        False,
    ]


def _sides(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1
