"""Tables within sheets: their columns are called as the cells above them, whatever these say after a cut.

Source: ECMA-376-1:2016, section 18.5.1 (tables).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from typing import Any

from lxml import etree

from redact.core.flow import Edit
from redact.core.segment import TextKind
from redact.media._cut import splice
from redact.media._stream import Readable
from redact.media.office._namespaces import KNOWN
from redact.media.office._rules import Part
from redact.media.office.sheet.allow import Content, Rule, Spot, cleaned, is_tame, text
from redact.media.office.sheet.asking import Asking
from redact.media.office.sheet.formulas import plain_name, unique
from redact.media.office.sheet.grid import Area, area_of
from redact.media.office.sheet.known import table_name
from redact.media.office.sheet.spelling import decoded, encoded
from redact.media.office.sheet.trees import fresh
from redact.media.office.sheet.vocabulary import AUTO_FILTER, SORT

_MAIN = f"{{{KNOWN['s']}}}"
_TABLE = (
    "id ref headerRowCount insertRow insertRowShift totalsRowCount totalsRowShown published headerRowDxfId dataDxfId"
    " totalsRowDxfId headerRowBorderDxfId tableBorderDxfId totalsRowBorderDxfId"
).split()
_COLUMN = Rule(
    frozenset("id totalsRowFunction headerRowDxfId dataDxfId totalsRowDxfId".split()),
    ("totalsRowLabel",),
    inside={"calculatedColumnFormula": text(Content.FORMULA), "totalsRowFormula": text(Content.FORMULA)},
)
_OWN_STYLE = re.compile(r"(?:TableStyle|PivotStyle)(?:Light|Medium|Dark)\d{1,2}")


def _style(name: str, _spot: Spot) -> Generator[Readable, Sequence[Edit], str]:
    """The style of a table, if it comes with the program: those that people make do not go out."""
    yield from ()
    return name if _OWN_STYLE.fullmatch(name) else ""


_STYLE = Rule(
    frozenset("showFirstColumn showLastColumn showRowStripes showColumnStripes".split()), made={"name": _style}
)
_PARTS = {"autoFilter": AUTO_FILTER, "sortState": SORT, "tableStyleInfo": _STYLE}
_FORMULAS = ("calculatedColumnFormula", "totalsRowFormula")


def make(root: Any, part: Part, spot: Spot) -> Asking:
    """The table anew."""
    made = fresh("table")
    for key in _TABLE:
        if key in root.attrib and is_tame(key, root.get(key)):
            made.set(key, root.get(key))
    name = yield from _name(root, part, spot)
    made.set("name", encoded(name))
    made.set("displayName", encoded(name))
    for child in root.iterchildren(etree.Element):
        local = etree.QName(child).localname
        if local == "tableColumns":
            made.append((yield from _columns(child, root, part, spot)))
        elif local in _PARTS:
            child_made = yield from cleaned(child, _PARTS[local], spot)
            if child_made.element is not None:
                made.append(child_made.element)
    return made


def _name(root: Any, part: Part, spot: Spot) -> Generator[Readable, Sequence[Edit], str]:
    name = table_name(root) or part.title.replace(" ", "_")
    edits = yield spot.readable(name.replace("_", " "), TextKind.KEY)  # what stands for a blank is read as one
    renamed = spot.book.turn.renamed.names
    if edits and name.casefold() not in renamed:
        taken = spot.book.known.names | {other.casefold() for other in renamed.values()}
        renamed[name.casefold()] = plain_name(splice(name, edits), set(taken), "Table")
    return renamed.get(name.casefold(), name)


def _columns(element: Any, root: Any, part: Part, spot: Spot) -> Asking:
    made = etree.Element(f"{_MAIN}tableColumns")
    columns = list(element.iterchildren(f"{_MAIN}tableColumn"))
    made.set("count", str(len(columns)))
    area = area_of(root.get("ref", "")) if root.get("headerRowCount", "1") != "0" else None
    sheet = _sheet(part, spot)
    taken: set[str] = set()
    for number, column in enumerate(columns):
        told = decoded(column.get("name", ""))
        edits = yield spot.readable(told, TextKind.KEY)
        name = unique(_heading(sheet, area, number, spot) or splice(told, edits) or f"Column{number + 1}", taken, "")
        taken.add(name.casefold())
        if name != told:
            spot.book.turn.renamed.lost.add(told.casefold())
        child = yield from cleaned(column, _COLUMN, spot)
        for formula in [each for each in child.element if each.tag in [_MAIN + name for name in _FORMULAS]]:
            if not formula.text:
                child.element.remove(formula)
        child.element.set("name", encoded(name))
        made.append(child.element)
    return made


def _heading(sheet: str, area: Area | None, number: int, spot: Spot) -> str:
    """What a cut cell above a column says now; nothing where it was not cut."""
    if area is None:
        return ""
    return spot.book.turn.headings.get((sheet, area.row0, area.col0 + number), "")


def _sheet(part: Part, spot: Spot) -> str:
    """The part of the sheet in which a table is."""
    for source in spot.book.titles:
        if source and any(each.target == part.source for each in spot.book.package.relations(source)):
            return source
    return ""
