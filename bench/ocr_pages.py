"""Pages drawn for `bench.ocr`: letters, a screen, a notice; then turned, slanted, dimmed. Every word's ink is known.

Only people who do not exist: Ofcom's drama numbers, example.org.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

_SERIF, _SANS, _MONO = "DejaVuSerif.ttf", "DejaVuSans.ttf", "DejaVuSansMono.ttf"
_LETTER = """Office of Information Requests
14 Harbour Walk, Northwick NW9 4XX
Reference: FOI/2024/00917      Date: 3 March 2024

Dear Mrs Oyelaran,

Thank you for your letter of 12 February, in which you ask for a copy of the
report that Mr Daniel Whitcombe wrote after the meeting on 9 January 2024. We
hold this report. It names Ms Priya Raghunathan of 27 Calder Rise, Leyburn, and
her son Tobias, who was born on 14 July 2011 and attends Moorside Academy.

You can reach Mr Whitcombe on 01632 960417 or at d.whitcombe@example.org; his
mobile number is 07700 900652. The case number is QB-2023-004418, and the NHS
number that is written on page 4 is 999 123 4567.

Under section 40(2) of the Act we may not give out what would let a reader know
who these persons are, unless one of the conditions of Schedule 2 is met. We
have therefore taken out names, addresses and numbers, and nothing else.

Yours sincerely,

Margaret Ellison-Brooke
Head of Information Governance"""
_SCREEN = """Case notes    Contacts    Calendar    Help
Name: Harriet Pemberton      DOB: 22/11/1987
Address: 8 Quarry Lane, Tadcaster LS24 9ZZ
Phone: 07700 900118      Email: h.pemberton@example.org
14:02 Called back, spoke to her brother Owen.
14:17 Letter sent to Dr Samuel Adeyemi, Castle Surgery.
15:40 File closed by user kblackwood, room 3.12"""
_NOTICE = """MEETING ROOM
Mrs J. Thackeray
Dr Imran Siddiqui
Friday 10:30"""


@dataclass(frozen=True)
class Page:
    """A picture and its words. `inks` ``int32 [h, w]`` holds the number of the word (from 1) whose ink a pixel is."""

    name: str
    pixels: Any
    inks: Any
    words: tuple[str, ...]


def pages() -> Iterator[Page]:
    """Every page, the plain ones first."""
    letter = _drawn("letter 150 dpi", _LETTER, (1240, 1754), _SERIF, 23)
    yield letter
    yield _drawn("letter 300 dpi", _LETTER, (2480, 3508), _SERIF, 46)
    yield _drawn("letter 300 dpi, 7 pt", _LETTER, (2480, 3508), _SANS, 29)
    yield _drawn("letter 100 dpi", _LETTER, (827, 1169), _SANS, 14)
    yield _drawn("typed 150 dpi", _LETTER, (1240, 1754), _MONO, 22)
    screen = _drawn("screen", _SCREEN, (1280, 720), _SANS, 16)
    yield screen
    yield replace(screen, name="screen, light on dark", pixels=255 - screen.pixels)
    yield _drawn("notice", _NOTICE, (1600, 1200), _SANS, 120)
    for quarters in (1, 2, 3):
        yield _quartered(letter, quarters)
    for degrees in (3.0, -6.0, 10.0):
        yield _slanted(letter, degrees)
    yield _photo(letter)
    yield _quartered(_photo(letter), 1)


def _drawn(name: str, text: str, size: tuple[int, int], font: str, height: int) -> Page:
    pixels = Image.new("RGB", size, (250, 249, 246))
    inks = np.zeros((size[1], size[0]), np.int32)
    pen, face = ImageDraw.Draw(pixels), ImageFont.truetype(font, height)
    words: list[str] = []
    y = float(3 * height)
    for line in text.split("\n"):
        at = 0
        for word in line.split():
            at = line.index(word, at)
            x = 3 * height + face.getlength(line[:at])
            pen.text((x, y), word, (28, 28, 34), face)
            words.append(word)
            stamp = Image.new("L", size)
            ImageDraw.Draw(stamp).text((x, y), word, 255, face)
            inks[np.asarray(stamp) > 96] = len(words)
            at += len(word)
        y += 1.35 * height
    return Page(name, np.asarray(pixels), inks, tuple(words))


def _quartered(page: Page, quarters: int) -> Page:
    name = f"{page.name}, turned {90 * quarters}"
    return replace(page, name=name, pixels=np.rot90(page.pixels, -quarters).copy(), inks=np.rot90(page.inks, -quarters))


def _slanted(page: Page, degrees: float) -> Page:
    height, width = page.inks.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 0.9)
    warped = cv2.warpAffine(page.pixels, turn, (width, height), borderValue=(250, 249, 246))
    inks = cv2.warpAffine(page.inks.astype(np.float32), turn, (width, height), flags=cv2.INTER_NEAREST)
    return replace(page, name=f"{page.name}, slanted {degrees:g}", pixels=warped, inks=inks.astype(np.int32))


def _photo(page: Page) -> Page:
    """As a telephone sees it: at an angle, on a table, one corner in the shade, a little noise."""
    height, width = page.inks.shape
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = np.float32([[260, 190], [1390, 240], [1500, 1830], [150, 1770]])
    view, size = cv2.getPerspectiveTransform(corners, seen), (1650, 2000)
    pixels = cv2.warpPerspective(page.pixels, view, size, borderValue=(96, 70, 52)).astype(np.float32)
    shade = np.linspace(1.0, 0.55, size[0])[None, :, None] * np.linspace(1.0, 0.8, size[1])[:, None, None]
    noise = np.random.default_rng(7).normal(0, 5, pixels.shape)
    inks = cv2.warpPerspective(page.inks.astype(np.float32), view, size, flags=cv2.INTER_NEAREST)
    lit = np.clip(pixels * shade + noise, 0, 255).astype(np.uint8)
    return replace(page, name=f"{page.name}, photo", pixels=lit, inks=inks.astype(np.int32))
