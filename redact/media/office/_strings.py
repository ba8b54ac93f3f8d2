"""What a stranger's tools would find in a part: all its text run together as it reads, and every telling attribute.

Got by its own parsing, and knows nothing of what the reading of fields takes for text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from redact.core.errors import CorruptInput
from redact.media.office import _relations
from redact.media.office._namespaces import KNOWN, local
from redact.media.office._ooxml import Ooxml
from redact.media.office._tree import Element, parse
from redact.media.office._vocabulary import FONTS

_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff")
#: After these the next word begins anew; within them letters belong together.
_BREAKS = frozenset("p tr tc si c v f t br cr tab pt a:p comment author rPr h pPr".split()) - {"t", "rPr", "c"}
_CELL_TEXT = KNOWN["s"]
#: Values that are measures, switches, colours, or words of the format, which all begin with a small letter.
_STRUCTURAL = re.compile(
    r"[-+]?[\d.,:%\s]*(?:pt|in|cm|mm|px|em|pc|emu|%)?|[0-9A-F]{3,8}|\{[0-9A-F-]{36}\}|[a-z][a-zA-Z]{0,2}|rId\d+"
)
_FONT_ATTRIBUTES = frozenset("typeface ascii hAnsi eastAsia cs name val panose font".split())


def strings(package: Ooxml, part: str, number: int) -> Iterator[tuple[str, str]]:
    """What a part of XML and its relationships hold: `(name, text)`. Nothing for files of other kinds."""
    name = f"part {number}"
    with package.open(part) as file:
        head = file.read(64)
    if _XML.match(head):
        try:
            root = parse(package.read(part), package.settings.max_depth)
        except CorruptInput:
            return
        yield f"{name}, text", _text(root)
        yield f"{name}, attributes", "\n".join(_attributes(root))
    home = _relations.home(part)
    if package.has(home):
        yield f"{name}, targets", "\n".join(each.target for each in package.relations(part) if each.external)


def _text(root: Element) -> str:
    """All text, with a line end after each paragraph, cell and the like."""
    found: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            found.append(element.text or "")
            continue
        if _breaks(element):
            found.append("\n")
        found.append(element.tail or "")
    return "".join(found)


def _breaks(element: Element) -> bool:
    tag = str(element.tag)
    return local(tag) in _BREAKS or (tag.startswith(f"{{{_CELL_TEXT}}}") and local(tag) != "t")


def _attributes(root: Element) -> Iterator[str]:
    for element in root.iter("*"):
        for key, value in element.attrib.items():
            told = str(value)
            if _STRUCTURAL.fullmatch(told) or (local(str(key)) in _FONT_ATTRIBUTES and told.lower() in FONTS):
                continue
            yield told
