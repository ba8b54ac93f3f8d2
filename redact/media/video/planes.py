"""The samples of a frame, plane by plane: black put over stretches of them, everything else left as it is.

    4:2:0      Y 0 1 2 3 4 5 6 7     a box from 0 to 8 covers 8 samples of Y
               U 0   1   2   3       and 4 of U and of V; boxes begin on a grid of 8 pixels, so that chroma is never halved

Only formats are handled in which each component has a plane of its own; others are turned into one of those before.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
from av.video.format import VideoFormat, VideoFormatComponent
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from redact.core.flow import Edit
from redact.core.place import Box
from redact.media._paint import Mark, cut
from redact.media.video.facts import FULL_RANGE, Colours

_FAMILIES = ("yuv4", "yuvj4", "gray")
_LABELS_KEPT = 64
_UNIT = 16  # pixels; no format thins chroma out by more


def cuttable(name: str) -> bool:
    """Whether frames of this pixel format can be cut: planar, whole bytes, little-endian, without alpha."""
    if not name.startswith(_FAMILIES) or name.endswith(("be", "f16le", "f32le")):
        return False
    parts = _components(name)
    return len({part.plane for part in parts}) == len(parts) and not any(part.is_alpha for part in parts)


class Knife:
    """Cuts frames of one film. Keeps a converter and the labels painted last."""

    def __init__(self, pixel_format: str, colours: Colours, orientation: int) -> None:
        self._format = pixel_format
        self._colours = colours
        self._orientation = orientation
        self._to_rgb, self._from_rgb = VideoReformatter(), VideoReformatter()
        self._labels: dict[tuple[str, int, int], VideoFrame] = {}
        self._black = _black(pixel_format, colours)

    def blank(self, width_px: int, height_px: int) -> VideoFrame:
        """A black frame."""
        frame = VideoFrame(width_px, height_px, self._format)
        self.fill(frame, Mark(0, 0, width_px, height_px, "fill", ""))
        return frame

    def fill(self, frame: VideoFrame, mark: Mark) -> None:
        """Black over the pixels of the mark."""
        for plane, black in zip(_within(frame, mark), self._black, strict=True):
            plane[:] = black

    def soften(self, frame: VideoFrame, mark: Mark) -> None:
        """The pixels of the mark pixelated or blurred."""
        patch = self._patch(mark)
        for there, here in zip(_planes(patch), _within(frame, mark), strict=True):
            there[:] = here
        self._put(frame, mark, self._painted(patch, mark))

    def label(self, frame: VideoFrame, mark: Mark) -> None:
        """The mark's label on black, where the mark is filled and has one."""
        key = (mark.label, mark.x1 - mark.x0, mark.y1 - mark.y0)
        if key not in self._labels:
            if len(self._labels) >= _LABELS_KEPT:
                self._labels.pop(next(iter(self._labels)))
            self._labels[key] = self._painted(self.blank(*key[1:]), mark)
        self._put(frame, mark, self._labels[key])

    def _patch(self, mark: Mark) -> VideoFrame:
        return VideoFrame(mark.x1 - mark.x0, mark.y1 - mark.y0, self._format)

    def _painted(self, patch: VideoFrame, mark: Mark) -> VideoFrame:
        """A patch after it went through RGB, where the cut of pictures is made."""
        tag(patch, self._colours)
        pixels = to_rgb(patch, self._to_rgb)
        place = Box(0, 0, mark.x1 - mark.x0, mark.y1 - mark.y0)
        cut(pixels, [Edit(place, mark.label, mark.style)], self._orientation)
        made = VideoFrame.from_ndarray(pixels, "rgb24")
        tag(made, replace(self._colours, span=FULL_RANGE))
        span = self._colours.span or None
        return self._from_rgb.reformat(made, format=self._format, dst_color_range=span)

    def _put(self, frame: VideoFrame, mark: Mark, patch: VideoFrame) -> None:
        for there, here in zip(_within(frame, mark), _planes(patch), strict=True):
            there[:] = here


def to_rgb(frame: VideoFrame, converter: VideoReformatter) -> Any:
    """The frame as ``uint8 [h, w, 3], RGB``, in memory of its own."""
    return np.ascontiguousarray(converter.reformat(frame, format="rgb24").to_ndarray())


def tag(frame: VideoFrame, colours: Colours) -> None:
    """Say of a frame how its samples become colours."""
    frame.color_range, frame.colorspace = colours.span, colours.matrix
    frame.color_primaries, frame.color_trc = colours.primaries, colours.transfer


def copied(frame: VideoFrame) -> VideoFrame:
    """A frame of the same samples and nothing else: no captions, time codes or notes of the encoder."""
    made = VideoFrame(frame.width, frame.height, frame.format.name)
    for there, here in zip(_planes(made), _planes(frame), strict=True):
        there[:] = here
    return made


def _planes(frame: VideoFrame) -> list[Any]:
    """Every plane as an array over the frame's own memory, ``[height, width]``."""
    sample = np.dtype(np.uint8 if frame.format.components[0].bits <= 8 else "<u2")
    made = []
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), sample).reshape(plane.height, -1)[:, : plane.width]
        made.append(rows[::-1] if plane.line_size < 0 else rows)  # some AVI are stored from the lowest line up
    return made


def _within(frame: VideoFrame, mark: Mark) -> list[Any]:
    """The stretch of every plane that holds the pixels of the mark."""
    steps = [(_UNIT // part.width, _UNIT // part.height) for part in _components(frame.format.name)]
    return [
        plane[mark.y0 // down : -(-mark.y1 // down), mark.x0 // across : -(-mark.x1 // across)]
        for plane, (across, down) in zip(_planes(frame), steps, strict=True)
    ]


@cache
def _components(name: str) -> tuple[VideoFormatComponent, ...]:
    return VideoFormat(name, _UNIT, _UNIT).components


def _black(name: str, colours: Colours) -> list[int]:
    """The sample of black in every plane. Source: ITU-T H.273 (07/2021), 8.3, equations 20 to 29."""
    parts = _components(name)
    bits = parts[0].bits
    full = colours.full or name.startswith(("yuvj", "gray"))
    return [0 if full else 16 << (bits - 8)] + [1 << (bits - 1)] * (len(parts) - 1)
