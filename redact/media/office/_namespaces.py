"""The XML vocabularies of office documents that pass. An element or attribute of any other is left out.

Sources: ECMA-376 (Office Open XML), 5th edition, parts 1 to 4; [MS-DOCX], [MS-PPTX], [MS-XLSX], [MS-ODRAWXML].
"""

from __future__ import annotations

from collections.abc import Mapping

_OOXML = "http://schemas.openxmlformats.org"
_MS = "http://schemas.microsoft.com/office"

RELATIONSHIPS = f"{_OOXML}/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = f"{_OOXML}/package/2006/relationships"
CONTENT_TYPES = f"{_OOXML}/package/2006/content-types"
XML = "http://www.w3.org/XML/1998/namespace"

#: Prefix in our code -> vocabulary that passes.
KNOWN: Mapping[str, str] = {
    "xml": XML,
    "r": RELATIONSHIPS,
    "mc": f"{_OOXML}/markup-compatibility/2006",
    "w": f"{_OOXML}/wordprocessingml/2006/main",
    "w14": f"{_MS}/word/2010/wordml",
    "w15": f"{_MS}/word/2012/wordml",
    "wp": f"{_OOXML}/drawingml/2006/wordprocessingDrawing",
    "wp14": f"{_MS}/word/2010/wordprocessingDrawing",
    "wps": f"{_MS}/word/2010/wordprocessingShape",
    "wpg": f"{_MS}/word/2010/wordprocessingGroup",
    "wpc": f"{_MS}/word/2010/wordprocessingCanvas",
    "m": f"{_OOXML}/officeDocument/2006/math",
    "a": f"{_OOXML}/drawingml/2006/main",
    "a14": f"{_MS}/drawing/2010/main",
    "pic": f"{_OOXML}/drawingml/2006/picture",
    "c": f"{_OOXML}/drawingml/2006/chart",
    "c14": f"{_MS}/drawing/2007/8/2/chart",
    "c15": f"{_MS}/drawing/2012/chart",
    "cdr": f"{_OOXML}/drawingml/2006/chartDrawing",
    "dgm": f"{_OOXML}/drawingml/2006/diagram",
    "dsp": f"{_MS}/drawing/2008/diagram",
    "lc": f"{_OOXML}/drawingml/2006/lockedCanvas",
    "p": f"{_OOXML}/presentationml/2006/main",
    "p14": f"{_MS}/powerpoint/2010/main",
    "p15": f"{_MS}/powerpoint/2012/main",
    "xdr": f"{_OOXML}/drawingml/2006/spreadsheetDrawing",
    "s": f"{_OOXML}/spreadsheetml/2006/main",
    "x14": f"{_MS}/spreadsheetml/2009/9/main",
    "xm": f"{_MS}/excel/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
    "x": "urn:schemas-microsoft-com:office:excel",
    "pvml": "urn:schemas-microsoft-com:office:powerpoint",
}

_PURL = "http://purl.oclc.org/ooxml"
#: Strict vocabularies -> the transitional ones. Source: ISO/IEC 29500-1:2016 and 29500-4:2016, annex A.
STRICT: Mapping[bytes, bytes] = {
    f"{_PURL}/{strict}".encode(): f"{_OOXML}/{transitional}".encode()
    for strict, transitional in (
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("officeDocument/sharedTypes", "officeDocument/2006/sharedTypes"),
        ("officeDocument/extendedProperties", "officeDocument/2006/extended-properties"),
        ("officeDocument/customProperties", "officeDocument/2006/custom-properties"),
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("presentationml/main", "presentationml/2006/main"),
        ("spreadsheetml/main", "spreadsheetml/2006/main"),
        ("drawingml/main", "drawingml/2006/main"),
        ("drawingml/chart", "drawingml/2006/chart"),  # and drawingml/chartDrawing, which starts alike
        ("drawingml/diagram", "drawingml/2006/diagram"),
        ("drawingml/lockedCanvas", "drawingml/2006/lockedCanvas"),
        ("drawingml/picture", "drawingml/2006/picture"),
        ("drawingml/spreadsheetDrawing", "drawingml/2006/spreadsheetDrawing"),
        ("drawingml/wordprocessingDrawing", "drawingml/2006/wordprocessingDrawing"),
    )
}


def q(name: str) -> str:
    """`w:t` as lxml calls it: `{http://…/main}t`."""
    prefix, _, local = name.partition(":")
    return f"{{{KNOWN[prefix]}}}{local}"


def names(text: str) -> frozenset[str]:
    """Several names, apart by blanks, as lxml calls them."""
    return frozenset(map(q, text.split()))


def vocabulary(tag: str) -> str:
    """The vocabulary of an lxml name; nothing for a bare one."""
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def local(tag: str) -> str:
    """The name without its vocabulary."""
    return tag.rpartition("}")[2]
