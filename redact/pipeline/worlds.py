"""Rows of texts redacted in memory, each row a world of its own: found, decided, changed and doubted as files are.

For rows of a corpus, many at a time so that models see batches, and for single strings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from redact.core.errors import CorruptInput, Defect, RedactError, ResidualError
from redact.core.flow import Action, Decision, Source
from redact.core.place import Chars
from redact.core.segment import Text
from redact.media._cut import splice
from redact.media._pieces import pieces
from redact.operate.text import Operators
from redact.pipeline.analyst import Analyst, Look, Read
from redact.pipeline.changes import Changes
from redact.pipeline.doubt import Doubt
from redact.pipeline.draft import Draft
from redact.pipeline.judge import Judge, Rulings
from redact.pipeline.met import Met
from redact.pipeline.names import components, renamed
from redact.pipeline.order import Order
from redact.pipeline.people import People
from redact.pipeline.spool import finding_of, plain
from redact.resolve.carry import Literals
from redact.resolve.words import ORDINARY
from redact.verify.sweep import Sweep

#: How often a row in which somebody is still found is changed anew.
_ROUNDS = 6
_PAPER = "row"

#: What was found in one row, by the pieces it is read in: plain values for JSON, places without what stands there.
Found = list[list[list[Any]]]


@dataclass(frozen=True, slots=True)
class World:
    """The texts of one row without the people in them. `entities` counts what was cut, by type."""

    texts: tuple[str, ...] = field(repr=False)
    entities: Mapping[str, int] = field(default_factory=dict)
    chars_cut: int = 0
    review: int = 0  # of the cuts, how many a person should look at


class Worlds:
    """One order carried out on any number of rows; all models loaded once."""

    def __init__(self, order: Order) -> None:
        scope = "none" if order.pack.carry == "none" else "source"
        self._order = replace(order, pack=replace(order.pack, carry=scope))
        self._analyst = Analyst(order.settings, order.case)
        self._rulings = Rulings(self._order)
        self._known: _Circle | None = None

    def found(self, rows: Sequence[Sequence[str]]) -> list[Found]:
        """What is found in each row, to be given back to `met` and `redact`: then no model reads it a second time."""
        cut = [self._cut(row) if _broken(row) is None else _Cut() for row in rows]
        return [
            [list(map(plain, read.findings)) for read in reads] for reads in self._read(row.pieces for row in cut)
        ]

    def met(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: Sequence[Found]) -> list[Met]:
        """Whom each row brings, under its id; for `know`.

        Raises:
            Defect: this was found in other rows.
        """
        brought = [Met(name) for name in ids]
        for met, row, known in zip(brought, rows, found, strict=True):
            for read in self._cut(row).recalled(known) if _broken(row) is None else ():
                met.take(read)
        return brought

    def know(self, people: People) -> None:
        """From now on rows are one world: these are the people of all of them, met and settled."""
        self._known = self._circle(people)

    def redact(
        self, rows: Sequence[Sequence[str]], ids: Sequence[str] = (), found: Sequence[Found | None] = ()
    ) -> list[World | RedactError]:
        """What each row becomes, in the order given; for one that must be kept back, the error that says why.

        These are `CorruptInput` (half a character) and `ResidualError` (somebody is still found in it). `ids` are those
        under which the rows were met, if they are one world; `found` is what was found in them, where that is known.
        """
        ends: list[World | RedactError | None] = [_broken(row) for row in rows]
        names = ids if ids and self._known is not None else [_PAPER] * len(rows)
        left = [at for at, end in enumerate(ends) if end is None]
        cut = [self._cut(rows[at]) for at in left]
        reads = self._first([(row, found[at] if found else None) for at, row in zip(left, cut, strict=True)])
        turns = [self._turn(row, read, names[at]) for at, row, read in zip(left, cut, reads, strict=True)]
        under_way = dict(zip(left, turns, strict=True))
        for _ in range(_ROUNDS):
            made = {at: turn.change() for at, turn in under_way.items()}
            for (at, turn), again in zip(list(under_way.items()), self._read(made.values()), strict=True):
                if (end := turn.doubted(made[at], again)) is not None:
                    ends[at] = end
                    del under_way[at]
        hint = "give the name in a case file under deny:"
        return [end or ResidualError("somebody is still found in the text", hint) for end in ends]

    def name(self, name: str) -> str:
        """A file's name, with `/`, without the people in it."""
        reads = [self._analyst.name(text) for text in components(name)]
        circle = self._among(reads)
        named = [decision for decision, _ in circle.judge.decisions(reads, _PAPER, (), "file_name")]
        return renamed(name, named, circle.operators)

    def _cut(self, row: Sequence[str]) -> _Cut:
        return _Cut.of(row, self._order.settings.piece_chars)

    def _first(self, rows: Sequence[tuple[_Cut, Found | None]]) -> Iterator[list[Read]]:
        """The first reads of each row: as they are known, or else of now."""
        fresh = iter(self._read(row.pieces for row, known in rows if known is None))
        return (next(fresh) if known is None else row.recalled(known) for row, known in rows)

    def _read(self, rows: Iterable[Sequence[str]]) -> list[list[Read]]:
        """The reads of each row. All rows are read as one stream, so that models see batches."""
        held = list(rows)
        stream = self._analyst.read(Text(at, "text", piece) for row in held for at, piece in enumerate(row))
        return [list(islice(stream, len(row))) for row in held]

    def _turn(self, row: _Cut, reads: list[Read], name: str) -> _Turn:
        return _Turn(name, row, reads, self._known or self._among(reads))

    def _among(self, reads: Iterable[Read]) -> _Circle:
        """The circle of one row alone."""
        people = People(self._order.case, self._order.key, self._order.pack.carry)
        for read in reads:
            people.meet(read, _PAPER)
        people.settle()
        return self._circle(people)

    def _circle(self, people: People) -> _Circle:
        names = {entity.token: entity.name for entity in people.roster.entities()}
        judge = Judge(self._rulings, people)
        operators = Operators(self._order.key, self._order.pack.mode, names)
        return _Circle(judge, Doubt(self._analyst, judge, people), operators)


