"""The outline (bookmarks): walked without being led in a circle, and linked anew so that every reader finds the same.

Source: ISO 32000-2:2020, 12.3.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, String

from redact.core.errors import LimitExceeded
from redact.media.pdf.around.destinations import Destinations
from redact.media.pdf.cleaning.tally import Tally, Topic

_MAX_ITEMS = 500_000
_LINKS = ("/First", "/Last", "/Prev", "/Next", "/Parent", "/Count")


def items(pdf: pikepdf.Pdf) -> Iterator[tuple[Dictionary, Dictionary]]:
    """Every bookmark once, top to bottom, and the bookmark or root it stands under.

    Raises:
        LimitExceeded: there is no end to them.
    """
    root = pdf.Root.get("/Outlines")
    if not isinstance(root, Dictionary):
        return
    seen = {root.objgen}
    todo: list[tuple[Any, Dictionary]] = [(root.get("/First"), root)]
    while todo:
        item, parent = todo.pop()
        if not isinstance(item, Dictionary) or item.objgen in seen or not item.is_indirect:
            continue
        if len(seen) > _MAX_ITEMS:
            raise LimitExceeded("the PDF has more bookmarks than the limit", "take the bookmarks out")
        seen.add(item.objgen)
        following, first = item.get("/Next"), item.get("/First")
        yield item, parent
        todo += (following, parent), (first, item)


def settle(pdf: pikepdf.Pdf, destinations: Destinations, tally: Tally) -> None:
    """Link the bookmarks anew, each with a title and at most one harmless target."""
    found = list(items(pdf))
    counts = {item.objgen: item.get("/Count", 0) for item, _ in found}
    children: dict[tuple[int, int], list[Dictionary]] = {}
    for item, parent in found:
        children.setdefault(parent.objgen, []).append(item)
        _plain(item, destinations, tally)
    if not found:
        if "/Outlines" in pdf.Root:
            del pdf.Root["/Outlines"]
        return
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    old = pdf.Root["/Outlines"].objgen
    pdf.Root["/Outlines"] = root
    _adopt(root, children[old])
    for item, _ in found:
        if kids := children.get(item.objgen):
            _adopt(item, kids)
            count = counts[item.objgen]
            item["/Count"] = len(kids) if isinstance(count, int) and count > 0 else -len(kids)


def _adopt(parent: Dictionary, kids: list[Dictionary]) -> None:
    parent["/First"], parent["/Last"] = kids[0], kids[-1]
    for kid in kids:
        kid["/Parent"] = parent
    for before, after in pairwise(kids):
        before["/Next"], after["/Prev"] = after, before


def _plain(item: Dictionary, destinations: Destinations, tally: Tally) -> None:
    for key in _LINKS:
        if key in item:
            del item[key]
    if not isinstance(item.get("/Title"), String):
        item["/Title"] = String("")
    aims = "/A" in item or "/Dest" in item
    if not destinations.settle(item) and aims:
        tally.add(Topic.LINKS)
