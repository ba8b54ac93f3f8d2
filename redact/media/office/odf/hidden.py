"""What of an OpenDocument part a reader does not see: counted for people, before anything is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media.office._tree import Element
from redact.media.office.odf import cells
from redact.media.office.odf.vocabulary import q

_TINY_PT = 2.0
_VISIBILITY, _DISPLAY, _STYLE = q("table:visibility"), q("table:display"), q("table:style-name")
_TEXT_DISPLAY, _SIZE, _COLOUR = q("text:display"), q("fo:font-size"), q("fo:color")
_REPEATED = {q("table:table-row"): q("table:number-rows-repeated")}
_REPEATED[q("table:table-column")] = q("table:number-columns-repeated")
_HIDDEN_FIELDS = frozenset(map(q, ("text:hidden-text", "text:hidden-paragraph")))
#: What is counted -> the heading under which people look for it.
TOPICS: Mapping[str, Hidden] = {
    "hidden rows and columns": Hidden.CELLS,
    "hidden sheets": Hidden.CELLS,
    "filters": Hidden.FILTERS,
    "hidden text": Hidden.TEXT,
    "tiny or white letters": Hidden.TEXT,
    "hidden pages and layers": Hidden.LAYERS,
    "pivot tables": Hidden.CACHES,
}


def hidden(root: Element) -> Counter[str]:
    """How much of each sort is hidden in a scrubbed part."""
    found: Counter[str] = Counter()
    unseen: set[str] = set()
    for element in root.iter():
        tag = str(element.tag)
        if element.get(_VISIBILITY, "visible") != "visible" and tag in _REPEATED:
            found["hidden rows and columns"] += cells.count(element.get(_REPEATED[tag]))
        elif tag in _OTHERS:
            found.update(_OTHERS[tag](element, unseen))
    return found


def notes(found: Mapping[str, int]) -> Iterator[PartNote]:
    """The count as rows of a census: all of it is read and stays."""
    for sort, topic in TOPICS.items():
        if found.get(sort):
            yield PartNote(sort, PartState.READ, f"{found[sort]} found", topic)


def _table_look(element: Element, unseen: set[str]) -> Iterator[str]:
    parent = element.getparent()
    if element.get(_DISPLAY) == "false" and parent is not None:
        unseen.add(str(parent.get(q("style:name"), "")))
    yield from ()


def _table(element: Element, unseen: set[str]) -> Iterator[str]:
    if element.get(_DISPLAY) == "false" or element.get(_STYLE) in unseen:
        yield "hidden sheets"


def _letters(element: Element, _unseen: set[str]) -> Iterator[str]:
    if element.get(_TEXT_DISPLAY) == "none":
        yield "hidden text"
    size = element.get(_SIZE, "")
    tiny = size.endswith("pt") and size[:-2].replace(".", "", 1).isdecimal() and float(size[:-2]) <= _TINY_PT
    if tiny or element.get(_COLOUR, "").lower() == "#ffffff":
        yield "tiny or white letters"


def _section(element: Element, _unseen: set[str]) -> Iterator[str]:
    if element.get(_TEXT_DISPLAY, "true") != "true":
        yield "hidden text"


def _page(element: Element, _unseen: set[str]) -> Iterator[str]:
    if element.get(q("presentation:visibility")) == "hidden" or element.get(q("draw:display")) in ("none", "printer"):
        yield "hidden pages and layers"


def _filter(_element: Element, _unseen: set[str]) -> Iterator[str]:
    yield "filters"


def _pivot(_element: Element, _unseen: set[str]) -> Iterator[str]:
    yield "pivot tables"


def _field(_element: Element, _unseen: set[str]) -> Iterator[str]:
    yield "hidden text"


_OTHERS: Mapping[str, Callable[[Element, set[str]], Iterator[str]]] = {
    q("style:table-properties"): _table_look,
    q("table:table"): _table,
    q("style:text-properties"): _letters,
    q("text:section"): _section,
    q("style:drawing-page-properties"): _page,
    q("draw:layer"): _page,
    q("table:filter"): _filter,
    q("table:data-pilot-table"): _pivot,
    **dict.fromkeys(_HIDDEN_FIELDS, _field),
}
