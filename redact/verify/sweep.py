"""After writing: every redacted value sought in all that the draft's bytes can be read as, and never shown."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from redact.verify.decoders import DECODERS
from redact.verify.finder import Finder
from redact.verify.printable import runs
from redact.verify.windows import Window, chunks, decoded, is_utf8, windows

_DEPTH = 2  # an escape within an escape is seen; nobody reads deeper by chance
_MIN_OVERLAP = 4096
#: `&#x0004A;` is nine characters for one letter.
_LONGEST_ESCAPE = 9
_MIN_REACH, _MAX_REACH = 256, 1 << 16
#: UTF-16 that starts at an even or an odd byte, in either order.
_WIDE = tuple((codec, skip) for codec in ("utf-16-le", "utf-16-be") for skip in (0, 1))


@dataclass(frozen=True, slots=True)
class Residue:
    """That a value of `entity` is still there: in which reading of the bytes, how often. Never which value."""

    entity: str
    stream: str
    count: int


class Sweep:
    """Searches drafts for the values that were taken out of them. May be used for any number of drafts."""

    def __init__(
        self, values: Iterable[tuple[str, str]], innocent: Iterable[str] = (), ordinary: Collection[str] = frozenset()
    ) -> None:
        """`values` are (surface, entity) of what was taken out; `verify.patterns` says which of them can be sought.

        `innocent` are the texts we put there and the surfaces we kept: a value within one of them is no leak.
        `ordinary` are everyday words in lower case: a lone one is not sought, a name made of them only with capitals.
        """
        self._finder = Finder(values, innocent, ordinary)
        #: What was found so far, as (surface, entity). Never to be shown.
        self.found: set[tuple[str, str]] = set()
        self._reach = min(max(_MIN_REACH, self._finder.longest * _LONGEST_ESCAPE), _MAX_REACH)

    def check(self, path: Path, encoding: str | None = None, *, packed: bool = False) -> tuple[Residue, ...]:
        """What is still in the file. Bytes that are not what UTF-8 allows are read as Latin-1 too.

        `packed`: most of the bytes are compressed pixels, and only what reads as text among them is searched.

        Raises:
            InputError: it cannot be read.
        """
        found: Counter[tuple[str, str]] = Counter()
        if self._finder:
            readings = [("strings", runs(chunks(path)))] if packed else _readings(path, encoding)
            for name, parts in readings:
                for window in windows(parts, max(_MIN_OVERLAP, self._reach)):
                    self._search(name, window, found)
        return tuple(Residue(entity, stream, count) for (entity, stream), count in sorted(found.items()))

    def check_streams(self, streams: Iterable[tuple[str, str]]) -> tuple[Residue, ...]:
        """What is still in streams that were decoded elsewhere, each with its name."""
        found: Counter[tuple[str, str]] = Counter()
        for name, text in streams if self._finder else ():
            for window in windows((text,), max(_MIN_OVERLAP, self._reach)):
                self._search(name, window, found)
        return tuple(Residue(entity, stream, count) for (entity, stream), count in sorted(found.items()))

    def check_text(self, text: str) -> tuple[Residue, ...]:
        """What is still in a text, such as the name of an output."""
        found: Counter[tuple[str, str]] = Counter()
        self._search("text", Window(text, 0), found)
        return tuple(Residue(entity, stream, count) for (entity, stream), count in sorted(found.items()))

    def _search(self, name: str, window: Window, found: Counter[tuple[str, str]]) -> None:
        for stream, text in _streams(name, window.text, self._reach, _DEPTH):
            for pattern in self._finder.hits(text):
                found[pattern.entity, stream] += 1
                self.found.add((pattern.surface, pattern.entity))
        if window.again and found:
            for stream, text in _streams(name, window.repeated, self._reach, _DEPTH):
                for entity, count in self._finder.count(text).items():
                    _forget(found, (entity, stream), count)


def _forget(found: Counter[tuple[str, str]], row: tuple[str, str], count: int) -> None:
    """Take off what was counted twice, but never so much that a find is forgotten."""
    if row in found:
        found[row] = max(1, found[row] - count)


def _readings(path: Path, encoding: str | None) -> Iterator[tuple[str, Iterator[str]]]:
    """Each way to read the bytes as characters, with its name."""
    codec = codecs.lookup(encoding or "utf-8").name
    yield "text", decoded(chunks(path), codec)
    if codec.startswith(("utf-16", "utf-32")):
        yield "utf-8", decoded(chunks(path), "utf-8")
        return
    if codec.startswith("utf-8") and not is_utf8(path):
        yield "latin-1", decoded(chunks(path), "latin-1")
    if any(b"\0" in chunk for chunk in chunks(path)):
        for wide, skip in _WIDE:
            yield "utf-16", decoded(chunks(path, skip), wide)


def _streams(name: str, text: str, reach: int, depth: int) -> Iterator[tuple[str, str]]:
    """The text, and what each decoder makes of it, and of that again."""
    yield name, text
    if not depth:
        return
    for decoder, decode in DECODERS.items():
        for plain in decode(text, reach):
            if plain:
                yield from _streams(decoder if name == "text" else f"{name}, {decoder}", plain, reach, depth - 1)
