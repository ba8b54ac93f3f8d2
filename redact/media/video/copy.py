"""A film in which nothing is cut, copied without loss: its coded pictures in a new container, and nothing else.

A coded film can hold more than it shows: frames that an edit list hides, a second view, notes between the pictures. It is
copied only where none of this can be: H.264, one frame to each packet, every key frame one that stands on its own. All
units but slices and their parameters are left out. Every other film is encoded anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from av.bitstream import BitStreamFilterContext
from av.codec.context import Flags
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from redact.core.flow import Edit, Source
from redact.media.video.container import film_of, opened
from redact.media.video.dub import Dub
from redact.media.video.facts import Facts
from redact.media.video.recorder import written
from redact.media.video.reel import Reel, Tally, stretches
from redact.settings import Settings

#: Slices (1 to 5) and parameter sets (7, 8). Source: ITU-T H.264 (08/2021), table 7-1.
_ONLY_PICTURES = "filter_units=pass_types=1-5|7|8"
_IDR = 5
_LENGTH_BYTES = 4


def copied_whole(dub: Dub, facts: Facts, ask: Callable[[int, int], Sequence[Edit]], out: BinaryIO) -> Tally | None:
    """Copy the film if it can be copied and nothing in it is to be cut; None, and nothing written, if not.

    Its sound is not copied: it is written anew, with its cuts, between the packets of the film.

    `ask` is asked for each stretch in order, up to the first in which something is cut.
    """
    if facts.codec != "h264" or facts.muxer not in ("mp4", "mov", "matroska") or facts.interlaced:
        return None
    packets = _packets(dub.source, dub.settings)
    if packets is None:
        return None
    reel = Reel(dub.source, dub.settings)
    for number, (first, _) in enumerate(stretches(reel, dub.settings.film_frames)):
        if ask(number, first):
            return None
    if reel.tally.frames != packets or reel.tally.damaged:
        return None
    _copy(dub, facts, out)
    return reel.tally


def _packets(source: Source, settings: Settings) -> int | None:
    """How many packets there are; None if one of them keeps the film from being copied."""
    with opened(source, settings) as container:
        film = film_of(container, settings)
        if not _lengths_of_four(film):
            return None
        found = 0
        for packet in container.demux(film):
            if packet.dts is None and not packet.size:
                continue
            if (
                packet.is_discard
                or packet.is_corrupt
                or packet.pts is None
                or (packet.is_keyframe and not _whole(packet))
            ):
                return None
            found += 1
    return found


def _lengths_of_four(film: VideoStream) -> bool:
    """Whether units stand behind their length in four bytes. Source: ISO/IEC 14496-15:2022, 5.3.3.1."""
    header = film.codec_context.extradata or b""
    return len(header) > 6 and header[0] == 1 and header[4] & 3 == _LENGTH_BYTES - 1


def _whole(packet: Packet[VideoStream]) -> bool:
    """Whether a packet holds a picture that needs no other."""
    units, at = bytes(packet), 0
    while at + _LENGTH_BYTES < len(units):
        if units[at + _LENGTH_BYTES] & 31 == _IDR:
            return True
        at += _LENGTH_BYTES + int.from_bytes(units[at : at + _LENGTH_BYTES], "big")
    return False


def _copy(dub: Dub, facts: Facts, out: BinaryIO) -> None:
    with opened(dub.source, dub.settings) as container, written(out, facts.muxer, dub.timescale) as made:
        film = film_of(container, dub.settings)
        track = made.add_stream_from_template(film)
        track.codec_context.flags |= Flags.bitexact
        if facts.matrix is not None:
            track.set_display_matrix(facts.matrix)
        with dub.laid(made) as sounds:
            for packet in _clean(container, film, track):
                packet.pts, packet.dts = (packet.pts or 0) + dub.sound.lead, (packet.dts or 0) + dub.sound.lead
                sounds.up_to(packet.pts * facts.ticks)
                made.mux(packet)
            sounds.end()


def _clean(container: InputContainer, film: VideoStream, track: VideoStream) -> Iterator[Packet[VideoStream]]:
    """The packets of a film without what is no picture, for the track they are copied to; time begins with the first."""
    sieve = BitStreamFilterContext(_ONLY_PICTURES, film, track)
    start: int | None = None
    for packet in container.demux(film):
        if packet.dts is None and not packet.size:
            continue
        start = (packet.pts or 0) if start is None else start
        for clean in sieve.filter(packet):
            clean.pts, clean.dts = (clean.pts or 0) - start, (clean.dts or 0) - start
            clean.stream = track
            yield clean
