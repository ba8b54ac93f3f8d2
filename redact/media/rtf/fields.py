"""What the short texts of a rich text file are: codes of fields, names of marks, properties of shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from redact.media.rtf.reading import Reading
from redact.media.rtf.vocabulary import FIELDS

#: Marks that Word makes by itself. Source: observed in files of Word 97 to 2019.
_AUTOMATIC = re.compile(r"_(?:Toc|Ref|Hlk|Hlt|GoBack)\d*|mark\d+", re.I)
#: A link that means the same to everybody, or leads to a mark of the same file.
_PUBLIC = re.compile(r'HYPERLINK\s+(?:\\\w+\s+)*"?(?:https?:|ftp:|mailto:|tel:|#)|HYPERLINK\s.*\\l\b', re.I | re.S)
_LOCAL = re.compile(r'HYPERLINK\s+(?:"(?!#)(?!https?:|ftp:|mailto:|tel:)[^"]+"|[^"\\\s]+:)', re.I)
_PANOSE = re.compile(r"[0-9a-fA-F]{20}")
_PROPERTY = re.compile(r"[a-z][A-Za-z0-9]{0,40}")
_NUMBERS = re.compile(r"-?\d{1,9}|[-\d]+;[-\d;(),]+")


def stays(code: str) -> bool:
    """Whether a field with this code is worked out from what stays in the file."""
    name = code.split(None, 1)[0].upper() if code.strip() else ""
    if name == "HYPERLINK":
        return _PUBLIC.search(code) is not None and _LOCAL.search(code) is None
    return name in FIELDS or name.startswith("=")


def renamed(code: str, marks: Mapping[str, str]) -> str:
    """The code with our names for marks."""
    for old, new in marks.items():
        if old and old in code:
            code = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, code)
    return code


def is_automatic(name: str) -> bool:
    """Whether a mark has its name from a program."""
    return _AUTOMATIC.fullmatch(name) is not None


def is_said(reading: Reading) -> bool:
    """Whether there is anything to read."""
    text = reading.text.strip()
    if not any(map(str.isalnum, text)):
        return False
    shapes = {"font shape": _PANOSE, "name of a shape's property": _PROPERTY, "shape property": _NUMBERS}
    known = shapes.get(reading.label.part)
    return known is None or known.fullmatch(text) is None
