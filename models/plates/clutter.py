"""What is no plate but might be taken for one: signs, lettering, stickers, grilles, lamps, pages, burnt-in times."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image

from models.plates.blanks import Colour, text_image
from models.plates.marks import Lot, some

_WORDS = """the of and to in is you that it he was for on are as with his they at be this from have or by one had not but
what all were when we there can an your which their said if do will each about how up out them then she many some so these
would other into has more her two like him see time could no make than first been its who now people my made over did down
only way find use may water long little very after words called just where most know taxi hire open sale parking exit bus
station road street police ambulance school church market bank cafe hotel pizza garage motors tyres service plumbing""".split()
_WIDTH_PX = 256


def thing(fonts: list[str], lot: Lot) -> np.ndarray:
    """Some flat thing that is no plate: ``uint8 [h, w, 3], RGB``, or with a fourth channel that says how solid it is."""
    makers = (
        _sign,
        _sign,
        _lettering,
        _round_sign,
        _stripes,
        _page,
        _blank,
        _chart,
        _badge,
        _badge,
        _badge,
        _lamp,
        _lamp,
        _spot,
        _spot,
        _texture,
    )
    return makers[int(lot.integers(len(makers)))](fonts, lot)


def phrase(lot: Lot, most: int = 4) -> str:
    """A few words, in one of the cases."""
    words = " ".join(_WORDS[i] for i in lot.integers(0, len(_WORDS), int(lot.integers(1, most + 1))))
    return (words, words.upper(), words.title(), words.capitalize())[int(lot.integers(4))]


def number(lot: Lot) -> str:
    """A telephone number, a price, a time, a web address: what else is written in digits."""
    forms = (
        f"01632 960{some(lot, 0, 3)}",
        f"£{int(lot.integers(1, 99))}.{some(lot, 0, 2)}",
        f"20{some(lot, 0, 2)}-{some(lot, 0, 2)}-{some(lot, 0, 2)} {some(lot, 0, 2)}:{some(lot, 0, 2)}:{some(lot, 0, 2)}",
        f"www.{_WORDS[int(lot.integers(len(_WORDS)))]}.example",
        f"{int(lot.integers(1, 130))} mph",
        f"{lot.uniform(1, 4):.1f} {some(lot, 3)}",
        str(lot.integers(1, 999)),
    )
    return forms[int(lot.integers(len(forms)))]


def timestamp(scene: np.ndarray, fonts: list[str], lot: Lot) -> None:
    """Burn a time or a maker's name into the scene (changed), near an edge, as cameras do."""
    height, width = scene.shape[:2]
    words = number(lot) if lot.random() < 0.7 else phrase(lot)
    tall = int(lot.integers(8, 22))
    wide = min(width - 4, int(tall * 0.55 * len(words)))
    ink: Colour = ((255, 255, 255), (255, 230, 60), (250, 250, 240), (0, 0, 0))[int(lot.integers(4))]
    picture = Image.fromarray(scene)
    patch = text_image(words, fonts[int(lot.integers(len(fonts)))], ink, (wide, tall))
    y = int(lot.integers(0, 12)) if lot.random() < 0.5 else height - tall - int(lot.integers(1, 12))
    picture.paste(patch, (int(lot.integers(0, width - wide)), y), patch)
    scene[:] = np.asarray(picture)


def _colour(lot: Lot) -> Colour:
    r, g, b = (int(v) for v in lot.integers(0, 256, 3))
    return (r, g, b)


def _against(ground: Colour, lot: Lot) -> Colour:
    """An ink that can be read on this ground."""
    light = sum(ground) > 380
    shade = int(lot.integers(0, 70)) if light else int(lot.integers(190, 256))
    return (shade, shade, shade) if lot.random() < 0.7 else (shade, int(lot.integers(256)), shade)


def _text_on(ground: Colour, lines: list[str], tall: float, fonts: list[str], lot: Lot) -> np.ndarray:
    height = max(12, round(_WIDTH_PX * tall))
    picture = Image.new("RGB", (_WIDTH_PX, height), ground)
    ink, font = _against(ground, lot), fonts[int(lot.integers(len(fonts)))]
    step = 0.86 * height / len(lines)
    for at, line in enumerate(lines):
        wide = int(min(0.9 * _WIDTH_PX, 0.8 * step * 0.6 * len(line)))
        patch = text_image(line, font, ink, (wide, int(0.74 * step)))
        left = int(0.05 * _WIDTH_PX) if len(lines) > 2 else (_WIDTH_PX - wide) // 2
        picture.paste(patch, (left, int(0.09 * height + at * step)), patch)
    return np.asarray(picture).copy()


