"""Cues: the words that say what a number is, found by walking back to the nearest one that names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from redact.detect.patterns.words import BREAK, DESIGNATORS, FILLER, FULL_STOP, MARK, VALUE, phrase, split_name, tokens

T = TypeVar("T")

_BACK = 72  # characters a cue may stand before its value
_FORTH = 40  # ... or behind it
_REACH = 6  # words that may stand between
_LONGEST = 4  # words of the longest cue
#: A cue behind a value needs a link: `4471 is his collar number`, `4471 (collar number)`.
_LINK = re.compile(
    r"[ \t]?\(|,? (?:which |that )?(?:is|was|being|as)(?: (?:my|his|her|their|the|your|our|an?))? ", re.IGNORECASE
)
_FIELD = re.compile(r"[a-z_-][A-Z_]|[a-z]-[a-z]+[\"'>:= ]*$")
_PIECE = re.compile(r"[\n|;\t]+")


@dataclass(frozen=True, slots=True)
class Cue(Generic[T]):
    """What a cue names (`rows`), and how firmly it is tied to the value."""

    rows: tuple[T, ...]
    distance: int = 0  # words between that carry meaning
    designated: bool = True  # `no.`, `ref` or a colon stands with it
    crossing: bool = False  # another value stands between


class Lexicon(Generic[T]):
    """Cue phrases and what they name."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        found: dict[str, dict[T, None]] = {}
        for text, row in entries:
            key = phrase(text)
            found.setdefault(key, {})[row] = None
            if key[-1:].isalpha() and key[-1] != "s" and key.split()[-1] not in DESIGNATORS:
                found.setdefault(f"{key}s", {})[row] = None
        self._rows: Mapping[str, tuple[T, ...]] = {key: tuple(rows) for key, rows in found.items()}
        self._lasts = frozenset(key.rsplit(" ", 1)[-1] for key in self._rows) | {MARK}
        self._words = frozenset(word for key in self._rows for word in key.split())

    def __contains__(self, word: str) -> bool:
        """Whether a word takes part in any cue."""
        return word in self._words or phrase(word) in self._words

    def before(self, text: str, at: int, floor: int = 0) -> tuple[Cue[T], ...]:
        """The cues before position `at` (and not before `floor`) in its sentence, the likeliest first."""
        start = max(floor, at - _BACK)
        left = text[start:at]
        if start > floor:  # do not read half a word
            left = left[left.find(" ") + 1 :]
        cues = self._walk(tokens(left), _REACH)
        if not cues and _FIELD.search(left):
            return self._walk(tokens(split_name(left)), _REACH)
        return cues

    def after(self, text: str, end: int) -> Cue[T] | None:
        """The cue tied to the value that ends at `end` by a bracket or a verb."""
        link = _LINK.match(text, end, end + _FORTH)
        if link is None:
            return None
        words = tokens(text[link.end() : link.end() + _FORTH])[:_LONGEST]
        for size in range(len(words), 0, -1):
            rows = self._rows.get(" ".join(words[:size]))
            if rows:
                return Cue(rows)
        return None

    def named(self, context: str) -> tuple[Cue[T], ...]:
        """The cues in a header or a field's name, which may be written `nhsNumber` or `NHS_NO`."""
        for piece in _PIECE.split(context):
            cues = self._walk([*tokens(split_name(piece)), MARK], len(piece))
            if cues:
                return tuple(Cue(cue.rows) for cue in cues)
        return ()

    def _walk(self, words: list[str], reach: int) -> tuple[Cue[T], ...]:
        """Back from the value to the first word that names it; `ref` and `no.` name anything and do not end the walk."""
        distance, designated, crossing = 0, False, False
        soft: tuple[Cue[T], ...] = ()
        at = len(words) - 1
        while at >= 0 and distance <= reach and words[at] not in (BREAK, FULL_STOP):
            word, (rows, width) = words[at], self._ending(words, at)
            if rows:
                cue = Cue(rows, distance, designated or word in DESIGNATORS, crossing)
                if not _is_soft(words[at - width + 1 : at + 1]):
                    return (cue, *soft) if distance == 0 else (*soft, cue)
                soft = soft or (replace(cue, designated=designated or word != "id"),)
            designated = designated or word in DESIGNATORS
            crossing = crossing or word == VALUE
            distance += word not in FILLER and word not in DESIGNATORS
            at -= 1
        return soft

    def _ending(self, words: list[str], at: int) -> tuple[tuple[T, ...], int]:
        if words[at] not in self._lasts:
            return (), 0
        for size in range(min(_LONGEST, at + 1), 0, -1):
            part = words[at - size + 1 : at + 1]
            if part[-1] == MARK and size > 1:  # `staff:` says what `staff no` says
                part[-1] = "no"
            rows = self._rows.get(" ".join(part))
            if rows:
                return rows, size
        return (), 0


def _is_soft(words: list[str]) -> bool:
    return all(word in DESIGNATORS or word in FILLER for word in words)
