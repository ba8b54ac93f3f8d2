"""Words of a PDF that stand on no page and stay: bookmarks, where links lead, what is read aloud for a picture.

Where anything is cut out of an address, the address is of no use: its link goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, String

from redact.core.flow import Edit
from redact.core.segment import TextKind
from redact.media._cut import splice
from redact.media.pdf.around import outline, structure

#: Addresses are escaped within addresses.
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Saying:
    """A text and what carries out edits of it, in the PDF at once."""

    text: str = field(repr=False)
    part: str
    kind: TextKind
    put: Callable[[Sequence[Edit]], None] = field(repr=False)


def sayings(pdf: pikepdf.Pdf) -> Iterator[Saying]:
    """Every such text, in the same order each time; `flatten` and `scrub` have run before.

    Raises:
        LimitExceeded: there is no end to them.
    """
    for number, (item, _) in enumerate(outline.items(pdf), 1):
        yield from _words(item, "/Title", f"bookmark {number}", TextKind.FIELD)
        yield from _address(item, f"bookmark {number}, address")
    for number, page in enumerate(pdf.pages, 1):
        for count, link in enumerate(_links(page.obj), 1):
            yield from _address(link, f"page {number}, link {count}")
            yield from _words(link, "/Contents", f"page {number}, link {count}, description", TextKind.PROSE)
    described = (element for element in structure.elements(pdf) if "/Alt" in element)
    for number, element in enumerate(described, 1):
        yield from _words(element, "/Alt", f"alternative text {number}", TextKind.PROSE)


def _words(holder: Dictionary, key: str, part: str, kind: TextKind) -> Iterator[Saying]:
    value = holder.get(key)
    text = str(value) if isinstance(value, String) else ""

    def put(edits: Sequence[Edit]) -> None:
        if edits:
            holder[key] = String(splice(text, edits))

    if text:
        yield Saying(text, part, kind, put)


def _address(holder: Dictionary, part: str) -> Iterator[Saying]:
    action = holder.get("/A")
    address = action.get("/URI") if isinstance(action, Dictionary) else None

    def put(edits: Sequence[Edit]) -> None:
        if edits:
            del holder["/A"]

    if isinstance(address, String) and str(address):
        yield Saying(readable(address), part, TextKind.FIELD, put)


def readable(address: String) -> str:
    """An address with its escapes undone, as a person would read it aloud."""
    said = bytes(address).decode("utf-8", "replace")
    for _ in range(_ROUNDS):
        plain = unquote(said)
        if plain == said:
            break
        said = plain
    return said


def _links(page: Dictionary) -> list[Dictionary]:
    held = page.get("/Annots")
    return [link for link in held if isinstance(link, Dictionary)] if isinstance(held, Array) else []
