"""Packets into frames. FFmpeg mends what is damaged as well as it can; here a damaged frame is never shown.

A frame that is built on a damaged one is damaged too, so that everything is black from there to the next key frame. What
a codec cannot tell, nobody can: VP8 and VP9 decode any bytes to some picture, HEVC nearly so (measured: 19 of 25 damaged
clips decoded without a word; H.264 and MPEG-4 told of all).
"""

from __future__ import annotations

import os
from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av
from av.codec.context import Flags
from av.packet import Packet
from av.sidedata.sidedata import SideDataContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from redact.core.errors import CorruptInput
from redact.media.video.container import limits
from redact.settings import Settings

#: Frames are decoded beside each other and each thread holds one: more would only cost memory.
MOST_THREADS = 8
#: One packet, one frame: one that does not come out is lost even if the decoder keeps silent. Not so in VP8, whose hidden
#: frames are packets of their own, nor in MPEG-4 with its packets that say "as before".
_ONE_FOR_ONE = frozenset({"h264", "hevc", "mjpeg"})
#: JPEG has no check of its own; told to give up at the first error, FFmpeg sees 20 of 25 damaged frames instead of 4.
_STRICT = {"mjpeg": {"err_detect": "explode"}}


@dataclass(frozen=True, slots=True)
class Shot:
    """One frame as it came out: when in ticks, for how many (0: unknown), and the frame itself, or None for damage."""

    ticks: int | None
    lasts: int
    picture: VideoFrame | None


class Decoder:
    """Decodes one film, packet by packet."""

    def __init__(self, film: VideoStream, settings: Settings) -> None:
        context = film.codec_context
        context.thread_type = "AUTO"
        context.thread_count = min(os.cpu_count() or 1, MOST_THREADS)
        context.options = limits(settings) | _STRICT.get(context.name, {})
        context.flags |= Flags.output_corrupt  # a frame that FFmpeg would rather keep back is counted, and black
        self._film = film
        self._guessed = film.container.format.name == "avi"
        self._one_for_one = context.name in _ONE_FOR_ONE and not self._guessed
        self._waiting: list[int] = []  # times of packets whose frame has not come out, in order
        self._suspect: set[int] = set()  # times of packets that were read in part
        self._errors = 0
        self._hurt = False  # something was lost since the last frame
        self._broken = False
        self._size: tuple[int, int] | None = None

    def frames(self, packet: Packet[VideoStream]) -> list[VideoFrame]:
        """The frames that come out after one packet more; the last packet is empty."""
        if not packet.size and packet.dts is not None:
            return []  # a sample without bytes; to the decoder it would be the end
        self._expect(packet)
        try:
            return self._film.decode(packet)
        except av.error.InvalidDataError:
            self._errors += 1
            self._hurt = True
            return []

    def shots(self, packet: Packet[VideoStream]) -> Iterator[Shot]:
        """The same with damage known: a shot for each frame that was to come out, in the order in which they are shown.

        Raises:
            CorruptInput: the size of the frames changes.
        """
        for frame in self.frames(packet):
            if self._guessed:
                frame.pts = self._guess()
            if frame.pts is not None:
                yield from self._lost(frame.pts)
            yield self._judged(frame)
        if not packet.size and packet.dts is None:
            yield from self._lost(None)

    def _expect(self, packet: Packet[VideoStream]) -> None:
        if not packet.size or packet.is_discard:
            return
        if packet.pts is not None:
            insort(self._waiting, packet.pts)
        if packet.is_corrupt and packet.pts is not None:
            self._suspect.add(packet.pts)
        self._hurt |= packet.is_corrupt

    def _guess(self) -> int | None:
        """When the next frame is shown, in AVI, where packets bear the times at which they are decoded: in that order."""
        return self._waiting[min(self._errors, len(self._waiting) - 1)] if self._waiting else None

    def _lost(self, before: int | None) -> Iterator[Shot]:
        """Shots for packets that are shown before that time and never became frames."""
        while self._waiting and (before is None or self._waiting[0] < before):
            ticks = self._waiting.pop(0)
            if self._errors or (self._one_for_one and self._size):
                self._errors = max(0, self._errors - 1)
                self._hurt = True
                yield Shot(ticks, 0, None)
        if self._waiting and self._waiting[0] == before:
            self._waiting.pop(0)

    def _judged(self, frame: VideoFrame) -> Shot:
        size = frame.width, frame.height
        if self._size not in (None, size):
            raise CorruptInput("the frames of this video change their size", "save each part in a file of its own")
        self._size = size
        damaged = frame.is_corrupt or frame.pts in self._suspect
        # A key frame stands on its own, unless it is itself the damaged one.
        self._broken = damaged or ((self._broken or self._hurt) and not frame.key_frame)
        self._hurt = False
        return Shot(frame.pts, frame.duration, None if self._broken else frame)


def side_data(frame: VideoFrame) -> dict[str, Any]:
    """What a frame bears beside its samples, by FFmpeg's names.

    Not by `frame.side_data`: frame and answer would hold each other, and a film's worth of frames wait to be collected.
    """
    container: Any = SideDataContainer  # the stubs leave its argument out
    return {entry.type.name: entry for entry in container(frame)}
