"""Old drawings (VML) and embedded objects: ids and names of programs that could say something are neutral ones.

Source: ECMA-376-4:2016, 19.1 (VML), 19.2 (Office drawing), 17.3.3.19 (embedded objects).
"""

from __future__ import annotations

import re

from redact.media.office._namespaces import KNOWN, q
from redact.media.office._tree import Element, drop

_VML = f"{{{KNOWN['v']}}}"
_ID = re.compile(r"_x0000_[a-z]+\d+")
_SPID = q("o:spid")
_OBJECT = q("o:OLEObject")
_PROGRAM = re.compile(r"(?:Excel|Word|PowerPoint|Package|Visio|AcroExch|Acrobat|Equation|MSGraph)[\w.]{0,40}")
#: Children of an old shape that say who signs, or hold what is not shown.
_GONE = frozenset((q("o:signatureline"), q("o:ink"), q("o:FieldCodes"), q("o:LinkType")))


def tidy(root: Element) -> None:
    """Give shapes neutral ids, with all that refers to them."""
    fresh: dict[str, str] = {}
    for element in list(root.iter("*")):
        if element.tag in _GONE:
            drop(element)
        elif str(element.tag).startswith(_VML):
            for key in ("id", _SPID):
                told = element.get(key, "")
                if told and not _ID.fullmatch(told):
                    element.set(key, fresh.setdefault(told, f"_x0000_s{9000 + len(fresh)}"))
    for element in root.iter("*"):
        told = element.get("type", "")
        if told.startswith("#") and told[1:] in fresh:
            element.set("type", f"#{fresh[told[1:]]}")
        if element.tag == _OBJECT:
            _tidy_object(element, fresh)


def _tidy_object(element: Element, fresh: dict[str, str]) -> None:
    shape = element.get("ShapeID", "")
    if shape and not _ID.fullmatch(shape):
        element.set("ShapeID", fresh.get(shape, ""))
    if not _PROGRAM.fullmatch(element.get("ProgID", "")):
        element.set("ProgID", "Package")
