"""Page headers and footers: text among codes.

Source: ECMA-376-1:2016, section 18.3.1.46 (headerFooter).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from redact.media._leaves import Leaves
from redact.media.office._vocabulary import FONTS

#: A font, a colour, a size, a part of the page, a field; `&G` is a picture, which does not pass; `&&` is a sign.
_CODE = re.compile(r'&(?:"[^"]*"|K(?:[0-9A-F]{6}|\d\d[+-]\d{3})|\d{1,3}|[A-Za-z]|&)', re.S)
_FONT = re.compile(r'&"([^",]*),?(?:[A-Z][a-z]+ ?){0,2}"')
_SECTIONS = ("&L", "&C", "&R")
_GONE = "&G"


def header_leaves(text: str) -> tuple[Leaves, Callable[[], str]]:
    """The words of a header as leaves, and what gives the header anew after they were changed."""
    leaves = Leaves()
    pieces: list[str] = []
    is_code: list[bool] = []

    def piece(found: str, *, code: bool) -> None:
        pieces.append(found)
        is_code.append(code)

    at = 0
    plain = ""
    for match in _CODE.finditer(text):
        plain += text[at : match.start()]
        at = match.end()
        if match[0] == "&&":
            plain += "&"
            continue
        piece(plain, code=False)
        plain = ""
        piece(_kept(match[0]), code=True)
    piece(plain + text[at:], code=False)
    for number, found in enumerate(pieces):
        if not is_code[number]:
            leaves.add(found, partial(pieces.__setitem__, number))
        elif found in _SECTIONS and number > 1:
            leaves.add("\n")
    return leaves, lambda: "".join(_spelt(pieces, is_code))


def _kept(code: str) -> str:
    """The code as it passes: no picture, and no font that nobody else has."""
    if code.upper() == _GONE:
        return ""
    if not code.startswith('&"'):
        return code
    found = _FONT.fullmatch(code)
    return code if found and (found[1] == "-" or found[1].lower() in FONTS) else ""


def _spelt(pieces: list[str], is_code: list[bool]) -> list[str]:
    made: list[str] = []
    for found, code in zip(pieces, is_code, strict=True):
        after_number = bool(made) and made[-1][-1:].isdigit() and made[-1].startswith("&")
        parted = " " if not code and found[:1].isdigit() and after_number else ""
        made.append(found if code else parted + found.replace("&", "&&"))
    return made
