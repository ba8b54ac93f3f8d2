"""A drawn car with a plate that bears nobody's mark, and a stub network that sees marks instead of plates."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from redact.core.place import Box

_ROAD, _PAINT, _GLASS, _BUMPER, _LAMP = (128, 128, 132), (150, 30, 35), (50, 60, 70), (40, 40, 42), (235, 235, 220)
#: Q marks are for vehicles of unknown age; this one's number is beyond any that was given out.
_MARK = "Q000 QQQ"


def street(width: int, height: int) -> Any:
    """A grey road under a light sky."""
    made = np.full((height, width, 3), _ROAD, np.uint8)
    made[: height // 3] = (190, 200, 210)
    return made


def car(width: int, height: int, plate_px: int, ground: tuple[int, int, int] = (238, 238, 232)) -> tuple[Any, Box]:
    """The front of a car in the middle of a picture, and where its plate of that width is."""
    made, x, y, half = street(width, height), width // 2, round(height * 0.62), round(plate_px * 1.8)
    cv2.rectangle(made, (x - half, y - round(half * 0.9)), (x + half, y + round(half * 0.4)), _PAINT, -1)
    pane = [(x - half * 3 // 4, y - half // 2), (x - half // 2, y - round(half * 0.85))]
    cv2.fillPoly(made, [np.array([*pane, *((2 * x - at, row) for at, row in reversed(pane))])], _GLASS)
    cv2.rectangle(made, (x - half, y - half // 6), (x + half, y + half // 4), _BUMPER, -1)
    for side in (-1, 1):
        cv2.circle(made, (x + side * half * 4 // 5, y - half // 3), max(2, half // 8), _LAMP, -1, cv2.LINE_AA)
    tall = round(plate_px / 4.68)
    left, top = x - plate_px // 2, y - tall // 2
    made[top : top + tall, left : left + plate_px] = plate(plate_px, tall, ground)
    return cv2.GaussianBlur(made, (0, 0), 0.6), Box(left, top, left + plate_px, top + tall)


def plate(width: int, height: int, ground: tuple[int, int, int]) -> Any:
    """A plate with a mark that nobody has."""
    made = np.full((111, 520, 3), ground, np.uint8)
    cv2.putText(made, _MARK, (22, 86), cv2.FONT_HERSHEY_SIMPLEX, 2.95, (15, 15, 18), 11, cv2.LINE_AA)
    return cv2.resize(made, (width, height), interpolation=cv2.INTER_AREA)


def page(width: int, height: int) -> Any:
    """A letter: lines of words on white."""
    made = np.full((height, width, 3), 250, np.uint8)
    for at, y in enumerate(range(40, height - 20, 24)):
        words = ("we write about the meeting", "of the board held on Monday", "and thank you for coming")[at % 3]
        cv2.putText(made, words, (40, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (20, 20, 20), 1, cv2.LINE_AA)
    return made


def red_marks(pixels: Any, least_score: float) -> Any:
    """A stub for the network: a box around each patch of pure red, with the score .9."""
    red = ((pixels[..., 0] > 200) & (pixels[..., 1] < 60)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(red)
    rows = [[x, y, x + w, y + h, 0.9] for x, y, w, h, _ in stats[1:]]
    return np.asarray(rows, np.float32).reshape(-1, 5)
