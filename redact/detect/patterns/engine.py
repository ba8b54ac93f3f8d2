"""Runs a table of recognizers over a text: where digits stand, it asks which word names them and tries those rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from redact.core.flow import Finding
from redact.core.fold import Folded
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.detect.patterns.anchors import anchors
from redact.detect.patterns.claims import Claim, by_cue, by_shape
from redact.detect.patterns.columns import Columns
from redact.detect.patterns.cues import Cue, Lexicon
from redact.detect.patterns.recognizer import Compiled, Recognizer

#: What is recognised in order to be kept; it takes the characters away from personal readings.
TWINS = frozenset({"REFERENCE", "COMPANY_NUMBER", "STATUTE", "PUBLIC_CONTACT"})
_LONG_FIELD = 80  # longer fields are prose: their name says nothing of a number inside
_PAIR = re.compile(r"[ \t]*[(/,;|]?[ \t]*")
_LIST = re.compile(r"[ \t\n]*(?:,|/|;|&|\+|and|or|,[ \t\n]*and|to)[ \t\n]*(?:nos?\.?[ \t]*)?")
_LIST_GAP = 12
_TIED = re.compile(r"[ \t]?\(|\b(?:is|was|being|as)\b", re.IGNORECASE)
_TIE_REACH = 40  # characters of the longest value and of what ties a cue behind it
_Cues: TypeAlias = tuple[Cue[Compiled], ...]
_NOTHING: _Cues = ()


@dataclass(frozen=True, slots=True)
class _Follow:
    """What the value before hands on: its cues, if no more than `gap` stands between."""

    cues: _Cues
    gap: re.Pattern[str]


_ALONE = _Follow(_NOTHING, _LIST)


class Pack:
    """A table of rows. `silent` rows take characters away but are reported by another pack."""

    def __init__(self, name: str, rows: Sequence[Recognizer], silent: Iterable[Recognizer] = ()) -> None:
        self.name = name
        self._silent = frozenset(row.name for row in silent)
        ready = [Compiled.of(row) for row in (*rows, *silent)]
        self._bare = tuple(each for each in ready if each.row.bare or each.row.nearby)
        self._any_bare = re.compile("|".join(f"(?:{each.strict.pattern})" for each in self._bare))
        self._shaped = tuple(each for each in ready if each.row.cues and not each.row.generic)
        self.lexicon = Lexicon((cue, each) for each in ready for cue in each.row.cues)
        self._heirs = {each.row.name: self.lexicon.named(each.row.hands_on) for each in ready if each.row.hands_on}

    def __call__(self, segment: Text, read: Folded) -> Iterator[Finding]:
        """Findings in the segment's own characters, disjoint and in order. `read` is the segment's text, folded."""
        for claim in self.claims(segment, read.text):
            if claim.name in self._silent:
                continue
            facts = frozenset({"cue"}) if claim.cued else frozenset[str]()
            place = read.back(Chars(claim.start, claim.end))
            yield Finding(place, claim.entity, claim.score, f"{self.name}.{claim.name}", facts)

    def claims(self, segment: Text, text: str) -> Iterator[Claim]:
        """The best reading at each place, twins included, left to right."""
        sight = _Sight(self, segment, text)
        done, last = 0, _ALONE
        for spot in anchors(text, self.lexicon):
            if spot.at < done or spot.inside:
                continue
            cues = sight.cues(spot.at, done, last)
            if spot.cued is not None and self._is_named_by_prefix(text, spot.cued):
                continue
            best = self._best(text, spot.at, cues)
            if best is not None:
                done, last = best.end, self._follow(best, cues)
                yield best

    def _follow(self, best: Claim, cues: _Cues) -> _Follow:
        """What names a value that comes right behind `best`."""
        heir = self._heirs.get(best.name)
        if heir is not None:
            return _Follow(heir, _PAIR)
        return _Follow(tuple(Cue(cue.rows) for cue in cues), _LIST) if best.cued else _ALONE

    def _is_named_by_prefix(self, text: str, at: int) -> bool:
        """Whether the capitals before `at` name what begins there (`NHS 999 014 7731`) or are part of it (`HB 55 7K2R1`)."""
        cues = tuple(cue for cue in self.lexicon.before(text, at) if cue.distance == 0)
        return any(not claim.generic for claim in _first_named(text, at, cues)[0])

    def _best(self, text: str, at: int, cues: _Cues) -> Claim | None:
        named, near = _first_named(text, at, cues)
        shaped = self._shapes_at(text, at)
        stubborn = any(claim.stubborn for claim in shaped)
        if stubborn:
            named = [claim for claim in named if claim.entity not in TWINS]
        twins = [claim for claim in named if claim.entity in TWINS] if near else []
        if not named and shaped and not stubborn and (thing := _thing(cues)) is not None:
            shape = max(shaped, key=lambda claim: claim.rank)
            return replace(shape, entity=thing.entity, name=thing.name, score=thing.cued, cued=True)
        if not named:
            shaped += self._after(text, at)
        best = max(twins or (*named, *shaped), key=lambda claim: claim.rank, default=None)
        if best is None:
            return None
        # A number of a thing takes all its characters; of two readings by one cue the longer one leaves nothing behind.
        alike = (*named, *shaped) if twins else [claim for claim in named if claim.entity == best.entity]
        return replace(best, end=max((claim.end for claim in alike), default=best.end)) if best.cued else best

    def _shapes_at(self, text: str, at: int) -> list[Claim]:
        if not self._any_bare.match(text, at):  # one pattern of them all: most places hold none
            return []
        return [claim for each in self._bare if (claim := by_shape(each, text, at))]

    def _after(self, text: str, at: int) -> list[Claim]:
        claims: list[Claim] = []
        if not _TIED.search(text, at, at + _TIE_REACH):
            return claims
        for each in self._shaped:
            match = each.strict.match(text, at)
            if match is None:
                continue
            cue = self.lexicon.after(text, match.end())
            if cue is not None and each in cue.rows and (claim := by_cue(each, text, at, cue)):
                claims.append(claim)
        return claims


class _Sight:
    """What names a value: the words before it, the list it continues, its column's header, its field's name."""

    def __init__(self, pack: Pack, segment: Text, text: str) -> None:
        self._lexicon, self._text = pack.lexicon, text
        self._field = pack.lexicon.named(segment.context) if segment.context else _NOTHING
        self._whole = segment.kind in (TextKind.FIELD, TextKind.NAME) and len(text) <= _LONG_FIELD
        self._columns = Columns(text) if segment.kind is not TextKind.FIELD else None

    def cues(self, at: int, done: int, last: _Follow) -> _Cues:
        """The cues for the value that begins at `at`; `last` named the value that ended at `done`."""
        cell = self._columns.cell(at) if self._columns is not None else None
        if cell is not None:
            return self._lexicon.before(self._text, at, cell.start) or self._lexicon.named(cell.header)
        if last.cues and at - done < _LIST_GAP and last.gap.fullmatch(self._text, done, at):
            return last.cues
        cues = self._lexicon.before(self._text, at)
        if cues and not cues[0].crossing:
            return cues
        if self._field and (self._whole or (at < _LONG_FIELD and not self._text[:at].strip())):
            return self._field
        return cues


def _thing(cues: _Cues) -> Recognizer | None:
    """The row of a thing's number that the nearest cue names."""
    rows = [each.row for cue in cues[:1] if cue.distance == 0 and not cue.crossing for each in cue.rows]
    return next((row for row in rows if row.entity in TWINS and row.generic), None)


def _first_named(text: str, at: int, cues: _Cues) -> tuple[list[Claim], bool]:
    """The claims of the first cue that yields any, and whether that cue stands close."""
    for cue in cues:
        named = [claim for each in cue.rows if (claim := by_cue(each, text, at, cue))]
        if named:
            return named, cue.distance <= 1
    return [], False


def home(finding: Finding, read: Folded) -> Finding:
    """A finding in the folded text, brought back to the characters of the segment."""
    if not read.homes:
        return finding
    return replace(finding, place=read.back(finding.chars))
