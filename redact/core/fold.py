r"""Reading text as a person sees it: what is invisible removed, what looks alike made alike, each character's home kept.

``Rіchard`` with a Cyrillic letter, ``Ri\u200bchard`` and ``Ri\u00adchard`` all read `Richard`. Every room that compares
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
_ODD = re.compile("[^\\t\\n\\r\x20-\x7e\xa0-\xac\xae-\u0130\u0132-\u024f‐-—−‘’“”•…€™\\u2007\\u2009\\u202f]")

#: Characters that read as nothing or as several; without one, every character stands where it stood.
_MOVING = re.compile(
    "[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x9f\\xad"
    "\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2"
    "\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufb00-\ufb06\ufeff-\uff5e\ufff9-\ufffb\U00010000-\U0010ffff]"
)
_LOOKALIKE = re.compile("[" + "".join(map(chr, _LOOKALIKES)) + "]")
_NO_MARKS: dict[int, None] = {code: None for code in range(128) if not chr(code).isalnum()}
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
    if not _MOVING.search(text):
        return Folded(_straighten("".join(map(_seen, text))), (), len(text))
    pieces: list[str] = []
    homes: list[int] = []
    for at, char in enumerate(text):
        seen = char if char < "\x80" and char != "`" else _seen(char)
        pieces.append(seen)
        homes.extend([at] * len(seen))
    stayed = homes == list(range(len(text)))  # a ligature and an invisible character leave the length as it was
    return Folded(_straighten("".join(pieces)), () if stayed else tuple(homes), len(text))


@lru_cache(maxsize=4096)
def _seen(char: str) -> str:
    """What one character looks like: nothing, itself, or a plain one. Accents stay: they are part of a name."""
    if unicodedata.category(char) in ("Cf", "Cc") and char not in "\t\n\r\x0b\x0c":
        return ""
    plain = char.translate(_PLAIN)
    if 0xFF01 <= ord(char) <= 0xFF5E or 0x1D400 <= ord(char) <= 0x1D7FF or 0xFB00 <= ord(char) <= 0xFB06:
        return unicodedata.normalize("NFKC", char)
    return plain


def _straighten(text: str) -> str:
    """Replace look-alike letters in words that also hold Latin ones; a word all in Greek or Cyrillic is left as it is."""
    pieces: list[str] = []
    done = 0
    for hit in _LOOKALIKE.finditer(text):
        if hit.start() < done:
            continue
        start, end = hit.start(), hit.end()
        while start > done and _in_word(text[start - 1]):
            start -= 1
        while end < len(text) and _in_word(text[end]):
            end += 1
        word = text[start:end]
        mixed = any(c.isascii() and c.isalpha() for c in word)
        pieces += (text[done:start], word.translate(_LOOKALIKES) if mixed else word)
        done = end
    return "".join((*pieces, text[done:]))


def _in_word(char: str) -> bool:
    return char.isalnum() or char in "-'"


def unaccented(text: str) -> str:
    """Letters without their accents, for comparing names: `Ní Dhomhnaill` and `Ni Dhomhnaill` are one. Changes length."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def key(text: str) -> str:
    """The form under which two spellings of one value are equal: folded, unaccented, caseless, letters and digits only."""
    if text.isascii():  # most are: the same, but told to C at once
        return text.casefold().translate(_NO_MARKS)
    return "".join(c for c in unaccented(fold(text).text).casefold() if c.isalnum())
