"""The redacted transcript: what was heard, without the words under a cut, and a label in their place."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from redact.core.flow import Decision
from redact.core.place import Chars, Times
from redact.core.said import SHOWN, Said
from redact.core.segment import Text, TextKind
from redact.media.captions import Cue, Word, cues_of
from redact.operate.sound import VOICE, style

#: Passages of channels come as they end: a cue waits so long for one that began before it.
_LATE_US = 120_000_000
#: A word of which so much is silenced is not heard any more.
_HUSHED = 0.5
_NOTHING = "[…]"

Replace = Callable[[Decision, str], str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of transcript of one channel, cut."""

    ordinal: int
    speaker: str
    words: tuple[Word, ...] = field(repr=False)
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was heard in a source and decided on it; both are gone through anew each time."""

    heard: Callable[[], Iterable[Text]]
    decisions: Callable[[], Iterable[Decision]]
    replacement: Replace

    def cues(self) -> Iterator[Cue]:
        """The lines, in order of time within each sound."""
        for _, passages in groupby(self._passages(), key=lambda passage: passage.ordinal):
            yield from _in_order(cue for each in passages for cue in cues_of(each.words, each.speaker))

    def texts(self) -> Iterator[Text]:
        """The passages as a reader reads them, but for the words of the labels, which would be taken for what they hide."""
        for number, each in enumerate(self._passages()):
            said = " ".join(_NOTHING if word.text in each.labels else word.text for word in each.words)
            yield Text(number, f"transcript, passage {number + 1}", said, TextKind.SPEECH)

    def surfaces(self) -> Iterator[tuple[Decision, str, str]]:
        """Every decision with what was heard under it, in whatever way it was heard, and what stands in its place."""
        for texts, decisions in self._sounds():
            for text in texts:
                for decision in decisions:
                    if decision.entity == "VOICE":  # whatever they say
                        continue
                    words = [word for word in _said(text).words if _meant(word, text, decision)]
                    if words:
                        surface = text.surface(Chars(words[0].start, words[-1].end)).strip(" ,.;:?!")
                        yield decision, surface, self._label(decision, surface)

    def _passages(self) -> Iterator[Passage]:
        for texts, decisions in self._sounds():
            cuts = [decision for decision in decisions if _silences(decision)]
            for text in texts:
                if _said(text).reading == SHOWN:
                    yield self._cut(text, cuts)

    def _sounds(self) -> Iterator[tuple[Iterable[Text], Sequence[Decision]]]:
        """The texts of each sound and its decisions."""
        decided = groupby(
            (d for d in self.decisions() if isinstance(d.place, Times)), key=lambda decision: decision.segment
        )
        waiting = next(decided, None)
        spoken = (text for text in self.heard() if isinstance(text.anchor, Said))
        for ordinal, texts in groupby(spoken, key=lambda text: text.ordinal):
            while waiting is not None and waiting[0] < ordinal:
                waiting = next(decided, None)
            there = waiting is not None and waiting[0] == ordinal
            yield texts, list(waiting[1]) if there and waiting is not None else []

    def _cut(self, text: Text, cuts: Sequence[Decision]) -> Passage:
        near = [decision for decision in cuts if _meets(text, decision)]
        words: list[Word] = []
        labels = set[str]()
        label = ""  # of the word before, if it was cut
        for word in _said(text).words:
            said = text.surface(Chars(word.start, word.end)).strip()
            cut = next((decision for decision in near if _under(word, text, decision)), None)
            before, label = label, "" if cut is None else self._label(cut, said)
            labels.add(label)
            if label and label == before:
                words[-1] = words[-1]._replace(end_us=max(words[-1].end_us, word.end_us))
            else:
                words.append(Word(word.start_us, word.end_us, label or said))
        return Passage(text.ordinal, _speaker(text), tuple(words), frozenset(labels))

    def _label(self, decision: Decision, surface: str) -> str:
        return self.replacement(decision, surface) or _NOTHING


def _in_order(cues: Iterable[Cue]) -> Iterator[Cue]:
    waiting: list[tuple[int, int, Cue]] = []
    for number, cue in enumerate(cues):
        heapq.heappush(waiting, (cue.start_us, number, cue))
        while waiting[0][0] < cue.start_us - _LATE_US:
            yield heapq.heappop(waiting)[2]
    while waiting:
        yield heapq.heappop(waiting)[2]


def _said(text: Text) -> Said:
    if not isinstance(text.anchor, Said):
        raise TypeError("this text was not heard")
    return text.anchor


def _silences(decision: Decision) -> bool:
    return decision.verdict.action.cuts and style(decision) != VOICE


def _meets(text: Text, decision: Decision) -> bool:
    words = _said(text).words
    return bool(words) and _times(decision).touches(_stretch(words[0].start_us, words[-1].end_us, text))


def _under(word: Sequence[int], text: Text, decision: Decision) -> bool:
    """Whether a word is what a decision is about, or most of it is silenced with what is."""
    _, _, start_us, end_us = word
    cut = _times(decision)
    if not cut.touches(_stretch(start_us, end_us, text)):
        return False
    hidden = min(cut.end_us, end_us) - max(cut.start_us, start_us)
    return _meant(word, text, decision) or hidden >= _HUSHED * (end_us - start_us)


def _meant(word: Sequence[int], text: Text, decision: Decision) -> bool:
    """Whether a decision is about a word: the middle of it is where its words are said."""
    middle = (word[2] + word[3]) // 2
    return isinstance(decision.extent, Times) and decision.extent.touches(_stretch(middle, middle + 1, text))


def _stretch(start_us: int, end_us: int, text: Text) -> Times:
    return Times(start_us, max(end_us, start_us + 1), _said(text).channels)


def _times(decision: Decision) -> Times:
    if not isinstance(decision.place, Times):
        raise TypeError("this decision is not on sound")
    return decision.place


def _speaker(text: Text) -> str:
    channels = _said(text).channels
    return f"channel {channels[0] + 1}" if len(channels) == 1 else ""
