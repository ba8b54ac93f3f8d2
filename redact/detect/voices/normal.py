"""A transcript read word by word: what each word may stand for in a spoken number or code, and where it was written.

Recognisers write `0-7-7`, `oh double seven`, `KX- six eight`, `to` for `two` and `are` for `R`; whatever they wrote, a
word keeps its characters, so that what is made of it can be cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum, auto
from functools import lru_cache

from redact.detect.voices.likeness import distance
from redact.detect.voices.tables import sections

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_STOP = re.compile(r"[.?!…][\s\"'”’)]|\n|\ufffd")
_TIED = re.compile(r"[-‐‑–.·/@_+]?")

_DIGITS = {
    "oh": "0", "zero": "0", "nought": "0", "naught": "0", "nil": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9", "fife": "5",
}  # fmt: skip
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBERS = {
    **_DIGITS,
    **{word: str(value) for value, word in enumerate(_TEENS, 10)},
    **{word: f"{value}0" for value, word in enumerate(_TENS, 2)},
    **{"forties": "40", "fourty": "40", "nineties": "90"},
}
_TIMES = frozenset({"double", "treble", "triple", "hundred", "thousand"})
_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept sep oct nov dec".split()
)
#: What a letter or a digit is called, and what recognisers write for it.
_SOUNDS = {word: symbol for symbol, found in sections("sounds") for phrase in found for word in phrase}
_NATO = {
    word: word[0].upper() for word in (
        "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa "
        "quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu"
    ).split()
}  # fmt: skip
#: Said between the parts of a number or an address, and part of it.
_LINKS = frozenset(
    "dash hyphen slash stroke forward dot point underscore space capital caps upper lower case er erm uh uhm mm then comma "
    "full stop gap letter letters".split()
)


_SHORT_WORDS = frozenset("mr mrs ms dr st nd rd th vs hmm mm mmm shh tv uk nhs gp ltd plc ok pm am".split())


class Kind(IntEnum):
    """What a word may be in a number or code that is said."""

    OTHER = auto()
    LINK = auto()  # said between the parts
    SOUND = auto()  # sounds like a letter or a digit, and is a word as well
    LETTER = auto()
    TIMES = auto()  # double, hundred
    DIGIT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word or group of digits: `symbols` is what it stands for in a code, `gap` what stands before it."""

    start: int
    end: int
    word: str = field(repr=False)  # in small letters
    kind: Kind
    symbols: str = field(repr=False)
    gap: str = field(repr=False)
    capital: bool
    stops: bool  # a sentence ended before it
    tied: bool  # no space before it: `seven` in `oh-seven`

    @property
    def sure(self) -> bool:
        """Whether it is part of a number or code by itself."""
        return self.kind >= Kind.LETTER

    @property
    def dated(self) -> bool:
        """Whether it may stand in a date."""
        return self.kind is Kind.DIGIT or self.word in _ORDINALS or self.word in _MONTHS or self.word in _ENDINGS

    @property
    def month(self) -> bool:
        """Whether it is the name of a month, some of which are names of people."""
        return self.word in _MONTHS

    @property
    def nato(self) -> bool:
        """Whether it is a word of the spelling alphabet."""
        return self.word in _NATO

    @property
    def letter(self) -> bool:
        """Whether it is a letter that was written as one."""
        return self.end - self.start == 1 and not self.word.isdigit()


_ENDINGS = frozenset({"st", "nd", "rd", "th", "hundred", "thousand"})


def tokens(text: str) -> list[Token]:
    """The words of a transcript, in order."""
    found: list[Token] = []
    before = 0
    for match in _WORD.finditer(text):
        found.append(_token(match, text[before : match.start()], bool(found)))
        before = match.end()
    return found


def _token(match: re.Match[str], gap: str, follows: bool) -> Token:
    written, word = match[0], match[0].lower().replace("’", "'")
    kind, symbols = _meaning(written, word)
    return Token(
        match.start(), match.end(), word, kind, symbols, gap, written[0].isupper(),
        stops=not follows or _STOP.search(gap) is not None,
        tied=follows and _TIED.fullmatch(gap) is not None,
    )  # fmt: skip


def _meaning(written: str, word: str) -> tuple[Kind, str]:
    """What kind of part a word is, and what it stands for."""
    if (value := word if word.isdigit() else _NUMBERS.get(word)) is not None:
        return Kind.DIGIT, value
    if word in _TIMES:
        return Kind.TIMES, "0"
    if (len(word) == 1 and word not in "aio") or (written.isupper() and len(word) > 1 and _code_like(written)):
        return Kind.LETTER, word.upper()
    symbol = _SOUNDS.get(word) or _near_digit(word) or _NATO.get(word)
    if symbol is None and _code_like(written):
        return Kind.LETTER, word.upper()
    return (Kind.SOUND, symbol) if symbol else (Kind.LINK if word in _LINKS else Kind.OTHER, "")


@lru_cache(maxsize=8192)
def _near_digit(word: str) -> str | None:
    """The digit that a word is one letter away from: `nero`, `selven`, `fire`."""
    if len(word) < 4:
        return None
    return next((digit for name, digit in _DIGITS.items() if len(name) > 3 and distance(word, name) == 1), None)


def _code_like(written: str) -> bool:
    """`QQ`, `MCY`, `ImrL`: capitals where no word has them, or no vowel at all."""
    if len(written) > 4 or "'" in written or "’" in written or written.lower() in _SHORT_WORDS:
        return False
    return any(char.isupper() for char in written[1:]) or not set("aeiouy") & set(written.lower())
