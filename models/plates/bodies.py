"""Ends of cars, drawn: paint, a bumper, a grille or a boot lid, lamps, a recess for the plate. A stage, not a likeness."""

from __future__ import annotations

import cv2
import numpy as np

from models.plates.marks import Lot

_PAINTS = np.array(
    [(225, 225, 225), (160, 162, 165), (35, 36, 40), (90, 92, 96), (120, 20, 25), (25, 45, 100), (30, 60, 45),
     (190, 170, 130), (200, 150, 30)]
)  # fmt: skip


def body(size: int, plate_px: float, lot: Lot) -> tuple[np.ndarray, tuple[float, float]]:
    """A scene ``uint8 [size, size, 3]`` with the end of a car, and where the middle of its plate goes, `plate_px` wide."""
    scene = _street(size, lot)
    half = plate_px * lot.uniform(1.6, 2.1)
    x = lot.uniform(0.3, 0.7) * size if plate_px < 0.5 * size else size / 2
    y = lot.uniform(0.35, 0.8) * size
    paint = np.clip(_PAINTS[int(lot.integers(len(_PAINTS)))] * lot.uniform(0.6, 1.15) + lot.normal(0, 8, 3), 5, 250)
    _shell(scene, (x, y, half), paint, lot)
    _fittings(scene, (x, y, half), lot)
    if lot.random() < 0.6:
        _recess(scene, (x, y, plate_px), paint, lot)
    return scene, (x, y)


def _street(size: int, lot: Lot) -> np.ndarray:
    """Something behind: patches of colour, and a road below."""
    coarse = lot.uniform(20, 230, (int(lot.integers(2, 9)), int(lot.integers(2, 9)), 1)) + lot.normal(0, 12, (1, 1, 3))
    way = cv2.INTER_CUBIC if lot.random() < 0.6 else cv2.INTER_NEAREST
    scene = np.clip(cv2.resize(coarse.astype(np.float32), (size, size), interpolation=way), 0, 255)
    road = int(size * lot.uniform(0.5, 1.0))
    scene[road:] = lot.uniform(50, 170) + lot.normal(0, 6, scene[road:].shape)
    return np.asarray(np.clip(scene, 0, 255).astype(np.uint8))


def _box(x0: float, y0: float, x1: float, y1: float) -> tuple[tuple[int, int], tuple[int, int]]:
    return (round(x0), round(y0)), (round(x1), round(y1))


def _shell(scene: np.ndarray, at: tuple[float, float, float], paint: np.ndarray, lot: Lot) -> None:
    """Body and window: a rounded block with light from above, a dark pane, and a bumper in another tone."""
    x, y, half = at
    up, down = half * lot.uniform(0.9, 1.6), half * lot.uniform(0.3, 0.6)
    outline = np.array(
        [(-1, down / half), (-1.04, -0.2), (-0.95, -0.55 * up / half), (-0.7, -up / half), (0.7, -up / half),
         (0.95, -0.55 * up / half), (1.04, -0.2), (1, down / half)]
    ) * half + (x, y)  # fmt: skip
    mask = np.zeros(scene.shape[:2], np.uint8)
    cv2.fillPoly(mask, [outline.astype(np.int32)], 255, cv2.LINE_AA)
    rows = np.linspace(lot.uniform(0.9, 1.3), lot.uniform(0.5, 0.95), scene.shape[0])[:, None, None]
    lit = np.clip(paint * rows + np.zeros_like(scene), 0, 255).astype(np.uint8)
    scene[mask > 127] = lit[mask > 127]
    pane = np.array(
        [(-0.75, -0.62 * up / half), (-0.58, -0.93 * up / half), (0.58, -0.93 * up / half), (0.75, -0.62 * up / half)]
    )
    tone = int(lot.integers(10, 120))
    cv2.fillPoly(scene, [(pane * half + (x, y)).astype(np.int32)], (tone, tone, tone + 8), cv2.LINE_AA)
    if lot.random() < 0.6:
        dark = tuple(int(v) for v in paint * lot.uniform(0.15, 0.9))
        cv2.rectangle(
            scene,
            *_box(x - half, y - half * lot.uniform(0.1, 0.3), x + half, y + half * lot.uniform(0.15, 0.4)),
            dark,
            -1,
        )


def _fittings(scene: np.ndarray, at: tuple[float, float, float], lot: Lot) -> None:
    """Grille, edges, lamps, badge, exhaust."""
    x, y, half = at
    if lot.random() < 0.5:
        top, bottom = y - half * lot.uniform(0.45, 0.6), y - half * lot.uniform(0.22, 0.35)
        wide = half * lot.uniform(0.3, 0.6)
        cv2.rectangle(scene, *_box(x - wide, top, x + wide, bottom), (25, 25, 28), -1)
        tone = int(lot.integers(40, 200))
        for row in np.linspace(top, bottom, int(lot.integers(3, 9))):
            cv2.line(scene, *_box(x - wide, row, x + wide, row), (tone, tone, tone), max(1, int(half / 60)))
    for row in lot.uniform(-0.6, 0.4, int(lot.integers(1, 5))):
        tone = int(lot.integers(10, 240))
        cv2.line(
            scene, *_box(x - half, y + row * half, x + half, y + row * half), (tone, tone, tone), max(1, int(half / 70))
        )
    lamp = ((235, 235, 225), (190, 15, 20), (255, 255, 250), (230, 90, 30))[int(lot.integers(4))]
    wide, tall, high = half * lot.uniform(0.12, 0.3), half * lot.uniform(0.08, 0.35), y - half * lot.uniform(0.2, 0.5)
    for side in (-1, 1):
        middle = (round(x + side * half * 0.8), round(high))
        cv2.ellipse(scene, middle, (round(wide), round(tall)), 0, 0, 360, lamp, -1, cv2.LINE_AA)
    if lot.random() < 0.6:
        tone = int(lot.integers(120, 230))
        middle = (round(x), round(y - half * lot.uniform(0.25, 0.5)))
        cv2.circle(
            scene, middle, max(2, round(half * 0.07)), (tone, tone, tone), max(1, round(half * 0.02)), cv2.LINE_AA
        )


def _recess(scene: np.ndarray, at: tuple[float, float, float], paint: np.ndarray, lot: Lot) -> None:
    x, y, plate = at
    wide, tall = plate * lot.uniform(0.52, 0.75), plate * lot.uniform(0.14, 0.35)
    cv2.rectangle(
        scene, *_box(x - wide, y - tall, x + wide, y + tall), tuple(int(v) for v in paint * lot.uniform(0.3, 0.9)), -1
    )
