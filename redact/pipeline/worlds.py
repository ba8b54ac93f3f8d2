"""Rows of texts redacted in memory, each row a world of its own: found, decided, changed and doubted as files are.

For rows of a corpus, many at a time so that models see batches, and for single strings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from redact.core.errors import CorruptInput, RedactError, ResidualError
from redact.core.flow import Action, Decision, Source
from redact.core.place import Chars
from redact.core.segment import Text
from redact.media._pieces import pieces
from redact.operate.text import Operators
from redact.pipeline.analyst import Analyst, Look, Read
from redact.pipeline.doubt import Doubt
from redact.pipeline.draft import Draft
from redact.pipeline.judge import Judge, Rulings
from redact.pipeline.names import components, renamed
from redact.pipeline.order import Order
from redact.pipeline.people import People
from redact.resolve.carry import Literals
from redact.resolve.words import ORDINARY
from redact.verify.sweep import Sweep

_ROUNDS = 4
_PAPER = "row"


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

    def redact(self, rows: Sequence[Sequence[str]]) -> list[World | RedactError]:
        """What each row becomes, in the order given; for one that must be kept back, the error that says why.

        These are `CorruptInput` (half a character) and `ResidualError` (somebody is still found in it).
        """
        ends: list[World | RedactError | None] = [_broken(row) for row in rows]
        left = [at for at, end in enumerate(ends) if end is None]
        cut = [_Cut.of(rows[at], self._order.settings.piece_chars) for at in left]
        turns = [self._turn(row, reads) for row, reads in zip(cut, self._read(row.pieces for row in cut), strict=True)]
        under_way = dict(zip(left, turns, strict=True))
        for _ in range(_ROUNDS):
            made = {at: turn.change() for at, turn in under_way.items()}
            for (at, turn), reads in zip(list(under_way.items()), self._read(made.values()), strict=True):
                if turn.is_clear(reads):
                    ends[at] = turn.end(made[at])
                    del under_way[at]
        hint = "give the name in a case file under deny:"
        return [end or ResidualError("somebody is still found in the text", hint) for end in ends]

    def name(self, name: str) -> str:
        """A file's name, with `/`, without the people in it."""
        reads = [self._analyst.name(text) for text in components(name)]
        judge, operators, _ = self._among(reads)
        named = [decision for decision, _ in judge.decisions(reads, _PAPER, (), "file_name")]
        return renamed(name, named, operators)

    def _read(self, rows: Iterable[Sequence[str]]) -> list[list[Read]]:
        """The reads of each row. All rows are read as one stream, so that models see batches."""
        held = list(rows)
        stream = self._analyst.read(Text(at, "text", piece) for row in held for at, piece in enumerate(row))
        return [list(islice(stream, len(row))) for row in held]

    def _turn(self, row: _Cut, reads: list[Read]) -> _Turn:
        judge, operators, people = self._among(reads)
        return _Turn(row, reads, judge, Doubt(self._analyst, judge, people), operators)

    def _among(self, reads: Iterable[Read]) -> tuple[Judge, Operators, People]:
        """What decides and what replaces among the people of one row."""
        people = People(self._order.case, self._order.key, self._order.pack.carry)
        for read in reads:
            people.meet(read, _PAPER)
        people.settle()
        names = {entity.token: entity.name for entity in people.roster.entities()}
        return Judge(self._rulings, people), Operators(self._order.key, self._order.pack.mode, names), people


@dataclass(frozen=True, slots=True)
class _Cut:
    """A row in pieces short enough to be read, and how many of them each of its texts has."""

    pieces: tuple[str, ...] = field(repr=False)
    counts: tuple[int, ...]

    @classmethod
    def of(cls, texts: Sequence[str], about: int) -> _Cut:
        cut = [tuple(pieces((text,), about)) for text in texts]
        return cls(tuple(piece for each in cut for piece in each), tuple(map(len, cut)))

    def joined(self, made: Iterable[str]) -> tuple[str, ...]:
        """What was made of the pieces, as texts again."""
        left = iter(made)
        return tuple("".join(islice(left, count)) for count in self.counts)


class _Turn:
    """One row under way."""

    def __init__(self, row: _Cut, reads: list[Read], judge: Judge, doubt: Doubt, operators: Operators) -> None:
        self._row = row
        self._reads = reads
        self._judge = judge
        self._doubt = doubt
        self._operators = operators
        self._looks: tuple[Look, ...] = ()
        self._draft = Draft(Source(Path(), _PAPER, "", 0, "text"), Path())
        self._cuts: list[Decision] = []

    def change(self) -> list[str]:
        """The pieces with all that is decided carried out."""
        self._draft = Draft(Source(Path(), _PAPER, "", 0, "text"), Path())
        self._cuts = []
        made: list[list[str]] = [[] for _ in self._row.pieces]
        upto = [0] * len(made)
        for decision, surface in self._judge.decisions(self._reads, _PAPER, self._looks):
            place = decision.place
            if not decision.verdict.action.cuts:
                self._draft.kept.add(surface)
            elif isinstance(place, Chars):
                at = decision.segment
                put = self._operators(decision, surface)
                self._draft.took_out(decision, surface, put)
                self._cuts.append(decision)
                made[at] += [self._row.pieces[at][upto[at] : place.start], put]
                upto[at] = place.end
        return ["".join([*done, piece[start:]]) for done, piece, start in zip(made, self._row.pieces, upto, strict=True)]

    def is_clear(self, reads: list[Read]) -> bool:
        """Whether nobody is found in what was made; else whoever is is looked for in the row from now on."""
        left = self._doubt.left(self._draft, reads, _PAPER)
        if left:
            self._looks = (*self._looks, Literals(left).find)
        return not left

    def end(self, made: list[str]) -> World | ResidualError:
        """The row as it may go out, if no value that was taken out stands anywhere in it."""
        texts = self._row.joined(made)
        sweep = Sweep(self._draft.sought, {*self._draft.kept, *self._draft.put}, ordinary=ORDINARY)
        if any(sweep.check_text(text) for text in texts):
            return ResidualError("a value is left in the text", "this is ours to mend: please report it")
        cut = Counter(decision.entity for decision in self._cuts)
        chars = sum(_length(decision) for decision in self._cuts)
        review = sum(decision.verdict.action is Action.REVIEW for decision in self._cuts)
        return World(texts, dict(cut), chars, review)


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
