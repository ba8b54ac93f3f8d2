"""Boxes that were cut against boxes that had to be: shares over all gold boxes of a set, whatever the detector.

covered90   at least 90 % of the gold box lies under the predicted boxes together: what a redaction is for
clean       share of pictures with every gold box covered: one miss discloses the picture
false       predicted boxes a picture that touch no gold and no ignored box (less than 30 % of either)
recall50    a predicted box shares half of their union with the gold box: the usual figure, for comparison
pixels      share of all pixels under predicted boxes
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]  # [n, 4 or more]: x0, y0, x1, y1

_GRID = 48  # points along each side of a gold box at which it is asked whether they are covered
_COVERED = 0.9
_TOUCHING = 0.3
_CELL_PX = 4  # pixels under boxes are counted in cells of so many


def score(gold: Sequence[Mapping[str, Any]], predictions: Mapping[str, Any]) -> dict[str, float]:
    """The figures of a set. `gold`: rows with `file`, `w`, `h`, `boxes` and perhaps `ignore`; `predictions`: boxes by file."""
    shares, unions, clean, false, pixels, area = [], [], 0, 0, 0.0, 0
    for row in gold:
        size = (row["w"], row["h"])
        wanted, ignored, cut = (_within(_rows(each), *size) for each in (
            row["boxes"], row.get("ignore", ()), predictions.get(row["file"], ())
        ))  # fmt: skip
        covered = [_covered(box, cut) for box in wanted]
        shares += covered
        unions += [_over_union(box, cut).max(initial=0.0) for box in wanted]
        clean += all(share >= _COVERED for share in covered)
        false += sum(not _touches(box, np.concatenate([wanted, ignored])) for box in cut)
        pixels += _under(cut, *size) * size[0] * size[1]
        area += size[0] * size[1]
    boxes, pictures = max(1, len(shares)), max(1, len(gold))
    return {
        "pictures": len(gold),
        "boxes": len(shares),
        "covered90": sum(share >= _COVERED for share in shares) / boxes,
        "clean": clean / pictures,
        "false": false / pictures,
        "recall50": sum(union >= 0.5 for union in unions) / boxes,
        "pixels": pixels / max(1, area),
    }


def _rows(boxes: Any) -> Rows:
    made = np.asarray([list(box)[:4] for box in boxes], np.float64)
    return made.reshape(-1, 4)


def _within(boxes: Rows, width: int, height: int) -> Rows:
    made: Rows = np.clip(boxes, 0, [width, height, width, height])
    return made


def _areas(boxes: Rows) -> Rows:
    made: Rows = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(axis=1)
    return made


def _shared(box: Rows, others: Rows) -> Rows:
    corners = [np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])]
    return _areas(np.concatenate(corners, axis=1))


def _over_union(box: Rows, others: Rows) -> Rows:
    shared = _shared(box, others)
    made: Rows = shared / (_areas(box[np.newaxis]) + _areas(others) - shared + 1e-9)
    return made


def _covered(box: Rows, cut: Rows) -> float:
    points = (np.arange(_GRID) + 0.5) / _GRID
    xs = box[0] + points * (box[2] - box[0])
    ys = box[1] + points * (box[3] - box[1])
    under = np.zeros((_GRID, _GRID), bool)
    for x0, y0, x1, y1 in cut:
        under |= ((ys >= y0) & (ys <= y1))[:, np.newaxis] & ((xs >= x0) & (xs <= x1))
    return float(under.mean())


def _touches(box: Rows, others: Rows) -> bool:
    shared, areas = _shared(box, others), _areas(others)
    enough = (shared >= _TOUCHING * _areas(box[np.newaxis])) | ((shared >= _TOUCHING * areas) & (areas > 0))
    return bool(enough.any())


def _under(cut: Rows, width: int, height: int) -> float:
    cells = np.zeros((height // _CELL_PX + 1, width // _CELL_PX + 1), bool)
    for x0, y0, x1, y1 in (cut // _CELL_PX).astype(int):
        cells[y0 : y1 + 1, x0 : x1 + 1] = True
    return float(cells.mean())
