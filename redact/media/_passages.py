"""Stretches of a markup file that are read, wherever they stand, and how a change to each is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.media import _spelling
from redact.media._cut import splice
from redact.media._data_uri import EMPTY, INSIDE, data_text
from redact.media._encoding import Encoding
from redact.media._reading import Builder, Reading, Run
from redact.media._stream import Readable

#: Spells a replacement for the encoding of the file.
Spell = Callable[[str, Encoding], str]


@dataclass(frozen=True, slots=True)
class Passage(Readable):
    """A readable stretch; `rewrite` turns edits of its text into edits of the file's characters."""

    rewrite: Callable[[Sequence[Edit]], Iterable[Edit]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Drop:
    """A stretch that cannot be read and is left out."""

    span: Chars

    def edit(self) -> Edit:
        """What takes its place."""
        return Edit(self.span, EMPTY)


@dataclass(frozen=True, slots=True)
class Label:
    """What a passage is called and how it is to be read."""

    part: str
    kind: TextKind
    context: str = field(default="", repr=False)


def passage(label: Label, reading: Reading, spell: Callable[[str, int], str]) -> Passage:
    """A passage whose changes are spelt where its characters stand."""

    def rewrite(edits: Sequence[Edit]) -> Iterator[Edit]:
        return reading.respell(edits, spell)

    return Passage(reading.text, label.part, label.kind, label.context, reading.raw, rewrite)


def whole(label: Label, reading: Reading, span: Chars, written: Callable[[str], str]) -> Passage:
    """A passage that is written anew, all of it, when anything in it changes."""

    def rewrite(edits: Sequence[Edit]) -> Iterator[Edit]:
        if edits:
            yield Edit(span, written(splice(reading.text, edits)))

    return Passage(reading.text, label.part, label.kind, label.context, reading.raw, rewrite)


def speller(spell: Spell, encoding: Encoding) -> Callable[[str, int], str]:
    """A spelling that is the same wherever the replacement stands."""

    def spelt(text: str, _at: int) -> str:
        return spell(text, encoding)

    return spelt


def bare(label: Label, reading: Reading, span: Chars, raw: str, spell: Callable[[str, int], str]) -> Passage:
    """An attribute value without quotes: it gets them when it changes."""
    if '"' in raw:
        return whole(label, reading, span, lambda text: f'"{spell(text, span.start)}"')

    def rewrite(edits: Sequence[Edit]) -> Iterator[Edit]:
        if edits:
            yield Edit(Chars(span.start, span.start), '"')
            yield from reading.respell(edits, spell)
            yield Edit(Chars(span.end, span.end), '"')

    return Passage(reading.text, label.part, label.kind, label.context, reading.raw, rewrite)


def address(label: Label, reading: Reading, span: Chars, encoding: Encoding) -> Passage | Drop:
    """A `data:` address, which `reading` gives without entities and which stands at `span`."""
    found = data_text(reading.text)
    if found is None:
        return Drop(span)

    def written(text: str) -> str:
        return _spelling.as_markup(found.written(text), encoding)

    content = Reading(found.text, (Run(0, len(found.text), span.start, span.end),) if found.text else ())
    return whole(label, content, span, written)


def apart(reading: Reading) -> tuple[Reading, list[Reading]]:
    """The reading without the `data:` addresses inside it, and these."""
    found: list[Reading] = []
    rest = Builder()
    done = 0
    for match in INSIDE.finditer(reading.text):
        rest.add(reading, done, match.start())
        found.append(reading.part(match.start(), match.end()))
        done = match.end()
    if not found:
        return reading, []
    rest.add(reading, done, len(reading.text))
    return rest.reading(), found
