"""Which values of attributes mean the same in every document: words and measures of the standard, known fonts."""

from __future__ import annotations

import re

from redact.media.office._vocabulary import FONTS
from redact.media.office.odf import vocabulary as words

#: Attributes whose values people write; all others are words of the standard where they look like such.
_WRITTEN = re.compile(
    r"(?:name|label|value|title|ref|text|prefix|suffix|condition|expression|string|note|source|group|caption|comment"
    r"|message|term|author|range|address|key|content|data|description|list|target|display|creator)$"
)
_NUMBER = r"[-+]?(?:\d{1,7}|\d{0,7}\.\d+)(?:e[-+]?\d+)?(?:%|\*|[a-z]{1,4})?"
_INERT = re.compile(
    rf"{_NUMBER}|#[0-9A-Fa-f]{{6}}|true|false|none|-?P[\dYMDTHS.]+|[A-Z]{{2}}|\W+|[A-Za-z]{{1,4}}\d{{1,5}}(?:[A-Z]\d{{1,2}})?|"
)
_CELL = r"(?:\$?(?:'(?:[^']|'')*'|\w+))?\.?\$?[A-Z]{1,3}\$?\d{1,7}"
_ADDRESSES = re.compile(rf"{_CELL}(?::{_CELL})?(?: {_CELL}(?::{_CELL})?)*")
_WORD_OF_THE_STANDARD = re.compile(r"_?[a-z]{1,24}(?:-[a-z0-9]{1,24}){0,6}")
_LONG_WORD = re.compile(r"[^\W\d_]{10,}")
_FONT = re.compile(r"font-(?:name|family)(?:-asian|-complex)?$|^symbol-font$")
_NUMBERED = re.compile(r"\d+$")


def is_standard(name: str, value: str) -> bool:
    """Whether the value of the attribute of this name (in lxml's form) tells nothing of the document's people."""
    if name in words.GEOMETRY:
        return _LONG_WORD.search(value) is None
    local = name.rpartition("}")[2]
    if _INERT.fullmatch(value) or _is_address(local, value) or (_FONT.search(local) and is_font(value)):
        return True
    return not _WRITTEN.search(local) and all(map(_is_word, value.split(" ")))


def is_font(value: str) -> bool:
    """Whether this is a font that everybody has; `Arial1` is what LibreOffice calls a second use of one."""
    return all(_NUMBERED.sub("", each.strip(" '\"").lower()) in FONTS for each in value.split(","))


def _is_address(local: str, value: str) -> bool:
    """Whether a value speaks of cells only; the sheets in it change with the sheets' names."""
    return local.endswith(("address", "range", "addresses")) and _ADDRESSES.fullmatch(value) is not None


def _is_word(value: str) -> bool:
    return bool(_INERT.fullmatch(value) or _WORD_OF_THE_STANDARD.fullmatch(value))
