"""What the samples of an image stand for: enough of a colour space to paint black in it, and to see it where nobody else can.

Source: ISO 32000-2:2020, sections 8.6 (colour spaces) and 8.9.5.2 (Decode arrays).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

import numpy as np
import pikepdf

from redact.media.pdf.terms import Untrusted

_DEEPEST = 8


class Kind(Enum):
    """How samples become colour."""

    LIGHT = auto()  # grey or RGB: more is brighter
    INK = auto()  # CMYK, Separation, DeviceN: more is darker
    LAB = auto()
    PALETTE = auto()


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space of so many components; `palette` is ``uint8 [n, 3], RGB``."""

    kind: Kind
    components: int
    palette: Any = field(default=None, repr=False)


GREY, RGB, CMYK = Space(Kind.LIGHT, 1), Space(Kind.LIGHT, 3), Space(Kind.INK, 4)
_NAMED = {
    **dict.fromkeys(("/DeviceGray", "/CalGray", "/G"), GREY),
    **dict.fromkeys(("/DeviceRGB", "/CalRGB", "/RGB"), RGB),
    **dict.fromkeys(("/DeviceCMYK", "/CMYK"), CMYK),
}
_OF_PROFILES = {1: GREY, 3: RGB, 4: CMYK}


def space_of(named: Any, depth: int = 0) -> Space | None:
    """The space that a `ColorSpace` entry names; None where it is unknown.

    Raises:
        Untrusted: it is defined by itself.
    """
    if depth > _DEEPEST:
        raise Untrusted("a colour space is defined by itself")
    if isinstance(named, pikepdf.Name):
        return _NAMED.get(str(named))
    if not isinstance(named, pikepdf.Array) or len(named) == 0:
        return None
    family = str(named[0])
    if len(named) == 1 or family in _NAMED:
        return _NAMED.get(family)
    return _by_family(family, named, depth)


def _by_family(family: str, named: pikepdf.Array, depth: int) -> Space | None:
    if family == "/ICCBased":
        return _OF_PROFILES.get(int(named[1].get("/N", 0)))
    if family == "/Lab":
        return Space(Kind.LAB, 3)
    if family == "/Separation":
        return Space(Kind.INK, 1)
    if family == "/DeviceN":
        return Space(Kind.INK, len(named[1]))
    if family in ("/Indexed", "/I") and len(named) == 4:
        base = space_of(named[1], depth + 1)
        return None if base is None or base.palette is not None else Space(Kind.PALETTE, 1, _palette(named, base))
    return None


def _palette(named: pikepdf.Array, base: Space) -> Any:
    table = named[3]
    content = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
    count = min(max(int(named[2]), 0), 255) + 1
    content = content[: count * base.components].ljust(count * base.components, b"\0")
    values = np.frombuffer(content, np.uint8).reshape(1, count, base.components)
    return colours(values, base, decode_of(None, base, 8), 8)[0]


def decode_of(given: Any, space: Space, bits: int) -> list[tuple[float, float]]:
    """What the least and the most of each component stand for: shares of 1, or entries of the palette."""
    most = float((1 << bits) - 1) if space.kind is Kind.PALETTE else 1.0
    if given is None or len(given) < 2 * space.components or space.kind is Kind.LAB:
        return [(0.0, most)] * space.components
    numbers = [float(number) for number in given]
    return list(zip(numbers[::2], numbers[1::2], strict=False))[: space.components]


def black(space: Space, decode: Sequence[tuple[float, float]], bits: int) -> tuple[int, ...]:
    """The sample of each component that is darkest."""
    most = (1 << bits) - 1
    if space.kind is Kind.PALETTE:
        return (_darkest(space.palette, decode[0], most),)
    if space.kind is Kind.LAB:
        middle = (most + 1) // 2
        return 0, middle, middle
    wanted = 1.0 if space.kind is Kind.INK else 0.0
    return tuple(most if abs(high - wanted) < abs(low - wanted) else 0 for low, high in decode)


def _darkest(palette: Any, decode: tuple[float, float], most: int) -> int:
    low, high = decode
    entries = np.clip(np.rint(low + np.arange(most + 1) * (high - low) / most), 0, len(palette) - 1).astype(int)
    return int(palette[entries].astype(int).sum(axis=1).argmin())


def colours(values: Any, space: Space, decode: Sequence[tuple[float, float]], bits: int) -> Any:
    """``uint8 [height, width, 3], RGB``: device colours, profiles left aside; spot inks all taken for black."""
    if bits == 16:
        values, bits = (values >> 8).astype(np.uint8), 8
    steps = np.arange(1 << bits) / ((1 << bits) - 1)
    if space.kind is Kind.PALETTE:
        low, high = decode[0]
        entries = np.clip(np.rint(low + steps * (high - low)), 0, len(space.palette) - 1).astype(int)
        return space.palette[entries][values[:, :, 0]]
    scaled = [np.rint(255 * np.clip(low + steps * (high - low), 0, 1)).astype(np.uint8) for low, high in decode]
    layers = [table[values[:, :, i]] for i, table in enumerate(scaled)]
    if space.kind is Kind.LAB or len(layers) == 1:
        grey = 255 - layers[0] if space.kind is Kind.INK else layers[0]
        return np.stack([grey] * 3, axis=2)
    return np.stack(layers[:3], axis=2) if space.kind is Kind.LIGHT else _inked(layers, space)


def _inked(layers: Sequence[Any], space: Space) -> Any:
    light = [255 - layer.astype(np.uint16) for layer in layers]
    if space == CMYK:
        return np.stack([(light[i] * light[3] // 255).astype(np.uint8) for i in range(3)], axis=2)
    grey = light[0]
    for layer in light[1:]:
        grey = grey * layer // 255
    return np.stack([grey.astype(np.uint8)] * 3, axis=2)
