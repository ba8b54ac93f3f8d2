"""PNG that moves: always written again from whole frames, which loses nothing and leaves nothing between them.

Source: W3C PNG (Third Edition, 2025), 11.3.6.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from fractions import Fraction

from PIL import Image

from redact.media.image import png
from redact.media.image.anatomy import Dress
from redact.media.image.bounds import corrupt
from redact.media.image.motion import Motion
from redact.media.image.png import Chunk
from redact.media.image.stills import as_png

_DEFAULT_HUNDREDTHS = 100  # what a denominator of 0 stands for


def motion(bare: bytes) -> Motion | None:
    """How the frames are shown; None for a picture that does not move.

    Raises:
        CorruptInput: it says of itself that it has other frames than it has.
    """
    chunks = png.split(bare)
    said = next((chunk.body for chunk in chunks if chunk.name == b"acTL"), b"")
    if not said:
        return None
    controls = [chunk.body for chunk in chunks if chunk.name == b"fcTL"]
    if len(said) != 8 or not controls or any(len(body) != 26 for body in controls):
        raise corrupt()
    count, loops = struct.unpack(">II", said)
    if count != len(controls):
        raise corrupt()
    names = [chunk.name for chunk in chunks]
    skipped = names.index(b"IDAT") < names.index(b"fcTL")
    return Motion(tuple(_delay(body) for body in controls), loops, int(skipped))


def _delay(control: bytes) -> Fraction:
    above, below = struct.unpack(">HH", control[20:24])
    return Fraction(above, below or _DEFAULT_HUNDREDTHS)


def has_clear(bare: bytes) -> bool:
    """Whether the picture has transparency."""
    chunks = png.split(bare)
    return bool(chunks[0].body[9] & 4) or any(chunk.name == b"tRNS" for chunk in chunks)


def film(frames: Iterable[Image.Image], shown: Motion, bare: bytes, dress: Dress) -> bytes:
    """Whole frames one after another, none mixed with the one before."""
    mode = "RGBA" if has_clear(bare) else "RGB"
    made: list[Chunk] = []
    number = 0
    for frame, delay in zip(frames, shown.delays, strict=True):
        chunks = png.split(as_png(frame.convert(mode)))
        pixels = b"".join(chunk.body for chunk in chunks if chunk.name == b"IDAT")
        if not made:
            made += [chunks[0], *png.about(bare)]
            made.append(Chunk(b"acTL", struct.pack(">II", len(shown.delays), shown.loops or 0)))
        made.append(Chunk(b"fcTL", _control(number, frame, delay)))
        first = number == 0
        made.append(Chunk(b"IDAT", pixels) if first else Chunk(b"fdAT", struct.pack(">I", number + 1) + pixels))
        number += 1 if first else 2
    return png.dressed(png.joined([*made, Chunk(b"IEND", b"")]), dress)


def _control(number: int, frame: Image.Image, delay: Fraction) -> bytes:
    time = delay.limit_denominator(0xFFFF)
    return struct.pack(">IIIIIHHBB", number, *frame.size, 0, 0, time.numerator, time.denominator, 0, 0)
