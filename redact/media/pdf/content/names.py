"""What the codes of simple fonts stand for: encodings, differences and glyph names.

Source: ISO 32000-2:2020, section 9.6.5 and annex D; the Adobe Glyph List.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pikepdf
from fontTools import agl
from pdfminer.latin_enc import ENCODING

from redact.media.pdf.content import symbols
from redact.media.pdf.content.objects import dictionary

_COLUMNS = {"/StandardEncoding": 1, "/MacRomanEncoding": 2, "/WinAnsiEncoding": 3}
#: Codes WinAnsi readers draw though the table leaves them out.
_WIN_TOO = {0xA0: "space", 0xAD: "hyphen"}
_HEX_NAME = re.compile(r"^(?:uni[0-9A-F]{4,}|u[0-9A-F]{4,6})$")


def names_of_codes(font: pikepdf.Dictionary, symbolic: bool) -> dict[int, str]:
    """The glyph name of every code that the font's `/Encoding` names; a symbolic font has no names of its own."""
    encoding = font.get("/Encoding")
    base = encoding
    if isinstance(encoding, pikepdf.Dictionary):
        base = encoding.get("/BaseEncoding")
    default = "" if symbolic else "/StandardEncoding"
    signs = symbols.names(str(font.get("/BaseFont", "/"))[1:])
    known = dict(signs or table(str(base) if isinstance(base, pikepdf.Name) else default))
    code = 0
    for item in _differences(encoding):
        if isinstance(item, pikepdf.Name):
            known[code] = str(item)[1:]
            code += 1
        elif isinstance(item, int):
            code = item
    return known


def _differences(encoding: pikepdf.Object | None) -> list[Any]:
    listed = dictionary(encoding).get("/Differences")
    return list[Any](listed)[:1024] if isinstance(listed, pikepdf.Array) else []


@lru_cache(maxsize=8)
def table(encoding: str) -> dict[int, str]:
    """Codes and glyph names of a predefined encoding; empty for an unknown one."""
    column = _COLUMNS.get(encoding)
    if column is None:
        return {}
    known = {code: str(row[0]) for row in ENCODING if isinstance(code := row[column], int)}
    return known | _WIN_TOO if encoding == "/WinAnsiEncoding" else known


@lru_cache(maxsize=4096)
def char_of_name(name: str) -> str:
    """What a glyph name stands for; empty where the glyph list does not say."""
    if name in agl.AGL2UV or _HEX_NAME.match(name):
        return str(agl.toUnicode(name))
    stem = name.split(".", 1)[0]
    return str(agl.toUnicode(stem)) if stem and stem != ".notdef" else ""
