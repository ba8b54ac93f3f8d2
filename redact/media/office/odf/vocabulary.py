"""The words of OpenDocument that this adapter knows: what stays and is read, what becomes plain text, what goes.

Source: OASIS, Open Document Format for Office Applications 1.3, part 3 (schema), 27 April 2021.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_FOUNDATION = "urn:org:documentfoundation:names:experimental:"
_NAMESPACES: Mapping[str, str] = {
    **{word: f"{_OASIS}{word}:1.0" for word in ("office", "style", "text", "table", "chart", "form", "presentation")},
    **{word: f"{_OASIS}{word}:1.0" for word in ("dr3d", "script", "meta", "config", "manifest")},
    "anim": f"{_OASIS}animation:1.0",
    "draw": f"{_OASIS}drawing:1.0",
    "number": f"{_OASIS}datastyle:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "smil": f"{_OASIS}smil-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "math": "http://www.w3.org/1998/Math/MathML",
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "drawooo": "http://openoffice.org/2010/draw",
    "tableooo": "http://openoffice.org/2009/table",
    "textooo": "http://openoffice.org/2013/office",
    "chartooo": "http://openoffice.org/2010/chart",
    "css3t": "http://www.w3.org/TR/css3-text/",
    "calcext": f"{_FOUNDATION}calc:xmlns:calcext:1.0",
    "loext": f"{_FOUNDATION}office:xmlns:loext:1.0",
}


def q(name: str) -> str:
    """The name as lxml has it: `text:p` is `{urn:...}p`."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def _all(prefix: str, words: str) -> frozenset[str]:
    return frozenset(q(f"{prefix}:{word}") for word in words.split())


@lru_cache(maxsize=4096)
def namespace(name: str) -> str:
    """The namespace of a name in lxml's form."""
    return name[1:].partition("}")[0] if name.startswith("{") else ""


EVERY = frozenset(_NAMESPACES.values())
#: What a document may be made of: an element or attribute of any other namespace goes.
KNOWN = frozenset(uri for prefix, uri in _NAMESPACES.items() if prefix not in ("script", "meta", "config", "manifest"))
DRAWN = frozenset(_NAMESPACES[prefix] for prefix in ("draw", "dr3d", "presentation"))
TEXT = _NAMESPACES["text"]
MATH = _NAMESPACES["math"]

PARAGRAPHS = _all("text", "p h")
#: Elements of a paragraph that are read with it.
SPANS = _all("text", "span a meta ruby ruby-base") | {q("draw:a")}
#: Fields that the reader's program works out from what stays in the document; all other fields become their text.
FIELDS = _all(
    "text",
    "page-number page-count page-continuation paragraph-count word-count character-count table-count image-count "
    "object-count sequence sequence-ref bookmark-ref reference-ref note-ref chapter sheet-name hidden-text "
    "hidden-paragraph",
) | _all("presentation", "header footer date-time")
SIGNS: Mapping[str, str] = {q("text:tab"): "\t", q("text:line-break"): "\n"}
SPACES = q("text:s")
#: Elements of a paragraph that say nothing, or whose text is read apart from it.
MARKS = _all(
    "text",
    "soft-page-break bookmark bookmark-start bookmark-end reference-mark reference-mark-start reference-mark-end "
    "change change-start change-end note ruby-text p h list table section",
) | _all("office", "annotation annotation-end")

#: What goes with everything in it, wherever it stands.
DROPPED = (
    _all("office", "scripts event-listeners dde-source binary-data meta settings")
    | _all("presentation", "event-listener sound event-listeners")
    | _all(
        "text",
        "script dde-connection-decls variable-decls user-field-decls section-source toc-mark toc-mark-start toc-mark-end "
        "user-index-mark user-index-mark-start user-index-mark-end alphabetical-index-mark alphabetical-index-mark-start "
        "alphabetical-index-mark-end alphabetical-index-auto-mark-file",
    )
    | _all("table", "tracked-changes dde-links table-source cell-range-source source-service database-source-table")
    | _all("table", "database-source-sql database-source-query")
    | _all("draw", "applet floating-frame")
    | _all("form", "connection-resource")
    | _all("svg", "font-face-src definition-src")
    | _all("anim", "audio command")
)
#: Elements whose `xlink:href` is a picture within the package.
PICTURES = (
    _all("draw", "image fill-image")
    | _all("style", "background-image")
    | _all("text", "list-level-style-image")
    | _all("draw", "plugin")
)
#: Elements whose `xlink:href` leads somewhere when a reader follows it.
LINKS = _all("text", "a") | _all("draw", "a area-rectangle area-circle area-polygon")

#: Attributes whose value names one thing and is shown to nobody: each gets a name of ours, the same at both ends.
BOOKMARKS = _all(
    "text",
    "bookmark bookmark-start bookmark-end bookmark-ref reference-mark reference-mark-start reference-mark-end reference-ref",
)
IDS = frozenset(map(q, ("xml:id", "text:id", "draw:id", "form:id", "table:id")))
ID_REFS = frozenset(
    map(
        q,
        (
            "smil:targetElement",
            "draw:start-shape",
            "draw:end-shape",
            "draw:control",
            "text:continue-list",
            "text:change-id",
            "draw:caption-id",
            "presentation:master-element",
            "form:for",
        ),
    )
)

#: Attributes that say who or where the writer was, or only serve the writer's program.
FORGOTTEN = frozenset(
    map(
        q,
        (
            "draw:filter-name",
            "table:protection-key",
            "text:protection-key",
            "text:protected-key",
            "form:datasource",
            "form:command",
            "form:href",
            "form:target-location",
            "office:server-map",
            "table:filter-options",
            "table:filter-name",
            "text:filter-name",
            "xlink:title",
            "xlink:role",
            "xlink:arcrole",
            "form:image-data",
            "draw:notify-on-update-of-ranges",
        ),
    )
)
FORGOTTEN_PREFIXES = (f"{{{_NAMESPACES['script']}}}",)
#: Shapes in numbers: never words.
GEOMETRY = frozenset(
    map(
        q,
        (
            "svg:d",
            "svg:viewBox",
            "draw:points",
            "draw:enhanced-path",
            "draw:path",
            "draw:transform",
            "dr3d:transform",
            "svg:path",
            "draw:modifiers",
            "draw:glue-points",
            "draw:text-areas",
            "draw:glue-point-leaving-directions",
            "draw:formula",
            "smil:keyTimes",
            "svg:panose-1",
            "svg:unicode-range",
        ),
    )
)
#: What a cell holds beside what it shows; the cell is read as a whole.
VALUES = frozenset(
    map(q, ("office:value", "office:string-value", "office:date-value", "office:time-value", "office:boolean-value"))
)
CELLS = _all("table", "table-cell covered-table-cell")
