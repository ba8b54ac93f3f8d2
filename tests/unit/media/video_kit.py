"""Tiny clips for the tests of video, made by PyAV: a red square wanders over a grey ground that grows brighter."""

import hashlib
import io
from fractions import Fraction

import av
import numpy as np

from redact.core.flow import Edit, Source
from redact.core.place import Track
from redact.core.segment import Film, Text
from redact.media.video import open_video
from redact.settings import Settings

FRAMES = 20
SHORT = Settings(film_frames=8)
BOX = (16, 8, 40, 33)  # snapped to the grid: 16, 8, 40, 40


def picture(number, width=64, height=48):
    pixels = np.full((height, width, 3), 60 + 6 * (number % FRAMES), np.uint8)
    pixels[10:30, 5 + number % FRAMES : 25 + number % FRAMES] = (255, 0, 0)
    return pixels


def clip(muxer="mp4", codec="libx264", pixel_format="yuv420p", *, size=(64, 48), rate=25, **more):
    """The bytes of a clip. `more`: frames, times (ticks of 1/1000 s), matrix, tags, options, container, add (a callable)."""
    out = io.BytesIO()
    with av.open(
        out, "w", format=muxer, container_options={"fflags": "+bitexact"} | more.get("container", {})
    ) as container:
        container.metadata.update(more.get("tags", {}))
        ticks = Fraction(1, 1000) if "times" in more else Fraction(1, rate)
        quiet = {"x265-params": "log-level=none"} if codec == "libx265" else {}
        film = container.add_stream(codec, rate=rate, options={**quiet, **more.get("options", {})}, time_base=ticks)
        film.width, film.height, film.pix_fmt = *size, pixel_format
        if "rotation" in more:
            film.set_display_rotation(*more["rotation"])
        for name, value in more.get("film", {}).items():
            setattr(film.codec_context, name, value)
        extra = more["add"](container) if "add" in more else []
        for number, when in enumerate(more.get("times", range(more.get("frames", FRAMES)))):
            frame = av.VideoFrame.from_ndarray(picture(number, *size), "rgb24")
            frame.pts, frame.time_base = when, ticks
            container.mux(film.encode(frame))
        container.mux(film.encode(None))
        for step in extra:
            step()
    return out.getvalue()


def source(folder, content, name="clip.mp4"):
    path = folder / f"{hashlib.sha256(content).hexdigest()[:8]}-{name}"
    path.write_bytes(content)
    return Source(path, path.name, hashlib.sha256(content).hexdigest(), len(content), "video")


def opened(folder, content, name="clip.mp4", settings=SHORT):
    return open_video(source(folder, content, name), settings)


def written(document, change=lambda segment: ()):
    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def films(document):
    return (segment for segment in document.segments() if isinstance(segment, Film))


def frames(document):
    return [frame for film in films(document) for frame in film.frames]


def texts_of(document):
    return [segment for segment in document.segments() if isinstance(segment, Text)]


def cut(*, box=BOX, label="", style="fill", last=FRAMES):
    """A change that cuts one box out of every frame."""

    def change(segment):
        if not isinstance(segment, Film):
            return ()
        numbers = range(segment.first, min(segment.first + segment.at_most, last))
        return [Edit(Track(tuple((number, *box) for number in numbers)), label, style)]

    return change
