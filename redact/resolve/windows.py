"""A transcript cut into what may be a name: one word or some in a row, and letters that were spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from redact.core.place import Chars
from redact.resolve.likeness import joined
from redact.resolve.names import WORD, bare, possessive_end
from redact.resolve.phonetic import sounds
from redact.resolve.words import EVERYDAY

#: What a recogniser puts between the words of a name: it hears pauses, and writes them as it likes.
_GAP = re.compile(r"(?:['’][sS])?(?:[ \n]{1,2}|[.,] ?| ?- ?)")
#: `P-I-T-E-L`, `M O R G A N`, `OK-IEFFOR`: what it makes of letters, some of them run together.
_SPELT = re.compile(r"\b[A-Z]{1,6}(?:[-. ,]{1,2}[A-Z]{1,6})+\b", re.ASCII)
_SPELT_AT_LEAST = 4
#: What a name alone follows when it is said; `sister`, `dear` or `the` may stand before anything.
_TITLES = frozenset(
    "mr mister mrs missus ms miss mx dr doctor prof professor rev reverend sir dame cllr councillor sergeant sgt pc dc ds di "
    "constable inspector superintendent captain".split()
)
_SENTENCE_ENDS, _BLANKS, _LOOK_BACK = ".?!", " \n\"'-", 4
_MOST_WORDS, _MOST_SOUNDS = 5, 28


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of a transcript: where it stands, how it sounds with its possessive and without."""

    start: int
    end: int
    sound: str = field(repr=False)
    bare: str = field(repr=False)
    common: bool
    capital: bool  # though no sentence begins with it
    title: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Some words in a row.

    `common`: each is an everyday word; `everyday`: and none is written like a name; `capital`: one of them has a capital
    though no sentence begins there; `told`: a title stands before them, or they were spelt out; `whole`: they are all
    there is; `single`: it is one word.
    """

    chars: Chars
    sound: str = field(repr=False)
    common: bool
    everyday: bool
    capital: bool
    told: bool
    whole: bool
    single: bool = False


def windows(text: str, at_most: int = _MOST_WORDS) -> Iterator[Window]:
    """Every run of up to `at_most` words, and everything that was spelt out."""
    yield from _spelt(text)
    words = [_word(text, match) for match in WORD.finditer(text)]
    for at in range(len(words)):
        yield from _from(text, words, at, at_most)


def _word(text: str, match: re.Match[str]) -> _Word:
    start, end = match.start(), possessive_end(match)
    surface = text[start:end]
    capital = surface[0].isupper() and surface != "I" and not _begins_sentence(text, start)
    key = bare(surface)
    readable = not any(map(str.isdigit, surface))
    return _Word(
        start=start,
        end=end,
        sound=sounds(match[0]) if readable else "",
        bare=sounds(surface) if readable else "",
        common=key in EVERYDAY or len(key) == 1,
        capital=capital,
        title=key in _TITLES,
    )


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - _LOOK_BACK) : start].rstrip(_BLANKS)[-1:]
    return before in _SENTENCE_ENDS if before else start < _LOOK_BACK


def _from(text: str, words: Sequence[_Word], first: int, at_most: int) -> Iterator[Window]:
    """The windows that begin with one word, shortest first: to the next sound sign that no name goes on behind."""
    sound, common, everyday, capital = "", True, True, False
    told = first > 0 and words[first - 1].title
    for at in range(first, min(first + at_most, len(words))):
        word = words[at]
        if not word.sound or len(sound) > _MOST_SOUNDS:
            return
        if at > first and not _GAP.fullmatch(text, words[at - 1].end, word.start):
            return
        common, capital = common and word.common, capital or word.capital
        everyday = everyday and word.common and not word.capital
        whole = first == 0 and at == len(words) - 1
        chars, heard = Chars(words[first].start, word.end), joined((sound, word.bare))
        yield Window(chars, heard, common, everyday, capital, told, whole, at == first)
        sound = joined((sound, word.sound))


def _spelt(text: str) -> Iterator[Window]:
    for match in _SPELT.finditer(text):
        letters = re.sub(r"[^A-Z]", "", match[0])
        if len(letters) >= _SPELT_AT_LEAST:
            whole = match[0] == text.strip(" .,")
            common, capital, told = False, True, True
            yield Window(Chars(*match.span()), sounds(letters), common, common, capital, told, whole, single=True)
