"""What is known of a recording before it is gone through: its format, and codec, rate and channels of each track."""

from __future__ import annotations

from dataclasses import dataclass

from av.audio.stream import AudioStream
from av.container import InputContainer

from redact.core.errors import CorruptInput, EncryptedInput, LimitExceeded
from redact.core.flow import Source
from redact.media._hear import Heard, first_heard, steadied
from redact.media.audio.container import opened, read, tracks_of
from redact.media.audio.id3 import length_of
from redact.settings import Settings

_LEAST_RATE_HZ, _MOST_RATE_HZ = 1_000, 1_048_575
#: Demuxers that guess how long a recording is, and what tells it in MP3. Source: Xing, VBR header (1999); Fraunhofer, VBRI.
_UNTOLD = ("mp3", "aac")
_TABLES, _TABLE_BYTES = (b"Xing", b"Info", b"VBRI"), 512
#: Where the headers of FLAC and ALAC have the bits of a sample. Source: RFC 9639, 8.2; Apple, ALACMagicCookieDescription.
_FLAC_AT, _ALAC_AT = 12, 17


@dataclass(frozen=True, slots=True)
class Voice:
    """One sound track. `announced_us` is how long the header says that it lasts, 0 where it says nothing."""

    index: int
    codec: str
    bits: int
    bits_per_second: int
    announced_us: int
    heard: Heard


@dataclass(frozen=True, slots=True)
class Facts:
    """What a recording is. `demuxer` is FFmpeg's first name for its format."""

    demuxer: str
    brand: str
    voices: tuple[Voice, ...]


def probe(source: Source, settings: Settings) -> Facts:
    """What the tracks of a source are, from its headers and the first samples of each.

    Raises:
        InputError: as `open_audio`.
    """
    with opened(source) as container:
        demuxer = container.format.name.partition(",")[0]
        brand = container.metadata.get("major_brand", "")
        count = len(tracks_of(container))
    told = demuxer not in _UNTOLD or _has_table(source)
    return Facts(demuxer, brand, tuple(_voice(source, settings, at, told=told) for at in range(count)))


def _has_table(source: Source) -> bool:
    """Whether a stream of frames starts with one that tells how many there are."""
    with read(source) as file:
        file.seek(length_of(file))
        head = file.read(_TABLE_BYTES)
    return any(mark in head for mark in _TABLES)


def _announced(container: InputContainer, track: AudioStream) -> int:
    """Microseconds."""
    return max(0, round((track.duration or 0) * (track.time_base or 0) * 1_000_000) or container.duration or 0)


def _voice(source: Source, settings: Settings, at: int, *, told: bool) -> Voice:
    with opened(source) as container:
        track = tracks_of(container)[at]
        if "enc_key_id" in track.metadata:
            raise EncryptedInput("the sound of this recording is encrypted", "save a copy without protection")
        if steadied(track) > settings.max_channels:
            raise _crowd(settings)
        announced = _announced(container, track) if told else 0
        codec, bits_per_second = track.codec_context.codec.canonical_name, track.bit_rate or 0
        heard = first_heard(container, track)
        if heard is None:
            raise CorruptInput("there is not one sample of sound in this file", "check that it is the right file")
        _check(heard, settings)
        return Voice(track.index, codec, _bits(track, heard), bits_per_second, announced, heard)


def _check(heard: Heard, settings: Settings) -> None:
    if heard.channels > settings.max_channels:
        raise _crowd(settings)
    if not _LEAST_RATE_HZ <= heard.rate_hz <= _MOST_RATE_HZ:
        raise LimitExceeded("the sampling rate of this recording is out of bounds", "convert it to 48 kHz")


def _crowd(settings: Settings) -> LimitExceeded:
    return LimitExceeded(
        f"this recording has more than {settings.max_channels} channels", "raise max_channels, or take it apart"
    )


def _bits(track: AudioStream, heard: Heard) -> int:
    """Significant bits of a sample; a lossy codec, which has none, counts as 16."""
    codec, header = track.codec_context.codec.canonical_name, track.codec_context.extradata or b""
    if codec.startswith("pcm_") and codec[5:7].isdigit():
        return int(codec[5:7])
    if codec == "flac" and len(header) > _FLAC_AT + 1:
        return ((header[_FLAC_AT] & 1) << 4 | header[_FLAC_AT + 1] >> 4) + 1
    if codec == "alac" and len(header) > _ALAC_AT:
        return header[_ALAC_AT]
    return 24 if heard.sample_format == "s32" else 16
