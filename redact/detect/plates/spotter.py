"""The room's door: number plates of a picture as findings, each a box to cut."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import cv2
import numpy as np

from redact.core.flow import Finding
from redact.core.segment import Raster
from redact.detect.plates import boxes as many
from redact.detect.plates.boxes import Boxes
from redact.detect.plates.network import Network, Pixels
from redact.settings import Settings

_NAME = "plates"
_ENTITY = "LICENCE_PLATE"

#: Longer sides, in the network's pixels, of the looks at a still. Plates were 13 to 215 of them wide in training: the two
#: find those of one fortieth to nearly half the picture's width.
SIDES_PX = (512, 1024)
#: A large picture is looked at a third time, for plates that are no more than dots in the other two. Whatever the size of
#: the picture, the network sees no more than this: time and memory have a bound.
_FINE_PX, _LARGE_PX = 2048, 2600
#: A frame of this longer side is a whole one and no part of one.
_WHOLE_PX = 640
#: A small picture is enlarged no further: blur tells nothing.
_ENLARGED = 2
#: A claim under this is not reported.
LEAST_SCORE = 0.6
#: Share of the box's sides that is added on every side, across and along: about what the network errs by.
PADDING = (0.08, 0.15)


class Claims(Protocol):
    """What `Network` does: claims on plates in a picture."""

    def __call__(self, pixels: Pixels, least_score: float) -> Boxes:
        """Boxes of at least that score, in that picture's pixels."""


class Plates:
    """Spots the number plates of stills."""

    name = _NAME

    def __init__(self, claims: Claims | None = None) -> None:
        """Loads the network unless one is given.

        Raises:
            MissingPart: the network is not in the model store.
        """
        self._claims = claims or Network()

    def __call__(self, picture: Raster) -> Iterable[Finding]:
        """The plates of an upright picture, strongest first, looked for in two sizes; in three where it is large."""
        return self._findings(picture, sides_px(max(picture.pixels.shape[:2])))

    def at_own_size(self, picture: Raster) -> Iterable[Finding]:
        """The same in the size that the picture has: a film's frame, shrunk already, or a part of it.

        A whole frame is looked at once more, smaller, for the plates of cars that are near; it costs a sixth.
        """
        longest = min(max(picture.pixels.shape[:2]), _FINE_PX)
        return self._findings(picture, (longest * 2 // 5, longest) if longest >= _WHOLE_PX else (longest,))

    def _findings(self, picture: Raster, sides: Sequence[int]) -> list[Finding]:
        height, width = picture.pixels.shape[:2]
        seen = [self._seen(picture.pixels, side) for side in sides]
        boxes = many.padded(many.fused(np.concatenate([many.none(), *seen])), *PADDING)
        places = [(many.to_place(row, width, height), float(row[4])) for row in boxes]
        return [Finding(place, _ENTITY, round(score, 4), _NAME) for place, score in places if place.area > 0]

    def _seen(self, pixels: Pixels, side_px: int) -> Boxes:
        """What one look finds, in the pixels of the picture."""
        height, width = pixels.shape[:2]
        scale = side_px / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        if size != (width, height):
            how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
            pixels = np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)
        boxes = self._claims(pixels, LEAST_SCORE)
        across, along = width / size[0], height / size[1]
        return boxes * np.array([across, along, across, along, 1], np.float32)


def sides_px(longest_px: int) -> tuple[int, ...]:
    """The longer sides of the looks at a still of that longer side, each once."""
    fine = (_FINE_PX,) if longest_px >= _LARGE_PX else ()
    return tuple(sorted({min(side, longest_px * _ENLARGED) for side in (*SIDES_PX, *fine)}))


def make(settings: Settings) -> Plates:  # noqa: ARG001 - plates have no levels
    """The plate spotter.

    Raises:
        MissingPart: the network is not in the model store.
    """
    return Plates()
