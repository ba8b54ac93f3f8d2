"""Large XML parts gone through element by element: no document type, no entities, and nothing kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree

from redact.core.errors import CorruptInput
from redact.media.office._namespaces import KNOWN

#: Transitional and strict. Source: ECMA-376-1:2016, annex A; ECMA-376-4:2016.
_SPACES = (KNOWN["s"], "http://purl.oclc.org/ooxml/spreadsheetml/main")


def elements(file: IO[bytes], *names: str) -> Iterator[tuple[str, Any]]:
    """`start` and `end` of each element of these names in the main vocabulary; at last `root` with the root, if any.

    Raises:
        CorruptInput: it is not well-formed, or declares a document type.
    """
    events = etree.iterparse(
        file, events=("start", "end"), tag=[f"{{{space}}}{name}" for space in _SPACES for name in names],
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for event, element in events:
            _undeclared(element)
            yield event, element
    except etree.XMLSyntaxError as err:
        raise CorruptInput(
            "a part of the workbook is not well-formed XML", "open it in Excel and save it anew"
        ) from err
    if events.root is not None:
        _undeclared(events.root)
        yield "root", events.root


def let_go(element: Any) -> None:
    """Forget an element that was read, and what stands before it, so that memory does not grow with them."""
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _undeclared(element: Any) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise CorruptInput("a part of the workbook declares a document type", "remove the DOCTYPE and run again")
