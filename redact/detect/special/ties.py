"""Whether a sentence speaks of one person: by a pronoun, a family word, a role, a name."""

from __future__ import annotations

import re
from enum import IntEnum

from redact.detect import lexicon
from redact.detect.special.vocabulary import INDEX
from redact.detect.words import Page

_SELF = lexicon.words("people", "self")
_OTHER = lexicon.words("people", "other")
_FAMILY = lexicon.words("people", "family")
_ROLE = lexicon.words("people", "role")
_GENERIC = lexicon.words("people", "generic")
_NOT_NAME = lexicon.words("people", "not_name")
_THE = frozenset(
    {
        "the",
        "this",
        "our",
        "said",
        "her",
        "his",
        "my",
        "a",
        "an",
        "old",
        "young",
        "year",
        "aged",
        "white",
        "black",
        "asian",
    }
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sister|Sgt|PC|DC|DS|Rev|Master)\b\.?[ \t]+(?:\d+[ \t]+)?[A-ZÀ-Þ]")
_CAPITAL = re.compile(r"[A-ZÀ-ÞŁŚŻŹČŠŽ][\w'’-]+")
_DOES = frozenset(
    """
    is was has had s says said told takes took lives lived works worked suffers suffered needs wants rang called came went
    got gave asked admitted denied declared became stole hit attended told fell died disclosed states stated thinks
    """.split()
)
_NOUN_ENDS = (
    "ing",
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ance",
    "ence",
    "ship",
    "ism",
    "age",
    "ure",
    "work",
    "ty",
    "cy",
    "gy",
    "ics",
)
_SHORT = 14  # words: a note in shorthand rather than a sentence
_LEANS = 3  # sentences that a note may look back
_FULL = 60  # characters: a line so long is prose, broken anywhere


class Tie(IntEnum):
    """How a sentence is tied to a person."""

    NONE = 0
    NEAR = 1  # by the sentence before, or by a word that may mean anybody
    CLOSE = 2  # in the sentence itself


class Ties:
    """The ties of one page's sentences, each worked out once."""

    def __init__(self, page: Page, *, tied: bool = False) -> None:
        self._page = page
        self._known: dict[int, Tie] = {}
        self._blocks: dict[int, bool] = {}
        self._floor = Tie.CLOSE if tied else Tie.NONE

    def of(self, offset: int) -> Tie:
        """The tie of the sentence around `offset`; a note in shorthand leans on the sentences before it."""
        start, end = self._page.sentence(offset)
        tie = max(self._own(start, end), self._floor)
        if tie is Tie.NONE and self._brief(start, end):
            for _ in range(_LEANS):
                if start == 0:
                    break
                start, end = self._page.sentence(start - 1)
                if self._own(start, end) is Tie.CLOSE:
                    return Tie.NEAR
        return Tie.NEAR if tie is Tie.NONE and self._block_near(offset) else tie

    def _block_near(self, offset: int) -> bool:
        """Whether the lines around `offset` speak of somebody, and its own sentence not of people at large."""
        page = self._page
        start, end = page.sentence(offset)
        if start not in self._blocks:
            some = page.words[page.at(start) : page.at(min(end, start + 1_500)) + 1]
            self._blocks[start] = _GENERIC.isdisjoint(some) and self._neighbour(start, end)
        return self._blocks[start]

    def _neighbour(self, start: int, end: int) -> bool:
        """Whether a sentence nearby, in the same block of lines, is closely tied."""
        text = self._page.text
        for _ in range(_LEANS * 2):
            if end >= len(text) or "\n\n" in text[max(0, end - 2) : end]:
                break
            first, end = self._page.sentence(end)
            if self._own(first, end) is Tie.CLOSE:
                return True
        for _ in range(_LEANS * 2):
            if start == 0 or "\n\n" in text[max(0, start - 2) : start]:
                break
            start, last = self._page.sentence(start - 1)
            if self._own(start, last) is Tie.CLOSE:
                return True
        return False

    def on_line(self, offset: int) -> Tie:
        """As `of`, but a heading stands alone: only the same line counts, unless the line is full or a row of cells."""
        start, end = self._page.line(offset)
        if end - start > _FULL or "|" in self._page.text[start:end]:
            return self.of(offset)
        first, last = self._page.sentence(offset)
        return max(_tie(self._page, max(start, first), min(end, last)), self._floor)

    def _brief(self, start: int, end: int) -> bool:
        page = self._page
        first, last = page.at(start), page.at(max(start, end - 1))
        return last - first < _SHORT and _GENERIC.isdisjoint(page.words[first : last + 1])

    def _own(self, start: int, end: int) -> Tie:
        if start not in self._known:
            self._known[start] = _tie(self._page, start, min(end, start + 1_500))
        return self._known[start]


def _tie(page: Page, start: int, end: int) -> Tie:
    first, last = page.at(start), page.at(max(start, end - 1)) + 1
    here = page.words[first:last]
    some = set(here)
    if _strong(page, first, some) or _role(here) or _named(page, start, end):
        return Tie.CLOSE
    if some & _OTHER:
        return Tie.NONE if some & _GENERIC else Tie.CLOSE
    return Tie.NONE


def _strong(page: Page, first: int, some: set[str]) -> bool:
    if found := some & _SELF:
        if found != {"i"}:
            return True
        return any(
            page.words[n] == "i" and page.gaps[n][:1] not in (")", ".")
            for n in range(first, first + 60)
            if n < len(page.words)
        )
    return bool(some & _FAMILY)


def _role(here: list[str]) -> bool:
    return any(word in _ROLE and n and here[n - 1] in _THE for n, word in enumerate(here)) and _GENERIC.isdisjoint(here)


def _named(page: Page, start: int, end: int) -> bool:
    """A title with a name, a name of two words, or a capital where a sentence has no reason for one."""
    text = page.text[start:end]
    if _TITLED.search(text):
        return True
    if _subject(page, start):
        return True
    before = -2
    for match in _CAPITAL.finditer(text):
        word = match[0].lower().rstrip("'’").removesuffix("'s").removesuffix("’s")
        if word in _NOT_NAME or len(word) < 3:
            before = -2
            continue
        alone = match.start() > 1 and text[match.start() - 1] == " " and text[match.start() - 2].islower()
        if (
            match.start() - before == 1
            or (alone and not match[0].isupper())
            or text[match.end() : match.end() + 2] in ("'s", "’s")
        ):
            return True
        before = match.end()
    return False


def _subject(page: Page, start: int) -> bool:
    """Whether the sentence begins with a name and what people do: `Shanice is`, `Darren was arrested`."""
    i = page.at(start)
    if page.starts[i] < start:
        i += 1
    if i + 1 >= len(page.words) or not page.capital(i) or page.gaps[i] not in (" ", "'", "’"):
        return False
    word, after = page.words[i], page.words[i + 1]
    if after not in _DOES or word in _NOT_NAME or word in INDEX.firsts or len(word) < 3 or word.endswith(_NOUN_ENDS):
        return False
    return all(page.capital(n) for n in page.index[word])
