"""In which codec the sound of a film is written: the one it came in where the container plays it, else a usual one.

The encoder is tried before it is chosen: not every one takes every rate and every number of channels.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import av
from av.codec import Codec

from redact.core.errors import Defect, WriteError
from redact.media._hear import Heard
from redact.media._track import Recipe, Track, recipe_for
from redact.media.video.soundtrack import Soundtrack

_PCM = "pcm_"  # of any kind
#: Muxer -> codecs that stay as they are, and what is tried instead, in this order. Compressed sound in AVI is delayed by
#: its encoder, which the format cannot say: it would be heard late.
_KEPT = {
    "mp4": (("aac", "alac", "flac", "mp3", "opus"), ("aac", "alac", "flac")),
    "mov": (("aac", "alac", _PCM), ("aac", _PCM)),
    "matroska": (("aac", "flac", "mp3", "opus", _PCM), ("aac", "flac")),
    "webm": (("opus",), ("opus",)),
    "avi": ((_PCM,), (_PCM,)),
}
#: What is tried, where the container plays it, for a lossless codec that it does not play.
_LOSSLESS = ("alac", "flac", _PCM)


@dataclass(frozen=True, slots=True)
class SoundPlan:
    """How a track is written: the encoder, and what it is given. `notes` say in what it will differ from its source."""

    recipe: Recipe
    heard: Heard
    notes: tuple[str, ...] = ()


def sound_plan(muxer: str, track: Soundtrack) -> SoundPlan:
    """How a track is written.

    Raises:
        Defect: no encoder takes it.
    """
    heard = _given(track)
    for codec in _candidates(muxer, track):
        recipe = recipe_for(codec, heard, _bits(track))
        if recipe is not None and _fits(muxer, recipe, heard):
            return SoundPlan(recipe, heard, tuple(_notes(track, recipe)))
    raise Defect("no encoder takes the sound of this video", "please report this, with the kind of video it is")


def _candidates(muxer: str, track: Soundtrack) -> Iterator[str]:
    kept, usual = _KEPT[muxer]
    own = _family(track.codec)
    if own in kept:
        yield own
    if _lossless(track):
        yield from (codec for codec in _LOSSLESS if codec in kept)
    yield from usual


def _family(codec: str) -> str:
    return _PCM if codec.startswith(_PCM) else codec


def _lossless(track: Soundtrack) -> bool:
    """Whether the codec keeps every bit: those that do not are decoded to floats, but for a few old ones."""
    return track.codec.startswith(_PCM) or track.heard.sample_format in ("u8", "s16", "s32")


def _given(track: Soundtrack) -> Heard:
    """What the encoder is given: samples as they come, but for the width of those that were decoded to floats."""
    sample_format = track.heard.sample_format if _lossless(track) else "s16"
    return replace(track.heard, rate_hz=track.rate_hz, sample_format=sample_format)


def _bits(track: Soundtrack) -> int:
    """Bits of a sample that count."""
    if track.heard.sample_format == "s32":
        return 32 if track.codec == "pcm_s32le" else 24
    return 16


def _fits(muxer: str, recipe: Recipe, heard: Heard) -> bool:
    with av.open(io.BytesIO(), "w", muxer) as trial:
        try:
            Track(trial, recipe, heard)
        except WriteError:
            return False
    return True


def _notes(track: Soundtrack, recipe: Recipe) -> Iterator[str]:
    codec = Codec(recipe.encoder, "w").canonical_name
    if codec != track.codec:
        yield f"written as {codec}"
    if track.rate_hz != track.heard.rate_hz:
        yield f"at {track.rate_hz} Hz"
