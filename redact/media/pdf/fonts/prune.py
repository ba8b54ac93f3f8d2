"""Fonts after a cut: no list, map, width or outline of theirs tells which letters were there and are shown no more.

A font whose use cannot be followed keeps everything: the letters that a font has are a hint, not a text.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from redact.media.pdf.content.objects import dictionary, key
from redact.media.pdf.fonts.entries import forget_lists, prune_cids, prune_codes
from redact.media.pdf.fonts.naming import rename
from redact.media.pdf.fonts.program import FILES, Need, cut_down, glyphs_of_cids, names_for
from redact.media.pdf.fonts.use import Use, uses
from redact.media.pdf.terms import Untrusted

_BROKEN = (pikepdf.PdfError, Untrusted, TypeError, ValueError, LookupError, AttributeError)


def prune_fonts(pdf: pikepdf.Pdf) -> None:
    """Cut every font of a document down to what its pages show, once they are all written. Nothing looks different."""
    found = uses(pdf)
    if found is None:
        return
    needs: dict[Any, Need] = {}
    for use in found:
        _need(use, needs)
    for need in needs.values():
        cut_down(pdf, need)
    for number, use in enumerate(found):
        try:
            _entries(pdf, use, number)
        except _BROKEN:
            continue


def _need(use: Use, needs: dict[Any, Need]) -> None:
    """Add what a font needs of its program to what others do."""
    inner = _inner(use.font)
    descriptor = dictionary(inner.get("/FontDescriptor"))
    held = ((kind, descriptor.get(kind)) for kind in FILES)
    kind, stream = next(((kind, stream) for kind, stream in held if isinstance(stream, Stream)), ("", None))
    if stream is None:
        return
    need = needs.setdefault(key(stream), Need(stream, kind))
    need.descriptors.append(descriptor)
    try:
        _add(use, inner, need)
    except _BROKEN:
        need.whole = True


def _add(use: Use, inner: Dictionary, need: Need) -> None:
    if use.whole:
        need.whole = True
    elif use.font.get("/Subtype") == Name.Type0:
        need.composite = True
        cids = _cids(use)
        need.cids |= glyphs_of_cids(inner, cids) if need.kind == "/FontFile2" else cids
    else:
        need.simple = True
        for code, names in names_for(use.font, use.codes).items():
            need.names[code] |= names


def _entries(pdf: pikepdf.Pdf, use: Use, number: int) -> None:
    font, inner = use.font, _inner(use.font)
    descriptor = dictionary(inner.get("/FontDescriptor"))
    forget_lists(descriptor)
    rename(inner, descriptor, number, embedded=any(kind in descriptor for kind in FILES))
    if font.get("/Subtype") == Name.Type0:
        rename(font, descriptor, number, embedded=True)
        if "/BaseFont" in inner:
            font["/BaseFont"] = inner["/BaseFont"]
    if use.whole:
        return
    prune_codes(pdf, font, use.codes)
    if font.get("/Subtype") == Name.Type0:
        prune_cids(pdf, inner, _cids(use))


def _inner(font: Dictionary) -> Dictionary:
    """The font that has the glyphs: of a composite one its descendant."""
    listed = font.get("/DescendantFonts")
    if isinstance(listed, Array) and len(listed):
        return dictionary(listed[0])
    return font


def _cids(use: Use) -> set[int]:
    return {cid for code in use.codes for _, cid in use.split(code)} if use.split is not None else set()
