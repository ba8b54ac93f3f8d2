"""How a Whisper network is asked: for both readings, and again in another way where the answer cannot be what was said.

The same for every engine, so that they hear the same. The network for the sound runs once for both readings, and over
little more than the sound: Whisper was trained on half a minute at a time, yet hears as well in less (LibriSpeech
test-other, 60 clips, words wrong: 13.0 % with two seconds of silence behind and twelve in all, 13.3 % with half a
minute, at a third of the cost). Where the short way ends in circles, the long way is taken.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np

from redact.transcribe.speech.doubts import Written, circles, doubtful, nothing
from redact.transcribe.speech.engine import RATE_HZ, WINDOW_S, Heard

#: Hypotheses that are followed at a time.
BEAM = 5
#: Marks that belong to the word after them, and before them. Source: openai/whisper, `timing.py`, its defaults.
OPENING, CLOSING = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"
#: What is said about a language with less certainty than this is a guess.
SURE_OF_LANGUAGE = 0.5
USUAL_LANGUAGE = "en"
#: Tokens a window may cost: letters said one by one are three a second, and a circle should not go on for long.
_TOKENS_PER_S, _TOKENS_LEAST, _TOKENS_MOST = 10, 24, 224
#: Signs that stand for words beside digits. Left with "£" where "£53" may not be, Whisper stops in the middle of a sentence.
_SIGNS = "$%£€"
#: Numbers in words are longer than in digits: a second reading shorter than so much of the first left something out.
_AS_LONG = 0.85
#: Libraries keep memory for every length they have seen: 250 MB after an hour of lengths that are all different.
_ROUND_S = 2.0
#: Below this many samples there is not one place of attention.
_LEAST = RATE_HZ // 50


@dataclass(frozen=True, slots=True)
class Way:
    """One way of asking: seconds of silence behind the sound, seconds in all at least, and what the decoder is told.

    `no_repeat`: no run of so many tokens may come twice; 0 lets them.
    """

    behind_s: float
    least_s: float
    no_repeat: int = 0


#: In this order, until an answer stands up.
WAYS = (Way(2.0, 12.0), Way(WINDOW_S, WINDOW_S), Way(WINDOW_S, WINDOW_S, no_repeat=3))


@dataclass(frozen=True, slots=True)
class Ask:
    """What the decoder is told.

    The language, the most tokens it may write, the length of runs that may not come twice, whether digits may come.
    """

    language: str
    most: int
    no_repeat: int = 0
    digits: bool = True


class Answer(NamedTuple):
    """What the decoder wrote: tokens of text only, and how sure it was."""

    ids: list[int]
    written: Written


class Network(Protocol):
    """Whisper in one library or another. What `encode` gives is opaque to all but the network itself."""

    @property
    def digits(self) -> frozenset[int]:
        """Every token of text that is a `figure`."""

    def encode(self, samples: Any) -> Any:
        """What the decoder attends to, for ``float32 [n]`` at `RATE_HZ`, `WINDOW_S` at most."""

    def write(self, sound: Any, ask: Ask) -> Answer:
        """The likeliest text."""

    def align(self, sound: Any, frames: int, ids: Sequence[int], language: str) -> list[Heard]:
        """The words of these tokens with their times, in the first `frames` of 10 ms; punctuation joined to its word."""


class _Tried(NamedTuple):
    """An answer, and the sound it was written for."""

    sound: Any
    answer: Answer


def hear(network: Network, samples: Any, language: str) -> tuple[list[Heard], list[Heard]]:
    """Both readings of ``float32 [n]``, as `engine.Engine.hear` has them."""
    if len(samples) < _LEAST:
        return [], []
    asked = _Asked(network, samples, language)
    first = asked.until_it_stands(digits=True)
    if not any(token in network.digits for token in first.answer.ids):
        words = asked.words(first)
        return words, words
    least = round(_AS_LONG * len(first.answer.written.text))
    second = _Tried(first.sound, asked.once(first.sound, WAYS[0], digits=False))
    if asked.doubtful(second, least):
        second = asked.until_it_stands(digits=False, least=least)
    return asked.words(first), asked.words(second)


def figure(token: str) -> bool:
    """Whether a token holds a digit of any script, or a sign that goes with digits."""
    return any(mark.isdecimal() or mark in _SIGNS for mark in token)


def filled(samples: Any, way: Way = WAYS[0]) -> Any:
    """The samples with the silence behind them that this way of asking wants."""
    wanted = max(way.least_s, len(samples) / RATE_HZ + way.behind_s)
    whole = min(WINDOW_S, math.ceil(wanted / _ROUND_S) * _ROUND_S)
    made = np.zeros(round(whole * RATE_HZ), np.float32)
    held = min(len(samples), len(made))
    made[:held] = samples[:held]
    return made


@dataclass(frozen=True, slots=True)
class _Asked:
    """One stretch of sound and the network that is asked about it."""

    network: Network
    samples: Any
    language: str

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ

    def until_it_stands(self, *, digits: bool, least: int = 0) -> _Tried:
        """The first answer that stands up; failing that, the likeliest that does not go round in circles.

        `least`: characters without which something was left out.
        """
        tries: list[_Tried] = []
        for way in WAYS:
            sound = self.network.encode(filled(self.samples, way))
            tries.append(_Tried(sound, self.once(sound, way, digits=digits)))
            if not self.doubtful(tries[-1], least):
                return tries[-1]
        straight = [each for each in tries if not circles(each.answer.written.text, self.seconds)]
        whole = [each for each in straight if len(each.answer.written.text) >= least]
        return max(whole or straight or tries[-1:], key=lambda each: each.answer.written.likely)

    def once(self, sound: Any, way: Way, *, digits: bool) -> Answer:
        most = min(_TOKENS_MOST, _TOKENS_LEAST + int(_TOKENS_PER_S * self.seconds))
        return self.network.write(sound, Ask(self.language, most, way.no_repeat, digits))

    def doubtful(self, tried: _Tried, least: int = 0) -> bool:
        return len(tried.answer.written.text) < least or doubtful(tried.answer.written, self.seconds)

    def words(self, tried: _Tried) -> list[Heard]:
        ids, written = tried.answer
        if not ids or nothing(written):
            return []
        frames = len(self.samples) * 100 // RATE_HZ
        words = self.network.align(tried.sound, frames, ids, self.language)
        return [self._within(word) for word in words if word.text.strip()]

    def _within(self, word: Heard) -> Heard:
        start = min(max(0.0, word.start_s), self.seconds)
        return word._replace(start_s=start, end_s=min(max(start, word.end_s), self.seconds))
