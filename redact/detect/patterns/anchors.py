"""Where a number may begin: at its digits, at letters joined to them, or at a capital prefix before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from redact.detect.patterns.words import FILLER

_DIGITS = re.compile(r"[0-9][0-9A-Za-z]*")
_JOINERS = "-/._\\"
_BACK = 40  # characters that letters and strokes may reach back from the first digit
_PREFIX = 5  # letters of a capital prefix
#: Years, days before months, small counts: what most digits of prose are, and never a whole value by themselves.
_TRIVIAL = re.compile(r"(?:[0-9]{1,2}|(?:19[5-9]|20[0-4])[0-9])(?![0-9A-Za-z°]|[ \-/._][0-9A-Z]|\.[ ]?[0-9])")
_DAY = re.compile(r"[0-9]{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)(?![A-Za-z])")
_DATE = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20)[0-9]{2}(?![\w/-])")
_AFTER_DATE = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|\b(?:in|of|since|from|until|by|during|year|Act|and|to))[, ]+$")
_MONEY = "£$€"
#: Capital words that stand before numbers and are no part of them.
_NOT_PREFIX = frozenset(
    "flat room unit block plot page item part year day ward band class form step line road the and at is no to "
    "on of in by or pc dc ds di sgt "
    "mr mrs ms dr age aged born dob act sch art reg para jan feb mar apr may june july jun jul aug sept sep oct "
    "nov dec mon tue wed thu fri".split()
)


class Cues(Protocol):
    """Knows which words name values."""

    def __contains__(self, word: str, /) -> bool:
        """Whether a word takes part in any cue."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place to try.

    `inside` a longer run of digits and strokes nothing begins; where the prefix is a cue itself (`NHS 999 ...`), `cued` is
    the place behind it.
    """

    at: int
    inside: bool = False
    cued: int | None = None


def anchors(text: str, cues: Cues) -> Iterator[Anchor]:
    """The places at which a value with a digit may begin, ascending. Amounts of money are passed over."""
    for match in _DIGITS.finditer(text):
        if _is_plain(text, match.start()):
            continue
        token = _word_start(text, match.start())
        if token < 0:
            continue
        joined = _joined_start(text, token)
        if _is_amount(text, joined, match.end()):
            continue
        prefix = _prefix_start(text, joined)
        if prefix < joined:
            yield Anchor(prefix, cued=joined if text[prefix:joined].strip(" /-.").lower() in cues else None)
        if joined < token:
            yield Anchor(joined)
        yield Anchor(token, inside=joined < token and not _is_label(text[joined:token].strip(_JOINERS), cues))


def _is_plain(text: str, at: int) -> bool:
    """Whether a year, a day or a small count stands here by itself, in prose."""
    if text[at - 1 : at] not in (" ", "\n", ""):
        return False
    if _DAY.match(text, at):
        return True
    if text[at - 2 : at - 1].isupper() or not _TRIVIAL.match(text, at):
        return False
    return not text[at + 2 : at + 3].isdigit() or _AFTER_DATE.search(text, max(0, at - 11), at) is not None


def _is_label(word: str, cues: Cues) -> bool:
    """Whether what is joined before digits is a word of its own: `tel-01632 960123`, `NHS-999 ...`, not `HR-00713`."""
    return word.isalpha() and (not word.isupper() or word.lower() in cues)


def _word_start(text: str, at: int) -> int:
    floor = max(0, at - _BACK)
    while at > floor and text[at - 1].isalnum():
        at -= 1
    return at if at == 0 or not text[at - 1].isalnum() else -1


def _joined_start(text: str, at: int) -> int:
    floor, start = max(0, at - _BACK), at
    while start > floor + 1 and text[start - 1] in _JOINERS and text[start - 2].isalnum():
        start -= 1
        while start > floor and text[start - 1].isalnum():
            start -= 1
    if start > 0 and text[start - 1].isalnum():
        return at
    return start


def _prefix_start(text: str, at: int) -> int:
    end = at
    if end and text[end - 1] == " ":
        end -= 1
    if end and text[end - 1] in "/-." and end < at:
        end -= 1
    start = end
    while start > 0 and end - start <= _PREFIX and text[start - 1].isalpha() and text[start - 1].isupper():
        start -= 1
    word = text[start:end].lower()
    if not 1 <= len(word) <= _PREFIX or (start and text[start - 1].isalnum()):
        return at
    return at if word in _NOT_PREFIX or word in FILLER else start


def _is_amount(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 2) : start].strip()
    return (before[-1:] in _MONEY and before != "") or text[end : end + 1] == "%"
