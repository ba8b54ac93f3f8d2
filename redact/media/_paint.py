"""The cut in pictures. Every adapter that changes pixels changes them here, in place and in decoded pixels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np

from redact.core.errors import Defect
from redact.core.flow import Edit
from redact.core.place import Box
from redact.core.snap import snapped
from redact.core.upright import stored, upright
from redact.media._label import label_plate

#: Cells along each side of a box that is pixelated, at most, and pixels a cell's side has at least: a face of 6 by 6 cells
#: is not told from another, and a small box must not keep all its pixels.
CELLS = 6
CELL_PX = 8
#: Cells' colours are rounded to so many levels: a guessed word or face cannot be pixelated and matched exactly.
_STEP = 16

_SOFT = frozenset({"pixelate", "blur"})


class Mark(NamedTuple):
    """What is painted on ``[y0:y1, x0:x1]`` of the stored pixels."""

    x0: int
    y0: int
    x1: int
    y1: int
    style: str
    label: str


def marks(edits: Iterable[Edit], width_px: int, height_px: int) -> list[Mark]:
    """The whole pixels that each edit of a picture covers: its box, snapped outward. Those off the picture are left out.

    Raises:
        Defect: an edit has no box, or a style that nobody knows.
    """
    made = [_mark(edit, width_px, height_px) for edit in edits]
    return _labelled_apart([mark for mark in made if mark.x0 < mark.x1 and mark.y0 < mark.y1])


def _labelled_apart(made: Sequence[Mark]) -> list[Mark]:
    """Where boxes overlap, only the largest keeps its label: two on one another could not be read."""
    bearing: list[Mark] = []
    for mark in sorted(made, key=lambda mark: (mark.x0 - mark.x1) * (mark.y1 - mark.y0)):
        if mark.label and not any(_overlap(mark, other) for other in bearing):
            bearing.append(mark)
    return [mark if mark in bearing else mark._replace(label="") for mark in made]


def _overlap(one: Mark, other: Mark) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def _mark(edit: Edit, width_px: int, height_px: int) -> Mark:
    if not isinstance(edit.place, Box) or edit.style not in _SOFT | {"fill"}:
        raise Defect("an edit of a picture has no box or an unknown style", "please report this")
    return Mark(*snapped(edit.place, width_px, height_px), edit.style, edit.replacement)


def cut(pixels: Any, edits: Iterable[Edit], orientation: int = 1) -> list[Mark]:
    """Paint every edit into ``uint8 [h, w, 3], RGB`` stored pixels, in place, and say which pixels were painted.

    Nothing outside the snapped boxes changes. `orientation` is the picture's, so that labels stand upright for the viewer.

    Raises:
        Defect: as `marks`.
    """
    height, width = pixels.shape[:2]
    painted = marks(edits, width, height)
    _fill(pixels, painted)
    for mark in painted:
        if mark.style in _SOFT:
            patch = pixels[mark.y0 : mark.y1, mark.x0 : mark.x1]
            patch[:] = _softened(patch, mark.style)
    _fill(pixels, painted)  # a soft box over a filled one has mixed the black with its own colours
    for mark in painted:
        _write(pixels[mark.y0 : mark.y1, mark.x0 : mark.x1], mark.label, orientation)
    return painted


def _fill(pixels: Any, painted: Sequence[Mark]) -> None:
    for mark in painted:
        if mark.style == "fill":
            pixels[mark.y0 : mark.y1, mark.x0 : mark.x1] = 0


def _softened(patch: Any, style: str) -> Any:
    """The patch made again from few cells alone, so that nothing finer than a cell can be got back."""
    height, width = patch.shape[:2]
    cells = cv2.resize(np.ascontiguousarray(patch), (_cells(width), _cells(height)), interpolation=cv2.INTER_AREA)
    cells = cells // _STEP * _STEP + _STEP // 2
    way = cv2.INTER_NEAREST if style == "pixelate" else cv2.INTER_LINEAR
    return cv2.resize(cells, (width, height), interpolation=way)


def _cells(side_px: int) -> int:
    return min(max(side_px // CELL_PX, 1), CELLS)


def _write(patch: Any, label: str, orientation: int) -> None:
    if not label:
        return
    seen = upright(patch, orientation).copy()
    height, width = seen.shape[:2]
    plate = label_plate(label, width, height)
    if plate is None:
        return
    top, left = (height - plate.shape[0]) // 2, (width - plate.shape[1]) // 2
    seen[top : top + plate.shape[0], left : left + plate.shape[1]] = plate[:, :, None]
    patch[:] = stored(seen, orientation)
