"""Names of fonts that are not everybody's: read, for a font may be called after its maker, and changed everywhere alike.

Source: ECMA-376-1:2016, 17.3.2.26 (rFonts), 17.8.3.10 (font), 21.1.2.3.7 (latin).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from redact.core.flow import Edit
from redact.core.segment import TextKind, chars_from
from redact.media._cut import splice
from redact.media.office._fields import Field
from redact.media.office._namespaces import q
from redact.media.office._tree import Element
from redact.media.office._vocabulary import FONTS

#: Element -> its attributes that name a font, beside `typeface`, which does on any.
_ATTRIBUTES = {
    q("w:rFonts"): tuple(map(q, ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"))),
    q("w:sym"): (q("w:font"),),
    q("w:font"): (q("w:name"),),
}
#: `+mn-lt`: the font that the theme has for this place.
_OF_THEME = "+"


def fonts(root: Element, title: str) -> Iterator[Field]:
    """Each such name of a part, once."""
    places: dict[str, list[tuple[Element, str]]] = {}
    for element in root.iter("*"):
        for key in _ATTRIBUTES.get(str(element.tag), ("typeface",)):
            name = element.get(key, "")
            if name and not name.startswith(_OF_THEME) and name.lower() not in FONTS:
                places.setdefault(name, []).append((element, key))
    for number, (name, found) in enumerate(places.items(), 1):
        yield Field(name, f"{title}, font {number}", TextKind.CODE, "font", chars_from(0), _putter(name, found))


def _putter(name: str, places: list[tuple[Element, str]]) -> Callable[[Sequence[Edit]], None]:
    def put(edits: Sequence[Edit]) -> None:
        for element, key in places if edits else ():
            element.set(key, splice(name, edits))

    return put
