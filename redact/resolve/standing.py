"""Whether a form that was met stands as a name there, or is only the same letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from redact.resolve.forms import Form, Kind
from redact.resolve.names import possessive_end
from redact.resolve.words import ACRONYMS, ORDINARY

_MONTHS = frozenset({"may", "april", "june", "august", "march", "jan", "dec"})
_DATE_LEAD = frozenset(
    "in by of until till since from during end early late mid to before after for next last this and".split()
)
_VERBS = frozenset(
    "said says told asks asked was is has had did does rang phoned called came went thinks thought wants wanted attended "
    "left wrote writes confirmed agreed explained replied reported stated apologised visited".split()
)
_PLACES = frozenset(
    "street st road rd lane ln avenue ave close drive hill grove bank ward estate house court gate park place square "
    "terrace bridge green common wood field fields farm hospital school church centre hall inn arms way row yard mews "
    "walk".split()
)
_SENTENCE_ENDS = frozenset({"", ".", "!", "?", "\n", ":", "•"})
_LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Words:
    """A text cut into words: the words as they stand, and as they are compared."""

    text: str = field(repr=False)
    found: Sequence[re.Match[str]] = field(repr=False)
    keys: Sequence[str] = field(repr=False)

    def surface(self, at: int) -> str:
        """Word `at` without its possessive."""
        word = self.found[at]
        return self.text[word.start() : possessive_end(word)]

    def following(self, at: int) -> str:
        """The word after word `at`, or nothing."""
        return self.found[at + 1][0] if at + 1 < len(self.found) else ""


def stands(form: Form, words: Words, at: int) -> bool:
    """Whether the form that begins at word `at` is meant there."""
    surface = words.surface(at)
    match form.kind:
        case Kind.VALUE:
            return True
        case Kind.NAME:
            return surface[0].isupper() or not all(word in ORDINARY for word in form.words)
        case Kind.WORD:
            return surface[0].isupper() or len(surface) > 3
        case Kind.INITIALS:
            return surface.isupper() and (surface not in ACRONYMS or _alone(words, at))
        case Kind.ORDINARY:
            return surface[0].isupper() and _shows_a_name(words, at)


def _shows_a_name(words: Words, at: int) -> bool:
    """Whether a capitalised everyday word stands where only a name would: `Rose attended`, not `Rose Grove` or `Will you`."""
    text, word, following = words.text, words.found[at], words.following(at)
    if following[:1].isupper() and text[word.end() : words.found[at + 1].start()] in (" ", "-"):
        return False  # part of a longer name that is nobody's we know: Grace Mary Estate
    if following.casefold() in _PLACES or _is_date(words, at):
        return False
    if _alone(words, at):
        return True
    before = text[max(0, word.start() - _LOOK_BACK) : word.start()].rstrip(" \t\"“'‘(>")[-1:]
    if before in _SENTENCE_ENDS:
        return text[word.end() : word.end() + 1] in (",", ")", ":", "’", "'") or following in _VERBS
    return True


def _is_date(words: Words, at: int) -> bool:
    """`4 May`, `by April`, `June 2024`."""
    if words.keys[at] not in _MONTHS:
        return False
    leading = words.keys[at - 1] if at else ""
    return leading in _DATE_LEAD or leading[:1].isdigit() or words.following(at)[:1].isdigit()


def _alone(words: Words, at: int) -> bool:
    """Whether the word is the whole of its line, quote marks aside: how people sign."""
    text, word = words.text, words.found[at]
    start = text.rfind("\n", 0, word.start()) + 1
    end = text.find("\n", word.end())
    return text[start : len(text) if end < 0 else end].strip(" \t>|-.") == word[0]
