"""AVIF: copied where there is nothing in the file but its pictures, else coded again.

Source: AV1 Image File Format 1.1 (2022); ISO/IEC 14496-12:2022 (boxes); ISO/IEC 23008-12:2022 (items).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from PIL import Image

from redact.core.flow import PartNote, PartState
from redact.media.image.anatomy import Anatomy, Dress, Saying, counted, numbered
from redact.media.image.bounds import reading
from redact.media.image.boxes import is_alone, timeless
from redact.media.image.exif import Exif, exif_block
from redact.media.image.icc import cleaned
from redact.media.image.motion import Motion
from redact.media.image.stills import saved
from redact.media.image.words import of_xml

_QUALITY = 92
_SPEED = 8  # 0 to 10; slower ones save a few per cent of bytes


def anatomy(content: bytes) -> Anatomy:
    """What is said beside the picture.

    Raises:
        CorruptInput: the bytes contradict the format.
    """
    with reading(), Image.open(io.BytesIO(content), formats=("AVIF",)) as image:
        info = dict(image.info)
    bare = timeless(content)
    exif = Exif(info.get("exif") or b"")
    sayings = [*exif.sayings()]
    if info.get("xmp"):
        sayings.append(Saying("XMP", "XMP", of_xml(info["xmp"])))
    leftover = list(exif.leftover())
    profile = info.get("icc_profile") or b""
    if bare != content:
        leftover.append(PartNote("dates", PartState.DROPPED, "when the tracks were made"))
    if not sayings and not is_alone(bare, cleaned(profile, "RGB")):
        leftover.append(PartNote("further boxes", PartState.DROPPED, "not read"))
    return Anatomy(bare, numbered(sayings), counted(leftover), exif.orientation, profile)


def copied(bare: bytes, dress: Dress) -> bytes | None:
    """The same file, where there is nothing in it but its pictures; None where it must be coded again."""
    return bare if is_alone(bare, dress.profile) and not dress.kept else None


def motion(bare: bytes) -> Motion | None:
    """How the frames are shown; None for a single picture. Goes through all frames."""
    with reading(), Image.open(io.BytesIO(bare), formats=("AVIF",)) as image:
        count = getattr(image, "n_frames", 1)
        delays = []
        for number in range(count if count > 1 else 0):
            image.seek(number)
            image.load()
            delays.append(Fraction(image.info["duration"], 1000))
    return Motion(tuple(delays)) if delays else None


def still(image: Image.Image, _source: Image.Image, _bare: bytes, dress: Dress) -> bytes:
    """One picture."""
    return timeless(saved(image, "AVIF", **_how(dress)))


def film(frames: Iterable[Image.Image], shown: Motion, _bare: bytes, dress: Dress) -> bytes:
    """Frames one after another."""
    lasting = [round(delay * 1000) for delay in shown.delays]
    out = io.BytesIO()
    _Reel(iter(frames)).save(out, "AVIF", save_all=True, duration=lasting, **_how(dress))
    return timeless(out.getvalue())


class _Reel(Image.Image):
    """Frames that an encoder goes through once, made when they are asked for: Pillow would have them all at once."""

    is_animated = True

    def __init__(self, frames: Iterator[Image.Image]) -> None:
        super().__init__()
        self._frames = frames
        self._at = -1
        self.seek(0)

    def seek(self, frame: int) -> None:
        if frame <= self._at:
            return
        shown = next(self._frames, None)
        if shown is None:
            raise EOFError
        self._at = frame
        self.im, self._mode, self._size = shown.im, shown.mode, shown.size

    def tell(self) -> int:
        return max(self._at, 0)


def _how(dress: Dress) -> dict[str, Any]:
    how: dict[str, Any] = {"quality": _QUALITY, "speed": _SPEED, "subsampling": "4:4:4", "max_threads": 1}
    block = exif_block(dress)
    if block:
        how["exif"] = block
    if dress.profile:
        how["icc_profile"] = dress.profile
    return how
