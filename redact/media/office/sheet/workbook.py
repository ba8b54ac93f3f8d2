"""The part with which a workbook begins: its sheets and names.

Source: ECMA-376-1:2016, section 18.2 (workbook).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Sequence
from typing import Any

from lxml import etree

from redact.core.errors import CorruptInput
from redact.core.flow import Edit, PartNote, PartState
from redact.core.hidden import Hidden
from redact.core.segment import TextKind
from redact.media._cut import splice
from redact.media._stream import Readable
from redact.media.office._namespaces import KNOWN
from redact.media.office._rules import Part
from redact.media.office.sheet.allow import Rule, Spot, cleaned, filled, formula, rule, short
from redact.media.office.sheet.asking import Asking
from redact.media.office.sheet.formulas import plain_name, unique
from redact.media.office.sheet.spelling import decoded, encoded
from redact.media.office.sheet.trees import fresh

_ID = f"{{{KNOWN['r']}}}id"
_MAIN = f"{{{KNOWN['s']}}}"
#: Source: Microsoft, "Rename a worksheet", 2024.
_NO_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TITLE_CHARS = 31
_BRACKETS = str.maketrans("[]", "()")
_BUILT_IN = re.compile(
    r"_xlnm\.(?:Print_Area|Print_Titles|_FilterDatabase|Criteria|Extract|Database|Consolidate_Area|Sheet_Title)"
)
#: Attributes of names that run code.
_RUNS = ("function", "vbProcedure", "xlm")
_TRUE = ("1", "true")
_CODE_SHEETS = ("dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")

_BEFORE = {
    "fileVersion": rule("appName lastEdited lowestEdited"),  # LibreOffice trusts heights and values of Excel's own files
    "workbookPr": rule("date1904 dateCompatibility showObjects showBorderUnselectedTables backupFile refreshAllConnections"),
    "workbookProtection": rule("lockStructure lockWindows"),
    "bookViews": filled(
        "",
        {
            "workbookView": rule(
                "visibility minimized showHorizontalScroll showVerticalScroll showSheetTabs xWindow yWindow windowWidth"
                " windowHeight tabRatio firstSheet activeTab autoFilterDateGrouping"
            )
        },
    ),
}  # fmt: skip
_CALCULATION = rule(
    "calcId calcMode fullCalcOnLoad refMode iterate iterateCount iterateDelta fullPrecision calcOnSave concurrentCalc"
    " forceFullCalc"
)
_RECALCULATE = "fullCalcOnLoad"


def make(root: Any, part: Part, spot: Spot) -> Asking:
    """The workbook anew."""
    made = fresh("workbook")
    stays = _staying(root, part, spot)
    for child in root.iterchildren(etree.Element):
        name = short(child.tag)
        if name in _BEFORE:
            yield from _passed(child, _BEFORE[name], spot, made)
        elif name == "sheets":
            made.append((yield from _sheets(child, stays, spot)))
        elif name == "definedNames":
            names = yield from _names(child, stays, spot)
            if len(names):
                made.append(names)
        elif name == "calcPr":
            yield from _passed(child, _CALCULATION, spot, made)
    if not all(stays):
        _at_first_sheet(made)
    for calculation in made.findall(f"{_MAIN}calcPr") if spot.book.turn.cut else ():
        calculation.attrib.pop(_RECALCULATE, None)
    return made


def notes(root: Any, part: Part, spot: Spot) -> Iterator[PartNote]:
    """Sheets that are hidden, sheets of code, names, and what of the workbook is left out."""
    stays = _staying(root, part, spot)
    number = 0
    for sheet, stay in zip(_each(root, "sheets", "sheet"), stays, strict=True):
        number += stay
        state = sheet.get("state", "visible")
        if stay and state != "visible":
            note = "very hidden" if state == "veryHidden" else "hidden"
            yield PartNote(f"sheet {number}, hidden sheet", PartState.READ, note, Hidden.CELLS)
    if gone := stays.count(False):
        yield PartNote("sheets of code", PartState.DROPPED, f"{gone} of them", Hidden.CODE)
    if names := len(_each(root, "definedNames", "definedName")):
        yield PartNote("defined names", PartState.READ, f"{names} of them", Hidden.FORMULAS)
    told = {short(child.tag) for child in root.iterchildren(etree.Element)}
    if "fileSharing" in told:
        yield PartNote("who locked the workbook", PartState.DROPPED, "", Hidden.METADATA)
    if "customWorkbookViews" in told:
        yield PartNote("views of single people", PartState.DROPPED, "", Hidden.METADATA)


def _passed(child: Any, passes: Rule, spot: Spot, made: Any) -> Asking:
    cleaned_child = yield from cleaned(child, passes, spot)
    if cleaned_child.element is not None:
        made.append(cleaned_child.element)


def _each(root: Any, outer: str, inner: str) -> list[Any]:
    found: list[Any] = root.findall(f"{_MAIN}{outer}/{_MAIN}{inner}")
    return found


def _staying(root: Any, part: Part, spot: Spot) -> list[bool]:
    """For each sheet whether it goes out: sheets of code do not.

    Raises:
        CorruptInput: a sheet has no part, or no sheet goes out.
    """
    kinds = {each.id: each.tail for each in spot.book.package.relations(part.source)}
    stays = []
    for sheet in _each(root, "sheets", "sheet"):
        told = sheet.get(_ID, "")
        if told not in spot.ids and kinds.get(told) not in _CODE_SHEETS:
            raise CorruptInput("a sheet of the workbook is missing", "open it in Excel and save it anew")
        stays.append(told in spot.ids)
    if not any(stays):
        raise CorruptInput("the workbook has no sheets", "open it in Excel and save it anew")
    return stays


def _sheets(element: Any, stays: Sequence[bool], spot: Spot) -> Asking:
    made = etree.Element(f"{_MAIN}sheets")
    sheets = [each for each, stay in zip(element.iterchildren(etree.Element), stays, strict=True) if stay]
    titles = [decoded(sheet.get("name", "")) for sheet in sheets]
    taken = {title.casefold() for title in titles}
    for number, (sheet, title) in enumerate(zip(sheets, titles, strict=True), 1):
        own = Spot(spot.book, f"sheet {number}, name", spot.ids)
        edits = yield own.readable(title, TextKind.KEY)
        if edits:
            fresh_title = unique(_title(splice(title, edits), number), taken, " ")
            taken.add(fresh_title.casefold())
            spot.book.turn.renamed.sheets[title.casefold()] = fresh_title
            title = fresh_title  # noqa: PLW2901 - the title that is written
        child = etree.SubElement(made, f"{_MAIN}sheet")
        child.set("name", encoded(title))
        child.set("sheetId", str(number))
        if sheet.get("state") in ("hidden", "veryHidden"):
            child.set("state", sheet.get("state"))
        child.set(_ID, spot.ids[sheet.get(_ID)])
    return made


def _title(wanted: str, number: int) -> str:
    """A sheet's name as near to `wanted` as the rules allow."""
    bare = _NO_TITLE.sub(" ", wanted.translate(_BRACKETS)).strip().strip("'")
    return bare[: _TITLE_CHARS - 3].strip() or f"Sheet {number}"


