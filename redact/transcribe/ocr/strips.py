"""A line cut out of its picture and laid level: a strip of fixed height, whose every point knows its way back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

HEIGHT = 48  # what the recogniser reads
RIM = 8  # rows more above and below, to see where the ink ends
_FULL = HEIGHT + 2 * RIM
_WIDEST = 4096  # a line of 200 letters; what is longer is squeezed
_NARROWEST = 16


@dataclass(frozen=True, slots=True)
class Strip:
    """``uint8 [HEIGHT + 2 * RIM, width, 3], RGB``; `home` maps x, y of it to the picture: ``float64 [2, 3]``."""

    pixels: Any = field(repr=False)
    home: Any = field(repr=False)

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])

    @property
    def core(self) -> Any:
        """What the recogniser is given: the strip without its rims."""
        return self.pixels[RIM : RIM + HEIGHT]


def width_of(quad: Any) -> int:
    """Columns that the strip of a line will have."""
    along, down = sides(quad)
    return int(np.clip(round(along / max(down, 1e-3) * HEIGHT), _NARROWEST, _WIDEST))


def cut(pixels: Any, quad: Any) -> Strip:
    """The strip of the line with these corners (``float32 [4, 2]``, the first where the text begins, then clockwise)."""
    width = width_of(quad)
    along, across = (quad[1] - quad[0]) / width, (quad[3] - quad[0]) / HEIGHT
    home = np.column_stack([along, across, quad[0] - across * RIM]).astype(np.float64)
    # Letters much larger than the strip would be sampled with gaps: cut them at nearly their size, then average.
    finer = max(1, int(sides(quad)[1] / HEIGHT))
    back = home.copy()
    back[:, :2] /= finer
    back[:, 2] += (back[:, 0] + back[:, 1]) / 2 - 0.5  # warping counts from the centres of pixels
    size = (width * finer, _FULL * finer)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    strip = cv2.warpAffine(pixels, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    if finer > 1:
        strip = cv2.resize(strip, (width, _FULL), interpolation=cv2.INTER_AREA)
    return Strip(strip, home)


def turned(quad: Any, quarters: int) -> Any:
    """The same corners, read from another side: `quarters` times a quarter turn, clockwise on the page.

    0 stays; 1 is text that runs downwards, 2 text on its head, 3 text that runs upwards.
    """
    return np.roll(quad, -quarters, axis=0)


def sides(quad: Any) -> tuple[float, float]:
    """How long a line is from where its text begins, and how high."""
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))
