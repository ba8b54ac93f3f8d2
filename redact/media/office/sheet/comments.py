"""Comments on cells, where they are kept: read, without who wrote them, and drawn as plain notes.

Source: ECMA-376-1:2016, section 18.7 (comments); ECMA-376-4:2016, section 19.4.2.4 (legacy drawings).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

from redact.core.flow import PartNote
from redact.core.segment import TextKind
from redact.media._stream import Readable
from redact.media.office._namespaces import KNOWN
from redact.media.office._rules import Ask, Body, Part
from redact.media.office.sheet.allow import Spot
from redact.media.office.sheet.asking import Asking
from redact.media.office.sheet.book import Book
from redact.media.office.sheet.grid import Area, area_of
from redact.media.office.sheet.phrases import phrase_of
from redact.media.office.sheet.trees import fresh

_MAIN = f"{{{KNOWN['s']}}}"
_AUTHOR = "Author"


def make(root: Any, _part: Part, spot: Spot) -> Asking:
    """The comments anew, all by one author."""
    made = fresh("comments")
    etree.SubElement(etree.SubElement(made, f"{_MAIN}authors"), f"{_MAIN}author").text = _AUTHOR
    listed = etree.SubElement(made, f"{_MAIN}commentList")
    for comment in root.iter(f"{_MAIN}comment"):
        place = area_of(comment.get("ref", ""))
        said = comment.find(f"{_MAIN}text")
        if place is None or said is None:
            continue
        phrase = phrase_of(said)
        edits = (yield spot.readable(phrase.text, TextKind.PROSE)) if phrase.text else ()
        phrase = phrase.changed(edits)  # and without hints, which are not read here
        inside = f'<comment xmlns="{KNOWN["s"]}" ref="{comment.get("ref")}" authorId="0"><text>{phrase.inside()}</text>'
        listed.append(etree.fromstring(inside + "</comment>"))
    return made


@dataclass(frozen=True, slots=True)
class Shapes(Body):
    """The drawing in which programs look for the boxes of comments: made anew, for it says more than it must."""

    book: Book = field(repr=False)
    part: Part

    def notes(self) -> Iterator[PartNote]:
        """Nothing is overlooked in it."""
        yield from ()

    def readables(self) -> Iterator[Readable]:
        """It holds no words."""
        yield from ()

    def write(self, ask: Ask, out: IO[bytes]) -> None:  # noqa: ARG002 - it asks nothing
        """A box for each comment of the sheet."""
        boxes = "".join(_box(number, place) for number, place in enumerate(self._places(), 1))
        out.write((_OPENS + boxes + "</xml>").encode())

    def _places(self) -> Iterator[Area]:
        package = self.book.package
        for sheet in self.book.titles:
            relations = package.relations(sheet) if sheet else ()
            if any(each.target == self.part.source for each in relations):
                for part in (each.target for each in relations if each.tail == "comments"):
                    found = (area_of(each.get("ref", "")) for each in package.xml(part).iter(f"{_MAIN}comment"))
                    yield from filter(None, found)


_OPENS = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def _box(number: int, place: Area) -> str:
    row, col = place.row0, place.col0
    return (
        f'<v:shape id="_x0000_s{1024 + number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:59pt;margin-top:1pt;width:144pt;height:79pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:textbox/>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{col + 1}, 15, {row}, 2, {col + 3}, 15, {row + 4}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>"
    )
