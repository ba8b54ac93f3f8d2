"""What is known of a film before it is gone through: format, codec, size, colours, rotation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from redact.core.errors import CorruptInput, EncryptedInput, InputError
from redact.core.flow import Source
from redact.media.video.container import film_of, muxer_of, opened
from redact.media.video.decoder import Decoder, side_data
from redact.settings import Settings

#: Values of FFmpeg's AVColorRange and AVColorSpace. Source: libavutil/pixfmt.h, FFmpeg 8.
LIMITED_RANGE, FULL_RANGE = 1, 2
SMPTE170M = 6
#: Signs of (a, b, c, d) in the display matrix, in which a point (x, y) is shown at (ax + cy, bx + dy) -> orientation.
#: Source: ISO/IEC 14496-12:2022, 6.2.2 (matrix); Exif 3.0 (CIPA DC-008-2023), tag 0x0112 (orientation).
_TURNS = {
    (1, 0, 0, 1): 1,
    (-1, 0, 0, 1): 2,
    (-1, 0, 0, -1): 3,
    (1, 0, 0, -1): 4,
    (0, 1, 1, 0): 5,
    (0, 1, -1, 0): 6,
    (0, -1, -1, 0): 7,
    (0, -1, 1, 0): 8,
}
_USUAL_RATE = Fraction(25)


@dataclass(frozen=True, slots=True)
class Colours:
    """How samples become colours, as FFmpeg numbers it."""

    span: int
    matrix: int
    primaries: int
    transfer: int

    @property
    def full(self) -> bool:
        """Whether black is 0 rather than 16."""
        return self.span == FULL_RANGE


@dataclass(frozen=True, slots=True)
class Facts:
    """What a film is. `matrix` is the display matrix as stored; `ticks` the unit of its time stamps in seconds."""

    muxer: str
    codec: str
    pixel_format: str
    width_px: int
    height_px: int
    ticks: Fraction
    rate: Fraction
    aspect: Fraction | None
    bits_per_second: int
    colours: Colours
    interlaced: bool
    matrix: tuple[int, ...] | None

    @property
    def orientation(self) -> int:
        """How the stored pixels are to be turned; a turn that is not by a right angle counts as none."""
        if self.matrix is None:
            return 1
        a, b, _, c, d, *_ = self.matrix
        longest = max(abs(a), abs(b), abs(c), abs(d)) or 1
        signs = tuple(round(value / longest) for value in (a, b, c, d))
        return _TURNS.get((signs[0], signs[1], signs[2], signs[3]), 1)


def probe(source: Source, settings: Settings) -> Facts:
    """What the film in a source is, from its header and its first frame.

    Raises:
        InputError: as `open_video`.
    """
    with opened(source, settings) as container:
        muxer = muxer_of(source, container)
        film = film_of(container, settings)
        decoder = Decoder(film, settings)
        for packet in container.demux(film):
            if packet.has_sidedata("encryption_info"):
                raise _locked()
            for frame in decoder.frames(packet):
                return _facts(muxer, container, film, frame)
    raise CorruptInput("there is not one frame in this video that can be decoded", "check that it is the right file")


def _locked() -> InputError:
    return EncryptedInput("the pictures of this video are encrypted", "save a copy without protection")


def _facts(muxer: str, container: InputContainer, film: VideoStream, frame: VideoFrame) -> Facts:
    if "enc_key_id" in film.metadata:
        raise _locked()
    name = frame.format.name
    span = FULL_RANGE if name.startswith("yuvj") else frame.color_range
    return Facts(
        muxer,
        film.codec_context.codec.canonical_name,
        name,
        frame.width,
        frame.height,
        film.time_base or Fraction(1, 1000),
        film.average_rate or film.guessed_rate or _USUAL_RATE,
        film.sample_aspect_ratio,
        film.bit_rate or container.bit_rate,
        Colours(span, frame.colorspace, frame.color_primaries, frame.color_trc),
        frame.interlaced_frame,
        _display_matrix(frame),
    )


def _display_matrix(frame: VideoFrame) -> tuple[int, ...] | None:
    """The nine numbers of the display matrix, where there is one."""
    matrix = side_data(frame).get("DISPLAYMATRIX")
    return None if matrix is None else tuple(int(value) for value in np.frombuffer(bytes(matrix), np.int32))
