"""All text of one OpenDocument part, in the order of the file: paragraphs read together, cells by themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from redact.core.segment import TextKind
from redact.media._leaves import Leaves
from redact.media.office._tree import Element
from redact.media.office.odf import tables
from redact.media.office.odf import vocabulary as words
from redact.media.office.odf.site import Place, Site, add_paragraph, own_text, site, text_of
from redact.media.office.odf.vocabulary import q

#: So much is read together at least, where there is so much: names are known by what stands around them.
_PASSAGE_CHARS = 3_000
#: Lines shorter than this that follow each other are lines of one block: an address, a signature.
_LINE_CHARS = 60
_LINES, _APART = "\n", "\n\n"
#: What has text of its own that does not run on from what stands before it.
_PLACES = {
    q("text:note-body"): "note",
    q("text:note-citation"): "note mark",
    q("office:annotation"): "comment",
    q("draw:text-box"): "text box",
    q("text:tracked-changes"): "tracked changes",
    q("text:ruby-text"): "ruby",
    q("style:header"): "header",
    q("style:footer"): "footer",
    q("style:header-left"): "left header",
    q("style:footer-left"): "left footer",
    q("style:header-first"): "first header",
    q("style:footer-first"): "first footer",
    q("style:master-page"): "page style",
    q("draw:page"): "page",
    q("presentation:notes"): "notes of page",
    q("office:forms"): "form",
}
_TABLE = q("table:table")
_SPREADSHEET = q("office:spreadsheet")
_MATH = q("math:math")
_ANNOTATION = q("math:annotation")


class Walk:
    """Goes through one part once. `about` is what the part is called in a census: `text`, `object 1`."""

    def __init__(self, about: str) -> None:
        self._about = about
        self._met: Counter[str] = Counter()
        self._waiting = Leaves()
        self._length = 0
        self._line = 0
        self._paragraphs = 0
        self._first = 1

    def sites(self, root: Element) -> Iterator[Site]:
        """Every stretch of text in the part."""
        if root.tag == _MATH:
            yield from self._formula(root, self._about)
            return
        yield from self._within(root, self._about)
        yield from self._passage(self._about)

    def _within(self, parent: Element, where: str) -> Iterator[Site]:
        for element in parent:
            tag = str(element.tag)
            if tag in words.PARAGRAPHS:
                yield from self._paragraph(element, where)
            elif tag == _TABLE:
                yield from self._passage(where)
                yield from self._table(element, where, sheet=parent.tag == _SPREADSHEET)
            elif tag == _MATH:
                yield from self._passage(where)
                yield from self._formula(element, where)
            else:
                yield from self._other(element, tag, where)

    def _other(self, element: Element, tag: str, where: str) -> Iterator[Site]:
        named = _PLACES.get(tag)
        inside = self._named(named, where) if named else where
        if named:
            yield from self._passage(where)
        if element.text and any(map(str.isalnum, element.text)):
            yield from self._passage(where)
            yield own_text(element, Place(inside))
        if len(element):
            yield from self._within(element, inside)
        if named:
            yield from self._passage(inside)

    def _named(self, sort: str, where: str) -> str:
        self._met[sort] += 1
        own = f"{sort} {self._met[sort]}"
        return own if where == self._about == "text" else f"{where}, {own}"

    def _paragraph(self, element: Element, where: str) -> Iterator[Site]:
        nested: list[Element] = []
        leaves = Leaves()
        add_paragraph(leaves, element, nested)
        length = len(leaves.text)
        self._paragraphs += 1
        if length:
            short = length <= _LINE_CHARS and 0 < self._line <= _LINE_CHARS
            if self._length > _PASSAGE_CHARS and not short:
                yield from self._passage(where)
            if self._length:
                self._waiting.add(_LINES if short else _APART)
            self._length += length + 2
            add_paragraph(self._waiting, element, [])
        self._line = length
        for child in nested:
            yield from self._passage(where)
            yield from self._nested(child, where)

    def _nested(self, element: Element, where: str) -> Iterator[Site]:
        tag = str(element.tag)
        if tag == _TABLE:
            yield from self._table(element, where, sheet=False)
        elif tag in words.PARAGRAPHS:
            yield from self._paragraph(element, where)
        else:
            yield from self._other(element, tag, where)
        yield from self._passage(where)

    def _passage(self, where: str) -> Iterator[Site]:
        """What has been collected, and nothing is waiting any more."""
        if self._length:
            last = self._paragraphs
            span = f"paragraph {last}" if self._first == last else f"paragraphs {self._first} to {last}"
            yield site(self._waiting, Place(f"{where}, {span}"), TextKind.PROSE)
            self._waiting, self._length = Leaves(), 0
        self._line = 0
        self._first = self._paragraphs + 1

    def _table(self, table: Element, where: str, *, sheet: bool) -> Iterator[Site]:
        named = self._named("sheet" if sheet else "table", where)
        for found in tables.sites(table, named, valued=sheet):
            if isinstance(found, Site):
                yield found
            else:
                yield from self._nested(found.element, found.where)

    def _formula(self, formula: Element, where: str) -> Iterator[Site]:
        """A formula's signs together, and what it was typed as."""
        leaves = Leaves()
        for element in formula.iter():
            if element.tag == _ANNOTATION:
                yield own_text(element, Place(self._named("formula source", where)), TextKind.CODE)
            elif element.text and not element.text.isspace():
                leaves.add(element.text, text_of(element))
        if any(map(str.isalnum, leaves.text)):
            yield site(leaves, Place(self._named("formula", where)), TextKind.CODE)
