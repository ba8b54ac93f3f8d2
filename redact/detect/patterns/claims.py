"""Claims: what one row makes of one place, with a cue or by its shape."""

from __future__ import annotations

import re
from dataclasses import dataclass

from redact.detect.patterns.cues import Cue
from redact.detect.patterns.recognizer import Compiled, Recognizer
from redact.detect.patterns.shapes import is_believable, is_strong

_NEAR = 90  # characters around a value in which a `near` word counts
_DOUBTED = 0.4  # the score of a shape among words of another trade
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Claim:
    """One reading of some characters."""

    start: int
    end: int
    score: float
    entity: str
    name: str
    cued: bool
    generic: bool = False
    stubborn: bool = False

    @property
    def rank(self) -> tuple[float, int]:
        """Surest first, then longest."""
        return (self.score, self.end - self.start)


def by_cue(each: Compiled, text: str, at: int, cue: Cue[Compiled]) -> Claim | None:
    """What a row makes of the value at `at` when `cue` names it."""
    row = each.row
    slack = row.reach if cue.designated or row.apart or row.check or row.near or not row.cue_required else 0
    if cue.distance > slack or (cue.crossing and not row.crosses):
        return None
    match = each.strict.match(text, at)
    if match is None and each.loose is not None and cue.distance <= 1:
        match = each.loose.match(text, at)
    if match is None or (row.generic and not _fits(row, match.group(), cue)):
        return None
    passed = row.check is None or row.check(match.group())
    if not passed and cue.distance and not cue.designated:
        return None
    return _claim(row, text, match, row.cued if passed else row.doubt, cued=True)


def _fits(row: Recognizer, value: str, cue: Cue[Compiled]) -> bool:
    if cue.distance:
        return cue.designated and is_strong(value)
    return is_believable(value, cue.designated or row.firm)


def by_shape(each: Compiled, text: str, at: int) -> Claim | None:
    """What a row makes of the value at `at` by its shape alone, or with one of its `near` words around."""
    row = each.row
    match = each.strict.match(text, at)
    if match is None or (row.check is not None and not row.check(match.group())):
        return None
    score = row.bare
    if row.near and row.nearby > score and _is_near(row.near, text, match):
        score = row.nearby
    elif row.unlike and score > _DOUBTED and _is_near(row.unlike, text, match):
        score = _DOUBTED
    return _claim(row, text, match, score, cued=False)


def _is_near(words: frozenset[str], text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - _NEAR) : match.end() + _NEAR].lower()
    return not words.isdisjoint(_WORD.findall(around))


def _opened(marks: str, text: str, start: int, end: int) -> int:
    """Past the marks before a value that belong to it; a bracket only if the value closes it."""
    while start and text[start - 1] in marks:
        if text[start - 1] == "(" and text.count("(", start, end) >= text.count(")", start, end):
            break
        start -= 1
    return start


def _claim(row: Recognizer, text: str, match: re.Match[str], score: float, *, cued: bool) -> Claim | None:
    if score <= 0.0:
        return None
    start, end = match.span("value") if "value" in match.re.groupindex else match.span()
    start = _opened(row.opening, text, start, end)
    entity = row.judge(text, start, end) if row.judge is not None else row.entity
    return Claim(start, end, score, entity, row.name, cued, row.generic, row.stubborn)
