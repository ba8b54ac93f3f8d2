"""Clips in a wanted height and length, and what decoding and encoding alone cost: the limit for whoever changes a film."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
from av.video.frame import VideoFrame

#: What the clips are written with. Fine enough that faces stay as they were.
_OPTIONS = {"crf": "18", "preset": "veryfast"}


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip as it is measured: constant frame rate, no sound."""

    path: Path
    width_px: int
    height_px: int
    frames: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds on the wall and of the processor."""

    wall_s: float
    cpu_s: float


def scaled(source: Path, height_px: int, target: Path, frames: int = 0) -> Clip:
    """The clip in that height, gone through again and again until it has so many `frames` (0: once)."""
    with av.open(str(source)) as container:
        film = container.streams.video[0]
        rate = Fraction(film.average_rate or 25)
        width_px = round(film.width * height_px / film.height / 2) * 2
    count = 0
    with av.open(str(target), "w") as out:
        stream = out.add_stream("libx264", rate=rate, options=_OPTIONS)
        stream.width, stream.height, stream.pix_fmt = width_px, height_px, "yuv420p"
        stream.codec_context.time_base = 1 / rate
        for frame in islice(_again(source, frames), frames or None):
            made = frame.reformat(width_px, height_px, "yuv420p")
            made.pts, made.time_base = count, 1 / rate
            count += 1
            out.mux(stream.encode(made))
        out.mux(stream.encode())
    return Clip(target, width_px, height_px, count)


def decoding(clip: Clip) -> Cost:
    """Every frame decoded and turned to RGB."""
    start = _now()
    for frame in _frames(clip.path):
        frame.to_ndarray(format="rgb24")
    return _since(start)


def recoding(clip: Clip) -> Cost:
    """Every frame decoded and encoded again, x264 as it comes."""
    start = _now()
    with av.open(io.BytesIO(), "w", format="mp4") as out:
        with av.open(str(clip.path)) as container:
            stream = out.add_stream("libx264", rate=container.streams.video[0].average_rate)
        stream.width, stream.height, stream.pix_fmt = clip.width_px, clip.height_px, "yuv420p"
        for frame in _frames(clip.path):
            frame.pict_type = 0  # the encoder chooses
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return _since(start)


def _again(source: Path, frames: int) -> Iterator[VideoFrame]:
    yield from _frames(source)
    while frames:
        yield from _frames(source)


def _frames(path: Path) -> Iterator[VideoFrame]:
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        yield from container.decode(video=0)


def _now() -> tuple[float, float]:
    return time.monotonic(), time.process_time()


def _since(start: tuple[float, float]) -> Cost:
    wall, cpu = _now()
    return Cost(wall - start[0], cpu - start[1])
