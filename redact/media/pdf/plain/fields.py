"""Form fields: what a widget inherits from its field and form, and how its value looks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from redact.media.pdf.objects.naming import said
from redact.media.pdf.plain.appearance import area_of, own
from redact.media.pdf.plain.lettering import lettered

_MAX_PARENTS = 50
_MAX_FIELDS = 200_000
#: Field flags. Source: ISO 32000-2:2020, tables 230 and 228.
_MULTILINE, _PASSWORD = 1 << 12, 1 << 13


class Form:
    """The form of a document, as its widgets need it."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        form = pdf.Root.get("/AcroForm")
        self._form = form if isinstance(form, Dictionary) else Dictionary()
        needed: Any = self._form.get("/NeedAppearances")
        self._anew = needed is True

    def __bool__(self) -> bool:
        return bool(len(self._form.keys()))

    @property
    def has_xfa(self) -> bool:
        """Whether the form is there a second time, as XML."""
        return "/XFA" in self._form

    def kind(self, widget: Dictionary) -> str:
        """`/Tx`, `/Btn`, `/Ch`, `/Sig`."""
        return said(_inherited(widget, "/FT"))

    def has_value(self, widget: Dictionary) -> bool:
        """Whether words were entered in it."""
        return bool(_words(_inherited(widget, "/V")))

    def appearance(self, widget: Dictionary) -> Stream | None:
        """How it looks.

        Raises:
            ValueError: the widget contradicts itself.
        """
        look = own(widget)
        if self.kind(widget) not in {"/Tx", "/Ch"} or not (look is None or self._anew):
            return look
        flags = _inherited(widget, "/Ff")
        flags = flags if isinstance(flags, int) else 0
        text = _words(_inherited(widget, "/V"))
        if flags & _PASSWORD or not text:
            return look
        about = Dictionary(DA=self._said(widget), Q=_inherited(widget, "/Q") or self._form.get("/Q", 0))
        many = bool(flags & _MULTILINE)
        return lettered(self._pdf, area_of(widget.get("/Rect")), text, about, lines=many) or look

    def resources(self) -> Dictionary | None:
        """What appearances draw with that bring nothing of their own."""
        shared = self._form.get("/DR")
        return shared if isinstance(shared, Dictionary) else None

    def fields(self) -> Iterator[Dictionary]:
        """Every field and widget of the form's tree, each once."""
        seen: set[tuple[int, int]] = set()
        todo = _dictionaries(self._form.get("/Fields"))
        while todo and len(seen) < _MAX_FIELDS:
            field = todo.pop()
            if field.objgen in seen:
                continue
            seen.add(field.objgen)
            yield field
            todo += _dictionaries(field.get("/Kids"))

    def _said(self, widget: Dictionary) -> String:
        said = _inherited(widget, "/DA") or self._form.get("/DA", "")
        return said if isinstance(said, String) else String("")


def _inherited(widget: Dictionary, key: str) -> Any:
    node: Any = widget
    for _ in range(_MAX_PARENTS):
        if not isinstance(node, Dictionary):
            return None
        if key in node:
            return node.get(key)
        node = node.get("/Parent")
    return None


def _words(value: Any) -> str:
    if isinstance(value, Array):
        return "\n".join(str(held) for held in value if isinstance(held, String))
    if isinstance(value, Stream):
        return value.read_bytes().decode("latin-1")
    return str(value) if isinstance(value, String) else ""


def _dictionaries(value: Any) -> list[Dictionary]:
    return [held for held in value if isinstance(held, Dictionary)] if isinstance(value, Array) else []


def is_field(annotation: Dictionary) -> bool:
    """Whether it is a field of a form."""
    return annotation.get("/Subtype") == Name.Widget
