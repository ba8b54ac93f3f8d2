"""Stories of a letter, read as people read them: running text paragraph by paragraph, tables cell by cell.

Paragraphs that follow each other are one text, for what a word means shows in those around it.
Source: ECMA-376-1:2016, 17.2 (main story), 17.3 (paragraphs and runs), 17.4 (tables).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from redact.core.segment import TextKind
from redact.media.office import _drawing
from redact.media.office._body import Page
from redact.media.office._drawing import Leaf, Seen, together
from redact.media.office._fields import Field, of_leaves, put_text
from redact.media.office._namespaces import names, q
from redact.media.office._sayings import attributes, leftovers
from redact.media.office._tree import Element
from redact.media.office.word import codes
from redact.media.office.word.tables import Spot, spots

PARAGRAPH = q("w:p")
_TEXTS = names("w:t m:t")
_DELETED = q("w:delText")
_SIGNS = {q("w:tab"): "\t", q("w:ptab"): "\t", q("w:br"): "\n", q("w:cr"): "\n", q("w:noBreakHyphen"): "-"}
#: Within a paragraph, what is no text of it: properties, codes, and stories of their own.
_APART = names("w:pPr w:rPr w:txbxContent w:sdtPr w:instrText w:delInstrText w:ffData a:p")
#: What holds paragraphs that are read together, and what people call it.
_CALLED = {
    q("w:txbxContent"): "text box",
    q("w:footnote"): "footnote",
    q("w:endnote"): "endnote",
    q("w:comment"): "comment",
}
#: Notes of some type are the lines above the others.
_TYPE = q("w:type")
_CELL = q("w:tc")
#: What is longer in a cell is running text.
_LONGEST_VALUE = 200
#: Attributes with words that only letters have.
_SAID = {
    (q(f"w:{tag}"), q("w:val")): called
    for tag, called in {
        "alias": "title of a control",
        "helpText": "help",
        "statusText": "help",
        "default": "default of a form field",
        "listEntry": "choice",
        "tblCaption": "alternative text",
        "tblDescription": "alternative text",
        "lvlText": "numbering",
    }.items()
} | {(q("w:listItem"), q("w:value")): "choice"}


class _Numbers:
    """Counts what holds paragraphs, each kind for itself, in order of first sight."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()
        self._known: dict[Element, int] = {}

    def of(self, holder: Element) -> int:
        """The number of one; the lines above notes, which are of some type, have that of the note before them."""
        if holder not in self._known:
            tag = str(holder.tag)
            self._count[tag] += _TYPE not in holder.attrib
            self._known[holder] = self._count[tag]
        return self._known[holder]


def fields(page: Page) -> Iterator[Field]:
    """Everything that a story says, in order, then its codes, attributes and the rest."""
    seen = Seen()
    yield from _stories(page, seen)
    yield from _deletions(page, seen)
    yield from _drawing.texts(page.root, f"{page.title}, drawing", seen)
    for each in page.root.iter(q("w:instrText"), q("w:delInstrText")):
        seen.elements.add(each)
    yield from codes.fields(page.root, page.title)
    yield from attributes(page.root, page.title, _SAID)
    yield from leftovers(page.root, page.title, seen)


def paragraph(element: Element, seen: Seen) -> list[Leaf]:
    """The leaves of one `w:p`, without those of text boxes in it."""
    return list(_leaves(element, seen))


def _leaves(element: Element, seen: Seen) -> Iterator[Leaf]:
    for each in element:
        if each.tag in _TEXTS:
            yield seen.take(each)
        elif each.tag in _SIGNS:
            yield _SIGNS[str(each.tag)], None
        elif each.tag not in _APART:
            yield from _leaves(each, seen)


def _stories(page: Page, seen: Seen) -> Iterator[Field]:
    cells = spots(page.root)
    numbers = _Numbers()
    count = 0
    for holder, paragraphs in groupby(page.root.iter(PARAGRAPH), _holder):
        gathered: list[list[Leaf]] = []
        first = count + 1
        length = 0
        for each in paragraphs:
            leaves = paragraph(each, seen)
            size = sum(len(text) for text, _ in leaves)
            if gathered and length + size > page.settings.piece_chars:
                yield _prose(gathered, _part(page, holder, numbers, first, count))
                gathered, length, first = [], 0, count + 1
            count += holder is None
            gathered.append(leaves)
            length += size
        if holder in cells:
            yield _cell(gathered, cells[holder], page.title)
        else:
            yield _prose(gathered, _part(page, holder, numbers, first, count))


def _prose(gathered: list[list[Leaf]], part: str) -> Field:
    return of_leaves(together(gathered), part, TextKind.PROSE)


def _cell(gathered: list[list[Leaf]], spot: Spot, title: str) -> Field:
    leaves = together(gathered)
    kind = TextKind.FIELD if spot.is_record and len(leaves.text) <= _LONGEST_VALUE else TextKind.PROSE
    part = f"{title}, table {spot.table}, row {spot.row}, column {spot.column}"
    return of_leaves(leaves, part, kind, spot.context)


def _part(page: Page, holder: Element | None, numbers: _Numbers, first: int, last: int) -> str:
    if holder is None:
        stretch = f"paragraph {first}" if last <= first else f"paragraphs {first} to {last}"
        return f"{page.title}, {stretch}"
    return f"{page.title}, {_CALLED.get(str(holder.tag), 'cell')} {numbers.of(holder)}"


def _holder(element: Element) -> Element | None:
    """What holds a paragraph: a cell, a text box, a note; none for the running text of a part."""
    return next((each for each in element.iterancestors() if each.tag == _CELL or each.tag in _CALLED), None)


def _deletions(page: Page, seen: Seen) -> Iterator[Field]:
    """Deleted text that is kept, a paragraph at a time."""
    for number, element in enumerate(page.root.iter(PARAGRAPH), 1):
        gone: list[Leaf] = []
        for each in element.iter(_DELETED):
            if each not in seen:
                seen.elements.add(each)
                gone.append((each.text or "", put_text(each)))
        yield of_leaves(together([gone]), f"{page.title}, deletion {number}", TextKind.PROSE)
