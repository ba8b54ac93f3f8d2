"""How far each glyph moves the pen, in thousandths of the font's size.

Source: ISO 32000-2:2020, sections 9.6.3, 9.7.4.3 and 9.6.2.2 (the standard 14 fonts).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pikepdf
from pdfminer.fontmetrics import FONT_METRICS

from redact.media.pdf.content import symbols
from redact.media.pdf.content.names import char_of_name
from redact.media.pdf.content.objects import dictionary, number, numbers
from redact.media.pdf.terms import Untrusted

_MOST_GLYPHS = 70_000
#: A vertical glyph: (advance, x and y of its origin seen from the horizontal one).
Vertical = tuple[float, float, float]


def simple(font: pikepdf.Dictionary, names: Mapping[int, str]) -> tuple[dict[int, float], float | None]:
    """Widths of a simple font's codes, and that of all others: None where readers would not agree on it."""
    listed = font.get("/Widths")
    descriptor = dictionary(font.get("/FontDescriptor"))
    if isinstance(listed, pikepdf.Array):
        first = int(number(font.get("/FirstChar")))
        return dict(zip(range(first, first + 256), numbers(listed), strict=False)), number(
            descriptor.get("/MissingWidth")
        )
    if any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")):
        return {}, None
    known = _standard(font, names)
    return known, known.get(32)


def _standard(font: pikepdf.Dictionary, names: Mapping[int, str]) -> dict[int, float]:
    base_font = str(font.get("/BaseFont", "/"))[1:].split("+")[-1]
    metrics = FONT_METRICS.get(base_font)
    if metrics is None:
        return {}
    by_char: Mapping[str, float] = metrics[1]
    keys = symbols.dingbats() if base_font == "ZapfDingbats" else {}
    chars = {code: char_of_name(name) for code, name in names.items()}
    found = {code: by_char.get(keys.get(char, "") if keys else char) for code, char in chars.items()}
    known = {code: float(width) for code, width in found.items() if width is not None}
    return known | symbols.WIDTHS.get(base_font, {})


def composite(cid_font: pikepdf.Dictionary) -> tuple[dict[int, float], float]:
    """Widths by glyph number from `/W`, and that of all others.

    Raises:
        Untrusted: it lists more glyphs than a font can have, or is no such list.
    """
    known: dict[int, float] = {}
    for first, last, values in _runs(cid_font.get("/W"), 1):
        if last is None:
            known.update((first + i, value) for i, value in enumerate(values))
        else:
            known.update(dict.fromkeys(range(first, last + 1), values[0]))
    return known, number(cid_font.get("/DW"), 1000.0)


def vertical(cid_font: pikepdf.Dictionary) -> tuple[dict[int, Vertical], tuple[float, float]]:
    """Vertical metrics by glyph number from `/W2`, and (origin's y, advance) of all others.

    Raises:
        Untrusted: as `composite`.
    """
    said = numbers(cid_font.get("/DW2"))
    default = said if len(said) == 2 else [880.0, -1000.0]
    known: dict[int, Vertical] = {}
    for first, last, values in _runs(cid_font.get("/W2"), 3):
        triples = [(values[i], values[i + 1], values[i + 2]) for i in range(0, len(values) - 2, 3)]
        if last is None:
            known.update((first + i, triple) for i, triple in enumerate(triples))
        else:
            known.update(dict.fromkeys(range(first, last + 1), triples[0]))
    return known, (default[0], default[1])


def _runs(listed: Any, size: int) -> list[tuple[int, int | None, list[float]]]:
    """`c [w ...]` and `c_first c_last w`, as (first, last or None, numbers)."""
    if listed is None:
        return []
    if not isinstance(listed, pikepdf.Array):
        raise Untrusted("a font's widths cannot be read")
    found: list[tuple[int, int | None, list[float]]] = []
    values, at, seen = list[Any](listed), 0, 0
    while at + 1 < len(values):
        first, second = int(number(values[at])), values[at + 1]
        if isinstance(second, pikepdf.Array):
            found.append((first, None, numbers(second)))
            seen += len(second)
            at += 2
        else:
            last, value = int(number(second)), [number(item) for item in values[at + 2 : at + 2 + size]]
            if len(value) < size:
                break
            found.append((first, last, value))
            seen += max(last - first, 0)
            at += 2 + size
        if seen > _MOST_GLYPHS:
            raise Untrusted("a font lists more widths than it can have glyphs")
    return found
