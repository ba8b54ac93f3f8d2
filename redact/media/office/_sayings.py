"""Words in places where no paragraph is: attributes that people fill in, and texts that nobody reads for us.

Which attributes may hold free text is known from the schemas; every text that no other reader took is read here.
Source: ECMA-376-1:2016, 20.1.2.2.8 (cNvPr), 17.16.22 (hyperlink); ECMA-376-4:2016, 19.1 (VML).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from redact.media.office._fields import Field, of_attribute, of_text
from redact.media.office._fonts import fonts
from redact.media.office._namespaces import local, names, q
from redact.media.office._tree import Element

#: Attributes that hold words on whatever they stand -> what people call them.
_ANYWHERE: Mapping[str, str] = {
    "descr": "alternative text",
    "title": "alternative text",
    "alt": "alternative text",
    q("o:title"): "alternative text",
    "tooltip": "tip",
    q("w:tooltip"): "tip",
    "string": "decorative text",
    "formatCode": "number format",
    q("w:displayText"): "choice",
}
#: Attributes that go: places on somebody's machine, copies of content in other coding, names of what runs.
_GONE = frozenset(
    (
        "href", "target", "src", "invalidUrl", "tgtFrame", "history", "macro", "textlink", "fLocksText",
        q("o:href"), q("o:althref"), q("o:gfxdata"), q("o:oleid"), q("o:bullet"), q("o:signatureline"),
        q("w:tgtFrame"), q("w:history"), q("w:docLocation"), q("w:macroName"), q("w:fullDate"),
    )
)  # fmt: skip
_SHAPES = names(
    "wp:docPr pic:cNvPr wps:cNvPr wpg:cNvPr wpc:cNvPr a:cNvPr p:cNvPr xdr:cNvPr dsp:cNvPr cdr:cNvPr lc:cNvPr"
)
#: Names that programs give to shapes themselves.
_GIVEN = re.compile(
    r"(?:(?:Title|Subtitle|Content Placeholder|Text Placeholder|Picture Placeholder|Date Placeholder|Footer Placeholder"
    r"|Slide Number Placeholder|Notes Placeholder|Slide Image Placeholder|Header Placeholder|Table Placeholder|Picture|Image"
    r"|TextBox|Text Box|Rectangle|Oval|Line|Straight Connector|Group|Table|Chart|Diagram|Object|Shape|Graphic|AutoShape"
    r"|Freeform|Freeform: Shape|Isosceles Triangle|Arrow: Right|Right Arrow|Connector|Grafik|Image) ?\d*)?"
)
_ACTION = re.compile(
    r"ppaction://(?:hlinksldjump|hlinkshowjump\?jump=[a-z]+|customshow\?id=\d+(?:&return=true)?|noaction|media)?"
)
_LINKS = names("a:hlinkClick a:hlinkHover a:hlinkMouseOver")
#: What says nothing of anybody: less than two letters or digits.
_SILENT = re.compile(r"[\W_]*[^\W_]?[\W_]*")
#: Elements whose text is a measure or a word of the format -> what it then looks like. Anything else in them is read.
_MEASURE = re.compile(r"[-+]?[\d.]+%?|left|right|center|top|bottom|inside|outside")
_STRUCTURE = {
    **dict.fromkeys(
        names("wp:align wp:posOffset wp14:pctPosHOffset wp14:pctPosVOffset wp14:pctWidth wp14:pctHeight"), _MEASURE
    ),
    q("a:tableStyleId"): re.compile(r"\{[0-9A-Fa-f-]{36}\}"),
    q("p:attrName"): re.compile(r"[a-z]+(?:[._][A-Za-z]+)*|Scale[XY]"),
    **dict.fromkeys(names("c:f c15:f c15:sqref"), re.compile(r"Sheet1![$A-Z0-9:,()]+")),
}
_PATH = re.compile(r"(?:[A-Za-z]:\\|\\\\|/(?:Users|home|Volumes|mnt|tmp|var)/|file:)", re.I)
_FORMAT = names("c:formatCode s:formatCode")
#: The head of a number format that holds no words of its own: signs, and letters of the format.
_WORDLESS = re.compile(r"General|[^\"]*", re.I)


def tidy(root: Element) -> None:
    """Take away attributes that no reader needs, and give shapes neutral names."""
    for element in root.iter("*"):
        for key in [key for key in element.attrib if key in _GONE]:
            if not (key == "target" and local(str(element.tag)) == "shadow"):
                del element.attrib[key]
        for key in [key for key in _ANYWHERE if _PATH.match(element.get(key, ""))]:
            element.set(key, "")  # where a picture was when it was put in: not a word about what it shows
        if element.tag in _SHAPES and not _GIVEN.fullmatch(element.get("name", "")):
            number = element.get("id", "")
            element.set("name", f"Object {number}" if number.isdecimal() else "Object")
        action = element.get("action")
        if action is not None and element.tag in _LINKS and not _ACTION.fullmatch(action):
            del element.attrib["action"]


def attributes(root: Element, title: str, more: Mapping[tuple[str, str], str] = {}) -> Iterator[Field]:
    """Attributes that hold words. `more` names further ones of a format: ``(element, attribute)`` -> what it is."""
    number = 0
    for element in root.iter("*"):
        for key in element.attrib:
            name = str(key)
            called = _ANYWHERE.get(name) or more.get((str(element.tag), name))
            value = element.get(name, "")
            if called is None or _SILENT.fullmatch(value):
                continue
            if name == "formatCode" and _WORDLESS.fullmatch(value):
                continue
            number += 1
            yield of_attribute(element, name, f"{title}, {called} {number}", called)
    yield from fonts(root, title)


def leftovers(root: Element, title: str, seen: Collection[Element]) -> Iterator[Field]:
    """Every text that is not `seen`: what stands where no paragraph is."""
    number = 0
    for element in root.iter("*"):
        text = element.text or ""
        structure = _STRUCTURE.get(str(element.tag))
        if _SILENT.fullmatch(text) or element in seen or (structure and structure.fullmatch(text.strip())):
            continue
        if element.tag in _FORMAT and _WORDLESS.fullmatch(text):
            continue
        number += 1
        yield of_text(element, f"{title}, value {number}")
