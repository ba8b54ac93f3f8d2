"""When words were said, mended where the recogniser's times and the voice disagree; and speech under no word. Pure.

Whisper's times come from where its attention jumps: a word after a pause begins at the end of the word before, and the
last word before a pause ends before its last sound does.

    heard    |   said    |  and                |
    voice    |~~~~~~~~~~~~~|        |~~~~~~~~~~|
    mended   |   said      |        |   and    |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from redact.transcribe.speech.engine import Heard
from redact.transcribe.speech.windows import FRAME_S, SPEECH

#: Pauses shorter than this are within words (stops) and between words that belong together.
_PAUSE_S = 0.2
#: A word may be drawn out to the end of the voice by so much.
_LATER_S = 0.5
#: A voice is heard a little late and in frames: what it gives is widened by so much before a word is cut to it.
_SLACK_S = 0.1
#: Speech beyond doubt: music that glides reaches 0.93 for moments, not for a second.
PLAIN = 0.9
#: Speech that must have a word: so sure, so long.
CLEAR = 0.7
_CLEAR_S = 0.3
#: Words cover so much more than their times, before and behind. About the pad of a cut.
_COVERS_BEFORE_S, _COVERS_AFTER_S = 0.3, 0.4
_SHORTEST_S = 0.04
#: A word takes this long at most, a letter that is sounded this much, and one that is named, or a digit, that much.
#: Where Whisper leaves speech out, a word nearby is said to last until the next. 820 words of real speech exceed it never.
_WORD_S, _LETTER_S, _SPELT_S = 0.5, 0.09, 0.45
#: Mean certainty of so many words in a row below which they were made up: real speech with 15 dB of noise has 0.39 at
#: the least, speech played backwards 0.14 to 0.38 in most recordings.
_RUN, _MADE_UP = 4, 0.32
#: Speech left out that is heard again: with so much around it, so near to the next, so long at least.
_AIR_S, _TOGETHER_S, _WORTH_S = 0.25, 1.5, 0.8
#: What was left out is often what cannot be understood: heard again, Whisper makes something up, and is less sure of it.
_SURELY = 0.6
#: What it takes to believe in words where speech is not clear: so many different ones, on the whole so sure.
_SEVERAL, _FAIRLY_SURE = 3, 0.5
#: So much voice at the beginning of a word may be the end of the word before.
_STRAY_S = 0.15

#: Seconds ``[start, end)`` of a window.
Span = tuple[float, float]


def voiced(chances: Sequence[float] | Any, least: float = SPEECH, bridge_s: float = _PAUSE_S) -> list[Span]:
    """Where speech is at least so likely, in order; gaps shorter than `bridge_s` are closed."""
    spans: list[Span] = []
    for at, chance in enumerate(chances):
        if chance < least:
            continue
        start, end = at * FRAME_S, (at + 1) * FRAME_S
        if spans and start - spans[-1][1] < bridge_s:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def settle(words: Sequence[Heard], voice: Sequence[Span], length_s: float) -> list[Heard]:
    """The words in order, each with some length, cut at the pause before it and drawn out to the pause behind it."""
    settled: list[Heard] = []
    ends = [word.start_s for word in words[1:]]
    for word, following in zip(words, [*ends, length_s], strict=bool(words)):
        start = _begin(word, voice)
        end = _finish(word.end_s, following, voice)
        end = min(length_s, max(end, start + _SHORTEST_S))
        settled.append(word._replace(start_s=min(start, end), end_s=end))
    return settled


def unheard(chances: Any, readings: Iterable[Sequence[Heard]]) -> list[Span]:
    """Where there is clear speech that no word of any reading accounts for, in order."""
    covered = sorted(_accounts(word) for words in readings for word in understood(words))
    bare: list[Span] = []
    for span in voiced(chances, CLEAR):
        bare += [rest for rest in _without(span, covered) if rest[1] - rest[0] >= _CLEAR_S]
    return bare


def gaps(bare: Sequence[Span]) -> list[Span]:
    """Where it is worth listening again: stretches around speech under no word, near ones together."""
    around: list[Span] = []
    for start, end in bare:
        if around and start - around[-1][1] < _TOGETHER_S:
            around[-1] = (around[-1][0], end + _AIR_S)
        else:
            around.append((start - _AIR_S, end + _AIR_S))
    return [span for span in around if span[1] - span[0] >= _WORTH_S + 2 * _AIR_S]


def insert(words: Sequence[Heard], rest: Sequence[Heard], by_s: float) -> list[Heard]:
    """The words with those that were heard from `by_s` on where they had left out something, in order of time.

    What is not sure on the whole is left out still: better a gap that is told than words that nobody said.
    """
    if sum(word.sure for word in rest) < _SURELY * len(rest):
        return list(words)
    added = [word._replace(start_s=word.start_s + by_s, end_s=word.end_s + by_s) for word in rest]
    return sorted((*words, *added), key=lambda word: word.start_s)


def understood(words: Sequence[Heard]) -> list[Heard]:
    """The words without those that stand among words that are all unsure: these were made up."""
    run = min(_RUN, len(words))
    made_up: set[int] = set()
    for at in range(len(words) - run + 1):
        if run and sum(word.sure for word in words[at : at + run]) < _MADE_UP * run:
            made_up.update(range(at, at + run))
    return [word for at, word in enumerate(words) if at not in made_up]


def stand(words: Sequence[Heard], clear_s: float) -> bool:
    """Whether these words were said at all: where speech is nowhere clear, Whisper writes "you" for a chord."""
    if clear_s or not words:
        return bool(words)
    several = len({word.text.strip(" .,!?").lower() for word in words}) >= _SEVERAL
    return several and sum(word.sure for word in words) >= _FAIRLY_SURE * len(words)


def seconds(spans: Sequence[Span]) -> float:
    """How long they are together."""
    return sum(end - start for start, end in spans)


def _begin(word: Heard, voice: Sequence[Span]) -> float:
    """Where the voice sets in after a pause that the word begins with; a word that is said around a pause keeps it."""
    start = word.start_s
    for before, after in pairwise(((-1.0, 0.0), *voice)):
        pause = after[0] - max(before[1], word.start_s)
        if pause >= _PAUSE_S and before[1] < word.start_s + _STRAY_S and after[0] < word.end_s - _SLACK_S:
            start = max(start, after[0] - _SLACK_S)
    return start


def _finish(end: float, following: float, voice: Sequence[Span]) -> float:
    """The end of the voice that the word ends in, where no other word begins before."""
    for start, stop in voice:
        if start <= end < stop:
            return max(end, min(stop + _SLACK_S, following, end + _LATER_S))
    return end


def _accounts(word: Heard) -> Span:
    """The moments a word stands for: as long as it is said, at most as long as it can take."""
    marks = [mark for mark in word.text if mark.isalnum()]
    capitals = sum(mark.isupper() for mark in marks)
    spelt = sum(mark.isdecimal() or (mark.isupper() and capitals > 1) for mark in marks)
    most = _WORD_S + _LETTER_S * (len(marks) - spelt) + _SPELT_S * spelt
    return word.start_s - _COVERS_BEFORE_S, min(word.end_s, word.start_s + most) + _COVERS_AFTER_S


def _without(span: Span, covered: Sequence[Span]) -> list[Span]:
    rests, start = [], span[0]
    for low, high in covered:
        if high <= start or low >= span[1]:
            continue
        if low > start:
            rests.append((start, low))
        start = max(start, high)
    return [*rests, (start, span[1])] if start < span[1] else rests
