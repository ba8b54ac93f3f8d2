"""What cameras, weather and night do to a picture: colour, light, blur, noise, compression, dirt."""

from __future__ import annotations

import cv2
import numpy as np

from models.plates.marks import Lot


def spoilt(scene: np.ndarray, lot: Lot, strong: float = 1.0) -> np.ndarray:
    """The scene ``uint8 [h, w, 3]`` as a camera might have brought it home."""
    seen = _coloured(scene, lot)
    if lot.random() < 0.3 * strong:
        seen = _blurred(seen, lot)
    if lot.random() < 0.25 * strong:
        seen = _coarse(seen, lot)
    if lot.random() < 0.35 * strong:
        grain = lot.integers(-128, 128, (64, 64, 3)).astype(np.float32) * lot.uniform(0.02, 0.13)
        tiles = (-(-seen.shape[0] // 64), -(-seen.shape[1] // 64), 1)
        tiled = np.tile(grain, tiles)[: seen.shape[0], : seen.shape[1]]
        seen = np.clip(seen + tiled, 0, 255).astype(np.uint8)
    if lot.random() < 0.4 * strong:
        _, packed = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, int(lot.integers(25, 90))])
        seen = cv2.imdecode(packed, cv2.IMREAD_COLOR)
    return seen


def dirtied(plate: np.ndarray, lot: Lot) -> np.ndarray:
    """A plate with mud, shade or sun over part of it."""
    coarse = lot.random((int(lot.integers(2, 6)), int(lot.integers(2, 10)), 1)).astype(np.float32)
    cover = cv2.resize(coarse, (plate.shape[1], plate.shape[0]), interpolation=cv2.INTER_CUBIC)[..., None]
    if lot.random() < 0.5:
        return np.asarray(np.clip(plate * (1 - lot.uniform(0.1, 0.7) * cover), 0, 255).astype(np.uint8))
    mud = np.array([110, 90, 70], np.float32) * lot.uniform(0.5, 1.6)
    share = np.clip(cover * lot.uniform(0.3, 0.9), 0, 0.85)
    return np.asarray(np.clip(plate + share * (mud - plate), 0, 255).astype(np.uint8))


def glows(scene: np.ndarray, lot: Lot) -> np.ndarray:
    """The scene with lamps that outshine what is beside them."""
    height, width = scene.shape[:2]
    light = np.zeros((height // 4, width // 4, 3), np.float32)
    for _ in range(int(lot.integers(1, 4))):
        middle = (int(lot.integers(0, width // 4)), int(lot.integers(0, height // 4)))
        colour = ((255.0, 230.0, 200.0), (255.0, 40.0, 60.0), (255.0, 255.0, 255.0))[int(lot.integers(3))]
        cv2.circle(light, middle, int(lot.integers(2, 12)), colour, -1)
    light = cv2.GaussianBlur(light, (0, 0), lot.uniform(2, 8))
    return np.asarray(
        np.clip(scene + lot.uniform(0.5, 1.5) * cv2.resize(light, (width, height)), 0, 255).astype(np.uint8)
    )


def _coloured(scene: np.ndarray, lot: Lot) -> np.ndarray:
    """Another white, another depth of colour, another brightness and contrast."""
    mean = scene.reshape(-1, 3)[::7].mean(0) + 4
    towards_grey = (mean.mean() / mean) ** (lot.uniform(0.4, 1.0) if lot.random() < 0.6 else 0.0)
    gains = towards_grey * np.exp(lot.normal(0, 0.09, 3))
    depth = 0.0 if lot.random() < 0.12 else lot.uniform(0.5, 1.4)
    mix = depth * np.eye(3) + (1 - depth) * np.tile([0.3, 0.59, 0.11], (3, 1))
    moved = cv2.transform(scene, (mix * gains).astype(np.float32))
    ramp = np.arange(256) / 255.0
    ramp = ramp ** np.exp(lot.normal(0, 0.35)) * np.exp(lot.normal(0, 0.2))
    ramp = (ramp - 0.5) * np.exp(lot.normal(0, 0.18)) + 0.5 + lot.normal(0, 0.05)
    return np.asarray(cv2.LUT(moved, np.clip(ramp * 255, 0, 255).astype(np.uint8)))


def _blurred(scene: np.ndarray, lot: Lot) -> np.ndarray:
    if lot.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(scene, (0, 0), lot.uniform(0.5, 1.7)))
    length = int(lot.integers(3, 8))
    path = np.zeros((length, length), np.float32)
    slope = lot.uniform(-0.5, 0.5) if lot.random() < 0.7 else 3.0
    for at in np.linspace(-length / 2, length / 2, 4 * length):
        x, y = (at, at * slope) if abs(slope) <= 1 else (0.0, at)
        path[int(np.clip(length / 2 + y, 0, length - 1)), int(np.clip(length / 2 + x, 0, length - 1))] = 1
    return np.asarray(cv2.filter2D(scene, -1, path / path.sum()))


def _coarse(scene: np.ndarray, lot: Lot) -> np.ndarray:
    """Fewer pixels than there seem to be, as of a picture that was shrunk and blown up."""
    height, width = scene.shape[:2]
    by = lot.uniform(0.4, 0.9)
    small = cv2.resize(scene, (round(width * by), round(height * by)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))
