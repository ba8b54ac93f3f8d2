"""The cells of one sheet, row by row: read as they are shown, written as they were where nothing was cut."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field

from redact.core.flow import Edit
from redact.core.place import Cell as Place
from redact.core.place import Chars
from redact.core.segment import Anchor, TextKind
from redact.media._stream import Readable
from redact.media.office.sheet.allow import is_tame
from redact.media.office.sheet.book import Book
from redact.media.office.sheet.formulas import barred, carried, uses_lost, words
from redact.media.office.sheet.grid import Area, Cell, Formula, Row, area_of, letters_of
from redact.media.office.sheet.headings import Headings
from redact.media.office.sheet.phrases import Phrase, plain
from redact.media.office.sheet.shown import NUMBER, shown
from redact.media.office.sheet.spelling import attribute, decoded, encoded, escaped

_ROW = frozenset("spans s customFormat ht hidden customHeight outlineLevel collapsed thickTop thickBot".split())
_FORMULA = frozenset("t ref si dt2D dtr r1 r2 del1 del2 ca aca".split())
_FAULT = re.compile(r"#[A-Z0-9/_]+[!?]?")
_ISO = re.compile(r"[0-9T:.Z+\-]+")
_BOOLEANS = {"0": "FALSE", "1": "TRUE", "false": "FALSE", "true": "TRUE"}
_INLINE = "inlineStr"

Asked = Generator[Readable, Sequence[Edit], str]


@dataclass(slots=True)
class Sheet:
    """One sheet while it is gone through. `source` is the name of its part, `title` what people call it."""

    book: Book
    source: str = field(repr=False)
    title: str
    headings: Headings
    _masters: set[str] = field(default_factory=set)  # shared formulas that stay, by their number
    _arrays: list[tuple[Area, str]] = field(default_factory=list)  # formulas that fill an area, and where it ends

    def texts(self, row: Row) -> dict[int, str]:
        """What is shown in each cell that shows something, by column."""
        read = ((cell.col, self.phrase(cell)) for cell in row.cells)
        return {col: phrase.text for col, phrase in read if phrase is not None and phrase.text}

    def phrase(self, cell: Cell) -> Phrase | None:
        """What a cell shows; None for nothing, or a fault that says nothing."""
        if cell.kind == "s":
            return self.book.strings.phrase(self.book.strings.index(cell.value)) if cell.value else None
        if cell.kind == _INLINE:
            return cell.phrase
        if not cell.value or (cell.kind == "e" and _FAULT.fullmatch(cell.value)):
            return None
        if cell.kind == "n" and NUMBER.match(cell.value):
            return plain(shown(cell.value, self._kind(cell), from_1904=self.book.from_1904))
        return plain(_BOOLEANS[cell.value] if _is_boolean(cell) else decoded(cell.value))

    def row(self, row: Row, texts: Mapping[int, str]) -> Asked:
        """The row as it is written; everything read is asked about on the way."""
        kept = "".join(attribute(k, v) for k, v in row.settings.items() if k in _ROW and is_tame(k, v))
        self._arrays = [each for each in self._arrays if each[0].row1 >= row.number]
        made: list[str] = []
        for cell in row.cells:
            made.append((yield from self._cell(cell, row.number, texts)))
        return f'<row r="{row.number + 1}"{kept}>{"".join(made)}</row>'

    def _cell(self, cell: Cell, row: int, texts: Mapping[int, str]) -> Asked:
        part = f"{self.title}, row {row + 1}"
        formula = ""
        if cell.formula is not None:
            formula = yield from self._formula(cell.formula, cell, part, row)
        phrase = self.phrase(cell)
        start = f'<c r="{letters_of(cell.col)}{row + 1}"' + (f' s="{cell.style}"' if cell.style.isdecimal() else "")
        if phrase is None or not phrase.text:
            return start + self._silent(cell, formula)
        is_key = self.headings.is_key(row, cell.col)
        kind, context = (TextKind.KEY, "") if is_key else (TextKind.FIELD, self.headings.context(row, cell.col, texts))
        edits = yield Readable(phrase.text, part, kind, context, anchor_of(row, cell.col))
        hints: Sequence[Edit] = ()
        if phrase.hints:
            hints = yield Readable(phrase.said, part, kind, context, anchor_of(row, cell.col))
        if edits or hints:
            self._cut(cell, row)
            phrase = phrase.changed(edits)
            if is_key:
                phrase = self._heading(row, cell.col, phrase)
            return start + self._changed(cell, phrase)
        return start + self._kept(cell, phrase, formula)

    def _kind(self, cell: Cell) -> str:
        number = int(cell.style) if cell.style.isdecimal() else 0
        return self.book.kinds[number] if number < len(self.book.kinds) else ""

    def _cut(self, cell: Cell, row: int) -> None:
        """A cell was cut: its formula goes, for all that share it, and none that fills it from elsewhere stays."""
        if cell.formula is not None and cell.formula.text:
            self._masters.discard(cell.formula.settings.get("si", ""))
        for area, reference in self._arrays:
            if area.holds(row, cell.col):
                self.book.turn.arrays.add((self.source, reference))

    def _heading(self, row: int, col: int, phrase: Phrase) -> Phrase:
        """A cut heading, no two alike in one row: a table would not stand else."""
        headings = self.book.turn.headings
        place = (self.source, row, col)
        if place not in headings:
            taken = {text.casefold() for (source, at, _), text in headings.items() if (source, at) == place[:2]}
            fresh, number = phrase.text, 1
            while fresh.casefold() in taken:
                number += 1
                fresh = f"{phrase.text} {number}"
            headings[place] = fresh
        return phrase if headings[place] == phrase.text else plain(headings[place])

    def _formula(self, formula: Formula, cell: Cell, part: str, row: int) -> Asked:
        """The element `f` as it is written, nothing where it is left out."""
        number = formula.settings.get("si", "")
        if formula.kind == "shared" and not formula.text:
            return _f(formula, "") if number in self._masters else ""
        turn = self.book.turn
        edits: Sequence[Edit] = ()
        out = barred(formula.text)
        if not out and (told := words(formula.text, self.book.known)):
            edits = yield Readable(told, part, TextKind.CODE, "", anchor_of(row, cell.col))
        reference = formula.settings.get("ref", "")
        fills = area_of(reference) if formula.kind in ("array", "dataTable") else None
        if fills is not None:
            self._arrays.append((fills, reference))
        if out or edits or uses_lost(formula.text, turn.renamed) or (self.source, reference) in turn.arrays:
            return ""
        if formula.kind == "shared":
            self._masters.add(number)
        return _f(formula, carried(formula.text, turn.renamed))

    def _silent(self, cell: Cell, formula: str) -> str:
        """The rest of a cell that shows nothing, or a fault."""
        if cell.kind == "e" and cell.value:
            return f' t="e">{formula}<v>{escaped(cell.value)}</v></c>'
        return f">{formula}</c>" if formula else "/>"

    def _changed(self, cell: Cell, phrase: Phrase) -> str:
        """The rest of a cell that was cut: where all that share its text say the same now, they go on sharing it."""
        uses = self.book.turn.uses
        if cell.kind == "s" and uses is not None:
            index = self.book.strings.index(cell.value)
            uses.cut(index, phrase)
            if uses.same(index):
                return f' t="s"><v>{index}</v></c>'
        return _inline(phrase)

    def _kept(self, cell: Cell, phrase: Phrase, formula: str) -> str:
        """The rest of a cell that was not cut."""
        value = cell.value
        if cell.kind == "s":
            index = self.book.strings.index(value)
            if self.book.turn.uses is not None:
                self.book.turn.uses.stays(index)
            return f' t="s">{formula}<v>{index}</v></c>'
        if cell.kind == "n" and NUMBER.match(value):
            return f">{formula}<v>{value}</v></c>"
        if _is_boolean(cell):
            return f' t="b">{formula}<v>{value}</v></c>'
        if cell.kind == "d" and _ISO.fullmatch(value):
            return f' t="d">{formula}<v>{value}</v></c>'
        if formula:
            return f' t="str">{formula}<v>{escaped(encoded(phrase.text))}</v></c>'
        return _inline(phrase)


def _is_boolean(cell: Cell) -> bool:
    return cell.kind == "b" and cell.value in _BOOLEANS


def _inline(phrase: Phrase) -> str:
    return f' t="{_INLINE}"><is>{phrase.inside()}</is></c>' if phrase.text else "/>"


def _f(formula: Formula, text: str) -> str:
    kept = "".join(attribute(k, v) for k, v in formula.settings.items() if k in _FORMULA and is_tame(k, v))
    return f"<f{kept}>{escaped(encoded(text))}</f>" if text else f"<f{kept}/>"


def anchor_of(row: int, col: int) -> Anchor:
    """Where the characters of a cell stand."""

    def located(chars: Chars) -> tuple[Place, ...]:
        return (Place(row, col, chars.start, chars.end),)

    return located
