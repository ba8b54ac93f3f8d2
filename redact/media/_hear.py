"""One sound track of an open container as blocks of samples, without a gap: sample i is heard at i / rate from the first.

Nothing is skipped in silence: what cannot be decoded is an error, a gap in the time stamps becomes silence of its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from redact.core.errors import CorruptInput, EncryptedInput, UnsupportedMedia

Block = npt.NDArray[np.floating]

#: Value of full scale, and of silence, by FFmpeg's packed sample format. Source: libavutil/samplefmt.h, FFmpeg 8.
_SCALES = {
    "u8": (128.0, 128.0),
    "s16": (32768.0, 0.0),
    "s32": (2147483648.0, 0.0),
    "flt": (1.0, 0.0),
    "dbl": (1.0, 0.0),
}
#: Time stamps of MP4 and Matroska are rounded to their ticks; what is nearer than this follows without a gap. The shortest
#: packet whose loss leaves a gap is 20 ms (Opus, AMR).
_JITTER = Fraction(10, 1000)
#: FLAC has sums to tell whether it is whole, which FFmpeg minds only if it is told to.
_CHECKED = {"err_detect": "crccheck+explode"}
#: So much silence may stand for gaps, all together; more is no recording but a broken clock.
_GAPS_S = 3600


@dataclass(frozen=True, slots=True)
class Heard:
    """What the first decoded frame says of a track. `sample_format` is FFmpeg's, packed: u8, s16, s32, flt or dbl.

    `start_us` is when the first sample is heard, in the time of the container.
    """

    rate_hz: int
    channels: int
    layout: str
    sample_format: str
    start_us: int


def first_heard(container: InputContainer, stream: AudioStream) -> Heard | None:
    """What the track is, or None where not one sample can be had from it. The container stands elsewhere afterwards.

    Raises:
        InputError: as `blocks`.
    """
    for frame in _frames(container, stream):
        start = (frame.pts or 0) * (frame.time_base or Fraction(0))
        layout = frame.layout
        return Heard(frame.sample_rate, layout.nb_channels, layout.name, _packed(frame), round(start * 1_000_000))
    return None


@dataclass(slots=True)
class Tally:
    """What was counted on the way through a track: its samples, and those of them that are silence for a gap."""

    samples: int = 0
    missing: int = 0


def blocks(
    container: InputContainer,
    stream: AudioStream,
    dtype: type[np.floating] = np.float32,
    *,
    bounded: bool = True,
    tally: Tally | None = None,
) -> Iterator[Block]:
    """All samples of the track, ``dtype [n, channels]``, n at most one second, at the rate of the track.

    Delay and padding of the encoder are left out as far as the file tells of them. ``float32`` holds up to 24 bits
    exactly, ``float64`` 32. What is no number is silence; samples are in -1..1, which floats are only if `bounded`.
    `tally` counts along.

    Raises:
        CorruptInput: a packet cannot be decoded, the file ends in the middle, or its time stamps make no sense.
        EncryptedInput: the sound is encrypted.
        UnsupportedMedia: rate or channels change on the way, or nobody here can decode it.
    """
    line = _Line(tally or Tally())
    held: list[Block] = []
    for frame in _frames(container, stream):
        most = frame.sample_rate
        for block in line.placed(frame, _samples(frame, dtype, bounded=bounded)):
            held.append(block)
            if sum(map(len, held)) >= most // 2:  # frames are short, and each block that is passed on costs the same
                yield from _in_seconds(np.concatenate(held), most)
                held = []
    if held:
        yield np.concatenate(held)


def _in_seconds(block: Block, most: int) -> Iterator[Block]:
    return (block[at : at + most] for at in range(0, len(block), most))


def steadied(stream: AudioStream) -> int:
    """How many channels a track claims, and its layout made harmless: before anything else is asked of its channels.

    PyAV (18.1) frees the map of a layout in an order of its own whenever it looks at it, and the process dies of the
    second look: such channels are numbered instead.
    """
    context = stream.codec_context
    if context is None:
        raise UnsupportedMedia("nothing here can decode this sound", "convert it to WAV or FLAC")
    layout = context.layout
    if layout.nb_channels and not context.is_open:
        mapped = " channels" in layout.name or layout.name.startswith("ambisonic")
        context.layout = f"{layout.nb_channels} channels" if mapped else layout.name
    return layout.nb_channels


def _frames(container: InputContainer, stream: AudioStream) -> Iterator[AudioFrame]:
    steadied(stream)
    context = stream.codec_context
    if context.codec.canonical_name == "flac" and not context.is_open:
        context.options = {**context.options, **_CHECKED}
    try:
        for packet in container.demux(stream):
            _check(packet)
            yield from (frame for frame in stream.decode(packet) if frame.samples)
    except av.error.FFmpegError as err:
        raise _broken() from err


def _check(packet: Packet[AudioStream]) -> None:
    if packet.has_sidedata("encryption_info"):
        raise EncryptedInput("the sound is encrypted", "save a copy without protection")
    # The last samples of a recorder that lost its power: whole, as far as they are there.
    if packet.is_corrupt and not packet.stream.codec_context.codec.canonical_name.startswith("pcm_"):
        raise _broken()


def _broken() -> CorruptInput:
    return CorruptInput("the sound is damaged or cut off", "play it, mend it or copy it again, or leave it out")


class _Line:
    """Puts frames where their time stamps say: gaps are filled, overlaps left out, small differences not seen."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._kind: tuple[int, int, str] | None = None
        self._first: Fraction | None = None

    def placed(self, frame: AudioFrame, samples: Block) -> Iterator[Block]:
        rate = frame.sample_rate
        kind = (rate, samples.shape[1], frame.layout.name)
        if self._kind not in (None, kind):
            raise UnsupportedMedia("rate or channels of the sound change on the way", "convert it to WAV or FLAC")
        self._kind = kind
        off = self._off(frame)
        if off > 0:
            yield from self._silence(off, samples, rate)
        elif off < 0:
            samples = samples[-off:]
        self._tally.samples += len(samples)
        if len(samples):
            yield samples

    def _off(self, frame: AudioFrame) -> int:
        """How many samples too late (or, below 0, too early) the frame comes."""
        if frame.pts is None or not frame.time_base:
            return 0
        time = frame.pts * frame.time_base
        if self._first is None:
            self._first = time - Fraction(self._tally.samples, frame.sample_rate)
        late = time - self._first - Fraction(self._tally.samples, frame.sample_rate)
        return 0 if abs(late) <= max(_JITTER, 2 * frame.time_base) else round(late * frame.sample_rate)

    def _silence(self, count: int, like: Block, rate: int) -> Iterator[Block]:
        self._tally.missing += count
        if self._tally.missing > _GAPS_S * rate:
            raise CorruptInput("the time stamps of the sound jump", "save it anew, as WAV for example")
        self._tally.samples += count
        for at in range(0, count, rate):
            yield np.zeros((min(rate, count - at), like.shape[1]), like.dtype)


def _packed(frame: AudioFrame) -> str:
    name = frame.format.packed.name
    if name not in _SCALES:
        raise UnsupportedMedia("nothing here can decode this sound", "convert it to WAV or FLAC")
    return name


def _samples(frame: AudioFrame, dtype: type[np.floating], *, bounded: bool) -> Block:
    name = _packed(frame)
    channels = frame.layout.nb_channels
    stored = frame.to_ndarray()
    stored = stored.T if frame.format.is_planar else stored.reshape(-1, channels)
    full, middle = _SCALES[name]
    if full != 1.0:
        exact: Block = stored.astype(np.float64 if name == "s32" else dtype) - middle
        return (exact / full).astype(dtype)
    made = np.nan_to_num(stored, nan=0.0, posinf=0.0, neginf=0.0).astype(dtype)
    return np.clip(made, -1.0, 1.0) if bounded else made


def is_lossy(codec: str) -> bool:
    """Whether a codec, by FFmpeg's name of it, does not keep samples as they are; one that nobody knows does not."""
    try:
        return bool(av.codec.Codec(codec, "r").lossy)
    except av.codec.codec.UnknownCodecError:
        return True
