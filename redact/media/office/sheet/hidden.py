"""What a reader of a sheet does not see, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media.office.sheet.allow import short
from redact.media.office.sheet.grid import Around, Row

_TRUE = ("1", "true")
_HIDDEN_ROW, _HIDDEN_COLUMN, _FORMULA, _FILTER = "hidden row", "hidden column", "formula", "filter"
_LEFT_OUT = {
    "scenarios": ("scenarios", Hidden.CELLS),
    "customSheetViews": ("views of single people", Hidden.CELLS),
    "protectedRanges": ("ranges locked for single people", Hidden.METADATA),
    "oleObjects": ("embedded objects", Hidden.EMBEDDED),
    "controls": ("form controls", Hidden.CODE),
    "legacyDrawingHF": ("pictures in page headers", None),
    "smartTags": ("smart tags", Hidden.METADATA),
    "customProperties": ("properties of the sheet", Hidden.METADATA),
    "webPublishItems": ("notes on publishing", Hidden.METADATA),
}


def overlooked(title: str, pieces: Iterable[Around | Row]) -> Iterator[PartNote]:
    """A note for each kind of thing in a sheet that is read and not seen, and for what is left out of it."""
    counts: Counter[str] = Counter()
    left_out: dict[str, Hidden | None] = {}
    for piece in pieces:
        if isinstance(piece, Row):
            counts[_HIDDEN_ROW] += _is_hidden(piece.settings)
            counts[_FORMULA] += sum(cell.formula is not None for cell in piece.cells)
            continue
        for element in piece.elements:
            name = short(element.tag)
            counts[_HIDDEN_COLUMN] += _columns(element) if name == "cols" else 0
            counts[_FILTER] += name == "autoFilter" and element.find("{*}filterColumn") is not None
            if name in _LEFT_OUT:
                left_out.update([_LEFT_OUT[name]])
    yield from _noted(title, counts)
    for what, hidden in left_out.items():
        yield PartNote(f"{title}, {what}", PartState.DROPPED, "", hidden)


def _noted(title: str, counts: Mapping[str, int]) -> Iterator[PartNote]:
    cells = [_many(counts[what], what) for what in (_HIDDEN_ROW, _HIDDEN_COLUMN) if counts[what]]
    if cells:
        yield PartNote(f"{title}, hidden cells", PartState.READ, ", ".join(cells), Hidden.CELLS)
    for what, hidden in ((_FORMULA, Hidden.FORMULAS), (_FILTER, Hidden.FILTERS)):
        if number := counts[what]:
            yield PartNote(f"{title}, {what}s", PartState.READ, _many(number, what), hidden)


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number > 1 else ''}"


def _is_hidden(settings: Mapping[str, str]) -> bool:
    return settings.get("hidden") in _TRUE


def _columns(cols: Any) -> int:
    """How many columns are hidden; the last often stands for all to the end of the sheet."""
    return sum(_is_hidden(col.attrib) for col in cols)
