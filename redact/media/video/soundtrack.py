"""The sound tracks of a video on the clock of its film: all begin at the same moment, the film so many ticks later.

    film              |--------------------        the first frame
    sound 1     ~~~~~~~~~~~~~~~~~~~~~~~~~~~
    sound 2     ......~~~~~~~~~~~~~~~~~~~~~        silence up to its first sample
                <lead>

So a track that starts late, which not every container can say, is heard at its time in all of them. Where no track begins
before the first frame, the lead is 0.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition

from redact.core.errors import CorruptInput, EncryptedInput, LimitExceeded, UnsupportedMedia
from redact.core.flow import Source
from redact.media._hear import Block, Heard, blocks, first_heard
from redact.media.video.container import opened
from redact.media.video.facts import Facts
from redact.media.video.reel import first_ticks
from redact.settings import Settings

#: Film and sound that begin so far apart are none of one another.
_MOST_APART_S = 3600
#: WebM takes Opus and Vorbis, and for Vorbis there is no encoder: its sound is read as it will be written. Opus is decoded
#: at this rate whatever it was made from. Source: RFC 7845, 5.1, "input sample rate".
_OPUS_HZ = 48_000
_RATES_HZ = range(1_000, 768_001)


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """One sound track. `heard` is what its decoder gives, of which there may be `most` samples.

    At `rate_hz` it is read and written, after `pad` samples of silence.
    """

    part: str
    index: int
    codec: str
    heard: Heard
    rate_hz: int
    bits_per_second: int
    usual: bool  # whether the file names it as the track that is played
    seconds: Fraction | None  # how long the file says it is
    pad: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Soundtracks:
    """All tracks that can be decoded. `lead` is how many ticks of the film they begin before its first frame."""

    tracks: tuple[Soundtrack, ...] = ()
    lead: int = 0


def soundtracks(source: Source, settings: Settings, facts: Facts) -> Soundtracks:
    """The sound tracks of a source; one that no decoder reads, or that holds no sample, is not among them.

    Raises:
        LimitExceeded: a track has more channels than the settings allow.
        UnsupportedMedia: the sound begins before the pictures in a format that cannot say so.
        InputError: as `redact.media._hear.blocks`, on the first packet.
    """
    with opened(source, settings) as container:
        numbers = [stream.index for stream in container.streams.audio if stream.codec_context is not None]
        parts = {stream.index: f"sound {count}" for count, stream in enumerate(container.streams.audio, 1)}
    found = [_probed(source, settings, index, parts[index]) for index in numbers]
    return _aligned(source, settings, facts, [track for track in found if track is not None])


def heard_blocks(source: Source, settings: Settings, track: Soundtrack) -> Generator[Block, None, None]:
    """All samples of a track, ``float32 [n, channels]``, n at most a second, from the common start on.

    Raises:
        InputError: as `redact.media._hear.blocks`.
    """
    rate = track.rate_hz
    for at in range(0, track.pad, rate):
        yield np.zeros((min(rate, track.pad - at), track.heard.channels), np.float32)
    with opened(source, settings) as container:
        whole = _ended(blocks(container, _stream(container, track.index)), track.most)
        yield from whole if track.heard.rate_hz == rate else _at_rate(whole, track.heard, rate)


def _ended(given: Iterator[Block], most: int | None) -> Iterator[Block]:
    """The blocks without what the last one has too many: a coded frame is whole also where the sound ends within it."""
    count, waiting = 0, None
    for block in given:
        if waiting is not None:
            yield waiting
        count, waiting = count + len(block), block
    if waiting is not None:
        over = 0 if most is None else count - most
        yield waiting[: len(waiting) - over] if 0 < over < len(waiting) else waiting


def _at_rate(given: Iterator[Block], heard: Heard, rate_hz: int) -> Iterator[Block]:
    """The same sound at another rate."""
    converter = AudioResampler("flt", heard.layout, rate_hz)
    for block in given:
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(block, np.float32).reshape(1, -1), "flt", heard.layout)
        frame.sample_rate = heard.rate_hz
        yield from _converted(converter, frame)
    yield from _converted(converter, None)


def _converted(converter: AudioResampler, frame: AudioFrame | None) -> Iterator[Block]:
    for made in converter.resample(frame):
        samples = made.to_ndarray().reshape(-1, made.layout.nb_channels).astype(np.float32, copy=False)
        for at in range(0, len(samples), made.sample_rate):
            yield samples[at : at + made.sample_rate]


def _probed(source: Source, settings: Settings, index: int, part: str) -> Soundtrack | None:
    with opened(source, settings) as container:
        stream = _stream(container, index)
        if "enc_key_id" in stream.metadata:
            raise EncryptedInput("the sound of this video is encrypted", "save a copy without protection")
        _check_whole(container, stream, source.size)
        heard = first_heard(container, stream)
        if heard is None:
            return None
        _check(heard, settings)
        seconds = stream.duration * stream.time_base if stream.duration and stream.time_base else None
        return Soundtrack(
            part,
            index,
            stream.codec_context.codec.canonical_name,
            heard,
            heard.rate_hz,
            stream.bit_rate or 0,
            bool(stream.disposition & Disposition.default),
            seconds,
            most=_most(container, seconds, heard.rate_hz),
        )


def _check(heard: Heard, settings: Settings) -> None:
    if heard.channels > settings.max_channels:
        raise LimitExceeded("a sound track has too many channels", "raise max_channels, or mix it down")
    if heard.rate_hz not in _RATES_HZ:
        raise LimitExceeded("the sampling rate of a sound track is out of bounds", "convert its sound to 48 kHz")


def _check_whole(container: InputContainer, stream: AudioStream, size: int) -> None:
    """MP4 says where each packet is; one that is missing at the end would be passed over without a word."""
    if not container.format.name.startswith("mov") or not len(stream.index_entries):
        return
    last = stream.index_entries[-1]
    if last.pos + last.size > size:
        raise CorruptInput(
            "the sound of this video ends too early", "copy it again from where it came, or leave it out"
        )


def _most(container: InputContainer, seconds: Fraction | None, rate_hz: int) -> int | None:
    """How many samples MP4 says there are; others do not say it to the sample."""
    told = seconds is not None and container.format.name.startswith("mov")
    return round(seconds * rate_hz) if seconds is not None and told else None


def _stream(container: InputContainer, index: int) -> AudioStream:
    stream = container.streams[index]
    if not isinstance(stream, AudioStream):
        raise CorruptInput("the video changed while it was read", "run again when it is written to its end")
    return stream


def _aligned(source: Source, settings: Settings, facts: Facts, found: list[Soundtrack]) -> Soundtracks:
    if not found:
        return Soundtracks()
    film = first_ticks(source, settings) * facts.ticks
    starts = [Fraction(track.heard.start_us, 1_000_000) - film for track in found]
    if max(map(abs, starts)) > _MOST_APART_S:
        raise CorruptInput("the time stamps of sound and pictures do not fit", "save the video anew")
    step = _step(facts.ticks)
    lead = max(0, math.ceil(-min(starts) / step)) * int(step / facts.ticks)
    if lead and facts.muxer == "avi":
        raise UnsupportedMedia("the sound of this AVI begins before its pictures", "convert it to MP4 or MKV")
    late = [start + lead * facts.ticks for start in starts]
    return Soundtracks(tuple(_placed(*pair, facts.muxer) for pair in zip(found, late, strict=True)), lead)


def _step(ticks: Fraction) -> Fraction:
    """The least time that is whole in ticks and in milliseconds: MP4 says in the latter when a track begins."""
    return Fraction(math.lcm(1000 * ticks.numerator, ticks.denominator), 1000 * ticks.denominator)


def _placed(track: Soundtrack, late: Fraction, muxer: str) -> Soundtrack:
    rate_hz = _OPUS_HZ if muxer == "webm" else track.rate_hz
    return replace(track, rate_hz=rate_hz, pad=round(late * rate_hz))
