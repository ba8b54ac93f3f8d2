"""Waveforms before and after, for the eyes of a reviewer: when something is said is shown, what is said never."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from redact.audit.files import replacing
from redact.core.flow import Action
from redact.core.place import Times

_WIDE_PX, _LEFT_PX, _RIGHT_PX = 1600, 96, 16
_PLOT_PX = _WIDE_PX - _LEFT_PX - _RIGHT_PX
_LANE_PX, _WORD_PX, _AXIS_PX, _GAP_PX = 72, 15, 22, 10
_ROW_S = 60.0  # a row shows as much, until there are too many rows to look at
_MOST_LANES = 96
_MOST_COLUMNS = _PLOT_PX * _MOST_LANES  # held in memory, however long the recording
_TICKS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
_TICK_PX = 80
_US = 1_000_000
_INK, _LINE, _PAPER = (40, 60, 90), (200, 200, 204), (255, 255, 255)
_SHADES = {Action.REDACT: (246, 196, 196), Action.REVIEW: (252, 224, 186), Action.KEEP: (206, 232, 206)}
_WORDS = {Action.REDACT: (160, 0, 0), Action.REVIEW: (170, 90, 0), Action.KEEP: (0, 100, 0)}


class Shaded(NamedTuple):
    """A stretch of a recording, what is to become of it, and the word that stands over it (an entity, never a value)."""

    times: Times
    action: Action
    word: str


class Envelope:
    """The lowest and highest sample of each of some columns, as samples stream by; columns grow coarser, never more."""

    def __init__(self, rate_hz: int, most: int = _MOST_COLUMNS) -> None:
        """Columns start at five milliseconds; `most` is even."""
        self.samples = 0
        self.rate_hz = rate_hz
        self._step = max(1, rate_hz // 200)
        self._most = most
        self._held: Any = np.zeros((most, 1, 2), np.float32)  # [columns, channels, lowest and highest]

    @property
    def seconds(self) -> float:
        """How long all samples so far are."""
        return self.samples / self.rate_hz

    @property
    def channels(self) -> int:
        """How many channels the samples have; one while there are none."""
        return int(self._held.shape[1])

    @property
    def peak(self) -> float:
        """The largest sample of all, whatever its sign."""
        return float(np.abs(self._held).max())

    def add(self, block: Any) -> None:
        """Samples that follow the last, ``float32 [n, channels]``."""
        if not self.samples:
            self._held = np.zeros((self._most, block.shape[1], 2), np.float32)
        if not len(block):
            return
        while (self.samples + len(block) - 1) // self._step >= self._most:
            self._halve()
        columns = np.arange(self.samples // self._step, (self.samples + len(block) - 1) // self._step + 1)
        starts = np.maximum(columns * self._step - self.samples, 0)
        low, high = np.minimum.reduceat(block, starts), np.maximum.reduceat(block, starts)
        # The first of these columns may have begun in the block before; the others are still 0.
        self._held[columns, :, 0] = np.minimum(low, self._held[columns, :, 0])
        self._held[columns, :, 1] = np.maximum(high, self._held[columns, :, 1])
        self.samples += len(block)

    def _halve(self) -> None:
        half = self._most // 2
        low, high = self._held.reshape(half, 2, -1, 2).transpose(3, 1, 0, 2)
        self._held[:half] = np.stack((low.min(axis=0), high.max(axis=0)), axis=2)
        self._held[half:] = 0
        self._step *= 2

    def within(self, start_s: float, end_s: float) -> Any:
        """Lowest and highest in each pixel of a row, ``float32 [pixels, channels, 2]``; after the end it is silent."""
        edges = (np.linspace(start_s, end_s, _PLOT_PX + 1) * self.rate_hz / self._step).astype(np.int64)
        edges = np.minimum(edges, self._most - 1)
        part = self._held[: edges[-1] + 1]
        low, high = np.minimum.reduceat(part[:, :, 0], edges[:-1]), np.maximum.reduceat(part[:, :, 1], edges[:-1])
        return np.stack((low, high), axis=2)


def envelope(blocks: Iterable[Any], rate_hz: int) -> Envelope:
    """What is left to draw of a recording once its blocks have streamed by."""
    made = Envelope(rate_hz)
    for block in blocks:
        made.add(np.asarray(block, np.float32))
    return made


def wave_sheet(
    before: Iterable[Any], after: Iterable[Any] | None, cuts: Sequence[Shaded], rate_hz: int, path: Path
) -> None:
    """The waveform of each channel, and of what became of it under it, as a PNG. Blocks are ``float32 [n, channels]``.

    Red goes, amber waits, green stays. Both are drawn to one scale, that of `before`. Memory does not grow with length.

    Raises:
        WriteError: it cannot be written.
    """
    sides = [envelope(before, rate_hz)] + ([] if after is None else [envelope(after, rate_hz)])
    picture = drawn(sides, cuts)
    with replacing(path, "the preview") as file:
        picture.save(file, "PNG", optimize=True)


def drawn(sides: Sequence[Envelope], cuts: Sequence[Shaded]) -> Image.Image:
    """One or two recordings of equal length, row under row."""
    first = sides[0]
    lanes = len(sides) * first.channels
    rows = list(_rows(first.seconds, max(1, _MOST_LANES // lanes)))
    high = _AXIS_PX + lanes * _LANE_PX + _GAP_PX
    picture = Image.new("RGB", (_WIDE_PX, high * len(rows)), _PAPER)
    scale = 1 / max(first.peak, 1e-3)
    for at, (start_s, end_s) in enumerate(rows):
        _axis(ImageDraw.Draw(picture), at * high, start_s, end_s)
        seen = [side.within(start_s, end_s) * scale for side in sides]
        for channel in range(first.channels):
            for side, columns in enumerate(seen):
                top = at * high + _AXIS_PX + (channel * len(sides) + side) * _LANE_PX
                shown = [each for each in cuts if not each.times.channels or channel in each.times.channels]
                lane = _lane(columns[:, channel], _placed(shown, start_s, end_s))
                picture.paste(lane, (_LEFT_PX, top))
                _name(ImageDraw.Draw(picture), top, channel if first.channels > 1 else None, side)
    return picture


def _rows(seconds: float, most: int) -> Iterator[tuple[float, float]]:
    """A short recording fills one row; a long one has rows of a minute, or of more where there would be too many."""
    each = min(max(seconds, 1.0), max(_ROW_S, seconds / most))
    count = max(1, int(np.ceil(seconds / each - 1e-9)))
    return ((at * each, (at + 1) * each) for at in range(count))


def _placed(cuts: Sequence[Shaded], start_s: float, end_s: float) -> list[tuple[int, int, Shaded]]:
    """The stretches that reach into a row, with their first pixel and the one after the last, rounded outward."""
    per_us = _PLOT_PX / ((end_s - start_s) * _US)
    spans = (
        (each, (each.times.start_us - start_s * _US) * per_us, (each.times.end_us - start_s * _US) * per_us)
        for each in cuts
    )
    return [
        (max(0, int(np.floor(x0))), min(_PLOT_PX, int(np.ceil(x1))), each)
        for each, x0, x1 in spans
        if x1 > 0 and x0 < _PLOT_PX
    ]


def _lane(columns: Any, placed: Sequence[tuple[int, int, Shaded]]) -> Image.Image:
    """One channel of one recording: the shades, the wave over them, and the words above it where there is room."""
    lane = Image.new("RGB", (_PLOT_PX, _LANE_PX - 4), (246, 246, 248))
    draw = ImageDraw.Draw(lane)
    for x0, x1, each in placed:
        draw.rectangle((x0, 0, x1 - 1, lane.height), _SHADES[each.action])
    reach = (lane.height - _WORD_PX - 1) / 2
    tops, ends = (np.rint(_WORD_PX + reach - columns[:, side].clip(-1, 1) * reach) for side in (1, 0))
    y = np.arange(lane.height)[:, np.newaxis]
    pixels = np.array(lane)
    pixels[(y >= tops) & (y <= ends)] = _INK
    lane = Image.fromarray(pixels)
    _words(ImageDraw.Draw(lane), placed)
    return lane


def _words(draw: ImageDraw.ImageDraw, placed: Sequence[tuple[int, int, Shaded]]) -> None:
    font, free = ImageFont.load_default(12), 0
    for x0, _, each in sorted(placed, key=lambda place: place[0]):
        wide = int(draw.textlength(each.word, font)) + 4
        if x0 >= free and x0 + wide <= _PLOT_PX:
            draw.text((x0 + 2, 0), each.word, _WORDS[each.action], font)
            free = x0 + wide


def _axis(draw: ImageDraw.ImageDraw, top: int, start_s: float, end_s: float) -> None:
    font, per_s = ImageFont.load_default(12), _PLOT_PX / (end_s - start_s)
    step = next((each for each in _TICKS_S if each * per_s >= _TICK_PX), _TICKS_S[-1])
    for second in range(-(-int(np.ceil(start_s)) // step) * step, int(end_s) + 1, step):
        x = _LEFT_PX + (second - start_s) * per_s
        draw.line((x, top + _AXIS_PX - 6, x, top + _AXIS_PX), _LINE)
        hours, minutes = divmod(second // 60, 60)
        clock = f"{hours}:{minutes:02}:{second % 60:02}" if hours else f"{minutes}:{second % 60:02}"
        draw.text((x + 3, top + 3), clock, (110, 110, 116), font)


def _name(draw: ImageDraw.ImageDraw, top: int, channel: int | None, side: int) -> None:
    words = ("before", "after")[side]
    font = ImageFont.load_default(13)
    draw.text((8, top + 12), words, (60, 60, 64), font)
    if channel is not None:
        draw.text((8, top + 30), f"channel {channel + 1}", (110, 110, 116), font)
