"""Stretches of an XML part that are read and may change where they stand: paragraphs, attributes, lone texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from redact.core.flow import Edit
from redact.core.segment import Anchor, TextKind, chars_from
from redact.media._cut import splice
from redact.media._leaves import Leaves
from redact.media._stream import Readable
from redact.media.office._namespaces import q
from redact.media.office._tree import Element

_SPACE = q("xml:space")
_ANCHOR: Anchor = chars_from(0)


@dataclass(frozen=True, slots=True)
class Field(Readable):
    """A stretch of a tree; `put` carries out edits of it, in the tree."""

    put: Callable[[Sequence[Edit]], None] = field(repr=False)


def of_leaves(leaves: Leaves, part: str, kind: TextKind, context: str = "") -> Field:
    """Text over many leaves as one field."""
    return Field(leaves.text, part, kind, context, _ANCHOR, leaves.put)


def of_text(element: Element, part: str, context: str = "", kind: TextKind = TextKind.FIELD) -> Field:
    """The text of one element."""

    def put(edits: Sequence[Edit]) -> None:
        if edits:
            element.text = splice(element.text or "", edits) or None

    return Field(element.text or "", part, kind, context, _ANCHOR, put)


def of_attribute(element: Element, name: str, part: str, context: str = "", kind: TextKind = TextKind.FIELD) -> Field:
    """The value of one attribute."""
    value = element.get(name, "")

    def put(edits: Sequence[Edit]) -> None:
        if edits:
            element.set(name, splice(value, edits))

    return Field(value, part, kind, context, _ANCHOR, put)


def put_text(element: Element) -> Callable[[str], None]:
    """Writes the text of a leaf anew, with the blanks at its ends kept."""

    def put(text: str) -> None:
        element.text = text or None
        if text != text.strip():
            element.set(_SPACE, "preserve")

    return put