def _sign(fonts: list[str], lot: Lot) -> np.ndarray:
    """A shop's or a road's sign: coloured, or with words that no mark would have, or with several lines."""
    coloured = ((20, 60, 140), (10, 90, 60), (150, 20, 30), (90, 60, 30), _colour(lot))
    plain = lot.random() < 0.3
    ground = (235, 235, 230) if plain else coloured[int(lot.integers(len(coloured)))]
    lines = [phrase(lot) if plain or lot.random() < 0.7 else number(lot) for _ in range(int(lot.integers(1, 5)))]
    if plain and len(lines) == 1:
        lines.append(phrase(lot))
    return _text_on(ground, lines, lot.uniform(0.15, 1.0) if len(lines) < 3 else lot.uniform(0.5, 1.3), fonts, lot)


def _lettering(fonts: list[str], lot: Lot) -> np.ndarray:
    """Words or numbers straight on paint."""
    words = phrase(lot, 3) if lot.random() < 0.5 else number(lot)
    return _text_on(_colour(lot), [words], lot.uniform(0.08, 0.35), fonts, lot)


def _round_sign(fonts: list[str], lot: Lot) -> np.ndarray:
    made = np.full((_WIDTH_PX, _WIDTH_PX, 3), _colour(lot), np.uint8)
    middle = (_WIDTH_PX // 2, _WIDTH_PX // 2)
    rim, face = ((200, 20, 30), (240, 240, 240)) if lot.random() < 0.6 else ((240, 240, 240), (30, 80, 170))
    cv2.circle(made, middle, 120, rim, -1, cv2.LINE_AA)
    cv2.circle(made, middle, int(lot.integers(80, 115)), face, -1, cv2.LINE_AA)
    if lot.random() < 0.6:
        picture = Image.fromarray(made)
        patch = text_image(str(lot.integers(1, 13) * 10), fonts[int(lot.integers(len(fonts)))], (20, 20, 20), (110, 80))
        picture.paste(patch, (73, 88), patch)
        made = np.asarray(picture).copy()
    return made


def _stripes(fonts: list[str], lot: Lot) -> np.ndarray:  # noqa: ARG001 - one signature for all makers
    """A grille, a vent, a zebra crossing, a fence, a tyre's tread."""
    height = int(_WIDTH_PX * lot.uniform(0.15, 0.9))
    made = np.full((height, _WIDTH_PX, 3), _colour(lot), np.uint8)
    made //= 2
    bars, ink = int(lot.integers(3, 16)), _colour(lot)
    across = lot.random() < 0.6
    length = height if across else _WIDTH_PX
    for at in range(bars):
        start = int(at * length / bars)
        end = start + max(1, int(length / bars * lot.uniform(0.2, 0.7)))
        made[(slice(start, end), slice(None)) if across else (slice(None), slice(start, end))] = ink
    if lot.random() < 0.3:
        cv2.circle(made, (_WIDTH_PX // 2, height // 2), height // 3, (190, 190, 195), -1, cv2.LINE_AA)
    return made


def _lamp(fonts: list[str], lot: Lot) -> np.ndarray:  # noqa: ARG001
    """A lamp or a reflector: bright, with a soft middle, a dark rim and ribs, square or round."""
    height = int(_WIDTH_PX * lot.uniform(0.15, 1.1))
    colour = np.array(
        [(255, 245, 230), (200, 20, 25), (250, 150, 30), (255, 255, 255)][int(lot.integers(4))], np.float32
    )
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : _WIDTH_PX * 1j]
    glow = np.exp(-(x**2 + y**2) * lot.uniform(0.3, 2.5))[..., None]
    made = np.clip(colour * (0.4 + 0.6 * glow) + lot.uniform(0, 120) * glow, 0, 255).astype(np.uint8)
    for at in lot.integers(0, _WIDTH_PX, int(lot.integers(0, 9))):
        made[:, at : at + int(lot.integers(1, 6))] //= 2
    cv2.rectangle(made, (0, 0), (_WIDTH_PX - 1, height - 1), (30, 30, 30), int(lot.integers(1, 12)))
    bulge = lot.choice([2.0, 4.0, 8.0])
    return np.dstack([made, ((abs(x) ** bulge + abs(y) ** bulge < 1) * 255).astype(np.uint8)])


def _badge(fonts: list[str], lot: Lot) -> np.ndarray:
    """Letters with nothing around them: a model's name in chrome, a maker's, a watermark."""
    words = (phrase(lot, 1), number(lot), some(lot, int(lot.integers(1, 5))), f"{some(lot, 1)}{some(lot, 0, 1)}")
    chosen = words[int(lot.integers(len(words)))]
    tone = int(lot.integers(120, 256)) if lot.random() < 0.75 else int(lot.integers(0, 90))
    height = max(12, int(_WIDTH_PX / (0.55 * len(chosen)) * lot.uniform(0.5, 1.1)))
    patch = text_image(chosen, fonts[int(lot.integers(len(fonts)))], (tone, tone, tone), (_WIDTH_PX, min(height, 200)))
    made = np.asarray(patch).copy()
    shine = np.linspace(lot.uniform(0.6, 1.2), lot.uniform(0.5, 1.2), made.shape[0])[:, None, None]
    made[..., :3] = np.clip(made[..., :3] * shine, 0, 255).astype(np.uint8)
    made[..., 3] = (made[..., 3] * lot.uniform(0.4, 1.0)).astype(np.uint8)
    return made


def _spot(fonts: list[str], lot: Lot) -> np.ndarray:  # noqa: ARG001
    """A soft dark or bright patch: a leaf, an oil stain, an exhaust, a handle, a gap."""
    height = int(_WIDTH_PX * lot.uniform(0.12, 1.0))
    y, x = np.mgrid[-1.1 : 1.1 : height * 1j, -1.1 : 1.1 : _WIDTH_PX * 1j]
    away = (abs(x) ** lot.choice([2, 6]) + abs(y) ** lot.choice([2, 6])) ** lot.uniform(0.5, 3)
    tone = int(lot.integers(0, 60)) if lot.random() < 0.6 else int(lot.integers(150, 256))
    made = np.full((height, _WIDTH_PX, 4), tone, np.uint8)
    made[..., 3] = np.clip(255 * (1.2 - away), 0, 255).astype(np.uint8)
    return made


def _texture(fonts: list[str], lot: Lot) -> np.ndarray:  # noqa: ARG001
    """A patch of coarse grain: a window that mirrors the street, gravel, a hedge."""
    height = int(_WIDTH_PX * lot.uniform(0.2, 1.0))
    coarse = lot.normal(0, 1, (int(lot.integers(3, 24)), int(lot.integers(3, 40)), 1)).astype(np.float32)
    rough = cv2.resize(coarse, (_WIDTH_PX, height), interpolation=cv2.INTER_CUBIC)[..., None]
    return np.asarray(np.clip(_colour(lot) + rough * lot.uniform(15, 70), 0, 255).astype(np.uint8))


def _page(fonts: list[str], lot: Lot) -> np.ndarray:
    """A page of a letter, a screen of text, a newspaper."""
    tall = lot.uniform(0.7, 1.5)
    ground = (245, 245, 240) if lot.random() < 0.8 else (25, 28, 35)
    return _text_on(ground, [phrase(lot, 8) for _ in range(int(lot.integers(5, 14)))], tall, fonts, lot)


def _blank(fonts: list[str], lot: Lot) -> np.ndarray:  # noqa: ARG001
    """A bare board, a window, a sheet."""
    tone = (240, 240, 235) if lot.random() < 0.4 else _colour(lot)
    made = np.full((int(_WIDTH_PX * lot.uniform(0.15, 0.9)), _WIDTH_PX, 3), tone, np.uint8)
    if lot.random() < 0.5:
        cv2.rectangle(made, (0, 0), (_WIDTH_PX - 1, made.shape[0] - 1), _colour(lot), int(lot.integers(2, 14)))
    return made


def _chart(fonts: list[str], lot: Lot) -> np.ndarray:  # noqa: ARG001
    """Strong edges in a row that are no letters: bar codes, chequers, bricks, windows of a house."""
    rows, columns = int(lot.integers(1, 6)), int(lot.integers(4, 30))
    cells = lot.random((rows, columns)) < 0.5
    two = np.array([_colour(lot), (235, 235, 230)], np.uint8)
    size = (_WIDTH_PX, int(_WIDTH_PX * lot.uniform(0.15, 0.7)))
    return np.asarray(cv2.resize(two[cells.astype(int)], size, interpolation=cv2.INTER_NEAREST))
