"""Frames into a file: one track of pictures, in the time stamps, colours and rotation of the source, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import BinaryIO

import av
from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from redact.core.errors import Defect, WriteError
from redact.media.video.facts import Facts
from redact.media.video.planes import tag
from redact.media.video.recipe import THREADS, Plan

_BUFFER_BYTES = 1 << 18
_UNSIGNED = {"fflags": "+bitexact"}  # no date, no name of the program
#: The largest denominator MPEG-4 has for its ticks. Source: ISO/IEC 14496-2:2004, 6.3.3, vop_time_increment_resolution.
_MPEG4_TICKS = 65_535
#: SEI: what encoders and cameras say beside the pictures. Source: ITU-T H.264 (08/2021), table 7-1.
_ONLY_PICTURES = {"libx264": "filter_units=remove_types=6"}
#: How much more than its source a copy may take, for encoders that keep to it: ours is quick, not thrifty.
_MORE, _LEAST_BITS = 2, 500_000


class Sink:
    """The output without its name, which FFmpeg would quote, and which only its owner closes."""

    def __init__(self, out: BinaryIO) -> None:
        self.write = out.write
        self.seek = out.seek
        self.tell = out.tell


@contextmanager
def written(out: BinaryIO, muxer: str, timescale: int = 1000) -> Iterator[OutputContainer]:
    """A container to fill, ended properly if nothing went wrong.

    `timescale` is how many parts of a second MP4 counts in when it says when a track begins and how long it is.

    Raises:
        WriteError: FFmpeg could not write on.
    """
    options = _UNSIGNED | ({"movie_timescale": str(timescale)} if muxer in ("mp4", "mov") else {})
    try:
        with av.open(Sink(out), "w", muxer, container_options=options, buffer_size=_BUFFER_BYTES) as container:
            yield container
    except av.error.FFmpegError as err:
        raise WriteError("the video could not be written", "please report this, with the kind of video it is") from err


class Recorder:
    """Encodes frames of one film, given in order, into a container."""

    def __init__(self, container: OutputContainer, facts: Facts, plan: Plan) -> None:
        self._container = container
        self._source_ticks = facts.ticks
        self._colours = plan.colours
        self._stream = self._track(facts, plan)
        self._only: BitStreamFilterContext | None = None
        self._sieve = _ONLY_PICTURES.get(plan.recipe.encoder)

    def _track(self, facts: Facts, plan: Plan) -> VideoStream:
        options = {**plan.recipe.options, **(_cap(facts) if plan.recipe.capped else {})}
        if facts.muxer == "avi":
            options["bf"] = "0"  # AVI has no place to say that frames are shown in another order
        film = self._container.add_stream(
            plan.recipe.encoder,
            rate=facts.rate,
            options=options,
            width=facts.width_px,
            height=facts.height_px,
            time_base=_ticks(facts, plan),
        )
        if not isinstance(film, VideoStream):
            raise Defect("an encoder of films made another track", "please report this")
        film.pix_fmt = plan.pixel_format
        context = film.codec_context
        context.color_range, context.colorspace = plan.colours.span, plan.colours.matrix
        context.color_primaries, context.color_trc = plan.colours.primaries, plan.colours.transfer
        context.flags |= Flags.bitexact | Flags.frame_duration
        if facts.interlaced:
            context.flags |= Flags.interlaced_dct | Flags.interlaced_me
        if facts.aspect:
            context.sample_aspect_ratio = facts.aspect
        context.thread_count = THREADS
        if plan.recipe.encoder == "libx265" and facts.muxer in ("mp4", "mov"):
            context.codec_tag = "hvc1"  # the one that QuickTime plays
        if facts.matrix is not None:
            film.set_display_matrix(facts.matrix)
        return film

    def put(self, frame: VideoFrame, ticks: int, lasts: int) -> None:
        """Encode one frame, shown at `ticks` of the source for `lasts` of them."""
        tag(frame, self._colours)
        frame.pict_type = 0  # the encoder says what becomes a key frame, not the source
        frame.time_base = self._source_ticks
        frame.pts, frame.duration = ticks, lasts
        self._mux(self._stream.encode(frame))

    def end(self) -> None:
        """Encode what is still held back."""
        self._mux(self._stream.encode(None))
        if self._only is not None:
            self._send(self._only.filter(None))

    def _mux(self, packets: list[Packet[VideoStream]]) -> None:
        if not self._sieve:
            self._container.mux(packets)
            return
        for packet in packets:
            if self._only is None:  # only now is the encoder's header known
                self._container.start_encoding()
                self._only = BitStreamFilterContext(self._sieve, self._stream)
            self._send(self._only.filter(packet))

    def _send(self, packets: list[Packet[VideoStream]]) -> None:
        for packet in packets:
            packet.stream = self._stream
            self._container.mux(packet)


def _cap(facts: Facts) -> dict[str, str]:
    if not facts.bits_per_second:
        return {}
    most = max(_MORE * facts.bits_per_second, _LEAST_BITS)
    return {"maxrate": str(most), "bufsize": str(2 * most)}


def _ticks(facts: Facts, plan: Plan) -> Fraction:
    if plan.recipe.encoder != "mpeg4" or facts.ticks.denominator <= _MPEG4_TICKS:
        return facts.ticks
    # As fine as can be, such that an even rate stays even.
    beat = min(facts.rate.numerator, _MPEG4_TICKS)
    return Fraction(1, _MPEG4_TICKS // beat * beat)
