"""Blocks of samples written as one sound track: as many samples as were given, in their layout, and nothing beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags
from av.container import OutputContainer

from redact.core.errors import Defect, WriteError
from redact.media._hear import Block, Heard

#: What a whole number is multiplied with to be full scale, and its type. Source: libavutil/samplefmt.h, FFmpeg 8.
_WHOLE: Mapping[str, tuple[int, type[np.integer]]] = {
    "u8": (1 << 7, np.uint8),
    "s16": (1 << 15, np.int16),
    "s32": (1 << 31, np.int32),
}
_FLOATS: Mapping[str, type[np.floating]] = {"flt": np.float32, "dbl": np.float64}


@dataclass(frozen=True, slots=True)
class Recipe:
    """An encoder of FFmpeg, the sample format it is given, and how many of its upper bits count (0: all)."""

    encoder: str
    sample_format: str
    bits: int = 0
    lossy: bool = False


#: A codec's name -> how it is written again. What is missing here nobody can write (AMR-WB, WMA) or should (ADPCM); the
#: encoder for Vorbis that there is, FFmpeg's own, ends the process on some sounds (FFmpeg 8, vorbisenc.c, an assertion).
_RECIPES: Mapping[str, Recipe] = {
    "aac": Recipe("aac", "fltp", lossy=True),
    "mp3": Recipe("libmp3lame", "fltp", lossy=True),
    "opus": Recipe("libopus", "flt", lossy=True),
    "amr_nb": Recipe("libopencore_amrnb", "s16", lossy=True),
    "ac3": Recipe("ac3", "fltp", lossy=True),
    "eac3": Recipe("eac3", "fltp", lossy=True),
    "mp2": Recipe("mp2", "s16", lossy=True),
}
_WHOLE_RECIPES: Mapping[tuple[str, bool], Recipe] = {
    ("flac", False): Recipe("flac", "s16"),
    ("flac", True): Recipe("flac", "s32", bits=24),
    ("alac", False): Recipe("alac", "s16p"),
    ("alac", True): Recipe("alac", "s32p", bits=24),
}
_PCM: Mapping[str, Recipe] = {
    "u8": Recipe("pcm_u8", "u8"),
    "s16": Recipe("pcm_s16le", "s16"),
    "s24": Recipe("pcm_s24le", "s32", bits=24),
    "s32": Recipe("pcm_s32le", "s32"),
    "flt": Recipe("pcm_f32le", "flt"),
    "dbl": Recipe("pcm_f64le", "dbl"),
}
#: Bits a second for each channel of a lossy track, at least; a source that had more gets as many.
_LEAST_BITS = 64_000
#: What an encoder takes at most. Source: RFC 6716, 2.1.1; ISO/IEC 11172-3, 2.4.2.3 (its half below 32 kHz: ISO/IEC 13818-3);
#: 3GPP TS 26.071 (AMR, 12.2 kbit/s).
_MOST_BITS = {"libopus": 510_000, "libmp3lame": 320_000, "mp2": 384_000, "libopencore_amrnb": 12_200}
_LOW_RATE_HZ, _LOW_MOST_BITS = 32_000, 160_000
#: Layouts by number of channels, for encoders that must be told one or know no other. Source: RFC 9639, 9.1.3.
_LAYOUTS = ("mono", "stereo", "3.0", "quad", "5.0", "5.1", "6.1", "7.1")
_STRICT = frozenset({"libopus", "aac"})


def recipe_for(codec: str, heard: Heard, bits: int = 16) -> Recipe | None:
    """How a track of a codec (FFmpeg's name) is written in the same codec; None where it cannot be.

    `bits` are those of a lossless codec's samples.
    """
    if codec.startswith("pcm_"):
        return pcm_for(heard, bits)
    return _WHOLE_RECIPES.get((codec, bits > 16)) or _RECIPES.get(codec)


def pcm_for(heard: Heard, bits: int) -> Recipe:
    """Samples as they are, of the source's own width."""
    return _PCM["s24" if heard.sample_format == "s32" and bits <= 24 else heard.sample_format]


def flac_for(bits: int) -> Recipe:
    """FLAC of 16 bits, or of 24 if there are more."""
    return _WHOLE_RECIPES["flac", bits > 16]


class Track:
    """Encodes blocks, ``floating [n, channels]``, given in order, into a stream of its own in a container."""

    def __init__(
        self,
        container: OutputContainer,
        recipe: Recipe,
        heard: Heard,
        bits_per_second: int = 0,
        start_us: int = 0,
    ) -> None:
        """`bits_per_second` are the source's: a lossy copy gets as many, and a good measure at least.

        `start_us` is when the first sample is heard in the time of the container.

        Raises:
            WriteError: there is no such encoder, or it knows no such rate or layout.
        """
        self._container = container
        self._recipe = recipe
        self._layout = _layout(recipe, heard)
        self._rate_hz = heard.rate_hz
        self._at = round(start_us * heard.rate_hz / 1_000_000)
        try:
            self._stream = self._made(heard, bits_per_second)
        except (av.error.FFmpegError, ValueError) as err:
            raise WriteError(
                "this sound cannot be written in its own codec", "set sound_format to lossless, or convert it first"
            ) from err

    def _made(self, heard: Heard, bits_per_second: int) -> AudioStream:
        recipe = self._recipe
        stream = self._container.add_stream(recipe.encoder, rate=heard.rate_hz)
        if not isinstance(stream, AudioStream):
            raise Defect("an encoder of sound made another track", "please report it")
        stream.layout = self._layout
        stream.format = recipe.sample_format
        stream.time_base = Fraction(1, heard.rate_hz)
        stream.codec_context.flags |= Flags.bitexact
        if recipe.lossy:
            stream.bit_rate = _bit_rate(recipe, heard, bits_per_second)
        stream.codec_context.open()
        return stream

    def put(self, block: Block) -> None:
        """Encode samples."""
        if len(block):
            frame = AudioFrame.from_ndarray(_stored(block, self._recipe), self._recipe.sample_format, self._layout)
            frame.sample_rate, frame.pts, frame.time_base = self._rate_hz, self._at, Fraction(1, self._rate_hz)
            self._at += len(block)
            self._container.mux(self._stream.encode(frame))

    def end(self) -> None:
        """Encode what is still held back."""
        self._container.mux(self._stream.encode(None))


def _layout(recipe: Recipe, heard: Heard) -> str:
    """The source's layout; a usual one of as many channels where it names none, or one the encoder does not know."""
    if recipe.encoder.startswith("pcm_") or heard.channels > len(_LAYOUTS):
        return heard.layout
    unnamed = heard.layout.endswith(" channels")
    return _LAYOUTS[heard.channels - 1] if unnamed or recipe.encoder in _STRICT else heard.layout


def _bit_rate(recipe: Recipe, heard: Heard, bits_per_second: int) -> int:
    most = _MOST_BITS.get(recipe.encoder, 1 << 30)
    if recipe.encoder == "libmp3lame" and heard.rate_hz < _LOW_RATE_HZ:
        most = _LOW_MOST_BITS
    return min(max(bits_per_second, _LEAST_BITS * heard.channels), most)


def _stored(block: Block, recipe: Recipe) -> npt.NDArray[Any]:
    """Samples as the encoder takes them: ``[channels, n]`` if they are planar, else ``[1, n * channels]``."""
    name = recipe.sample_format.removesuffix("p")
    made = block.astype(_FLOATS[name]) if name in _FLOATS else _whole(block, name, recipe.bits)
    if recipe.sample_format.endswith("p"):
        return np.ascontiguousarray(made.T)
    return np.ascontiguousarray(made).reshape(1, -1)


def _whole(block: Block, name: str, bits: int) -> npt.NDArray[np.integer]:
    full, kind = _WHOLE[name]
    step = full >> (bits - 1) if bits else 1  # FFmpeg's encoders of 24 bits take them as the upper ones of 32
    exact = block.astype(np.float64) if name == "s32" else block
    levels = np.clip(np.rint(exact * (full // step)), -(full // step), full // step - 1) * step
    return (levels + (full if name == "u8" else 0)).astype(kind)
