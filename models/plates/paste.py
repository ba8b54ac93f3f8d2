"""Flat pictures set into a scene: turned in space, lit like their surroundings, and where they come to lie."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from models.plates.marks import Lot

#: Angles in degrees: most plates are seen nearly straight, some from the side of the road or from above.
_YAW, _PITCH, _ROLL = 24.0, 11.0, 3.0


@dataclass(frozen=True)
class Turn:
    """How a flat thing stands in space (radians) and how far away it is, in its own widths."""

    yaw: float
    pitch: float
    roll: float
    away: float


def any_turn(lot: Lot, strong: float = 1.0) -> Turn:
    """A turn by lot; `strong` 0 is straight."""
    yaw, pitch, roll = np.radians(lot.normal(0, (_YAW, _PITCH, _ROLL)) * strong)
    steep = np.radians(58)
    return Turn(
        float(np.clip(yaw, -steep, steep)),
        float(np.clip(pitch, -steep / 1.6, steep / 1.6)),
        float(roll),
        lot.uniform(3, 9),
    )


def corners(turn: Turn, tall: float, centre: tuple[float, float], width_px: float) -> np.ndarray:
    """Where the corners (clockwise from the upper left) of a thing `tall` times as high as wide lie: ``float32 [4, 2]``.

    `width_px` is the breadth of what is seen.
    """
    flat = np.array([[-0.5, -tall / 2, 0], [0.5, -tall / 2, 0], [0.5, tall / 2, 0], [-0.5, tall / 2, 0]])
    (cy, sy), (cp, sp), (cr, sr) = ((np.cos(a), np.sin(a)) for a in (turn.yaw, turn.pitch, turn.roll))
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    seen = flat @ (about_z @ about_x @ about_y).T
    points = seen[:, :2] / (1 + seen[:, 2:] / turn.away)
    points *= width_px / np.ptp(points[:, 0])
    return (points - (points.min(0) + points.max(0)) / 2 + centre).astype(np.float32)


def around(points: np.ndarray) -> np.ndarray:
    """The upright box around some points: ``[x0, y0, x1, y1]``."""
    return np.concatenate([points.min(0), points.max(0)])


def place(scene: np.ndarray, thing: np.ndarray, points: np.ndarray, light: np.ndarray) -> None:
    """Set `thing` into the scene (changed), its corners on `points`, its colours times `light` ``[3]``.

    A fourth channel of the thing says how solid it is.
    """
    height, width = scene.shape[:2]
    x0, y0 = np.maximum(np.floor(points.min(0)).astype(int) - 1, 0)
    x1, y1 = np.minimum(np.ceil(points.max(0)).astype(int) + 2, (width, height))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return
    small = _shrunk(thing, points)
    h, w = small.shape[:2]
    flat = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32) - 0.5
    move = cv2.getPerspectiveTransform(flat, (points - np.array([x0, y0]) - 0.5).astype(np.float32))
    size = (int(x1 - x0), int(y1 - y0))
    solid = small[..., 3] if small.shape[2] == 4 else np.full((h, w), 255, np.uint8)
    small = np.ascontiguousarray(small[..., :3])
    seen = cv2.warpPerspective(small, move, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(solid, move, size, flags=cv2.INTER_LINEAR)[..., None] / np.float32(255)
    under = scene[y0:y1, x0:x1]
    lit = np.clip(seen * light.astype(np.float32), 0, 255)
    scene[y0:y1, x0:x1] = (under + mask * (lit - under)).astype(np.uint8)


def any_light(scene: np.ndarray, box: np.ndarray, lot: Lot) -> np.ndarray:
    """Light for a thing at `box`: between that of its surroundings and daylight, tinted as they are."""
    x0, y0, x1, y1 = np.round(box).astype(int)
    grow = max(4, (x1 - x0) // 3)
    patch = scene[max(0, y0 - grow) : y1 + grow, max(0, x0 - grow) : x1 + grow]
    mean = patch.reshape(-1, 3).mean(0) + 8 if patch.size else np.full(3, 128.0)
    grey = mean.mean()
    tint = (mean / grey) ** lot.uniform(0, 0.6)
    return np.asarray(np.clip((grey / 255) ** lot.uniform(0, 0.45), 0.12, 1.05) * tint * lot.uniform(0.75, 1.1))


def _shrunk(thing: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The thing at little more than the size at which it will be seen: a warp alone would leave out pixels."""
    want = 1.3 * np.linalg.norm(points[1] - points[0])
    by = want / thing.shape[1]
    if by >= 0.9:
        return thing
    size = (max(4, round(thing.shape[1] * by)), max(2, round(thing.shape[0] * by)))
    return np.asarray(cv2.resize(thing, size, interpolation=cv2.INTER_AREA))
