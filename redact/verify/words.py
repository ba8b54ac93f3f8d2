"""A text as a row of words in the form under which two spellings are equal, unseen characters gone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from redact.core.fold import key

WORD = re.compile(r"[^\W_]+")


def legible(text: str) -> str:
    """`text` without the characters that nobody sees and that would split a word, and without loose accents.

    Source: as core.fold: UAX #44, General_Category Cf, Cc but white space, Mn.
    """
    text = text.replace("İ", "I")  # the one letter that becomes two in lower case, the second a loose accent
    for char in filter(_unseen, set(text)):
        text = text.replace(char, "")
    return text


def words(text: str) -> list[str]:
    """The words of a legible text, each as `core.fold.key` has it, in order and as many as `WORD` finds."""
    row = WORD.findall(text.lower())
    return row if text.isascii() else [word if word.isascii() else key(word) for word in row]


@lru_cache(maxsize=4096)
def _unseen(char: str) -> bool:
    if char.isspace() or " " <= char <= "~":
        return False
    return unicodedata.category(char) in ("Cf", "Cc", "Mn")
