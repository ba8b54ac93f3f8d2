"""In which code page the bytes of a font are written.

Source: Microsoft, RTF Specification 1.9.1, "Character Set" and "Font Table"; [MS-UCODEREF] for the code pages.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping

ANSI = "cp1252"
#: Words of the header that name a character set.
NAMED: Mapping[str, str] = {"ansi": ANSI, "mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
#: `\fcharsetN` -> codec. Symbols are read as the letters they are typed with.
_BY_CHARSET: Mapping[int, str] = {
    0: ANSI, 2: ANSI, 77: "mac-roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_BY_PAGE: Mapping[int, str] = {10000: "mac-roman", 65001: "utf-8", 936: "gbk", 1361: "johab", 708: "cp720"}


def of_charset(number: int | None) -> str | None:
    """The codec of a font's character set; None where the document's is meant."""
    return _BY_CHARSET.get(number if number is not None else 1)


def of_page(number: int | None) -> str:
    """The codec of a code page."""
    name = _BY_PAGE.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ANSI
