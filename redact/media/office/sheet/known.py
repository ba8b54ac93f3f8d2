"""Names and formats that a workbook gives in one place and uses in others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from redact.media.office._ooxml import Ooxml
from redact.media.office.sheet.formulas import Known
from redact.media.office.sheet.shown import kind_of
from redact.media.office.sheet.spelling import decoded

#: The relationships that lead to sheets that go out.
SHEETS = ("worksheet", "chartsheet")
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def sheet_titles(package: Ooxml) -> dict[str, str]:
    """The name of each sheet that goes out, by its part."""
    targets = {each.id: each.target for each in package.relations(package.main) if each.tail in SHEETS}
    sheets = package.xml(package.main).findall("{*}sheets/{*}sheet")
    named = ((targets.get(sheet.get(_ID, "")), decoded(sheet.get("name", ""))) for sheet in sheets)
    return {target: name for target, name in named if target}


def known_names(package: Ooxml) -> Known:
    """Names of sheets, defined names, tables and their columns, all folded."""
    root = package.xml(package.main)
    names = {decoded(each.get("name", "")) for each in root.findall("{*}definedNames/{*}definedName")}
    columns: set[str] = set()
    for table in _tables(package):
        names.add(table_name(table))
        found = table.findall("{*}tableColumns/{*}tableColumn")
        columns |= {decoded(column.get("name", "")).casefold() for column in found}
    sheets = frozenset(title.casefold() for title in sheet_titles(package).values())
    return Known(sheets - {""}, frozenset(name.casefold() for name in names if name), frozenset(columns))


def table_name(table: Any) -> str:
    """What formulas call a table."""
    return decoded(table.get("displayName", "") or table.get("name", ""))


def _tables(package: Ooxml) -> Iterator[Any]:
    for sheet in package.relations(package.main):
        if sheet.tail == "worksheet" and not sheet.external and package.has(sheet.target):
            for relation in package.relations(sheet.target):
                if relation.tail == "table" and not relation.external and package.has(relation.target):
                    yield package.xml(relation.target)


def number_kinds(styles: Any) -> tuple[str, ...]:
    """How numbers of each cell format are shown, by the number of the format."""
    codes = {each.get("numFmtId", ""): each.get("formatCode", "") for each in styles.findall("{*}numFmts/{*}numFmt")}
    ids = (xf.get("numFmtId", "0") for xf in styles.findall("{*}cellXfs/{*}xf"))
    return tuple(kind_of(int(told) if told.isdecimal() else 0, codes.get(told, "")) for told in ids)
