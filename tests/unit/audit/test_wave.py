"""Waveforms for reviewers: what is silent is flat, what is cut is shaded, and length costs no memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from redact.audit.wave import Envelope, Shaded, drawn, envelope, wave_sheet
from redact.core.errors import WriteError
from redact.core.flow import Action
from redact.core.place import Times

_RATE = 8_000
_RED, _PALE = (246, 196, 196), (246, 246, 248)
_SECOND_PX, _LEFT = 148.8, 96  # of a recording of ten seconds


def _blocks(seconds: float, loud: float = 0.5, channels: int = 1) -> Iterator[Any]:
    samples = np.tile(np.array([[loud], [-loud]], np.float32), (int(seconds * _RATE / 2), channels))
    return (samples[at : at + 777] for at in range(0, len(samples), 777))


def _cut(start_s: float, end_s: float, *channels: int) -> Shaded:
    return Shaded(Times(int(start_s * 1e6), int(end_s * 1e6), channels), Action.REDACT, "PERSON")


def _colour(picture: Image.Image, second: float, y: int) -> Any:
    return picture.getpixel((int(_LEFT + second * _SECOND_PX), y))


def test_before_and_after_stand_under_each_other_on_one_scale(tmp_path: Path) -> None:
    path = tmp_path / "wave.png"

    wave_sheet(_blocks(10), _blocks(10, 0.25), [], _RATE, path)

    with Image.open(path) as picture:
        assert (picture.format, picture.width) == ("PNG", 1600)
        column = np.array(picture.convert("L"))[:, 800] < 100
    assert 50 <= column[22:94].sum() <= 54
    assert 25 <= column[94:166].sum() <= 28


def test_what_goes_is_shaded_from_its_first_moment_to_its_last() -> None:
    picture = drawn([envelope(_blocks(10, 0.0), _RATE)], [_cut(2, 4)])

    assert _colour(picture, 1.95, 80) == _PALE
    assert _colour(picture, 2.05, 80) == _colour(picture, 3.95, 80) == _RED
    assert _colour(picture, 4.05, 80) == _PALE


def test_a_cut_of_one_channel_is_not_drawn_on_the_other() -> None:
    picture = drawn([envelope(_blocks(10, 0.0, channels=2), _RATE)], [_cut(2, 4, 1)])

    assert _colour(picture, 3.5, 80) == _PALE
    assert _colour(picture, 3.5, 80 + 72) == _RED


def test_a_long_recording_has_a_row_for_each_minute() -> None:
    short, long = (drawn([envelope(_blocks(seconds), _RATE)], []) for seconds in (60, 150))

    assert long.height == 3 * short.height


def test_a_very_long_recording_has_no_more_rows_than_can_be_looked_at() -> None:
    hours = Envelope(10)
    for _ in range(1_000):
        hours.add(np.zeros((360, 2), np.float32))

    assert drawn([hours], []).height <= 96 * (72 + 32)


def test_peaks_survive_when_columns_grow_coarser() -> None:
    """One loud sample in a quiet recording is still seen, where it was."""
    quiet = Envelope(1_000, most=16)
    samples = np.zeros((1_003, 1), np.float32)
    samples[700] = -0.75
    for at in range(0, len(samples), 7):
        quiet.add(samples[at : at + 7])

    row = quiet.within(0, 1)[:, 0, 0]

    assert quiet.peak == 0.75
    assert row.min() == -0.75
    assert 0.69 * len(row) - len(row) / 8 < int(row.argmin()) <= 0.7 * len(row)


@pytest.mark.parametrize("blocks", [[], [np.zeros((0, 1), np.float32)]])
def test_a_recording_without_samples_is_drawn_empty(blocks: list[Any]) -> None:
    assert drawn([envelope(blocks, _RATE)], [_cut(0, 1)]).height > 0


def test_a_cut_past_the_end_is_no_fault() -> None:
    assert drawn([envelope(_blocks(10), _RATE)], [_cut(9, 99), _cut(200, 300)]).width == 1600


def test_a_folder_that_is_not_there_is_a_write_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError):
        wave_sheet(_blocks(1), None, [], _RATE, tmp_path / "none" / "wave.png")
