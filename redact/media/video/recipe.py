"""Which encoder writes a film, with what, and in which pixel format: the one it came in, where that can be.

Quality is set so that a copy looks as its source does; speed so that encoding takes about as long as decoding and looking.
`bitexact` keeps the encoders from signing their work.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from av.codec import Codec, codecs_available
from av.codec.codec import find_best_pix_fmt_of_list
from av.video.format import VideoFormat

from redact.core.errors import Defect
from redact.media.video.facts import LIMITED_RANGE, SMPTE170M, Colours, Facts
from redact.media.video.planes import cuttable

#: Threads make x264 choose otherwise: as many on every machine, so that an output is the same on every machine.
THREADS = 8
_UNSIGNED = {"a53cc": "0", "udu_sei": "0"}


@dataclass(frozen=True, slots=True)
class Recipe:
    """An encoder and its options. `within` names the muxers that take what it makes."""

    encoder: str
    options: Mapping[str, str]
    within: frozenset[str]
    capped: bool = False  # whether it keeps to a highest rate


_MOV, _ALL = frozenset({"mp4", "mov", "matroska"}), frozenset({"mp4", "mov", "matroska", "avi"})
_WEB = frozenset({"webm", "matroska"})
#: FFmpeg's lambda for quantiser 3. Source: libavutil/avutil.h, FF_QP2LAMBDA (118).
_FINE = {"flags": "+qscale", "global_quality": str(3 * 118)}
#: Decoder's canonical name -> recipe.
_RECIPES = {
    "h264": Recipe("libx264", {"preset": "veryfast", "crf": "20", "rc-lookahead": "5", **_UNSIGNED}, _ALL, capped=True),
    "hevc": Recipe(
        "libx265",
        {"preset": "superfast", "crf": "22", "x265-params": "info=0:log-level=none:pools=4", **_UNSIGNED},
        _MOV,
        capped=True,
    ),
    "vp8": Recipe("libvpx", {"deadline": "good", "cpu-used": "5", "crf": "10", "auto-alt-ref": "0"}, _WEB),
    "vp9": Recipe(
        "libvpx-vp9", {"deadline": "realtime", "cpu-used": "7", "crf": "24", "b": "0", "row-mt": "1"}, _WEB | _MOV
    ),
    "av1": Recipe("libsvtav1", {"preset": "10", "crf": "25"}, _WEB | _MOV),
    "mpeg4": Recipe("mpeg4", _FINE, _ALL),
    "mjpeg": Recipe("mjpeg", {**_FINE, "strict": "unofficial"}, _ALL),
    "ffv1": Recipe("ffv1", {"level": "3"}, frozenset({"matroska", "avi"})),
}
_OTHERWISE = {"webm": "vp9", "avi": "mpeg4"}
_USUAL = "h264"
#: Where FFmpeg was built without the encoder (x264 is GPL, and some leave it out), the first of these takes its place.
_INSTEAD = ("av1", "vp9", "mpeg4")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a film is to be written. `notes` say in what it will differ from its source."""

    recipe: Recipe
    pixel_format: str
    colours: Colours
    notes: tuple[str, ...] = field(default=())


def plan(facts: Facts) -> Plan:
    """How a film is to be written.

    Raises:
        Defect: no encoder takes it.
    """
    otherwise = _OTHERWISE.get(facts.muxer, _USUAL)
    for codec in (facts.codec, otherwise, *_INSTEAD):
        recipe = _RECIPES.get(codec)
        if recipe is None or facts.muxer not in recipe.within or recipe.encoder not in codecs_available:
            continue
        pixel_format = _pixel_format(recipe.encoder, facts)
        if pixel_format is not None:
            return Plan(recipe, pixel_format, _colours(facts), tuple(_notes(facts, codec, pixel_format)))
    raise Defect("no encoder takes the pixels of this video", "please report this")


def _pixel_format(encoder: str, facts: Facts) -> str | None:
    """The encoder's format that loses least, among those that can be cut; chroma is not thinned out of odd sides."""
    names = [pixels.name for pixels in Codec(encoder, "w").video_formats or ()]
    names = [name for name in names if cuttable(name) and (_odd_too(encoder) or _even(name, facts))]
    if facts.pixel_format in names:
        return facts.pixel_format
    plain = facts.pixel_format.replace("yuvj", "yuv")
    if plain in names:
        return plain
    names = [name for name in names if not name.startswith("yuvj") or encoder == "mjpeg"]
    best, _ = find_best_pix_fmt_of_list(names, facts.pixel_format) if names else (None, None)
    return best.name if best else None


def _colours(facts: Facts) -> Colours:
    """Those of the source; RGB is written as YUV of the usual kind."""
    if not VideoFormat(facts.pixel_format, 16, 16).is_rgb and not VideoFormat(facts.pixel_format, 16, 16).has_palette:
        return facts.colours
    return replace(facts.colours, span=LIMITED_RANGE, matrix=SMPTE170M)


def _odd_too(encoder: str) -> bool:
    """H.264 and HEVC count the edges they leave out in samples of chroma. Source: ITU-T H.264 (08/2021), 7.4.2.1.1."""
    return encoder not in ("libx264", "libx265")


def _even(name: str, facts: Facts) -> bool:
    pixels = VideoFormat(name, 16, 16)
    across, down = 16 // pixels.chroma_width(16), 16 // pixels.chroma_height(16)
    return facts.width_px % across == 0 and facts.height_px % down == 0


def _notes(facts: Facts, codec: str, pixel_format: str) -> list[str]:
    notes = [] if codec == facts.codec else [f"written as {codec}"]
    before, after = (VideoFormat(name, 16, 16).components[0].bits for name in (facts.pixel_format, pixel_format))
    return notes + ([f"{before} bit become {after}"] if after < before else [])
