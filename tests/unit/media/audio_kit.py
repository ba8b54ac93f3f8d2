"""Short recordings for the tests of sound, made here: a different noise in every channel."""

import hashlib
import io
import struct
from dataclasses import dataclass, field

import av
import numpy as np

from redact.core.flow import Edit, Source
from redact.core.place import Times
from redact.core.segment import Sound, Text
from redact.media._hear import steadied
from redact.media.audio import open_audio
from redact.settings import Settings

RATE = 16_000
SAME = Settings(sound_format="same")
LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 8: "7.1"}


def noise(count, channels=1, seed=0):
    """``float32 [count, channels]``, steps of 1/32768, not too loud for lossy codecs."""
    rough = np.random.default_rng(seed).normal(size=(count + 15, channels)) * 4000
    smooth = np.stack([np.convolve(lane, np.ones(16) / 16, "valid") for lane in rough.T], axis=1)
    return (np.rint(smooth) / 32768).astype(np.float32)


@dataclass
class Take:
    """What is recorded: the muxer, the encoder and what else it is to be told."""

    muxer: str
    codec: str
    sample_format: str = "s16"
    rate: int = RATE
    channels: int = 1
    tags: dict = field(default_factory=dict)
    tracks: int = 1
    add: object = None
    container: dict = field(default_factory=dict)


def recorded(take, samples=None):
    """The bytes of a recording; samples are a second of noise unless given."""
    samples = noise(take.rate, take.channels) if samples is None else samples
    out = io.BytesIO()
    with av.open(out, "w", take.muxer, container_options={"fflags": "+bitexact"} | take.container) as container:
        container.metadata.update(take.tags)
        streams = [container.add_stream(take.codec, rate=take.rate) for _ in range(take.tracks)]
        for stream in streams:
            stream.layout, stream.format = LAYOUTS[take.channels], take.sample_format
        if take.add:
            take.add(container)
        for stream in streams:
            frame = av.AudioFrame.from_ndarray(
                stored(samples, take.sample_format), take.sample_format, stream.layout.name
            )
            frame.sample_rate, frame.pts = take.rate, 0
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    return out.getvalue()


def stored(samples, name):
    full = {"u8": 128, "s16": 1 << 15, "s32": 1 << 31}.get(name.removesuffix("p"))
    made = samples.astype(np.float64) * (full or 1) + (128 if name.startswith("u8") else 0)
    made = made.astype(
        {"u": np.uint8, "s": np.int16 if "16" in name else np.int32, "f": np.float32, "d": np.float64}[name[0]]
    )
    return np.ascontiguousarray(made.T) if name.endswith("p") else np.ascontiguousarray(made).reshape(1, -1)


def wave(content, *, rate=RATE, channels=1, bits=16, claimed=None, chunks=b""):
    """The bytes of a WAV file by hand. Source: Microsoft/IBM RIFF (1991)."""
    step = channels * bits // 8
    fmt = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, rate * step, step, bits)
    body = fmt + chunks + struct.pack("<4sI", b"data", len(content) if claimed is None else claimed) + content
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def source(folder, content, name):
    path = folder / f"{hashlib.sha256(content).hexdigest()[:8]}-{name}"
    path.write_bytes(content)
    return Source(path, path.name, hashlib.sha256(content).hexdigest(), len(content), "audio")


def opened(folder, content, name="call.wav", settings=None):
    return open_audio(source(folder, content, name), settings or Settings())


def written(document, change=lambda segment: ()):
    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def sounds(document):
    """The samples of each track, ``float32 [n, channels]``."""
    return [np.concatenate(list(each.blocks)) for each in document.segments() if isinstance(each, Sound)]


def texts(document):
    return [segment for segment in document.segments() if isinstance(segment, Text)]


def silence(start_us, end_us, *channels, style="silence"):
    edits = [Edit(Times(start_us, end_us, channels), style=style)]
    return lambda segment: edits if isinstance(segment, Sound) else ()


def exact(content):
    """All samples of the first track as they are stored, by PyAV itself, ``[n, channels]``."""
    with av.open(io.BytesIO(content)) as container:
        steadied(container.streams.audio[0])
        frames = list(container.decode(audio=0))
    return np.concatenate(
        [f.to_ndarray().T if f.format.is_planar else f.to_ndarray().reshape(-1, f.layout.nb_channels) for f in frames]
    )
