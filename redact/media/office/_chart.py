"""Charts: titles, labels and the values that a chart keeps of a workbook, which itself is left out.

Source: ECMA-376-1:2016, 21.2 (DrawingML charts).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.core.segment import TextKind
from redact.media._leaves import Leaves, Put
from redact.media.office._body import Habits, Page
from redact.media.office._drawing import Seen, texts
from redact.media.office._fields import Field, of_leaves, of_text
from redact.media.office._namespaces import names, q
from redact.media.office._sayings import attributes, leftovers, tidy
from redact.media.office._scrub import scrub
from redact.media.office._tree import Element, drop

_POINT, _VALUE = q("c:pt"), q("c:v")
_NUMBERS = names("c:numCache c:numLit")
_SERIES = q("c:ser")
#: What ties a chart to a workbook, a printer, or a table that is not there.
_TIES = names(
    "c:pivotSource c:pivotFmts c:printSettings c:protection c15:filteredSeriesTitle c15:filteredCategoryTitle"
)
_FORMULAS = names("c:f c15:f c15:sqref")
_PLACE = re.compile(r"[$A-Z0-9:,()]+")
#: Gives the formula that stands for the one a chart has: `Sheet1!$A$1`.
Formula = Callable[[str], str]


def placeless(formula: str) -> str:
    """The cells that a formula means, of a sheet without a name: for charts whose workbook is left out."""
    cells = formula.rpartition("!")[2]
    return f"Sheet1!{cells}" if _PLACE.fullmatch(cells) else "Sheet1!$A$1"


def habits(formula: Formula = placeless) -> Habits:
    """How charts are taken; `formula` says what becomes of their references to cells."""

    def clean(page: Page) -> None:
        scrub(page.root, page.part.lost)
        for element in list(page.root.iter("*")):
            if element.tag in _TIES:
                drop(element)
            elif element.tag in _FORMULAS:
                element.text = formula(element.text or "")
        tidy(page.root)

    return Habits(clean, _fields, _notes)


def _notes(page: Page) -> Iterator[PartNote]:
    points = sum(1 for _ in page.root.iter(_POINT))
    yield PartNote(f"{page.title}, values", PartState.READ, f"{points} values kept by the chart", Hidden.CACHES)


def _fields(page: Page) -> Iterator[Field]:
    seen = Seen()
    seen.elements.update(page.root.iter(*_FORMULAS))  # `formula` lets no words through
    yield from texts(page.root, page.title, seen)
    yield from _points(page, seen)
    yield from attributes(page.root, page.title)
    yield from leftovers(page.root, page.title, seen)


def _points(page: Page, seen: Seen) -> Iterator[Field]:
    """Names one by one, numbers a series at a time."""
    numbers: dict[Element, list[Element]] = {}
    for number, value in enumerate(page.root.iter(_VALUE), 1):
        seen.elements.add(value)
        cache = next(value.iterancestors(*_NUMBERS), None)
        if cache is None:
            yield of_text(value, f"{page.title}, value {number}", _series(value))
        else:
            numbers.setdefault(cache, []).append(value)
    for number, values in enumerate(numbers.values(), 1):
        yield of_leaves(_numbers(values), f"{page.title}, numbers {number}", TextKind.FIELD, _series(values[0]))


def _numbers(values: Sequence[Element]) -> Leaves:
    """Numbers line by line. Where one is cut, the chart has a gap, for no words may stand there."""
    leaves = Leaves()
    for value in values:
        leaves.add(value.text or "", _gap(value))
        leaves.add("\n")
    return leaves


def _gap(value: Element) -> Put:
    def put(_text: str) -> None:
        point = value.getparent()
        if point is not None:
            drop(point)

    return put


def _series(value: Element) -> str:
    """The name of the series that a value is of, unless it is that very name."""
    for each in value.iterancestors(_SERIES):
        named = each.find(f"{q('c:tx')}//{_VALUE}")
        if named is not None and named is not value:
            return " ".join((named.text or "").split())
    return ""
