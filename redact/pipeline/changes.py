"""A plan's decisions as the edits of each segment, in the order in which an adapter asks for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Protocol

from redact.core.errors import UsageError
from redact.core.flow import EVEN, Decision, Edit
from redact.core.ink import Ink
from redact.core.place import Box, Chars, Times, Track
from redact.core.segment import Film, Raster, Segment, Sound, Text, TextKind
from redact.operate import raster, sound
from redact.operate.filename import filename
from redact.pipeline.silences import Manner, silences

#: What names somebody, and so is one of a list that can be had.
_NAMING = frozenset({"PERSON", "EMAIL_ADDRESS", "USERNAME", "STREET_ADDRESS"})

Replace = Callable[[Decision, str], str]


def plain(decision: Decision) -> str:
    """What is done to the signal of a decision, for those that need no key."""
    return sound.style(decision) if isinstance(decision.place, Times) else raster.style(decision)


class Memory(Protocol):
    """What is to be known of a draft after it is written."""

    kept: set[str]
    put: set[str]
    signals: list[int]
    sounds: list[int]

    def took_out(self, decision: Decision, surface: str, made: str) -> None:
        """Remember one cut."""


class Changes:
    """Answers an adapter's question "what changes in this segment?" from a stream of decisions in the same order."""

    def __init__(
        self, decisions: Iterator[Decision], replacement: Replace, draft: Memory, manner: Manner = plain
    ) -> None:
        self._decisions = decisions
        self._manner = manner
        self._next = next(decisions, None)
        self._replacement = replacement
        self._draft = draft
        self._keys: Counter[str] = Counter()

    def __call__(self, segment: Segment) -> Sequence[Edit]:
        """The edits of a segment; segments are asked for in order."""
        if self._next is not None and self._next.segment < segment.ordinal:
            raise UsageError("the lines of a plan are out of order", "keep each among the lines of its segment")
        wanted: list[Decision] = []
        while self._next is not None and self._next.segment == segment.ordinal:
            wanted.append(self._next)
            self._next = next(self._decisions, None)
        if isinstance(segment, Text):
            return self._in_text(segment, wanted)
        self._draft.signals.append(segment.ordinal)
        cuts = [decision for decision in wanted if decision.verdict.action.cuts]
        if isinstance(segment, Sound):
            self._draft.sounds.append(segment.ordinal)
            return self._in_sound(cuts)
        return [self._in_picture(segment, decision) for decision in cuts]

    def _in_text(self, segment: Text, wanted: Sequence[Decision]) -> list[Edit]:
        edits = [edit for edit in (self._edit(decision, segment) for decision in wanted) if edit is not None]
        edits.sort(key=lambda edit: edit.chars)
        if any(before.chars.touches(after.chars) for before, after in pairwise(edits)):
            raise UsageError("two decisions of a plan take out the same characters", "leave one of the two lines")
        self._draft.put.update(_abutting(edits))
        return _joined(edits, segment)

    def _in_picture(self, segment: Segment, decision: Decision) -> Edit:
        wanted = {Raster: Box, Film: Track}.get(type(segment))
        if wanted is None or not isinstance(decision.place, wanted):
            raise _unfit()
        made = self._replacement(decision, "")
        self._draft.took_out(decision, "", made)
        return Edit(decision.place, made, self._manner(decision))

    def _in_sound(self, cuts: Sequence[Decision]) -> list[Edit]:
        for decision in cuts:
            self._draft.took_out(decision, "", "")
        return silences(cuts, self._manner)

    def _own_key(self, made: str) -> str:
        """Keys that get one label would be one key to a reader, and a value would be lost: the second is numbered."""
        self._keys[made] += 1
        return made if self._keys[made] == 1 else f"{made} {self._keys[made]}"

    def finish(self) -> None:
        """Every decision must have found its segment."""
        if self._next is not None:
            raise _unfit()

    def _edit(self, decision: Decision, segment: Text) -> Edit | None:
        if not isinstance(decision.place, Chars) or decision.place.end > len(segment.text):
            raise _unfit()
        surface = segment.surface(decision.place)
        if not decision.verdict.action.cuts:
            self._draft.kept.add(surface)
            return None
        if segment.kind is TextKind.NAME:
            made = filename(self._replacement, decision, surface)
            self._draft.put.add(made.replace("-", " "))  # as it is read again
        else:
            made = self._replacement(decision, surface)
        if segment.kind is TextKind.KEY and decision.place == Chars(0, len(segment.text)):
            made = self._own_key(made)
        self._draft.took_out(decision, surface, made)
        if isinstance(segment.anchor, Ink):  # a label that does not fit its box loses words from its end
            self._draft.put.update(accumulate(made.split(), "{} {}".format))
        return Edit(decision.place, made, EVEN if _told_by_width(decision, surface) else "")


def _unfit() -> UsageError:
    return UsageError("a plan does not fit its source", "plan the source again: redact plan")


def _told_by_width(decision: Decision, surface: str) -> bool:
    """Whether a gap of the very width of a value tells which of a few hundred it was: letters differ in width, digits do not.

    What the case file denies may be any word, and whoever asks does not know of which list it is one.
    """
    return any(map(str.isalpha, surface)) and decision.entity in _NAMING


def _abutting(edits: list[Edit]) -> Iterator[str]:
    """What replacements with nothing between them make together: a reader of the draft sees them as one word."""
    made = ""
    for before, after in pairwise(edits):
        made = (made or before.replacement) + after.replacement if before.chars.end == after.chars.start else ""
        if made:
            yield made


def _joined(edits: list[Edit], segment: Text) -> list[Edit]:
    """Edits in order; those that put the same label twice with nothing but spaces between become one."""
    out: list[Edit] = []
    for edit in edits:
        # On a page each word that is cut for itself has a box for itself, as wide as it is anyway.
        apart = isinstance(segment.anchor, Ink) and edit.style != EVEN
        if out and out[-1].replacement == edit.replacement and not apart:
            between = segment.text[out[-1].chars.end : edit.chars.start]
            if between.strip(" \u00a0") == "":
                style = out[-1].style or edit.style
                out[-1] = Edit(Chars(out[-1].chars.start, edit.chars.end), edit.replacement, style)
                continue
        out.append(edit)
    return out
