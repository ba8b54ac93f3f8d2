"""Where a draft was silenced, marked in what is heard of it: two words on either side of a cut are no sentence.

Heard again, `my name is Ann, calling about` is `my name is calling about`, and whoever is named there would be `calling`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from redact.core.flow import Decision
from redact.core.place import Times
from redact.core.said import UNHEARD, Said, Spoken
from redact.core.segment import Text
from redact.operate.sound import VOICE
from redact.pipeline.changes import plain
from redact.pipeline.silences import silences


def hushed(decisions: Iterable[Decision]) -> Mapping[int, Sequence[Times]]:
    """What is silent in the draft, by the ordinal of the source's sound."""
    cuts: dict[int, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.verdict.action.cuts and isinstance(decision.place, Times):
            cuts[decision.segment].append(decision)
    edits = {ordinal: silences(cut, plain) for ordinal, cut in cuts.items()}
    return {
        ordinal: [edit.place for edit in made if edit.style != VOICE and isinstance(edit.place, Times)]
        for ordinal, made in edits.items()
    }


def breaker(silent: Mapping[int, Sequence[Times]], sounds: Sequence[int]) -> Callable[[Text], Text]:
    """Marks the texts of a draft whose sounds are, in order, those with the ordinals `sounds` of its source."""
    met: list[int] = []

    def mark(text: Text) -> Text:
        if text.ordinal not in met:
            met.append(text.ordinal)
        return broken(text, silent.get(sounds[met.index(text.ordinal)], ()))

    return mark


def broken(text: Text, silent: Sequence[Times]) -> Text:
    """The text with a mark wherever silence lies between two words, or before the first."""
    said = text.anchor
    if not isinstance(said, Said) or not silent:
        return text
    made, words, end, before_us = "", list[Spoken](), 0, 0
    for word in said.words:
        made += text.text[end : word.start]
        middle_us = (word.start_us + word.end_us) // 2
        gap = Times(before_us, middle_us, said.channels)
        if any(cut.touches(gap) and before_us <= cut.start_us and cut.end_us <= middle_us for cut in silent):
            made += f"{UNHEARD} "
        start, end, before_us = len(made), word.end, middle_us
        made += text.text[word.start : end]
        words.append(word._replace(start=start, end=len(made)))
    return replace(text, text=made + text.text[end:], anchor=replace(said, words=tuple(words)))