def _names(element: Any, stays: Sequence[bool], spot: Spot) -> Asking:
    made = etree.Element(f"{_MAIN}definedNames")
    numbers = _renumbered(stays)
    for number, each in enumerate(element.iterchildren(etree.Element), 1):
        scope = each.get("localSheetId")
        runs = any(each.get(key) in _TRUE for key in _RUNS)
        own = Spot(spot.book, f"defined name {number}", spot.ids)
        name = yield from _name(decoded(each.get("name", "")), own)
        meaning = yield from formula(each.text or "", own)
        if runs or not name or not meaning or (scope is not None and scope not in numbers):
            spot.book.turn.renamed.gone.add(decoded(each.get("name", "")).casefold())
            continue
        child = etree.SubElement(made, f"{_MAIN}definedName")
        child.set("name", encoded(name))
        if scope is not None:
            child.set("localSheetId", numbers[scope])
        if each.get("hidden") in _TRUE:
            child.set("hidden", "1")
        child.text = meaning
    return made


def _name(name: str, spot: Spot) -> Generator[Readable, Sequence[Edit], str]:
    """A defined name as it is written; nothing for one of the program's own that is not known."""
    if name.startswith("_xlnm."):
        return name if _BUILT_IN.fullmatch(name) else ""
    edits = yield spot.readable(name.replace("_", " "), TextKind.KEY)  # what stands for a blank is read as one
    renamed = spot.book.turn.renamed.names
    if edits and name.casefold() not in renamed:
        taken = spot.book.known.names | {fresh_name.casefold() for fresh_name in renamed.values()}
        renamed[name.casefold()] = plain_name(splice(name, edits), set(taken), "name")
    return renamed.get(name.casefold(), name)


def _renumbered(stays: Sequence[bool]) -> dict[str, str]:
    """Number of a sheet in the file -> that in what is written, for those that stay."""
    kept = [number for number, stay in enumerate(stays) if stay]
    return {str(old): str(new) for new, old in enumerate(kept)}


def _at_first_sheet(workbook: Any) -> None:
    """Views count sheets, some of which are gone."""
    for view in workbook.iter(f"{_MAIN}workbookView"):
        for key in ("firstSheet", "activeTab"):
            view.attrib.pop(key, None)
