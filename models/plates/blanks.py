"""Plates drawn flat and new, of many kinds: a blank in its colours, what stands around the mark, and the mark.

Sizes and colours are those of the kinds of plates, roughly: what is learnt is what a plate looks like from ten metres.
Source: The Road Vehicles (Display of Registration Marks) Regulations 2001, schedules 2 and 3 (British sizes and spacing).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from models.plates.marks import MARKS, Lot, some

Colour = tuple[int, int, int]

WIDTH_PX = 320  # of every drawn plate: the largest that is ever pasted
_WORDS = ("GARDEN STATE", "SUNSHINE", "LAND OF LAKES", "EVERGREEN", "TEXAS", "OHIO", "FLORIDA", "UTAH", "MAINE", "NEVADA",
          "SP-SAO PAULO", "RJ-RIO", "MG-BELO", "PR-LONDRINA", "SC-ITAJAI", "BRASIL", "ARGENTINA", "MOTORS LTD")  # fmt: skip
_WHITE, _YELLOW, _BLACK, _BLUE = (240, 240, 236), (245, 200, 30), (18, 18, 20), (20, 50, 150)


@dataclass(frozen=True)
class Kind:
    """One kind of plate: height over width, colours of blank and ink, forms of mark, what is drawn around it."""

    name: str
    tall: float
    grounds: tuple[Colour, ...]
    inks: tuple[Colour, ...]
    forms: tuple[str, ...]
    lines: int = 1
    band: float = 0.0  # how often a coloured band stands at the left
    words: float = 0.0  # how often small words stand above, below, or both
    top: bool = False  # a coloured band along the top edge instead
    often: float = 1.0


_UK = ("current", "current", "current", "prefix", "suffix", "northern_ireland", "q", "dateless")
_OLD = ("suffix", "dateless", "dateless", "northern_ireland")
_STATE_GROUNDS = (
    _WHITE, (225, 232, 240), (250, 240, 215), (190, 215, 240), (245, 225, 120),
    (30, 60, 140), (60, 110, 70), (235, 205, 205), (225, 240, 225),
)  # fmt: skip
_STATE_INKS = ((25, 35, 90), (20, 20, 24), (140, 25, 35), (25, 80, 50), (20, 60, 130))

_BRAZIL_GROUNDS = ((185, 190, 192), (205, 205, 205), (165, 30, 40))  # private, private, for hire

KINDS: tuple[Kind, ...] = (
    Kind("uk_front", 0.214, (_WHITE,), (_BLACK,), _UK, band=0.35, words=0.2, often=2.5),
    Kind("uk_rear", 0.214, (_YELLOW,), (_BLACK,), _UK, band=0.35, words=0.2, often=2.5),
    Kind("uk_two_line", 0.712, (_YELLOW, _YELLOW, _WHITE), (_BLACK,), _UK, lines=2, often=1.2),
    Kind("uk_motorcycle", 0.78, (_YELLOW,), (_BLACK,), _UK, lines=2, often=1.0),
    Kind("uk_black", 0.22, (_BLACK,), ((205, 205, 205), _WHITE), _OLD, often=0.8),
    Kind("uk_black_two_line", 0.7, (_BLACK,), ((205, 205, 205), _WHITE), _OLD, lines=2, often=0.4),
    Kind("europe", 0.212, (_WHITE,), (_BLACK, _BLACK, (30, 60, 140), (150, 20, 30)), ("europe",), band=0.8, often=4.0),
    Kind("europe_two_line", 0.68, (_WHITE,), (_BLACK,), ("europe",), lines=2, band=0.4, often=0.5),
    Kind("states", 0.5, _STATE_GROUNDS, _STATE_INKS, ("states",), words=0.9, often=3.5),
    Kind("brazil", 0.325, _BRAZIL_GROUNDS, (_BLACK, _BLACK, _WHITE), ("brazil",), words=0.85, often=1.6),
    Kind("mercosul", 0.325, (_WHITE,), (_BLACK,), ("mercosul",), top=True, often=0.8),
)  # fmt: skip
_SHARES = np.array([kind.often for kind in KINDS])


def fonts_of(folder: Path) -> list[str]:
    """The fonts of a folder, by name, so that the order does not depend on the disk."""
    return [str(path) for path in sorted(folder.iterdir()) if path.suffix in {".ttf", ".otf"}]


def any_kind(lot: Lot) -> Kind:
    """A kind, as often as it is to be seen."""
    return KINDS[int(lot.choice(len(KINDS), p=_SHARES / _SHARES.sum()))]


def drawn(kind: Kind, fonts: list[str], lot: Lot) -> np.ndarray:
    """A plate ``uint8 [h, WIDTH_PX, 3], RGB``, straight and clean."""
    which = int(lot.integers(len(kind.grounds)))
    ground = _shaded(kind.grounds[which], lot)
    ink = _ink(kind, which, lot)
    height = round(WIDTH_PX * kind.tall * lot.uniform(0.95, 1.08))
    picture = Image.new("RGB", (WIDTH_PX, height), ground)
    if len(kind.grounds) > 4:
        picture = _painted(picture, lot)
    pen = ImageDraw.Draw(picture)
    left, top, right, bottom = 0.035 * WIDTH_PX, 0.1 * height, 0.965 * WIDTH_PX, 0.9 * height
    if lot.random() < kind.band:
        left += _band(pen, height, lot)
    if kind.top:
        pen.rectangle((0, 0, WIDTH_PX, 0.25 * height), _BLUE)
        _words(picture, (0.25 * WIDTH_PX, 0.04 * height, 0.75 * WIDTH_PX, 0.22 * height), _WHITE, fonts, lot)
        top = 0.29 * height
    if lot.random() < kind.words:
        top, bottom = _lines_around(picture, (top, bottom, height), ink, fonts, lot)
    _mark(picture, (left, top, right, bottom), ink, (kind, fonts), lot)
    if lot.random() < 0.6:
        pen.rectangle((1, 1, WIDTH_PX - 2, height - 2), outline=ink, width=int(lot.integers(1, 4)))
    return _fixed(np.asarray(picture).copy(), lot)


def pool(fonts: list[str], count: int, lot: Lot, kinds: Mapping[str, int] | None = None) -> list[np.ndarray]:
    """So many plates of any kind, or so many of each named one."""
    if kinds is None:
        return [drawn(any_kind(lot), fonts, lot) for _ in range(count)]
    by_name = {kind.name: kind for kind in KINDS}
    return [drawn(by_name[name], fonts, lot) for name, many in kinds.items() for _ in range(many)]


@lru_cache(maxsize=64)
def _face(font: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, 48)


def text_image(words: str, font: str, ink: Colour, size: tuple[int, int]) -> Image.Image:
    """Words stretched to fill a box of `size` (width, height), on a clear ground."""
    face = _face(font)
    x0, y0, x1, y1 = face.getbbox(words)
    patch = Image.new("RGBA", (max(1, int(x1 - x0)), max(1, int(y1 - y0))), (*ink, 0))
    ImageDraw.Draw(patch).text((-x0, -y0), words, font=face, fill=(*ink, 255))
    return patch.resize((max(1, size[0]), max(1, size[1])), Image.Resampling.BILINEAR)


def _shaded(colour: Colour, lot: Lot) -> Colour:
    """A colour a little off, as makers and years differ."""
    moved = np.clip(np.array(colour) * lot.uniform(0.88, 1.04) + lot.normal(0, 5, 3), 0, 255)
    return (int(moved[0]), int(moved[1]), int(moved[2]))


def _ink(kind: Kind, which: int, lot: Lot) -> Colour:
    ground = sum(kind.grounds[which])
    if kind.name == "brazil":
        return kind.inks[which]
    inks = [ink for ink in kind.inks if abs(sum(ink) - ground) > 250] or [_WHITE]
    return _shaded(inks[int(lot.integers(len(inks)))], lot)


def _painted(picture: Image.Image, lot: Lot) -> Image.Image:
    """A soft picture behind the mark: hills, sky, a fruit, as American plates have."""
    if lot.random() < 0.4:
        return picture
    pixels = np.asarray(picture).astype(np.float32)
    coarse = lot.uniform(-60, 30, (int(lot.integers(2, 5)), int(lot.integers(1, 6)), 3)).astype(np.float32)
    hills = cv2.resize(coarse, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_CUBIC)
    return Image.fromarray(np.clip(pixels + hills, 0, 255).astype(np.uint8))


def _band(pen: ImageDraw.ImageDraw, height: int, lot: Lot) -> float:
    colour = _BLUE if lot.random() < 0.85 else (20, 130, 60)
    wide = WIDTH_PX * lot.uniform(0.07, 0.1)
    pen.rectangle((0, 0, wide, height), _shaded(colour, lot))
    pen.ellipse((0.25 * wide, 0.15 * height, 0.75 * wide, 0.15 * height + 0.5 * wide), outline=(250, 220, 40), width=2)
    pen.rectangle((0.3 * wide, 0.62 * height, 0.7 * wide, 0.85 * height), _WHITE)
    return float(wide)


def _lines_around(
    picture: Image.Image, edges: tuple[float, float, int], ink: Colour, fonts: list[str], lot: Lot
) -> tuple[float, float]:
    """Small words above the mark, below it or both; what is left between them for the mark."""
    top, bottom, height = edges
    where = lot.random()
    middle, half = 0.5 * WIDTH_PX, WIDTH_PX * lot.uniform(0.12, 0.4)
    if where < 0.8:
        _words(picture, (middle - half, 0.06 * height, middle + half, 0.06 * height + 0.16 * height), ink, fonts, lot)
        top = 0.27 * height
    if where > 0.45:
        _words(picture, (middle - half, 0.82 * height, middle + half, 0.95 * height), ink, fonts, lot)
        bottom = 0.78 * height
    return top, bottom


def _words(picture: Image.Image, box: tuple[float, ...], ink: Colour, fonts: list[str], lot: Lot) -> None:
    words = _WORDS[int(lot.integers(len(_WORDS)))]
    _put(picture, words, box, ink, fonts[int(lot.integers(len(fonts)))])


def _mark(picture: Image.Image, box: tuple[float, ...], ink: Colour, what: tuple[Kind, list[str]], lot: Lot) -> None:
    kind, fonts = what
    mark = MARKS[kind.forms[int(lot.integers(len(kind.forms)))]](lot)
    font = fonts[int(lot.integers(len(fonts)))]
    parts = mark.replace("-", " ").split(maxsplit=1) if kind.lines == 2 else [mark]
    if kind.lines == 2 and len(parts) == 1:
        parts = [mark, some(lot, 1, 2)]
    left, top, right, bottom = box
    step = (bottom - top) / len(parts)
    for at, part in enumerate(parts):
        # Characters keep their breadth: a short mark leaves room at both sides.
        breadth = min(right - left, step * lot.uniform(0.52, 0.72) * len(part))
        start = (left + right - breadth) / 2
        gap = 0.06 * step * (len(parts) > 1)
        _put(picture, part, (start, top + at * step + gap, start + breadth, top + (at + 1) * step - gap), ink, font)


def _put(picture: Image.Image, words: str, box: tuple[float, ...], ink: Colour, font: str) -> None:
    x0, y0, x1, y1 = (round(edge) for edge in box)
    patch = text_image(words, font, ink, (x1 - x0, y1 - y0))
    picture.paste(patch, (x0, y0), patch)


def _fixed(plate: np.ndarray, lot: Lot) -> np.ndarray:
    """Bolts, a dealer's frame or a dark holder, a registration sticker, as they happen."""
    height, width = plate.shape[:2]
    if lot.random() < 0.4:
        tone = int(lot.integers(30, 230))
        for x in (0.12, 0.88) if lot.random() < 0.7 else (0.25, 0.75):
            for y in (0.12, 0.88) if plate.shape[0] > 0.4 * width else (0.5,):
                centre = (round(x * width), round(y * height))
                cv2.circle(plate, centre, max(2, height // 28), (tone, tone, tone), -1, cv2.LINE_AA)
    if lot.random() < 0.3:
        edge = max(2, round(height * lot.uniform(0.02, 0.08)))
        tone = int(lot.integers(10, 60)) if lot.random() < 0.8 else int(lot.integers(150, 210))
        cv2.rectangle(plate, (0, 0), (width - 1, height - 1), (tone, tone, tone), edge)
    if lot.random() < 0.25:
        x, y = int(lot.integers(0, width)), int(lot.integers(0, height))
        side, colour = height // 6, tuple(int(v) for v in lot.integers(30, 255, 3))
        cv2.rectangle(plate, (x, y), (x + side, y + side), colour, -1)
    return plate
