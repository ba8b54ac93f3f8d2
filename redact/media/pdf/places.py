"""From one measure to another: a page's own space, the page as it is shown, the pixels of its picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pikepdf

from redact.core.place import Box
from redact.media.pdf.terms import Area, Matrix, covering, inverse, mul

#: Source: ISO 32000-2:2020, table 31: what a page without a box is taken to be shown in (US letter, as readers do).
_LETTER = Area(0, 0, 612, 792)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it is shown: `matrix` takes its user space to points from the top left corner, `/Rotate` done."""

    matrix: Matrix
    width_pt: float
    height_pt: float

    def box(self, area: Area) -> Box:
        """Where an area of user space is seen."""
        seen = covering(self.matrix, area)
        return Box(seen.x0, seen.y0, seen.x1, seen.y1)

    def pixels(self, width_px: int, height_px: int) -> Matrix:
        """The matrix from user space to the pixels of a picture of the page."""
        return mul(self.matrix, (width_px / self.width_pt, 0, 0, height_px / self.height_pt, 0, 0))

    def area(self, box: Box, width_px: int, height_px: int) -> Area:
        """The area of user space under a box of such a picture."""
        return covering(inverse(self.pixels(width_px, height_px)), Area(box.x0, box.y0, box.x1, box.y1))


def shown(page: pikepdf.Page) -> Shown:
    """How a page is shown, by its boxes and its rotation."""
    box = visible(page)
    width, height = box.width, box.height
    down: Matrix = (1, 0, 0, -1, -box.x0, box.y1)
    turns = _turns(page)
    if turns == 1:
        return Shown(mul(down, (0, 1, -1, 0, height, 0)), height, width)
    if turns == 2:
        return Shown(mul(down, (-1, 0, 0, -1, width, height)), width, height)
    if turns == 3:
        return Shown(mul(down, (0, -1, 1, 0, 0, width)), height, width)
    return Shown(down, width, height)


def visible(page: pikepdf.Page) -> Area:
    """What of user space is shown: the crop box within the media box."""
    media = _rectangle(page, "/MediaBox") or _LETTER
    crop = _rectangle(page, "/CropBox") or media
    cut = Area(max(media.x0, crop.x0), max(media.y0, crop.y0), min(media.x1, crop.x1), min(media.y1, crop.y1))
    return cut if cut.width > 0 and cut.height > 0 else media


def on_image(matrix: Matrix, box: Box, width_px: int, height_px: int) -> Area:
    """The area of user space under a box of an image that is drawn with `matrix`."""
    unit = Area(box.x0 / width_px, 1 - box.y1 / height_px, box.x1 / width_px, 1 - box.y0 / height_px)
    return covering(matrix, unit)


def _turns(page: pikepdf.Page) -> int:
    """Quarter turns clockwise."""
    try:
        return int(_inherited(page, "/Rotate") or 0) // 90 % 4
    except (TypeError, ValueError, ArithmeticError):
        return 0


def _rectangle(page: pikepdf.Page, name: str) -> Area | None:
    found: Any = _inherited(page, name)
    try:
        x0, y0, x1, y1 = (float(found[index]) for index in range(4))
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    area = Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    return area if area.width > 0 and area.height > 0 else None


def _inherited(page: pikepdf.Page, name: str) -> Any:
    """An entry of a page, or of the nodes above it that hand it down."""
    node: Any = page.obj
    for _ in range(64):
        if name in node:
            return node[name]
        if "/Parent" not in node:
            return None
        node = node["/Parent"]
    return None
