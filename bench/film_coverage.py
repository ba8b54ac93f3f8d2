"""How much of a reference face is under what a tool covers, frame by frame."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

#: x0, y0, x1, y1 and, of what was found, the score.
Row = Sequence[float]
#: A face counts as covered when so much of its box is.
ENOUGH = 0.9
#: A reference is what the network is sure of at full size.
SURE = 0.5
#: deface grows a box by so much of its side on each side, and covers the ellipse in it. Source: its `--mask-scale`, 1.3.
_DEFACE_GROWS = 0.3
_GRID = 24


@dataclass(frozen=True, slots=True)
class Share:
    """Reference faces, and those of which enough was covered."""

    faces: int
    covered: int
    frames_left: tuple[int, ...]  # frames with a face that was not

    @property
    def of_all(self) -> float:
        """0 to 1; 1 where there was no face."""
        return self.covered / self.faces if self.faces else 1.0


def reference(found: Sequence[Sequence[Row]], width_px: int, height_px: int) -> list[list[Row]]:
    """The sure ones, cut at the picture's edge."""
    return [[_clipped(row, width_px, height_px) for row in frame if row[4] >= SURE] for frame in found]


def by_deface(found: Sequence[Sequence[Row]], width_px: int, height_px: int) -> list[list[Row]]:
    """The boxes in which deface's ellipses lie: it grows a box, cuts it at the picture's edge, and then rounds it off."""
    return [[_clipped(_grown(row), width_px, height_px) for row in frame] for frame in found]


def by_redact(said: str, frames: int) -> list[list[Row]]:
    """The boxes of `redact find --json` that would be cut, by frame."""
    out: list[list[Row]] = [[] for _ in range(frames)]
    for line in said.splitlines():
        decision = json.loads(line) if line.startswith("{") else {}
        if decision.get("action") in (None, "keep") or decision["extent"]["kind"] != "track":
            continue
        for number, *sides in decision["extent"]["boxes"]:
            out[number].append(sides)
    return out


def covered(faces: Sequence[Sequence[Row]], cuts: Sequence[Sequence[Row]], *, round_cuts: bool) -> Share:
    """The share of faces that lie under cuts: whole boxes, or the ellipses in them."""
    count = fine = 0
    left = []
    for number, frame in enumerate(faces):
        kept = [face for face in frame if _under(face, cuts[number], round_cuts=round_cuts) < ENOUGH]
        count, fine = count + len(frame), fine + len(frame) - len(kept)
        left += [number] if kept else []
    return Share(count, fine, tuple(left))


def _under(face: Row, cuts: Iterable[Row], *, round_cuts: bool) -> float:
    steps = (np.arange(_GRID) + 0.5) / _GRID
    xs = (face[0] + steps * (face[2] - face[0]))[None]
    ys = (face[1] + steps * (face[3] - face[1]))[:, None]
    under = np.zeros((_GRID, _GRID), dtype=bool)
    for x0, y0, x1, y1 in cuts:
        if round_cuts:
            by_x, by_y = max(x1 - x0, 1e-6) / 2, max(y1 - y0, 1e-6) / 2
            under |= ((xs - x0 - by_x) / by_x) ** 2 + ((ys - y0 - by_y) / by_y) ** 2 <= 1
        else:
            under |= (xs >= x0) & (xs < x1) & (ys >= y0) & (ys < y1)
    return float(under.mean())


def _grown(row: Row) -> Row:
    x0, y0, x1, y1 = row[:4]
    by_x, by_y = (x1 - x0) * _DEFACE_GROWS, (y1 - y0) * _DEFACE_GROWS
    return x0 - by_x, y0 - by_y, x1 + by_x, y1 + by_y


def _clipped(row: Row, width_px: int, height_px: int) -> Row:
    return max(0, row[0]), max(0, row[1]), min(width_px, row[2]), min(height_px, row[3])
