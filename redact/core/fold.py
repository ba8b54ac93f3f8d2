"""Reading text as a person sees it: what is invisible removed, what looks alike made alike, each character's home kept.

``Rіchard`` with a Cyrillic letter, ``Ri\\u200bchard`` and ``Ri\\u00adchard`` all read `Richard`. Every room that compares
names folds first, so that no room can be fooled where another is not.
Source: Unicode UTS #39 (confusables, the Latin look-alikes only), UAX #44 (General_Category Cf, Mn).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache

from redact.core.place import Chars

_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХҮаеѕіјорсхуԁһӏԛԝԌԍΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲıɡ",
    "ABESIJKMHOPCTXYaesijopcxydhlqwGgABEZHIKMNOPTYXocıg".replace("ı", "i"),
)
_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u2009": " ",
    }
)

#: All but Latin letters and the punctuation of `_PLAIN`: only a text that holds such a character is read one by one.
_ODD = re.compile("[^\\t\\n\\r\x20-\x7e\xa0-\xac\xae-\u024f‐-—−‘’“”•…€™\\u2007\\u2009\\u202f]")

_SWAPS = tuple((chr(code), plain) for code, plain in _PLAIN.items())


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as read. `homes[i]` is where character i of `text` stands in the original; empty when nothing moved."""

    text: str = field(repr=False)
    homes: tuple[int, ...] = field(repr=False)
    length: int

    def back(self, chars: Chars) -> Chars:
        """The stretch of the original that these folded characters came from, invisible ones between them included."""
        if not self.homes or chars.start >= chars.end:
            return chars
        last = self.homes[chars.end - 1]
        return Chars(self.homes[chars.start], last + 1)

    def forth(self, chars: Chars) -> Chars:
        """Where a stretch of the original stands in the folded text."""
        if not self.homes:
            return chars
        return Chars(bisect_left(self.homes, chars.start), bisect_left(self.homes, chars.end))


def fold(text: str) -> Folded:
    """Read `text` as a person would see it."""
    if text.isascii() and "`" not in text:
        return Folded(text, (), len(text))
    if not _ODD.search(text):
        for char, plain in _SWAPS:  # far quicker than translate() where most of them are absent
            text = text.replace(char, plain)
        return Folded(text, (), len(text))
    pieces: list[str] = []
    homes: list[int] = []
    for at, char in enumerate(text):
        seen = char if char < "\x80" and char != "`" else _seen(char)
        pieces.append(seen)
        homes.extend([at] * len(seen))
    joined = "".join(pieces)
    if _has_lookalike(joined):
        joined = _straighten(joined)
    return Folded(joined, () if len(homes) == len(text) else tuple(homes), len(text))


@lru_cache(maxsize=4096)
def _seen(char: str) -> str:
    """What one character looks like: nothing, itself, or a plain one. Accents stay: they are part of a name."""
    if unicodedata.category(char) in ("Cf", "Cc") and char not in "\t\n\r\x0b\x0c":
        return ""
    plain = char.translate(_PLAIN)
    if 0xFF01 <= ord(char) <= 0xFF5E or 0x1D400 <= ord(char) <= 0x1D7FF or 0xFB00 <= ord(char) <= 0xFB06:
        return unicodedata.normalize("NFKC", char)
    return plain


def _has_lookalike(text: str) -> bool:
    return text.translate(_LOOKALIKES) != text


def _straighten(text: str) -> str:
    """Replace look-alike letters in words that also hold Latin ones; a word all in Greek or Cyrillic is left as it is."""
    out: list[str] = []
    word: list[str] = []
    for char in text + " ":
        if char.isalnum() or char in "-'":
            word.append(char)
            continue
        joined = "".join(word)
        mixed = any(c.isascii() and c.isalpha() for c in joined)
        out.append(joined.translate(_LOOKALIKES) if mixed else joined)
        out.append(char)
        word.clear()
    return "".join(out)[:-1]


def unaccented(text: str) -> str:
    """Letters without their accents, for comparing names: `Ní Dhomhnaill` and `Ni Dhomhnaill` are one. Changes length."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def key(text: str) -> str:
    """The form under which two spellings of one value are equal: folded, unaccented, caseless, letters and digits only."""
    return "".join(c for c in unaccented(fold(text).text).casefold() if c.isalnum())
