"""Tiny clips for the tests of video, made by PyAV: a red square wanders over a grey ground that grows brighter."""

import hashlib
import io
from fractions import Fraction

import av
import numpy as np

from redact.core.flow import Edit, Source
from redact.core.place import Track
from redact.core.segment import Film, Sound, Text
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


def noise(seconds=2.0, rate=48_000, channels=1, seed=0):
    """Bursts of soft noise, ``float32 [n, channels]``, each channel its own: no two stretches of it are alike."""
    count = round(seconds * rate)
    if not count:
        return np.zeros((0, channels), np.float32)
    made = np.random.default_rng(seed).standard_normal((count, channels))
    soft = np.apply_along_axis(np.convolve, 0, made, np.hanning(16) / 8, mode="same")
    return (0.4 * soft * (np.arange(count) / rate * 4 % 1 < 0.6)[:, None]).astype(np.float32)


def sounding(codec, *tracks, rate=48_000, start_s=0.0, options=None):
    """Something to `add` to a clip: sound tracks of these samples, encoded as the codec wants them."""

    def add(container):
        streams = []
        for samples in tracks:
            layout = LAYOUTS[samples.shape[1]]
            streams.append(container.add_stream(codec, rate=rate, layout=layout, options=options or {}))
            streams[-1].format = streams[-1].codec_context.codec.audio_formats[-1].name
        return [lambda pair=pair: _play(container, *pair) for pair in zip(streams, tracks, strict=True)]

    def _play(container, stream, samples):
        if not len(samples):
            return
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), "fltp", LAYOUTS[samples.shape[1]])
        frame.sample_rate, frame.pts, frame.time_base = rate, round(start_s * rate), Fraction(1, rate)
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    return add


LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}


def sounds_of(document):
    """Every sound with its samples, ``float32 [n, channels]``."""
    return [(s, np.concatenate([*s.blocks])) for s in document.segments() if isinstance(s, Sound)]


def lag(before, after):
    """By how many samples `after` is late, found where both are most alike; and how much they are, of 1."""
    count = min(len(before), len(after))
    size = 2 * count
    a, b = (np.fft.rfft(x[:count, 0], size) for x in (before, after))
    alike = np.fft.irfft(b * a.conj(), size)
    best = int(alike.argmax())
    scale = np.linalg.norm(before[:count, 0]) * np.linalg.norm(after[:count, 0])
    return (best if best < count else best - size), alike[best] / scale


#: A little less than the pictures last, and no whole number of milliseconds.
SECONDS, SHOWN = 1.9877, 50
CONTAINERS = [
    ("clip.mp4", "mp4", "libx264", "aac"),
    ("clip.mov", "mov", "libx264", "pcm_s16le"),
    ("clip.mkv", "matroska", "libx264", "flac"),
    ("clip.webm", "webm", "libvpx", "libopus"),
    ("clip.avi", "avi", "mpeg4", "libmp3lame"),
]


def sound_film(muxer, codec, add, **more):
    """The bytes of a clip of two seconds with what is to be added; `more` as `clip`."""
    pixels = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    quick = {"deadline": "realtime", "cpu-used": "8"} if codec == "libvpx" else {}
    return clip(muxer, codec, pixels, add=add, **{"frames": SHOWN, "options": quick} | more)
