"""A walk over all that hangs from a PDF's catalog: what the schema does not name, or of another kind, is taken away.

What is reached no longer is not written: orphans and objects of earlier revisions go without being looked for. The walk
has a list of its own instead of the interpreter's stack, so that no nesting of the file's is too deep for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from redact.core.errors import LimitExceeded
from redact.media.pdf.cleaning.kinds import SIMPLE, are_plain, is_number
from redact.media.pdf.cleaning.schema import COLOURS, ROLES, TABLES
from redact.media.pdf.objects.naming import name_inks, said

_FONTS = {"/Type0": "composite-font", "/Type3": "type3-font", "/Type1": "simple-font", "/TrueType": "simple-font",
          "/MMType1": "simple-font"}  # fmt: skip
#: What holds words elsewhere than under its keys.
_DEEP = frozenset({"image", "icc", "system", "simple-font", "type3-font", "descriptor"})
#: Dictionaries that may be streams too, as their type has it.
_EITHER = frozenset({"shading", "function"})
_MAX_STEPS = 20_000_000


class Fitting:
    """One walk. `lost` counts what was taken away, by key; `met` are the things that hold more than their keys tell."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.lost: Counter[str] = Counter()
        self.met: list[Any] = []
        self._pages = {page.obj.objgen for page in pdf.pages}
        self._links = {link.objgen for page in pdf.pages for link in _listed(page.obj.get("/Annots"))}
        layers = pdf.Root.get("/OCProperties")
        groups = layers.get("/OCGs") if isinstance(layers, Dictionary) else None
        self._layers = {group.objgen for group in _listed(groups)}
        self._todo: list[tuple[Any, str]] = [(pdf.Root, "catalog")]
        self._seen: set[tuple[tuple[int, int], str]] = set()

    def run(self) -> None:
        """Take away what does not fit.

        Raises:
            LimitExceeded: there is no end to it.
        """
        for _ in range(_MAX_STEPS):
            if not self._todo:
                return
            value, kind = self._todo.pop()
            if kind.startswith("["):
                self._array(value, kind[1:])
            elif kind.startswith("{"):
                self._named(value, kind[1:])
            else:
                self._table(value, TABLES[kind])
                if kind in _DEEP:
                    self.met.append(value)
        raise LimitExceeded("the PDF holds more objects than the limit", "split it")

    def _table(self, value: Any, table: Mapping[str, str]) -> None:
        for key in list(value.keys()):
            held = value[key]
            if held is None or not self._fits(held, table.get(key, "")):
                self._lose(key, held)
                del value[key]

    def _named(self, value: Any, kind: str) -> None:
        for key in list(value.keys()):
            held = value[key]
            if not self._fits(held, kind):
                self._lose(key, held)
                del value[key]

    def _array(self, value: Any, kind: str) -> None:
        for index in range(len(value) - 1, -1, -1):
            if not self._fits(value[index], kind):
                self._lose("", value[index])
                del value[index]

    def _lose(self, key: str, held: Any) -> None:
        if isinstance(held, (String, Dictionary, Stream, Array)):
            self.lost[key] += 1

    def _fits(self, value: Any, kinds: str) -> bool:
        return any(self._fits_one(value, kind) for kind in kinds.split("|") if kind)

    def _fits_one(self, value: Any, kind: str) -> bool:
        if kind[0] in "[{":
            return self._later(value, kind, Array if kind[0] == "[" else Dictionary)
        if kind in TABLES:
            return self._fits_table(value, kind)
        if kind in SIMPLE:
            return SIMPLE[kind](value)
        special: Callable[[Fitting, Any], bool] = _SPECIAL[kind]
        return special(self, value)

    def _fits_table(self, value: Any, kind: str) -> bool:
        wanted: Any = Stream if "/Length" in TABLES[kind] else Dictionary
        return self._later(value, kind, (Stream, Dictionary) if kind in _EITHER else wanted)

    def _later(self, value: Any, kind: str, wanted: Any) -> bool:
        if not isinstance(value, wanted):
            return False
        key = (value.objgen, kind)
        if not value.is_indirect or key not in self._seen:
            self._seen.add(key)
            self._todo.append((value, kind))
        return True

    def _colour(self, value: Any) -> bool:
        if isinstance(value, Name):
            return True
        kinds = COLOURS.get(said(value[0])) if isinstance(value, Array) and len(value) else None
        if kinds is None or not self._places(value, kinds):
            return False
        name_inks(value)
        return True

    def _places(self, value: Any, kinds: tuple[str, ...]) -> bool:
        while len(value) > len(kinds):
            del value[len(value) - 1]
        return all(self._fits(held, kind) for held, kind in zip(value, kinds, strict=False))

    def _sized(self, value: Any) -> bool:
        return isinstance(value, Array) and self._places(value, ("font", "number"))

    def _font(self, value: Any) -> bool:
        kind = _FONTS.get(said(value.get("/Subtype"))) if isinstance(value, Dictionary) else None
        return kind is not None and self._fits_table(value, kind)

    def _xobject(self, value: Any) -> bool:
        kind = said(value.get("/Subtype")) if isinstance(value, Stream) else ""
        return kind in {"/Image", "/Form"} and self._fits_table(value, kind[1:].lower())

    def _pattern(self, value: Any) -> bool:
        return self._fits_table(value, "tiling" if isinstance(value, Stream) else "shading-pattern")

    def _property(self, value: Any) -> bool:
        kind = said(value.get("/Type")) if isinstance(value, Dictionary) else ""
        if kind == "/OCG":
            return self._layer(value)
        return self._fits_table(value, "membership" if kind == "/OCMD" else "list")

    def _layer(self, value: Any) -> bool:
        return isinstance(value, Dictionary) and value.objgen in self._layers and self._fits_table(value, "layer")

    def _order(self, value: Any) -> bool:
        return self._later(value, "[order-entry", Array)

    def _order_entry(self, value: Any) -> bool:
        return isinstance(value, Name) or self._layer(value) or self._order(value)

    def _function(self, value: Any) -> bool:
        return self._fits_table(value, "function")

    def _node(self, value: Any) -> bool:
        if isinstance(value, Dictionary) and value.objgen in self._pages:
            return self._fits_table(value, "page")
        return isinstance(value, Dictionary) and "/Kids" in value and self._fits_table(value, "pages")

    def _on_page(self, value: Any) -> bool:
        return isinstance(value, Dictionary) and value.objgen in self._pages

    def _tagged(self, value: Any) -> bool:
        return isinstance(value, Dictionary) and value.objgen in self._links

    def _dest(self, value: Any) -> bool:
        return isinstance(value, Array) and len(value) > 1 and self._on_page(value[0]) and are_plain(list(value)[1:])

    def _kid(self, value: Any) -> bool:
        if not isinstance(value, Dictionary):
            return is_number(value)
        kind = said(value.get("/Type"))
        if kind == "/OBJR":
            return self._tagged(value.get("/Obj")) and self._fits_table(value, "object-part")
        if kind == "/MCR":  # what is marked in a form may stand in a new one by now
            return "/Stm" not in value and self._fits_table(value, "marked-part")
        return said(value.get("/S")) in ROLES and self._fits_table(value, "element")

    def _above_item(self, value: Any) -> bool:
        return self._fits_table(value, "item" if isinstance(value, Dictionary) and "/Title" in value else "outlines")

    def _above_element(self, value: Any) -> bool:
        return self._fits_table(value, "element" if isinstance(value, Dictionary) and "/S" in value else "tree")

    def _numbered_label(self, value: Any) -> bool:
        return self._pairs(value, is_number, "label")

    def _numbered_element(self, value: Any) -> bool:
        return self._pairs(value, is_number, "element-or-list")

    def _named_file(self, value: Any) -> bool:
        return self._pairs(value, lambda key: isinstance(key, String), "filespec")

    def _pairs(self, value: Any, is_key: Callable[[Any], bool], kind: str) -> bool:
        if not isinstance(value, Array):
            return False
        for index in range(len(value) // 2 * 2 - 2, -1, -2):
            if not (is_key(value[index]) and self._fits(value[index + 1], kind)):
                del value[index + 1]
                del value[index]
        return len(value) % 2 == 0

    def _element_or_list(self, value: Any) -> bool:
        if not isinstance(value, Array):
            return self._kid(value)
        for index, held in enumerate(list(value)):  # their places count: those that go leave a gap
            if not (isinstance(held, Dictionary) and self._kid(held)):
                value[index] = None
        return True


def _listed(value: Any) -> list[Any]:
    return [held for held in value if isinstance(held, Dictionary)] if isinstance(value, Array) else []


_SPECIAL: Mapping[str, Callable[[Fitting, Any], bool]] = {
    "colour": Fitting._colour,
    "sized": Fitting._sized,
    "font": Fitting._font,
    "xobject": Fitting._xobject,
    "pattern": Fitting._pattern,
    "property": Fitting._property,
    "order": Fitting._order,
    "order-entry": Fitting._order_entry,
    "node": Fitting._node,
    "onpage": Fitting._on_page,
    "tagged": Fitting._tagged,
    "dest": Fitting._dest,
    "kid": Fitting._kid,
    "above-item": Fitting._above_item,
    "above-element": Fitting._above_element,
    "numbered-label": Fitting._numbered_label,
    "numbered-element": Fitting._numbered_element,
    "pairs": Fitting._named_file,
    "element-or-list": Fitting._element_or_list,
}
