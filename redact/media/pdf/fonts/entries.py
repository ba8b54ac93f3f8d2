"""The dictionaries of fonts, without the entries of codes that are no longer shown.

Source: ISO 32000-2:2020, sections 9.6 (simple fonts), 9.7 (composite fonts) and 9.8 (descriptors).
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from redact.media.pdf.content.cmapfile import parsed
from redact.media.pdf.content.objects import dictionary, number
from redact.media.pdf.fonts.tounicode import to_unicode

_LISTS = ("/CharSet", "/CIDSet")


def prune_codes(pdf: pikepdf.Pdf, font: Dictionary, codes: Collection[bytes]) -> None:
    """Leave what the font says of these codes: what they stand for, their names and widths.

    Raises:
        Untrusted: its ToUnicode map cannot be read.
    """
    _unicode(pdf, font, codes)
    if font.get("/Subtype") == Name.Type0:
        return
    numbers = {code[0] for code in codes}
    _names(font, numbers)
    _widths(font, numbers)


def prune_cids(pdf: pikepdf.Pdf, inner: Dictionary, cids: Collection[int]) -> None:
    """Leave what a CIDFont says of these glyphs: their widths, and where they are in its program."""
    widths = inner.get("/W")
    if isinstance(widths, Array):
        kept: list[Any] = []
        for cid, width in sorted(_composite_widths(widths, cids)):
            kept += [cid, Array([width])]
        inner["/W"] = Array(kept)
    places = inner.get("/CIDToGIDMap")
    if isinstance(places, Stream):
        held = bytearray(places.read_bytes())
        for cid in range(len(held) // 2):
            if cid not in cids:
                held[2 * cid : 2 * cid + 2] = b"\0\0"
        inner["/CIDToGIDMap"] = pdf.make_stream(zlib.compress(bytes(held)), Filter=Name.FlateDecode)


def forget_lists(descriptor: Dictionary) -> None:
    """Drop the lists of what a font has."""
    for name in _LISTS:
        if name in descriptor:
            del descriptor[name]


def _unicode(pdf: pikepdf.Pdf, font: Dictionary, codes: Collection[bytes]) -> None:
    held = font.get("/ToUnicode")
    if not isinstance(held, Stream):
        return
    found = parsed(held)
    if font.get("/Subtype") == Name.Type0:
        pairs = {code: text for code, text in found.chars.items() if code in codes}
        spaces = found.spaces if all(_fits(code, found.spaces) for code in pairs) else []
    else:  # some writers say the codes of simple fonts in two bytes
        pairs = {code[-1:]: text for code, text in found.chars.items() if code[-1:] in codes}
        spaces = []
    font["/ToUnicode"] = pdf.make_stream(to_unicode(sorted(pairs.items()), spaces))


def _fits(code: bytes, spaces: Collection[tuple[bytes, bytes]]) -> bool:
    return any(len(low) == len(code) and low <= code <= high for low, high in spaces)


def _names(font: Dictionary, codes: Collection[int]) -> None:
    """The names of codes that are shown; a Type 3 font keeps only their glyphs."""
    encoding = font.get("/Encoding")
    listed = dictionary(encoding).get("/Differences")
    if not isinstance(encoding, Dictionary) or not isinstance(listed, Array):
        return
    kept: list[Any] = []
    names: set[str] = set()
    for code, name in _differences(listed):
        if code in codes:
            kept += [code, name]
            names.add(str(name))
    made = Dictionary(dict(encoding.items()))
    made["/Differences"] = Array(kept)
    font["/Encoding"] = made  # another font may share the old one
    glyphs = font.get("/CharProcs")
    if isinstance(glyphs, Dictionary):
        font["/CharProcs"] = Dictionary({name: proc for name, proc in glyphs.items() if name in names})


def _differences(listed: Array) -> Iterable[tuple[int, Name]]:
    code = 0
    for item in listed:
        if isinstance(item, Name):
            yield code, item
            code += 1
        else:
            code = int(number(item))


def _widths(font: Dictionary, codes: Collection[int]) -> None:
    widths = font.get("/Widths")
    if not isinstance(widths, Array):
        return
    first = int(number(font.get("/FirstChar")))
    known = {first + i: width for i, width in enumerate(widths) if first + i in codes}
    low, high = min(known, default=0), max(known, default=0)
    font["/FirstChar"], font["/LastChar"] = low, high
    font["/Widths"] = Array([known.get(code, 0) for code in range(low, high + 1)])


def _composite_widths(widths: Array, cids: Collection[int]) -> Iterable[tuple[int, Any]]:
    """Widths are ``first [w w w]`` or ``first last w``."""
    items = list(widths)
    at = 0
    while at + 1 < len(items):
        first, second = int(number(items[at])), items[at + 1]
        if isinstance(second, Array):
            yield from ((first + i, width) for i, width in enumerate(second) if first + i in cids)
            at += 2
        else:
            last = int(number(second))
            width = items[at + 2] if at + 2 < len(items) else 0
            yield from ((cid, width) for cid in cids if first <= cid <= last)
            at += 3
