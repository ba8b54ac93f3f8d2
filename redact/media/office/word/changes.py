"""Tracked changes: carried out, so that nothing of what was deleted is left; or kept, without who made them and when.

Source: ECMA-376-1:2016, 17.13.5 (revisions).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from redact.media.office._namespaces import local, names, q
from redact.media.office._tree import Element, drop, unwrap

_INSERTED = names("w:ins w:moveTo")
_DELETED = names("w:del w:moveFrom")
_FORMER = names(
    "w:rPrChange w:pPrChange w:sectPrChange w:tblPrChange w:tblPrExChange w:tblGridChange w:tcPrChange w:trPrChange"
    " w:numberingChange w:cellMerge"
)
_RANGES = ("moveFromRange", "moveToRange", "customXmlInsRange", "customXmlDelRange", "customXmlMove")
_PROPERTIES = names("w:rPr w:trPr w:tcPr w:numPr w:ctrlPr")
_PARAGRAPH, _CELL, _ROW, _TABLE = q("w:p"), q("w:tc"), q("w:tr"), q("w:tbl")
_AUTHOR, _DATE = q("w:author"), q("w:date")
NOBODY = "Author"


def marks(root: Element) -> Iterator[Element]:
    """Every tracked change of a part, formatting included."""
    return root.iter(*_INSERTED, *_DELETED, *_FORMER, q("w:cellDel"), q("w:cellIns"))


def accept(root: Element) -> None:
    """Carry out every change."""
    for element in list(root.iter("*")):
        tag = local(str(element.tag))
        if element.tag in _FORMER or tag.startswith(_RANGES):
            drop(element)
    _delete_rows(root)
    joined = [p for p in root.iter(_PARAGRAPH) if p.find(f"{q('w:pPr')}/{q('w:rPr')}/{q('w:del')}") is not None]
    for element in list(root.iter(*_DELETED)):
        drop(element)
    for element in list(root.iter(*_INSERTED)):
        _settle(element)
    for paragraph in joined:
        _join(paragraph)
    for cell in root.iter(_CELL):
        if not any(each.tag in (_PARAGRAPH, _TABLE, q("w:sdt")) for each in cell):
            etree.SubElement(cell, _PARAGRAPH)


def anonymise(root: Element) -> None:
    """Take away who made each change or comment, and when."""
    for element in root.iter("*"):
        if _AUTHOR in element.attrib:
            element.set(_AUTHOR, NOBODY)
        if q("w:initials") in element.attrib:
            element.set(q("w:initials"), NOBODY[0])
        for key in (_DATE, q("w:dateUtc")):
            if key in element.attrib and element.tag != q("w:date"):
                del element.attrib[key]


def _settle(element: Element) -> None:
    """An insertion is text like any other; as a mark on a paragraph or row it goes."""
    parent = element.getparent()
    if parent is not None and parent.tag in _PROPERTIES:
        drop(element)
    else:
        unwrap(element)


def _delete_rows(root: Element) -> None:
    for row in list(root.iter(_ROW)):
        if row.find(f"{q('w:trPr')}/{q('w:del')}") is not None:
            table = row.getparent()
            drop(row)
            if table is not None and table.tag == _TABLE and next(table.iter(_ROW), None) is None:
                drop(table)
    for cell in list(root.iter(_CELL)):
        properties = cell.find(q("w:tcPr"))
        mark = properties.find(q("w:cellDel")) if properties is not None else None
        if properties is None or mark is None:
            continue
        for each in list(cell):
            if each is not properties:
                drop(each)
        drop(mark)
    for mark in list(root.iter(q("w:cellIns"))):
        drop(mark)


def _join(paragraph: Element) -> None:
    """A paragraph whose end was deleted runs on into the next one."""
    parent, after = paragraph.getparent(), paragraph.getnext()
    content = [each for each in paragraph if each.tag != q("w:pPr")]
    if parent is None or after is None or after.tag != _PARAGRAPH:
        return
    at = 1 if len(after) and after[0].tag == q("w:pPr") else 0
    for offset, each in enumerate(content):
        after.insert(at + offset, each)
    drop(paragraph)
