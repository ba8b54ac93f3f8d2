"""A drawn face, which the network takes for one at 32 to 96 pixels, and a stub network that sees marks instead of faces."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

_HAIR, _SKIN, _EYE, _LIP = (60, 45, 35), (222, 180, 155), (50, 35, 30), (175, 85, 85)


def face(side: int) -> Any:
    """A square of that side: hair, two eyes, nose and mouth, lit from the left."""
    made = np.full((400, 400, 3), (120, 140, 160), np.uint8)
    cv2.ellipse(made, (200, 205), (105, 140), 0, 0, 360, _HAIR, -1)
    cv2.ellipse(made, (200, 225), (88, 115), 0, 0, 360, _SKIN, -1)
    cv2.ellipse(made, (200, 110), (80, 30), 0, 0, 360, _HAIR, -1)
    for x in (165, 235):
        cv2.ellipse(made, (x, 200), (17, 9), 0, 0, 360, (250, 250, 250), -1)
        cv2.circle(made, (x, 200), 8, _EYE, -1)
        cv2.ellipse(made, (x, 180), (22, 6), 0, 180, 360, _HAIR, 5)
    cv2.line(made, (200, 205), (193, 250), (190, 145, 120), 4)
    cv2.ellipse(made, (200, 254), (16, 6), 0, 0, 180, (180, 130, 110), 4)
    cv2.ellipse(made, (200, 288), (32, 11), 0, 0, 360, _LIP, -1)
    light = np.linspace(1.1, 0.75, 400)[np.newaxis, :, np.newaxis]
    lit = np.clip(cv2.GaussianBlur(made, (0, 0), 3) * light, 0, 255).astype(np.uint8)
    return cv2.resize(lit, (side, side), interpolation=cv2.INTER_AREA)


def sheet(width: int, height: int, side: int, *corners: tuple[int, int]) -> Any:
    """A grey picture with a face at each of the corners (x, y)."""
    made = np.full((height, width, 3), 130, np.uint8)
    for x, y in corners:
        made[y : y + side, x : x + side] = face(side)
    return made


def red_marks(pixels: Any, least_score: float) -> Any:
    """A stub for the network: a box around each patch of pure red, with the score .9."""
    red = ((pixels[..., 0] > 200) & (pixels[..., 1] < 60)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(red)
    rows = [[x, y, x + w, y + h, 0.9] for x, y, w, h, _ in stats[1:]]
    return np.asarray(rows, np.float32).reshape(-1, 5)
