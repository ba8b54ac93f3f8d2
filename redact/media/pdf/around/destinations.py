"""Where links and bookmarks lead: named destinations become explicit ones, and only what leads somewhere harmless stays.

Source: ISO 32000-2:2020, 12.3.2 (destinations), 12.6.4 (actions).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from redact.media.pdf.objects.naming import said

#: What a link may open. Others run programs, or open files of the machine on which they are followed.
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "ftp", ""})
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_MAX_NODES = 1_000_000


class Destinations:
    """The named destinations of a document."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pages = {page.obj.objgen for page in pdf.pages}
        self._page_list = [page.obj for page in pdf.pages]
        self._named: dict[str, Any] = dict(_in_catalog(pdf.Root))
        names = pdf.Root.get("/Names")
        for key, value in tree(names.get("/Dests") if isinstance(names, Dictionary) else None):
            self._named.setdefault(str(key), value)

    def settle(self, holder: Dictionary) -> bool:
        """Leave a link or bookmark at most one harmless target, and say whether it has one."""
        action = holder.get("/A")
        if "/A" in holder:
            del holder["/A"]
        if isinstance(action, Dictionary):
            if action.get("/S") == Name.GoTo:
                holder["/Dest"] = action.get("/D")
            elif harmless(action):
                holder["/A"] = Dictionary(S=Name.URI, URI=action["/URI"])
        explicit = self._explicit(holder.get("/Dest"))
        if "/Dest" in holder:
            del holder["/Dest"]
        if explicit is not None:
            holder["/Dest"] = explicit
        return "/A" in holder or "/Dest" in holder

    def _explicit(self, value: Any) -> Array | None:
        if isinstance(value, (Name, String)):
            value = self._named.get(said(value) or str(value))
        if isinstance(value, Dictionary):
            value = value.get("/D")
        if not isinstance(value, Array) or not len(value):
            return None
        page: Any = value[0]
        rest = list(value)[1:]
        if isinstance(page, int) and 0 <= page < len(self._page_list):  # some writers count instead of pointing
            page = self._page_list[page]
        if not isinstance(page, Dictionary) or page.objgen not in self._pages:
            return None
        return Array([page, *(rest or [Name.Fit])])


def harmless(action: Dictionary) -> bool:
    """Whether it opens an address that may be opened."""
    address = action.get("/URI")
    if action.get("/S") != Name.URI or not isinstance(address, String):
        return False
    found = _SCHEME.match(str(address))
    return (found[1].lower() if found else "") in _SCHEMES


def tree(root: Any) -> Iterator[tuple[Any, Any]]:
    """Keys and values of a name tree, each node once, in order."""
    seen: set[tuple[int, int]] = set()
    todo = [root]
    for _ in range(_MAX_NODES):
        if not todo:
            return
        node = todo.pop()
        if not isinstance(node, Dictionary) or (node.is_indirect and node.objgen in seen):
            continue
        seen.add(node.objgen)
        names, kids = node.get("/Names"), node.get("/Kids")
        if isinstance(names, Array):
            held = list(names)
            yield from zip(held[::2], held[1::2], strict=False)
        if isinstance(kids, Array):
            todo += reversed(list(kids))


def _in_catalog(root: Any) -> Iterator[tuple[str, Any]]:
    """Those of PDF 1.1, a dictionary of their own."""
    old = root.get("/Dests")
    if isinstance(old, Dictionary):
        for key in old.keys():  # noqa: SIM118 - not a Python dictionary
            yield key, old[key]
