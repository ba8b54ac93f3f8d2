"""How SpreadsheetML spells text, and how it is spelt here when something is written anew.

Source: ECMA-376-1:2016, sections 18.18.96 (ST_Xstring) and 22.9.2.19.
"""

from __future__ import annotations

import re

_CODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
#: What XML or its line ends would not keep, and what would be read as one of these codes.
_TO_CODE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_EDGE = re.compile(r"\A\s|\s\Z|\n|\t|  ")


def decoded(text: str) -> str:
    """Text as it is shown: `_x000D_` is one character."""
    return _CODED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def encoded(text: str) -> str:
    """Text as it is stored: every character can stand in XML, and reads back as itself."""
    return _TO_CODE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def escaped(text: str) -> str:
    """Text as it stands between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(name: str, value: str) -> str:
    """One attribute with the space before it."""
    quoted = escaped(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
    return f' {name}="{quoted}"'


def element_t(text: str) -> str:
    """The element `t` that holds shown text."""
    stored = escaped(encoded(text))
    return f'<t xml:space="preserve">{stored}</t>' if _EDGE.search(stored) else f"<t>{stored}</t>"
