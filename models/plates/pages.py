"""Pages seen whole: letters, receipts, forms, screens. They are what most pictures show, and bear no plates."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from models.plates.clutter import number, phrase
from models.plates.marks import Lot, some

Colour = tuple[int, int, int]


def page(size: int, fonts: list[str], lot: Lot) -> np.ndarray:
    """A window on a page ``uint8 [size, size, 3], RGB``: lines of text of one or two fonts, with rules and cells between."""
    dark = lot.random() < 0.12
    ground, ink = _tones(lot, dark=dark)
    sheet = Image.new("RGB", (size, size), ground)
    pen = ImageDraw.Draw(sheet)
    receipt = lot.random() < 0.4
    mono = [font for font in fonts if "Mono" in font] if receipt and lot.random() < 0.6 else []
    faces = mono or fonts
    body, y = lot.uniform(7, 26), -lot.uniform(0, 20)
    left = int(lot.integers(-40, 40))
    font = faces[int(lot.integers(len(faces)))]
    while y < size:
        tall = int(body * (lot.uniform(1.3, 2.6) if lot.random() < 0.1 else 1))
        _line(pen, (left, y), (size, tall, receipt), (ink, font), lot)
        y += tall * lot.uniform(1.15, 1.6) + (body if lot.random() < 0.12 else 0)
        if lot.random() < 0.05:
            pen.line((left, y, size, y), ink, int(lot.integers(1, 3)))
    if lot.random() < 0.25:
        sheet = sheet.rotate(lot.normal(0, 5), Image.Resampling.BILINEAR, fillcolor=ground)
    return np.asarray(sheet).copy()


@lru_cache(maxsize=512)
def _face(font: str, tall: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, tall)


def _tones(lot: Lot, *, dark: bool) -> tuple[Colour, Colour]:
    """Paper and ink, or a screen's ground and letters."""
    light = np.clip(lot.uniform(185, 255) + lot.normal(0, 6, 3), 0, 255)
    deep = np.clip(lot.uniform(0, 90) + lot.normal(0, 12, 3), 0, 255)
    paper, ink = (deep, light) if dark else (light, deep)
    return (int(paper[0]), int(paper[1]), int(paper[2])), (int(ink[0]), int(ink[1]), int(ink[2]))


def _line(
    pen: ImageDraw.ImageDraw,
    at: tuple[float, float],
    page_: tuple[int, int, bool],
    pen_: tuple[Colour, str],
    lot: Lot,
) -> None:
    """One line: prose, a receipt's row with its price at the right, a row of cells, or a board in another colour."""
    (x, y), (size, tall, receipt), (ink, font) = at, page_, pen_
    face = _face(font, max(5, tall))
    if receipt:
        pen.text((x, y), f"{some(lot, 0, int(lot.integers(1, 8)))} {phrase(lot, 3)}", ink, face)
        price = f"{int(lot.integers(0, 200))}.{some(lot, 0, 2)}"
        pen.text((size - (len(price) + lot.uniform(0, 3)) * tall * 0.6, y), price, ink, face)
        return
    kind = lot.random()
    if kind < 0.08:
        wide = tall * lot.uniform(3, 9)
        for left in np.arange(x, size, wide):
            pen.rectangle((left, y - 2, left + wide, y + tall + 3), outline=ink)
            pen.text((left + 3, y), number(lot), ink, face)
    elif kind < 0.13:
        fill = tuple(int(v) for v in lot.integers(0, 256, 3))
        pen.rectangle((x + tall, y - 3, x + tall * lot.uniform(4, 12), y + tall + 4), fill)
        pen.text((x + tall + 4, y), phrase(lot, 2), (255, 255, 255) if sum(fill) < 380 else (0, 0, 0), face)
    else:
        pen.text((x, y), phrase(lot, 12 if kind < 0.9 else 2), ink, face)
