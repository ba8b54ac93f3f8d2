"""Pieces of pictures to learn from, made as they are asked for: a scene, the plates in it, and what must not be judged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from models.plates.blanks import any_kind, drawn
from models.plates.bodies import body
from models.plates.clutter import thing, timestamp
from models.plates.marks import Lot
from models.plates.pages import page
from models.plates.paste import any_light, any_turn, around, corners, place
from models.plates.spoil import dirtied, glows, spoilt

#: Widths of plates that the network is to know; larger and smaller ones are brought there by scaling the picture.
SMALLEST_PX, LARGEST_PX = 13.0, 225.0
_USUAL_PX = (15.0, 200.0)
#: How often each kind of scene is made.
_REAL, _SWAPPED, _BODY, _PAGE = 0.29, 0.32, 0.22, 0.07
_SHORT = 0.4  # plates higher than so much of their width have two lines, or an American form
#: One stretch in so many is held back, a stretch being so many pictures in the order in which they were taken.
_HELD_BACK, _BLOCK = 9, 12


@dataclass(frozen=True)
class Photo:
    """An annotated picture: ``uint8 [h, w, 3], RGB`` and plates ``float32 [n, 4]``."""

    pixels: np.ndarray
    boxes: np.ndarray


@dataclass(frozen=True)
class Crop:
    """A square piece and the plates in it; in `ignored` boxes nothing is right or wrong."""

    pixels: np.ndarray
    boxes: np.ndarray
    ignored: np.ndarray


@dataclass(frozen=True)
class Stock:
    """What scenes are made of: annotated pictures, pictures without plates, fonts."""

    photos: list[Photo]
    plain: list[np.ndarray]
    fonts: list[str]


def photos(folder: Path, *, held_back: bool) -> list[Photo]:
    """Those of the annotated pictures that are trained on, or those that are held back (stretches of a drive)."""
    rows = sorted(json.loads((folder / "plates.json").read_text(encoding="utf-8")), key=lambda row: str(row["file"]))
    return read(
        folder, [row for at, row in enumerate(rows) if (at // _BLOCK % _HELD_BACK == _HELD_BACK - 1) == held_back]
    )


def read(folder: Path, rows: list[dict[str, Any]]) -> list[Photo]:
    """The pictures of these rows (`file`, `boxes`)."""
    return [Photo(colours(folder / row["file"]), np.array(row["boxes"], np.float32).reshape(-1, 4)) for row in rows]


def colours(path: Path) -> np.ndarray:
    """A picture ``uint8 [h, w, 3], RGB``."""
    return np.ascontiguousarray(cv2.imread(str(path))[:, :, ::-1])


def plain_pictures(folders: list[Path]) -> list[np.ndarray]:
    """Pictures without any plate, in colour."""
    found = sorted(path for folder in folders for path in folder.glob("*") if path.suffix in {".png", ".jpg"})
    return [colours(path) for path in found]


def crops(stock: Stock, size: int, lot: Lot) -> Iterator[Crop]:
    """Crops without end."""
    while True:
        yield crop(stock, size, lot)


def crop(stock: Stock, size: int, lot: Lot) -> Crop:
    """One crop of a kind drawn by lot."""
    kind = lot.random()
    if kind < _REAL:
        scene, boxes = _from_photo(stock, size, lot)
    elif kind < _REAL + _SWAPPED:
        scene, boxes = _swapped(stock, size, lot)
    elif kind < _REAL + _SWAPPED + _BODY:
        scene, boxes = _on_body(stock, size, lot)
    elif kind < _REAL + _SWAPPED + _BODY + _PAGE:
        scene, boxes = page(size, stock.fonts, lot), np.empty((0, 4))
    else:
        scene, boxes = _elsewhere(stock, size, lot)
    _strew(scene, boxes, stock.fonts, lot)
    if lot.random() < 0.12:
        scene = glows(scene, lot)
    scene = spoilt(scene, lot)
    if lot.random() < 0.5:
        scene = np.ascontiguousarray(scene[:, ::-1])
        boxes = boxes[:, [2, 1, 0, 3]] * [-1, 1, -1, 1] + [size, 0, size, 0]
    return _judged(scene, boxes.astype(np.float32), size)


def _wanted_width(lot: Lot) -> float:
    low, high = np.log(_USUAL_PX)
    return float(np.exp(lot.uniform(low, high)))


def _from_photo(stock: Stock, size: int, lot: Lot) -> tuple[np.ndarray, np.ndarray]:
    """A piece of an annotated picture, scaled so that a plate in it has a wanted width."""
    photo = stock.photos[int(lot.integers(len(stock.photos)))]
    box = photo.boxes[int(lot.integers(len(photo.boxes)))]
    wide = float(box[2] - box[0])
    scale = float(np.clip(_wanted_width(lot) / wide, 0.22, 2.6))
    middle = (box[:2] + box[2:]) / 2 + lot.uniform(-1, 1, 2) * max(4.0, 0.48 * size - 0.5 * wide * scale) / scale
    if lot.random() < 0.15:  # somewhere else in the picture
        middle = lot.random(2) * photo.pixels.shape[1::-1]
    return _piece(photo, scale, middle, size, lot)


def _piece(photo: Photo, scale: float, middle: np.ndarray, size: int, lot: Lot) -> tuple[np.ndarray, np.ndarray]:
    pixels, boxes = photo.pixels, photo.boxes
    if scale < 0.7:
        pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        boxes, middle, scale = boxes * scale, middle * scale, 1.0
    lean = np.radians(lot.normal(0, 2.5))
    turn = scale * np.array([[np.cos(lean), -np.sin(lean)], [np.sin(lean), np.cos(lean)]])
    move = np.column_stack([turn, size / 2 - turn @ middle]).astype(np.float32)
    edge = cv2.BORDER_REPLICATE if lot.random() < 0.5 else cv2.BORDER_CONSTANT
    scene = cv2.warpAffine(pixels, move, (size, size), flags=cv2.INTER_LINEAR, borderMode=edge)
    corner = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 4, 2) @ move[:, :2].T + move[:, 2]
    return scene, np.concatenate([corner.min(1), corner.max(1)], 1)


def _swapped(stock: Stock, size: int, lot: Lot) -> tuple[np.ndarray, np.ndarray]:
    """A piece of an annotated picture whose plates are painted out and others hung in their place, in the same light."""
    scene, boxes = _from_photo(stock, size, lot)
    made = []
    for box in boxes:
        wide = box[2] - box[0]
        if wide > 0.9 * size or wide < SMALLEST_PX * 0.8 or (box < 1).any() or (box > size - 1).any():
            made.append(box)
            continue
        x0, y0, x1, y1 = np.round(box).astype(int)
        patch = scene[y0:y1, x0:x1]
        light = light_of(patch)
        paint_out(scene, box)
        plate = drawn(any_kind(lot), stock.fonts, lot)
        made.append(hang(scene, plate, ((box[:2] + box[2:]) / 2, wide * lot.uniform(0.75, 1.15)), light, lot))
    return scene, np.array(made, np.float64).reshape(-1, 4)


def paint_out(scene: np.ndarray, box: np.ndarray) -> None:
    """What lies above and below drawn together over the box."""
    grow = max(1.0, 0.08 * float(box[2] - box[0]))
    height, width = scene.shape[:2]
    x0, x1 = np.round((box[0] - grow, box[2] + grow)).astype(int).clip(0, width - 1)
    y0, y1 = np.round((box[1] - grow, box[3] + grow)).astype(int).clip(0, height - 1)
    if y1 - y0 < 2 or x1 - x0 < 2:
        return
    edges = np.stack([scene[y0, x0:x1], scene[y1, x0:x1]]).astype(np.float32)
    scene[y0:y1, x0:x1] = cv2.resize(edges, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)


def hang(
    scene: np.ndarray, plate: np.ndarray, where: tuple[np.ndarray, float], light: np.ndarray | None, lot: Lot
) -> np.ndarray:
    """A plate set into the scene around a point, so many pixels wide (less if it is a short one); the box around it.

    `light` is its surroundings' when it is not given; where it is, a car is seen and the plate turned little.
    """
    middle, wide = where
    tall = plate.shape[0] / plate.shape[1]
    if tall > _SHORT:
        wide = max(wide * lot.uniform(0.55, 0.95), SMALLEST_PX)
    if lot.random() < 0.3:
        plate = dirtied(plate, lot)
    points = corners(any_turn(lot, 1.0 if light is None else 0.5), tall, (float(middle[0]), float(middle[1])), wide)
    box = around(points)
    place(scene, plate, points, any_light(scene, box, lot) if light is None else light)
    return box


def light_of(patch: np.ndarray) -> np.ndarray:
    """The light on a real plate, whose ground is known to be white: ``[3]``."""
    return np.asarray(np.clip(np.percentile(patch, 80, axis=(0, 1)) / 225, 0.1, 1.2))


def _on_body(stock: Stock, size: int, lot: Lot) -> tuple[np.ndarray, np.ndarray]:
    wide = _wanted_width(lot)
    scene, middle = body(size, wide, lot)
    return scene, hang(scene, drawn(any_kind(lot), stock.fonts, lot), (np.array(middle), wide), None, lot)[None]


def _elsewhere(stock: Stock, size: int, lot: Lot) -> tuple[np.ndarray, np.ndarray]:
    """A piece of a picture without plates; sometimes one is put there all the same."""
    picture = stock.plain[int(lot.integers(len(stock.plain)))]
    scale = np.exp(lot.uniform(np.log(0.4), np.log(1.6)))
    nothing = Photo(picture, np.empty((0, 4), np.float32))
    middle = lot.random(2) * picture.shape[1::-1]
    scene, _ = _piece(nothing, float(scale), middle, size, lot)
    if lot.random() < 0.5:
        return scene, np.empty((0, 4))
    at = lot.uniform(0.2, 0.8, 2) * size
    return scene, hang(scene, drawn(any_kind(lot), stock.fonts, lot), (at, _wanted_width(lot)), None, lot)[None]


def _strew(scene: np.ndarray, boxes: np.ndarray, fonts: list[str], lot: Lot) -> None:
    """Put things that are no plates beside those that are."""
    size = scene.shape[0]
    for _ in range(int(lot.integers(0, 7))):
        flat = thing(fonts, lot)
        wide = np.exp(lot.uniform(np.log(10), np.log(150)))
        points = corners(any_turn(lot), flat.shape[0] / flat.shape[1], tuple(lot.uniform(0, size, 2)), wide)
        x0, y0, x1, y1 = around(points)
        hits = (boxes[:, 0] < x1 + 4) & (boxes[:, 2] > x0 - 4) & (boxes[:, 1] < y1 + 4) & (boxes[:, 3] > y0 - 4)
        if not hits.any():
            place(scene, flat, points, any_light(scene, np.array([x0, y0, x1, y1]), lot))
    if lot.random() < 0.1 and not (boxes[:, [1, 3]] < 40).any() and not (boxes[:, [1, 3]] > size - 40).any():
        timestamp(scene, fonts, lot)


def _judged(scene: np.ndarray, boxes: np.ndarray, size: int) -> Crop:
    """Plates that can be asked for; those mostly outside, too small or too large, are ignored."""
    cut = boxes.clip(0, size)
    whole = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    seen = (cut[:, 2] - cut[:, 0]) * (cut[:, 3] - cut[:, 1])
    wide = cut[:, 2] - cut[:, 0]
    asked = (seen > 0.7 * whole) & (wide >= SMALLEST_PX) & (wide <= LARGEST_PX) & (cut[:, 3] - cut[:, 1] >= 2.5)
    return Crop(scene, cut[asked], cut[~asked & (seen > 0)])
