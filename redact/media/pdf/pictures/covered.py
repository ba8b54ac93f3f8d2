"""Which pixels of an image lie under areas of its page, and the image with them painted over."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from redact.media.pdf.pictures.samples import Samples
from redact.media.pdf.terms import Area, Matrix, covering, inverse

#: Half a pixel reaches to its edge; one more is covered, since viewers mix neighbours when they scale.
_REACH = 1.5


def covered(shape: Sequence[int], matrix: Matrix, areas: Sequence[Area]) -> Any:
    """``bool [height, width]``: the pixels that the areas touch, of an image of that shape so placed, and one more around.

    Where an image is turned, it is what lies under the area that is covered, not the upright box around it.

    Raises:
        Untrusted: the image has no size on the page.
    """
    height, width = shape[0], shape[1]
    a, b, c, d, e, f = matrix
    reach_x, reach_y = _REACH * (abs(a) / width + abs(c) / height), _REACH * (abs(b) / width + abs(d) / height)
    back = inverse(matrix)
    found = np.zeros((height, width), bool)
    for area in areas:
        wide = Area(area.x0 - reach_x, area.y0 - reach_y, area.x1 + reach_x, area.y1 + reach_y)
        around = covering(back, wide)
        rows, columns = _span(1 - around.y1, 1 - around.y0, height), _span(around.x0, around.x1, width)
        u = (np.arange(columns.start, columns.stop) + 0.5) / width
        v = 1 - (np.arange(rows.start, rows.stop)[:, None] + 0.5) / height
        x, y = a * u + c * v + e, b * u + d * v + f
        found[rows, columns] |= (wide.x0 < x) & (x < wide.x1) & (wide.y0 < y) & (y < wide.y1)
    return found


def filled(found: Samples, matrix: Matrix, areas: Sequence[Area], filling: Sequence[int]) -> Samples:
    """The samples with `filling`, one number a component, wherever the areas touch them.

    Raises:
        Untrusted: as `covered`.
    """
    values = found.values.copy()
    values[covered(values.shape, matrix, areas)] = filling
    return replace(found, values=values)


def _span(low: float, high: float, size: int) -> slice:
    """The pixels between two shares of a side, rounded outward, within the image."""
    start = min(max(math.floor(low * size), 0), size)
    return slice(start, min(max(math.ceil(high * size), start), size))
