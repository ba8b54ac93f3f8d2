"""Small pictures for the tests of stills: a green block and a red one on grey, encoded by Pillow."""

import hashlib
import io

import numpy as np
from PIL import Image

from redact.core.flow import Edit, PartState, Source
from redact.core.place import Box, Track
from redact.core.segment import Film, Raster, Text
from redact.media.image import open_image
from redact.settings import Settings

WIDTH, HEIGHT = 96, 64
BOX = (18, 12, 44, 31)  # snapped to the grid: 16, 8, 48, 32
INSIDE = (slice(8, 32), slice(16, 48))
NAME = "Jane Smith"


def drawn(mode="RGB", at=0):
    """A picture in any mode; `at` moves the red block."""
    if mode == "I;16":
        return Image.fromarray((np.arange(WIDTH * HEIGHT, dtype=np.uint16) * 10 + 7).reshape(HEIGHT, WIDTH))
    image = Image.new("RGB", (WIDTH, HEIGHT), (200, 180, 160))
    image.paste((30, 120, 60), (20, 10, 50, 40))
    image.paste((220, 20, 20), (60 + at, 40, 80 + at, 60))
    if mode in ("RGBA", "LA"):
        image = image.convert(mode)
        image.putalpha(Image.linear_gradient("L").resize((WIDTH, HEIGHT)).point(lambda level: max(level, 1)))
    return image if image.mode == mode else image.convert(mode)


def noise(mode="RGB", seed=0):
    """A picture of which no two pixels are alike."""
    pixels = np.random.default_rng(seed).integers(0, 255, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    return Image.fromarray(pixels).convert(mode)


def encoded(image, kind, **how):
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def film(kind, frames=5, mode="RGB", **how):
    """A film of some frames, the second shown longer."""
    images = [drawn(mode, at) for at in range(frames)]
    lasting = [100, 250, *(100,) * (frames - 2)]
    return encoded(images[0], kind, save_all=True, append_images=images[1:], duration=lasting, **how)


def exif(**fields):
    """A block of EXIF: an orientation, an artist, an owner, a place."""
    made = Image.Exif()
    made[0x0112] = fields.get("orientation", 1)
    made[0x013B] = NAME
    made.get_ifd(0x8769).update({0xA430: "Owner Smith", 0x829A: 0.01})
    made.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 30.0)})
    return made


def source(folder, content, name="picture"):
    path = folder / f"{hashlib.sha256(content).hexdigest()[:8]}-{name}"
    path.write_bytes(content)
    return Source(path, path.name, hashlib.sha256(content).hexdigest(), len(content), "image")


def opened(folder, content, **settings):
    return open_image(source(folder, content), Settings(**settings))


def written(document, change=lambda segment: ()):
    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def rasters(document):
    return [segment for segment in document.segments() if isinstance(segment, Raster)]


def pixels(document):
    """Every page and every frame, in order."""
    found = []
    for segment in document.segments():
        if isinstance(segment, Raster):
            found.append(segment.pixels)
        elif isinstance(segment, Film):
            found += [frame.pixels for frame in segment.frames]
    return found


def frames(document):
    return [frame for segment in document.segments() if isinstance(segment, Film) for frame in segment.frames]


def texts(document):
    return {segment.part: segment.text for segment in document.segments() if isinstance(segment, Text)}


def dropped(document):
    return {note.part for note in document.census() if note.state is PartState.DROPPED}


def cut(*, label="", style="fill", only=None):
    """A change that cuts one box out of every page and frame, or out of frame `only`."""

    def change(segment):
        if isinstance(segment, Raster):
            return [Edit(Box(*BOX), label, style)]
        if not isinstance(segment, Film):
            return ()
        numbers = range(segment.first, segment.first + segment.at_most)
        boxes = tuple((number, *BOX) for number in numbers if only in (None, number))
        return [Edit(Track(boxes), label, style)] if boxes else ()

    return change


def outside(held):
    """The pixels outside the snapped box."""
    rest = np.ones(held.shape[:2], bool)
    rest[INSIDE] = False
    return held[rest]
