"""Text in drawings, slides and charts: paragraphs of DrawingML, a text body at a time.

Source: ECMA-376-1:2016, 21.1.2 (DrawingML text).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from redact.core.segment import TextKind
from redact.media._leaves import Leaves, Put
from redact.media.office._fields import Field, of_leaves, put_text
from redact.media.office._namespaces import names, q
from redact.media.office._tree import Element
from redact.media.office._vocabulary import PROMPTS

PARAGRAPH = q("a:p")
_TEXTS = names("a:t m:t")
_BREAK = q("a:br")
_CELL, _ROW, _TABLE = q("a:tc"), q("a:tr"), q("a:tbl")
#: Between paragraphs of one text.
APART = "\n\n"
#: A stretch of a paragraph, and what writes it anew; a sign has nothing that does.
Leaf = tuple[str, Put | None]


@dataclass(slots=True)
class Seen:
    """The elements whose text has been read; holds them, so that they stay the same objects."""

    elements: set[Element] = field(default_factory=set, repr=False)

    def __contains__(self, element: object) -> bool:
        return element in self.elements

    def __iter__(self) -> Iterator[Element]:
        return iter(self.elements)

    def __len__(self) -> int:
        return len(self.elements)

    def take(self, element: Element) -> Leaf:
        """Read the text of an element as a leaf."""
        self.elements.add(element)
        return element.text or "", put_text(element)


def together(paragraphs: Iterable[list[Leaf]]) -> Leaves:
    """Paragraphs as one text, with blank lines between; those that say nothing are left out, and prompts of programs."""
    one = Leaves()
    for number, leaves in enumerate(filter(_says, paragraphs)):
        if number:
            one.add(APART)
        for text, put in leaves:
            if text:
                one.add(text, put)
    return one


def _says(leaves: list[Leaf]) -> bool:
    text = "".join(text for text, _ in leaves).strip()
    return bool(text) and text not in PROMPTS


def paragraph(element: Element, seen: Seen) -> list[Leaf]:
    """The leaves of one `a:p`."""
    leaves: list[Leaf] = []
    for each in element.iter("*"):
        if each.tag in _TEXTS:
            leaves.append(seen.take(each))
        elif each.tag == _BREAK:
            leaves.append(("\n", None))
    return leaves


def texts(root: Element, title: str, seen: Seen) -> Iterator[Field]:
    """Each text body of a part, and each cell of its tables with the heading of its column and row for context."""
    bodies: dict[Element, list[Element]] = {}
    for each in root.iter(PARAGRAPH):
        parent = each.getparent()
        if parent is not None:
            bodies.setdefault(parent, []).append(each)
    for number, (body, paragraphs) in enumerate(bodies.items(), 1):
        leaves = together(paragraph(each, seen) for each in paragraphs)
        if not leaves.text.strip():
            continue
        context = _context(body)
        kind = TextKind.FIELD if context else TextKind.PROSE
        yield of_leaves(leaves, f"{title}, text {number}", kind, context)


def _context(body: Element) -> str:
    cell = body.getparent()
    if cell is None or cell.tag != _CELL:
        return ""
    row = cell.getparent()
    table = row.getparent() if row is not None else None
    if row is None or table is None:
        return ""
    rows = table.findall(_ROW)
    column = row.findall(_CELL).index(cell)
    heads = rows[0].findall(_CELL)
    if rows[0] is row:
        return ""
    heading = plain(heads[column]) if column < len(heads) else ""
    label = plain(row.find(_CELL)) if column else ""
    return " | ".join(text for text in (heading, label) if text)


def plain(element: Element | None) -> str:
    """The text of an element and all in it, without line ends."""
    if element is None:
        return ""
    return " ".join("".join(each.text or "" for each in element.iter(*_TEXTS)).split())
