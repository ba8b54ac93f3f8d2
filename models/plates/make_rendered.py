"""Makes a set of British plates to measure on: drawn plates on photographed and drawn cars. Rendered, and called so.

    python models/plates/make_rendered.py --photos PLATES --fonts FONTS --out FOLDER

Writes FOLDER/plates.json in the form of the bench's and the pictures beside it, twelve of each condition. PLATES is the
training's folder, of which those pictures are taken that training holds back, or a folder of the bench's, of which all
are (what is made of them is for measuring only). The seed is no seed of training; but plates, fonts and drawn cars come
from the same code as the training's, so the figures flatter: they tell which plates are missed, not how many are.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from models.plates.blanks import KINDS, Kind, drawn, fonts_of
from models.plates.bodies import body
from models.plates.crops import Photo, hang, light_of, paint_out, photos, read
from models.plates.marks import Lot
from models.plates.paste import Turn, around, corners, place
from models.plates.spoil import dirtied, glows

SEED, EACH = 20261122, 12
_WIDTH_PX, _HEIGHT_PX = 960, 540
_PLATE_PX = (36.0, 260.0)
_QUALITY = 88
_ON_PHOTO = 0.8
_BY_NAME = {kind.name: kind for kind in KINDS}
_UK = ("uk_front", "uk_rear", "uk_two_line")


@dataclass(frozen=True)
class Condition:
    """What a group of pictures shows: kinds of plates, forms of marks where they matter, and what is done to them."""

    name: str
    kinds: tuple[str, ...] = _UK
    forms: tuple[str, ...] = ()
    spoiling: str = ""


CONDITIONS = (
    Condition("white_front", ("uk_front",), ("current",)),
    Condition("yellow_rear", ("uk_rear",), ("current",)),
    Condition("older_marks", ("uk_front", "uk_rear"), ("prefix", "suffix", "dateless")),
    Condition("two_line", ("uk_two_line",)),
    Condition("motorcycle", ("uk_motorcycle",)),
    Condition("northern_ireland", ("uk_front", "uk_rear"), ("northern_ireland",)),
    Condition("q", ("uk_front", "uk_rear"), ("q",)),
    Condition("black_silver", ("uk_black", "uk_black_two_line")),
    Condition("dirt", spoiling="dirt"),
    Condition("night", spoiling="night"),
    Condition("blur", spoiling="blur"),
    Condition("perspective", spoiling="perspective"),
)


def picture(condition: Condition, shot: Photo, fonts: list[str], lot: Lot) -> tuple[np.ndarray, np.ndarray]:
    """One picture and its plates: mostly on the photographed car, else on a drawn one."""
    kind = _BY_NAME[str(lot.choice(condition.kinds))]
    if condition.forms:
        kind = _with_forms(kind, condition.forms)
    plate = drawn(kind, fonts, lot)
    if condition.spoiling == "dirt":
        plate = dirtied(dirtied(plate, lot), lot)
    if lot.random() < _ON_PHOTO:
        scene, boxes = _on_photo(shot, plate, condition.spoiling == "perspective", lot)
    else:
        scene, boxes = _on_drawing(plate, condition.spoiling == "perspective", lot)
    return _spoilt(scene, condition.spoiling, lot), boxes


def _with_forms(kind: Kind, forms: tuple[str, ...]) -> Kind:
    return Kind(kind.name, kind.tall, kind.grounds, kind.inks, forms, kind.lines, kind.band, kind.words)


def _on_photo(shot: Photo, plate: np.ndarray, steep: bool, lot: Lot) -> tuple[np.ndarray, np.ndarray]:
    """The photograph with every plate of it painted out, and the drawn one on the car that had the largest."""
    scene = shot.pixels.copy()
    boxes = shot.boxes[np.argsort(shot.boxes[:, 0] - shot.boxes[:, 2])]
    x0, y0, x1, y1 = np.round(boxes[0]).astype(int)
    light = light_of(scene[y0:y1, x0:x1])
    for box in boxes:
        paint_out(scene, box)
    where = ((boxes[0][:2] + boxes[0][2:]) / 2, float(x1 - x0))
    return scene, _set(scene, plate, where, light, steep, lot)[None]


def _on_drawing(plate: np.ndarray, steep: bool, lot: Lot) -> tuple[np.ndarray, np.ndarray]:
    wide = float(np.exp(lot.uniform(*np.log(_PLATE_PX))))
    scene, (x, y) = body(_WIDTH_PX, wide, lot)
    top = int(np.clip(y - _HEIGHT_PX * lot.uniform(0.4, 0.8), 0, _WIDTH_PX - _HEIGHT_PX))
    scene = np.ascontiguousarray(scene[top : top + _HEIGHT_PX])
    return scene, _set(scene, plate, (np.array([x, y - top]), wide), None, steep, lot)[None]


def _set(
    scene: np.ndarray,
    plate: np.ndarray,
    where: tuple[np.ndarray, float],
    light: np.ndarray | None,
    steep: bool,
    lot: Lot,
) -> np.ndarray:
    if not steep:
        return hang(scene, plate, where, light, lot)
    turn = Turn(
        lot.choice([-1, 1]) * np.radians(lot.uniform(40, 58)),
        np.radians(lot.uniform(-25, 25)),
        np.radians(lot.normal(0, 6)),
        4,
    )
    (x, y), wide = where
    points = corners(turn, plate.shape[0] / plate.shape[1], (float(x), float(y)), wide)
    place(scene, plate, points, np.full(3, 0.8) if light is None else light)
    return around(points)


def _spoilt(scene: np.ndarray, how: str, lot: Lot) -> np.ndarray:
    """Night: little light, much noise, lamps. Blur: the car moves. Else as it is."""
    if how == "night":
        dark = scene * lot.uniform(0.15, 0.4) + lot.normal(0, 6, scene.shape)
        return glows(np.clip(dark, 0, 255).astype(np.uint8), lot)
    if how == "blur":
        long = int(lot.integers(3, 8))
        return np.asarray(cv2.blur(scene, (long, int(lot.integers(1, 3)))))
    return scene


def shots(folder: Path) -> list[Photo]:
    """Pictures of cars that were not trained on."""
    listed = json.loads((folder / "plates.json").read_text(encoding="utf-8"))
    return read(folder, listed["images"]) if isinstance(listed, dict) else photos(folder, held_back=True)


def write(conditions: tuple[Condition, ...], cars: list[Photo], fonts: list[str], out: Path) -> None:
    """All pictures and their list."""
    lot, rows = np.random.default_rng(SEED), []
    out.mkdir(parents=True, exist_ok=True)
    for condition in conditions:
        for at in range(EACH):
            pixels, boxes = picture(condition, cars[int(lot.integers(len(cars)))], fonts, lot)
            name = f"{condition.name}_{at:02d}.jpg"
            cv2.imwrite(str(out / name), pixels[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
            height, width = pixels.shape[:2]
            rows.append({"file": name, "w": width, "h": height, "boxes": boxes.round(1).tolist(), "ignore": []})
    (out / "plates.json").write_text(json.dumps({"images": rows}, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the arguments and write the set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--fonts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    write(CONDITIONS, shots(args.photos), fonts_of(args.fonts), args.out)


if __name__ == "__main__":
    main()