@dataclass(frozen=True, slots=True)
class _Circle:
    """What decides, doubts and replaces among some people."""

    judge: Judge
    doubt: Doubt
    operators: Operators


@dataclass(frozen=True, slots=True)
class _Cut:
    """A row in pieces short enough to be read, and how many of them each of its texts has."""

    pieces: tuple[str, ...] = field(default=(), repr=False)
    counts: tuple[int, ...] = ()

    @classmethod
    def of(cls, texts: Sequence[str], about: int) -> _Cut:
        cut = [tuple(pieces((text,), about)) for text in texts]
        return cls(tuple(piece for each in cut for piece in each), tuple(map(len, cut)))

    def recalled(self, found: Found) -> list[Read]:
        """The pieces with what was found in them.

        Raises:
            Defect: it was found in others.
        """
        if len(found) != len(self.pieces):
            raise _unfit()
        reads = [
            Read.of(Text(at, "text", piece), map(finding_of, known))
            for at, (piece, known) in enumerate(zip(self.pieces, found, strict=True))
        ]
        if any(finding.chars.end > len(read.text.text) for read in reads for finding in read.findings):
            raise _unfit()
        return reads

    def joined(self, made: Iterable[str]) -> tuple[str, ...]:
        """What was made of the pieces, as texts again."""
        left = iter(made)
        return tuple("".join(islice(left, count)) for count in self.counts)


class _Turn:
    """One row under way."""

    def __init__(self, name: str, row: _Cut, reads: list[Read], circle: _Circle) -> None:
        self._name = name
        self._row = row
        self._reads = reads
        self._circle = circle
        self._looks: tuple[Look, ...] = ()
        self._draft = _draft()
        self._cuts: list[Decision] = []
        self._swept = False

    def change(self) -> list[str]:
        """The pieces with all that is decided carried out."""
        self._draft, self._cuts = _draft(), []
        change = Changes(self._decided(), self._circle.operators, self._draft)
        made = [splice(piece, change(read.segment)) for piece, read in zip(self._row.pieces, self._reads, strict=True)]
        change.finish()
        return made

    def doubted(self, made: list[str], reads: list[Read]) -> World | ResidualError | None:
        """The row as it may go out, if nobody is found in what was made; None: it is to be changed once more.

        Whoever is still found is looked for in the row from then on.
        """
        left = self._circle.doubt.left(self._draft, reads, self._name)
        if left:
            self._looks = (*self._looks, Literals(left).find)
            return None
        sweep = Sweep(self._draft.sought, {*self._draft.kept, *self._draft.put}, ordinary=ORDINARY)
        texts = self._row.joined(made)
        swept = [sweep.check_text(text) for text in texts]  # all of them: it gathers what it finds
        if not any(swept):
            return self._world(texts)
        if self._swept:  # they stand where reading does not reach: changing anew does not help
            return ResidualError("a value is left in the text", "this is ours to mend: please report it")
        self._swept = True
        self._looks = (*self._looks, Literals(dict.fromkeys(sorted(sweep.found))).find)
        return None

    def _decided(self) -> Iterator[Decision]:
        for decision, _ in self._circle.judge.decisions(self._reads, self._name, self._looks):
            if decision.verdict.action.cuts:
                self._cuts.append(decision)
            yield decision

    def _world(self, texts: tuple[str, ...]) -> World:
        cut = Counter(decision.entity for decision in self._cuts)
        chars = sum(_length(decision) for decision in self._cuts)
        review = sum(decision.verdict.action is Action.REVIEW for decision in self._cuts)
        return World(texts, dict(cut), chars, review)


def _unfit() -> Defect:
    return Defect("kept findings do not fit", "delete the findings folder of the record and run again")


def _draft() -> Draft:
    return Draft(Source(Path(), _PAPER, "", 0, "text"), Path())


def _length(decision: Decision) -> int:
    """How many characters a cut takes out."""
    return decision.place.end - decision.place.start if isinstance(decision.place, Chars) else 0


def _broken(row: Sequence[str]) -> CorruptInput | None:
    try:
        for text in row:
            text.encode()
    except UnicodeEncodeError:
        return CorruptInput("the text holds half a character", "decode it with errors='replace' first")
    return None
