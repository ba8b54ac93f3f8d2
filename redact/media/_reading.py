"""Text as it reads, over characters as they are spelt: escapes and entities undone, each character's home kept.

``Jos&eacute; <b>Roy</b>`` reads `José Roy`, run by run: ``[Jos] [é <- &eacute;] [ ] [Roy]``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from redact.core.flow import Edit
from redact.core.place import Chars


class Run(NamedTuple):
    """Text ``[start, end)`` stands at raw ``[raw_start, raw_end)``; of different lengths, it is one whole."""

    start: int
    end: int
    raw_start: int
    raw_end: int

    @property
    def literal(self) -> bool:
        """Whether each character stands for itself."""
        return self.end - self.start == self.raw_end - self.raw_start


#: What a match reads as: texts with the stretch of the string that each was spelt with; None leaves it as it is.
Atoms = Iterable[tuple[str, int, int]] | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and its runs, in order. Raw characters between runs are not read and never change."""

    text: str = field(repr=False)
    runs: tuple[Run, ...] = field(repr=False)

    def raw(self, chars: Chars) -> tuple[Chars, ...]:
        """Where these characters are spelt, rounding outward; nothing for characters that are ours (a line break)."""
        found: list[Chars] = []
        for run in self._touched(chars):
            piece = _spelt(run, chars)
            if piece.start == piece.end:
                continue
            if found and found[-1].end == piece.start:
                piece = Chars(found.pop().start, piece.end)
            found.append(piece)
        return tuple(found)

    def respell(self, edits: Sequence[Edit], escape: Callable[[str, int], str]) -> Iterator[Edit]:
        """The edits as edits of the raw characters: the replacement at the first home, the other homes emptied.

        `escape` spells a replacement for the raw offset it is to stand at.
        """
        for edit in edits:
            homes = self.raw(edit.chars) or (self._gap(edit.chars.start),)
            yield Edit(homes[0], escape(edit.replacement, homes[0].start))
            yield from (Edit(home) for home in homes[1:])

    def decoded(self, pattern: re.Pattern[str], convert: Callable[[re.Match[str]], Atoms]) -> Reading:
        """The same with every match of `pattern` read as `convert` says."""
        builder: Builder | None = None
        done = 0
        for match in pattern.finditer(self.text):
            atoms = convert(match)
            if atoms is None:
                continue
            builder = builder or Builder()
            builder.add(self, done, match.start())
            for text, start, end in atoms:
                homes = self.raw(Chars(start, end))
                if text and homes:
                    builder.put(text, homes[0].start, homes[-1].end)
            done = match.end()
        if builder is None:
            return self
        builder.add(self, done, len(self.text))
        return builder.reading()

    def part(self, start: int, end: int) -> Reading:
        """The reading of characters ``[start, end)`` alone."""
        builder = Builder()
        builder.add(self, start, end)
        return builder.reading()

    def _touched(self, chars: Chars) -> Iterator[Run]:
        at = max(0, bisect_right(self.runs, chars.start, key=lambda run: run.start) - 1)
        while at < len(self.runs) and self.runs[at].start < chars.end:
            if self.runs[at].end > chars.start:
                yield self.runs[at]
            at += 1

    def _gap(self, at: int) -> Chars:
        """The raw place of an insertion before character `at`."""
        for run in self._touched(Chars(at, at + 1)):
            start = run.raw_start + (at - run.start if run.literal else 0)
            return Chars(start, start)
        end = self.runs[-1].raw_end if self.runs else 0
        return Chars(end, end)


def _spelt(run: Run, chars: Chars) -> Chars:
    if not run.literal:
        return Chars(run.raw_start, run.raw_end)
    by = run.raw_start - run.start
    return Chars(max(run.start, chars.start) + by, min(run.end, chars.end) + by)


def literal(raw: str, start: int, end: int) -> Reading:
    """Raw characters that read as they are spelt."""
    return Reading(raw[start:end], (Run(0, end - start, start, end),) if end > start else ())


class Builder:
    """Puts a reading together from pieces, front to back."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._runs: list[Run] = []
        self.length = 0

    def put(self, text: str, raw_start: int, raw_end: int) -> None:
        """Add text spelt at ``[raw_start, raw_end)``."""
        self._texts.append(text)
        self._runs.append(Run(self.length, self.length + len(text), raw_start, raw_end))
        self.length += len(text)

    def add(self, reading: Reading, start: int, end: int) -> None:
        """Add characters ``[start, end)`` of another reading."""
        for run in reading._touched(Chars(start, end)):
            home = _spelt(run, Chars(start, end))
            self.put(reading.text[max(start, run.start) : min(end, run.end)], home.start, home.end)

    def ends_in_space(self) -> bool:
        """Whether nothing has been added yet, or the last character is white space."""
        return not self._texts or self._texts[-1][-1:].isspace()

    def reading(self) -> Reading:
        """What has been put together."""
        return Reading("".join(self._texts), tuple(self._runs))
