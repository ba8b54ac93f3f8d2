"""What passes of a workbook: which parts, in which order, read by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from redact.core.flow import PartState
from redact.core.hidden import Hidden
from redact.media.office import _common, _plain
from redact.media.office._ooxml import Ooxml
from redact.media.office._relations import Relation
from redact.media.office._rules import Body, Fate, Format, Kind, Part
from redact.media.office.sheet import comments, styles, tables, workbook
from redact.media.office.sheet.book import Book
from redact.media.office.sheet.known import SHEETS
from redact.media.office.sheet.shared import Shared
from redact.media.office.sheet.trees import Making, TreePart, by_rules
from redact.media.office.sheet.worksheet import Worksheet

_OFFICE = f"{_common.OFFICE}.spreadsheetml"
_MACROS = "application/vnd.ms-excel"
WORKBOOK, TEMPLATE = f"{_OFFICE}.sheet.main+xml", f"{_OFFICE}.template.main+xml"
#: Content type of the main part -> content type and suffix of what is written. Macros do not go out.
MAINS = {
    WORKBOOK: (WORKBOOK, ".xlsx"),
    TEMPLATE: (TEMPLATE, ".xltx"),
    f"{_MACROS}.sheet.macroEnabled.main+xml": (WORKBOOK, ".xlsx"),
    f"{_MACROS}.template.macroEnabled.main+xml": (TEMPLATE, ".xltx"),
}
SHEET, CHARTSHEET = f"{_OFFICE}.worksheet+xml", f"{_OFFICE}.chartsheet+xml"
_SHARED = f"{_OFFICE}.sharedStrings+xml"
_STYLES = f"{_OFFICE}.styles+xml"
_TABLE = f"{_OFFICE}.table+xml"
_COMMENTS = f"{_OFFICE}.comments+xml"
_DRAWING = f"{_common.OFFICE}.drawing+xml"
_SHAPES = "application/vnd.openxmlformats-officedocument.vmlDrawing"

#: The workbook's other parts: before the sheets, whose texts are shared, and after them.
_ORDER = {"theme": 0, "styles": 1, "sharedStrings": 3}
_PROGRAMS = ("Microsoft Excel", "Microsoft Macintosh Excel", "LibreOffice")
_KEEP = "keep"
_OBJECTS = ("oleObject", "package", "control")

Opened = Callable[[Book, Part], Body]


def rules(book: Book, comments_are: str) -> Format:
    """The rules for one opened workbook."""
    fates = {tail: fate for tail, fate in _common.RELATIONS.items() if fate is not Fate.FILE}
    fates |= dict.fromkeys((*SHEETS, "styles", "sharedStrings", "table", "drawing"), Fate.FOLLOWED)
    if comments_are == _KEEP:
        fates |= {"comments": Fate.FOLLOWED, "vmlDrawing": Fate.FOLLOWED}

    def kind(name: str, title: str, media_type: str, make: Opened) -> Kind:
        return Kind(name, title, media_type, lambda _package, part: make(book, part))

    mains = {came: kind("xl/workbook.xml", "workbook", goes, _workbook) for came, (goes, _) in MAINS.items()}
    suffixes = {came: suffix for came, (_, suffix) in MAINS.items()}
    shared = kind("xl/sharedStrings.xml", "shared texts", _SHARED, Shared)
    boxes = kind("xl/drawings/vmlDrawing{}.vml", "boxes of comments {}", _SHAPES, comments.Shapes)
    said = kind("xl/comments{}.xml", "comments {}", _COMMENTS, _by(comments.make))
    kinds = {
        **_common.kinds("xl", book.reference),
        _DRAWING: Kind("xl/drawings/drawing{}.xml", "drawing {}", _DRAWING, _plain.DRAWING.body),
        SHEET: kind("xl/worksheets/sheet{}.xml", "sheet {}", SHEET, Worksheet),
        CHARTSHEET: kind("xl/chartsheets/sheet{}.xml", "sheet {}", CHARTSHEET, _chartsheet),
        _SHARED: replace(shared, state=PartState.CLEANED, note="read with the cells"),
        _STYLES: kind("xl/styles.xml", "styles", _STYLES, _by(by_rules(styles.STYLES))),
        _TABLE: kind("xl/tables/table{}.xml", "table {}", _TABLE, _by(tables.make)),
        _COMMENTS: replace(said, hidden=Hidden.COMMENTS),
        _SHAPES: replace(boxes, state=PartState.CLEANED, without=frozenset({"image"})),
    }
    return Format("xl", mains, kinds, fates, suffixes, order=_ordered, programs=_PROGRAMS)


def _by(make: Making) -> Opened:
    return lambda book, part: TreePart(book, part, make)


def _workbook(book: Book, part: Part) -> Body:
    return TreePart(book, part, workbook.make, workbook.notes)


def _chartsheet(book: Book, part: Part) -> Body:
    return Worksheet(book, part, "chartsheet")


def _ordered(package: Ooxml, part: str) -> tuple[Relation, ...]:
    """The relationships of a part in the order of reading: sheets as the workbook lists them."""
    found = package.relations(part)
    if part != package.main:
        return _of_sheet(found)
    root = package.xml(part)
    listed = [
        value for sheet in root.findall("{*}sheets/{*}sheet") for key, value in sheet.attrib.items() if "}" in key
    ]
    place = {each: number for number, each in enumerate(listed)}
    return tuple(sorted(found, key=lambda each: (_ORDER.get(each.tail, 2), place.get(each.id, 0))))


def _of_sheet(found: tuple[Relation, ...]) -> tuple[Relation, ...]:
    """Without drawings and pictures that belong to what is left out: embedded objects, controls, page headers."""
    tails = {each.tail for each in found}
    idle = set() if "comments" in tails else {"vmlDrawing"}
    if not tails.isdisjoint(_OBJECTS):
        idle.add("image")
    return tuple(each for each in found if each.tail not in idle)
