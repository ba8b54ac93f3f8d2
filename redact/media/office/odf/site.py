"""A stretch of an OpenDocument part that is read, and how a change to it is written into the tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from redact.core.flow import Edit
from redact.core.segment import Anchor, TextKind, chars_from
from redact.media._leaves import Leaves, Put
from redact.media._stream import Readable
from redact.media.office._tree import Element
from redact.media.office.odf import vocabulary as words
from redact.media.office.odf.vocabulary import q

#: A count of blanks may be any number; more than this say nothing more.
_MAX_BLANKS = 200
_COUNT = q("text:c")
_BLANKS = re.compile(r"[ \t\r\n]+")
#: Source: XML 1.0 (fifth edition), section 2.2.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Site:
    """What is read, and `put`, which carries out its edits."""

    readable: Readable
    put: Callable[[Sequence[Edit]], None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document something stands, as people are told, and what a reader sees around it."""

    part: str
    context: str = field(default="", repr=False)
    anchor: Anchor = field(default=chars_from(0), repr=False)


def site(leaves: Leaves, place: Place, kind: TextKind) -> Site:
    """The site of some leaves."""
    return Site(Readable(leaves.text, place.part, kind, place.context, place.anchor), leaves.put)


def own_text(element: Element, place: Place, kind: TextKind = TextKind.FIELD) -> Site:
    """The site of the text right at the start of an element."""
    leaves = Leaves()
    leaves.add(element.text or "", text_of(element))
    return site(leaves, place, kind)


def text_of(element: Element) -> Put:
    """Writes the text at the start of an element."""

    def put(text: str) -> None:
        element.text = allowed(text)

    return put


def _tail_of(element: Element) -> Put:
    def put(text: str) -> None:
        element.tail = allowed(text)

    return put


def allowed(text: str) -> str:
    """The text without signs that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)


def add_paragraph(leaves: Leaves, paragraph: Element, nested: list[Element]) -> None:
    """Add a paragraph as it reads. What stands within it and is read apart is put on `nested`.

    White space counts as OpenDocument has it: any run of it is one blank. Source: ODF 1.3 part 3, section 6.1.2.
    """
    _add(leaves, paragraph, nested)


def _add(leaves: Leaves, element: Element, nested: list[Element]) -> None:
    if element.text:
        leaves.add(_BLANKS.sub(" ", element.text), text_of(element))
    for child in element:
        tag = str(child.tag)
        if tag in words.SIGNS:
            leaves.add(words.SIGNS[tag])
        elif tag == words.SPACES:
            leaves.add(" " * _blanks(child))
        elif tag in words.SPANS or tag in words.FIELDS:
            _add(leaves, child, nested)
        elif len(child) or child.text:
            nested.append(child)
        if child.tail:
            leaves.add(_BLANKS.sub(" ", child.tail), _tail_of(child))


def _blanks(element: Element) -> int:
    count = element.get(_COUNT, "1")
    return min(int(count), _MAX_BLANKS) if count.isascii() and count.isdigit() and len(count) < 9 else 1
