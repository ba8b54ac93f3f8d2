"""Words that a page draws and pdfium does not give whole: the page is read once more as it is drawn, so that nothing escapes.

pdfium leaves out what it takes for a repetition, and mixes the letters of words that are drawn over each other.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from redact.media.pdf.terms import Area, Glyph
from redact.media.pdf.words.chars import Char, Gap, Style
from redact.media.pdf.words.text import PageText, page_text

#: In sizes of their font: letters that are nearer belong to one word; a word that is so near to itself is drawn twice.
_NEAR, _TWICE = 0.2, 0.3
#: Of so short a word it does not matter how often it is there.
_SHORT = 3
_ACROSS, _UPWARD = (1.0, 0.0), (0.0, 1.0)


class _Word(NamedTuple):
    letters: str
    start: Area
    size_pt: float


def further(glyphs: Sequence[Glyph], known: PageText) -> PageText:
    """The page as it is drawn, glyph by glyph, if that says anything that a text does not which is known of it."""
    said = _letters(known.text)
    met: dict[str, list[_Word]] = defaultdict(list)
    for word in _words(glyphs):
        alike = met[word.letters]
        if not any(_twice(word, other) for other in alike):
            alike.append(word)
    if all(_says(said, letters, len(alike)) for letters, alike in met.items()):
        return PageText("", ())
    return page_text(_char(glyph) for glyph in glyphs if glyph.char)


def _says(said: str, letters: str, times: int) -> bool:
    """Whether a word is there as often as it is drawn, in whichever direction it is written."""
    if len(letters) <= _SHORT:
        return letters in said or letters[::-1] in said
    return said.count(letters) >= times or said.count(letters[::-1]) >= times


def _twice(one: _Word, other: _Word) -> bool:
    most = _TWICE * one.size_pt
    return abs(one.start.x0 - other.start.x0) < most and abs(one.start.y0 - other.start.y0) < most


def _words(glyphs: Iterable[Glyph]) -> Iterator[_Word]:
    """Letters that are drawn one beside the other, one after the other."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _beside(run[-1], glyph):
            yield from _word(run)
            run = []
        if glyph.char.strip():
            run.append(glyph)
        elif run:
            yield from _word(run)
            run = []
    yield from _word(run)


def _word(run: Sequence[Glyph]) -> Iterator[_Word]:
    letters = _letters("".join(glyph.char for glyph in run))
    if letters:
        yield _Word(letters, run[0].area, run[0].size_pt)


def _beside(last: Glyph, glyph: Glyph) -> bool:
    near = _NEAR * glyph.size_pt
    one, other = last.area, glyph.area
    across = one.x1 - near < other.x0 < one.x1 + near or other.x1 - near < one.x0 < other.x1 + near
    upward = one.y0 - near < other.y1 and other.y0 - near < one.y1
    if across and upward:
        return True
    return one.x0 < other.x1 and other.x0 < one.x1 and abs(one.y0 - other.y1) < near  # vertical writing


def _letters(text: str) -> str:
    """Nothing but letters and digits, without accents: two readers take them otherwise."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, text.casefold()))


def _char(glyph: Glyph) -> Char | Gap:
    """Which way it is written is not known; what stands in one line does."""
    if glyph.char.isspace():
        return Gap(drawn=True)
    area = glyph.area
    style = Style(_ACROSS, _UPWARD, glyph.size_pt or area.height)
    return Char(glyph.char, area, style, area.x0, area.x1, area.y0)
