"""What a recording is written as: WAV stays WAV and all else becomes FLAC, or each keeps its codec where it can be written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from redact.core.errors import UsageError
from redact.media._track import Recipe, flac_for, pcm_for, recipe_for
from redact.media.audio.facts import Facts, Voice
from redact.settings import Settings

_FLAC_CHANNELS = 8  # Source: RFC 9639, 9.1.3
_WAVES = ("wav", "w64")
#: Demuxer -> muxer, the suffixes that suit it, and how many tracks it holds (0: any number).
_KINDS = {
    "wav": ("wav", (".wav", ".wave", ".bwf", ".rf64"), 1),
    "w64": ("w64", (".w64",), 1),
    "flac": ("flac", (".flac",), 1),
    "mp3": ("mp3", (".mp3",), 1),
    "aac": ("adts", (".aac", ".adts"), 1),
    "amr": ("amr", (".amr", ".awb"), 1),
    "aiff": ("aiff", (".aiff", ".aif", ".aifc"), 1),
    "caf": ("caf", (".caf",), 1),
    "ogg": ("ogg", (".ogg", ".oga", ".opus"), 1),
    "mov": ("ipod", (".m4a", ".m4b", ".mp4"), 0),
    "3gp": ("3gp", (".3gp", ".3ga", ".3gpp"), 0),
    "matroska": ("matroska", (".mka", ".mkv"), 0),
    "webm": ("webm", (".weba", ".webm"), 0),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a recording is written. `suffix` is None where that of its name suits; `notes` go into the census."""

    muxer: str
    suffix: str | None
    recipes: tuple[Recipe, ...]
    notes: tuple[str, ...] = ()


def plans(facts: Facts, name: str, settings: Settings) -> Iterator[Plan]:
    """The ways to write a recording of a name, the one that was asked for first; the last is always possible.

    Raises:
        UsageError: the settings name no known format.
    """
    if settings.sound_format not in ("lossless", "same"):
        raise UsageError("there is no such sound_format", "use lossless or same")
    suffix = PurePath(name).suffix.lower()
    lossless = _lossless(facts, suffix)
    if settings.sound_format == "same":
        same = _same(facts, suffix)
        if same is not None:
            yield same
        lossless = replace(lossless, notes=(*lossless.notes, "nothing here writes its codec: made lossless"))
    yield lossless


def _lossless(facts: Facts, suffix: str) -> Plan:
    wave = len(facts.voices) == 1 and (facts.demuxer in _WAVES or not all(map(_suits_flac, facts.voices)))
    if wave:
        return _plan("wav", suffix, (_wave(facts.voices[0]),))
    recipes = tuple(flac_for(_bits(voice)) if _suits_flac(voice) else _wave(voice) for voice in facts.voices)
    made = _plan("flac" if len(recipes) == 1 else "matroska", suffix, recipes)
    return replace(made, notes=tuple(_losses(facts)))


def _losses(facts: Facts) -> Iterator[str]:
    if any(voice.codec.startswith(("pcm_f", "pcm_s32", "pcm_s64")) or voice.bits > 24 for voice in facts.voices):
        yield "24 bits of each sample are kept"


def _suits_flac(voice: Voice) -> bool:
    return voice.heard.channels <= _FLAC_CHANNELS


def _bits(voice: Voice) -> int:
    return 24 if voice.codec.startswith("pcm_f") else voice.bits


def _wave(voice: Voice) -> Recipe:
    """PCM stays what it is; what was coded becomes whole numbers."""
    coded = not voice.codec.startswith("pcm_")
    if coded and voice.heard.sample_format in ("flt", "dbl"):
        return pcm_for(replace(voice.heard, sample_format="s16"), 16)
    return pcm_for(voice.heard, voice.bits)


def _same(facts: Facts, suffix: str) -> Plan | None:
    demuxer = facts.demuxer
    if demuxer == "mov" and facts.brand.startswith("3g"):
        demuxer = "3gp"
    if demuxer == "matroska" and suffix in (".weba", ".webm"):
        demuxer = "webm"
    recipes = [recipe_for(voice.codec, voice.heard, voice.bits) for voice in facts.voices]
    if demuxer not in _KINDS or any(map(_unwritten, recipes, facts.voices)):
        return None
    most = _KINDS[demuxer][2]
    if most and len(recipes) > most:
        return None
    made = tuple(recipe for recipe in recipes if recipe)
    return _plan(demuxer, suffix, made if demuxer in _WAVES else tuple(map(_spelt, made, facts.voices)))


def _unwritten(recipe: Recipe | None, voice: Voice) -> bool:
    """Whether no encoder takes the track."""
    return recipe is None or (recipe.encoder == "flac" and not _suits_flac(voice))


def _spelt(recipe: Recipe, voice: Voice) -> Recipe:
    """PCM with its bytes in the source's order."""
    if voice.codec == "pcm_s8":
        return replace(recipe, encoder="pcm_s8")
    turned = recipe.encoder.startswith("pcm_") and voice.codec.endswith("be")
    return replace(recipe, encoder=recipe.encoder.removesuffix("le") + "be") if turned else recipe


def _plan(demuxer: str, suffix: str, recipes: tuple[Recipe, ...]) -> Plan:
    muxer, suffixes, _ = _KINDS[demuxer]
    return Plan(muxer, None if suffix in suffixes else suffixes[0], recipes)
