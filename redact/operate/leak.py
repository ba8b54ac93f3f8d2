"""Whether a replacement gives back what it replaces. All comparisons are made as a reader would make them: folded."""

from __future__ import annotations

import re

from redact.core.fold import fold, key, unaccented
from redact.operate.wordlists import TITLES

_WORD = re.compile(r"[^\W_]+")
_MIN_LETTERS = 3  # shorter words (`de`, `s`) stand in too many labels by chance
_MIN_WHOLE = 4  # shorter values (an age) are found inside longer digits by chance
#: Words that a replacement may keep because they name nobody.
_NEUTRAL = TITLES | {"the", "and", "example", "org", "com", "http", "https", "www"}


def is_same(surface: str, made: str) -> bool:
    """Whether both read the same."""
    return key(surface) == key(made)


def holds_whole(surface: str, made: str) -> bool:
    """Whether all words of the surface stand in a row in the replacement."""
    words, there = _words(surface), _words(made)
    if not any(len(word) >= _MIN_LETTERS and word.isalpha() for word in words):
        return False
    return any(there[at : at + len(words)] == words for at in range(len(there)))


def holds_word(surface: str, made: str) -> bool:
    """Whether a word of the surface, or the surface run together, stands in the replacement."""
    whole = key(surface)
    if whole == key(made) or (len(whole) >= _MIN_WHOLE and whole in key(made)):
        return True
    telling = {word for word in _words(surface) if len(word) >= _MIN_LETTERS and word.isalpha()} - _NEUTRAL
    return not telling.isdisjoint(_words(made))


def _words(text: str) -> list[str]:
    return _WORD.findall(unaccented(fold(text).text).casefold())
