"""Fonts as far as cutting needs them: how a string falls into glyphs, how far each moves the pen, what each stands for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pikepdf

from redact.media.pdf.content import cmapfile, cmaps, names, type3, widths
from redact.media.pdf.content.objects import dictionary, key, matrix, number
from redact.media.pdf.terms import Area, Untrusted

_SYMBOLIC = 4
#: What stands for ascent and descent where a font says nonsense, in ems.
_ASCENT, _DESCENT = 0.80, -0.22
#: A glyph that does not move the pen is an accent over what stands before it, or is moved by hand.
_LEAST_WIDTH = 0.05
_UNMOVED = (-0.3, 0.5)


class Code(NamedTuple):
    """One code of a font: how far it moves the pen and where its ink may be, in ems; `spaced` for the word space."""

    raw: bytes
    advance: float
    box: Area
    char: str
    spaced: bool


class Font:
    """A font. `codes` splits a string; `vertical` fonts move the pen downwards, glyphs of `drawn` ones may stand anywhere."""

    vertical = False
    drawn = False

    def __init__(self, code: Callable[[bytes, int], Code], split: cmaps.Split | None) -> None:
        self._code = code
        self._split = split
        self._known: dict[bytes, Code] = {}

    def codes(self, shown: bytes) -> list[Code]:
        """The codes of a string.

        Raises:
            Untrusted: it holds one whose glyph or width nobody can tell.
        """
        known, found = self._known, []
        for raw, cid in (
            self._split(shown) if self._split else ((shown[i : i + 1], shown[i]) for i in range(len(shown)))
        ):
            code = known.get(raw)
            if code is None:
                code = known[raw] = self._code(raw, cid)
            found.append(code)
        return found


class Fonts:
    """The fonts of one document, each read once. Also remembers which streams of it were made clean."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int] | bytes, Font] = {}
        self.cleaned: set[tuple[int, int]] = set()

    def font(self, found: pikepdf.Dictionary) -> Font:
        """The font of a dictionary.

        Raises:
            Untrusted: nobody can tell how it splits strings.
        """
        same = key(found)
        if same not in self._fonts:
            self._fonts[same] = read(found)
        return self._fonts[same]


def read(font: pikepdf.Dictionary) -> Font:
    """A font as its dictionary describes it.

    Raises:
        Untrusted: it is of no known kind, or its character map is not known.
    """
    kind = str(font.get("/Subtype", ""))
    if kind == "/Type0":
        return _composite(font)
    if kind == "/Type3":
        return _drawn(font)
    if kind not in ("/Type1", "/TrueType", "/MMType1"):
        raise Untrusted("a font is of no known kind")
    return _simple(font)


def _simple(font: pikepdf.Dictionary) -> Font:
    descriptor = dictionary(font.get("/FontDescriptor"))
    name = str(font.get("/BaseFont", "/"))[1:]
    symbolic = bool(int(number(descriptor.get("/Flags"))) & _SYMBOLIC) or name in ("Symbol", "ZapfDingbats")
    named = names.names_of_codes(font, symbolic and str(font.get("/Subtype")) != "/MMType1")
    (known, default), chars = widths.simple(font, named), _to_unicode(font)
    low, high = _heights(descriptor)

    def code(raw: bytes, cid: int) -> Code:
        width = known.get(cid, default)
        if width is None:
            raise Untrusted("a font has no width for what it shows")
        advance = width / 1000
        char = chars.get(raw) or names.char_of_name(named.get(cid, ""))
        return Code(raw, advance, _box(advance, low, high), char, cid == 32)

    return Font(code, None)


def _drawn(font: pikepdf.Dictionary) -> Font:
    named = names.names_of_codes(font, symbolic=True)
    (known, default), chars = widths.simple(font, named), _to_unicode(font)
    scale = matrix(font.get("/FontMatrix", pikepdf.Array([0.001, 0, 0, 0.001, 0, 0])))
    inked = type3.inks(font)

    def code(raw: bytes, cid: int) -> Code:
        advance = known.get(cid, default or 0.0) * scale[0]
        name = named.get(cid, "")
        return Code(raw, advance, inked(name, advance), chars.get(raw) or names.char_of_name(name), cid == 32)

    made = Font(code, None)
    made.drawn = True
    return made


def _composite(font: pikepdf.Dictionary) -> Font:
    listed = font.get("/DescendantFonts")
    inner = dictionary(listed[0] if isinstance(listed, pikepdf.Array) and len(listed) else None)
    split, vertical = _split(font.get("/Encoding"))
    known, default = widths.composite(inner)
    chars = _to_unicode(font)
    other = cmaps.unicode_of_cids(_ordering(inner)) if not chars else lambda cid: ""  # noqa: ARG005
    low, high = _heights(dictionary(inner.get("/FontDescriptor")))

    def code(raw: bytes, cid: int) -> Code:
        advance = known.get(cid, default) / 1000
        return Code(raw, advance, _box(advance, low, high), chars.get(raw) or other(cid), raw == b" ")

    if not vertical:
        return Font(code, split)
    made = Font(_downwards(code, inner, low, high), split)
    made.vertical = True
    return made


def _downwards(
    code: Callable[[bytes, int], Code], cid_font: pikepdf.Dictionary, low: float, high: float
) -> Callable[[bytes, int], Code]:
    known, (origin_y, move) = widths.vertical(cid_font)

    def turned(raw: bytes, cid: int) -> Code:
        across = code(raw, cid)
        advance, x, y = (part / 1000 for part in known.get(cid, (move, across.advance * 500, origin_y)))
        box = Area(across.box.x0 - x, min(low - y, advance), across.box.x1 - x, max(high - y, 0.0))
        return across._replace(advance=advance, box=box)

    return turned


def _split(encoding: Any) -> tuple[cmaps.Split, bool]:
    if isinstance(encoding, pikepdf.Name):
        name = str(encoding)[1:]
        return cmaps.predefined(name), name.endswith("V")
    if isinstance(encoding, pikepdf.Stream):
        return cmaps.embedded(encoding)
    raise Untrusted("a font does not say how its strings are coded")


def _ordering(cid_font: pikepdf.Dictionary) -> str:
    held = dictionary(cid_font.get("/CIDSystemInfo"))
    return f"{held.get('/Registry', '')}-{held.get('/Ordering', '')}"


def _to_unicode(font: pikepdf.Dictionary) -> dict[bytes, str]:
    held = font.get("/ToUnicode")
    if not isinstance(held, pikepdf.Stream):
        return {}
    found = cmapfile.parsed(held).chars
    if font.get("/Subtype") != pikepdf.Name.Type0:  # some writers say the codes of simple fonts in two bytes
        found = {code[-1:]: char for code, char in found.items()}
    return {code: char.replace("\0", "") for code, char in found.items()}


def _heights(descriptor: pikepdf.Dictionary) -> tuple[float, float]:
    low, high = number(descriptor.get("/Descent")) / 1000, number(descriptor.get("/Ascent")) / 1000
    return low if -0.6 < low < -0.1 else _DESCENT, high if 0.6 < high < 1.3 else _ASCENT


def _box(advance: float, low: float, high: float) -> Area:
    if abs(advance) < _LEAST_WIDTH:
        return Area(_UNMOVED[0], low, _UNMOVED[1], high)
    return Area(min(0.0, advance), low, max(0.0, advance), high)
