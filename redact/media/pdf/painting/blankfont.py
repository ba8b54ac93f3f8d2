"""A font without ink: text that is to be found, copied and read aloud, and never seen.

Source: ISO 32000-2:2020, section 9.7 (composite fonts).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, String

from redact.media.pdf.fonts.tounicode import to_unicode

#: Thousandths of the size: how wide each glyph is, and how far it reaches over and under the line.
WIDTH, ASCENT, DESCENT = 500, 800, -200
_NAME = "AAAAAA+Blank"
_EM = 1000


def codes_of(texts: Sequence[str]) -> dict[str, int]:
    """A code for each letter of some texts, counted from 1."""
    return {letter: code for code, letter in enumerate(sorted(set("".join(texts))), 1)}


def blank_font(pdf: pikepdf.Pdf, codes: Mapping[str, int]) -> Dictionary:
    """A font of two-byte codes that stand for these letters."""
    file = pdf.make_stream(zlib.compress(_program()), Filter=Name.FlateDecode, Length1=len(_program()))
    bounds = Array([0, DESCENT, WIDTH, ASCENT])
    about = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/" + _NAME), Flags=4, FontBBox=bounds, ItalicAngle=0, Ascent=ASCENT,
        Descent=DESCENT, CapHeight=ASCENT, StemV=80, FontFile2=file,
    )  # fmt: skip
    said = to_unicode([(code.to_bytes(2, "big"), letter) for letter, code in codes.items()])
    # Every code is the one glyph that there is.
    glyphs = pdf.make_stream(zlib.compress(bytes(2 * (len(codes) + 1))), Filter=Name.FlateDecode)
    letters = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/" + _NAME), DW=WIDTH, CIDToGIDMap=glyphs,
        FontDescriptor=pdf.make_indirect(about),
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
    )  # fmt: skip
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/" + _NAME), Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(letters)]), ToUnicode=pdf.make_stream(said),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _program() -> bytes:
    """A TrueType font of one glyph, a line without any width: it has an extent, and no ink.

    Readers leave out letters that have no extent. Its dates are fixed: the same text gives the same bytes.
    """
    pen = TTGlyphPen(None)
    pen.moveTo((0, DESCENT))
    pen.lineTo((WIDTH // 2, (ASCENT + DESCENT) // 2))
    pen.lineTo((WIDTH, ASCENT))
    pen.closePath()
    font = FontBuilder(_EM, isTTF=True)
    font.setupGlyphOrder([".notdef"])
    font.setupGlyf({".notdef": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (WIDTH, 0)})
    font.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    font.setupMaxp()
    font.updateHead(created=0, modified=0)
    font.font.recalcTimestamp = False
    for needless in ("post", "OS/2", "cmap", "name"):
        if needless in font.font:
            del font.font[needless]
    out = io.BytesIO()
    font.font.save(out)
    return out.getvalue()
