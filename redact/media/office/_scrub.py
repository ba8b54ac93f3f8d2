"""What is taken out of every XML part before it is read: unknown vocabularies, marks of who edited, dead references.

Source: ECMA-376-3 (Markup Compatibility and Extensibility), 5th edition.
"""

from __future__ import annotations

import re

from redact.media.office._namespaces import KNOWN, local, names, q, vocabulary
from redact.media.office._ooxml import refers
from redact.media.office._tree import Element, drop, unwrap

_PASSING = frozenset(KNOWN.values())
_CHOICE, _FALLBACK, _ALTERNATE = q("mc:Choice"), q("mc:Fallback"), q("mc:AlternateContent")
_IGNORABLE = q("mc:Ignorable")
_COMPATIBILITY = KNOWN["mc"]
#: Marks of editing sessions and of single edits. Source: ECMA-376-1:2016, 17.15.1.70; [MS-DOCX] 2.2.
_MARKS = re.compile(r"rsid\w*|paraId|textId|anchorId|editId")
#: Elements of HTML without a vocabulary, as they stand in text boxes of old drawings.
_HTML = frozenset("div font span br b i u p".split())
_TEXT_BOX = q("v:textbox")
#: Elements that stay when what they refer to is gone.
_LOOSE = names("a:blip v:imagedata v:fill v:stroke w:hyperlink")
#: Elements that are nothing without what they refer to -> the element that goes with them.
_HOLDERS = names("w:drawing p:graphicFrame xdr:graphicFrame xdr:twoCellAnchor xdr:oneCellAnchor")
_SHOWN = names("c:chart dgm:relIds")


def scrub(root: Element, lost: frozenset[str], useless: frozenset[str] = frozenset()) -> None:
    """Clean a part in place. `lost` are ids of relationships that are left out, `useless` elements that go anyhow."""
    _choose(root)
    _only_known(root)
    loosen(root, lost)
    for element in list(root.iter("*")):
        if element.tag in useless:
            drop(element)
    tidy_extensions(root)


def loosen(root: Element, lost: frozenset[str]) -> None:
    """Take away every reference to relationships that are gone, with what is nothing without them."""
    if not lost:
        return
    for element in list(root.iter("*")):
        dead = [key for key, value in element.attrib.items() if value in lost and refers(str(key))]
        if not dead:
            continue
        if element.tag in _LOOSE:
            for key in dead:
                del element.attrib[key]
        elif element.tag in _SHOWN:
            drop(_holder(element))
        elif element.tag == q("o:OLEObject"):
            _leave_picture(element)
        else:
            drop(element)


def _leave_picture(element: Element) -> None:
    """An object in Word becomes the picture that stood for it."""
    parent = element.getparent()
    drop(element)
    if parent is not None and parent.tag == q("w:object"):
        parent.tag = q("w:pict")
        parent.attrib.clear()


def _holder(element: Element) -> Element:
    return next((each for each in element.iterancestors() if each.tag in _HOLDERS), element)


def _choose(root: Element) -> None:
    """Leave only branches whose vocabularies pass; what is left of one alone stands for itself."""
    for block in list(root.iter(_ALTERNATE)):
        for choice in block.findall(_CHOICE):
            wanted = (choice.nsmap.get(prefix) for prefix in choice.get("Requires", "").split())
            if not all(each in _PASSING for each in wanted):
                block.remove(choice)
        if block.find(_CHOICE) is None:
            fallback = block.find(_FALLBACK)
            if fallback is not None:
                unwrap(fallback)
            unwrap(block)


def _only_known(root: Element) -> None:
    for element in list(root.iter("*")):
        tag = str(element.tag)
        if not _passes(element):
            drop(element)
            continue
        if vocabulary(tag):
            element.tail = None
            if len(element):
                element.text = None
        for key in element.attrib:
            name = str(key)
            known = vocabulary(name)
            if (known and known not in _PASSING) or _MARKS.fullmatch(local(name)):
                del element.attrib[key]


def _passes(element: Element) -> bool:
    tag = str(element.tag)
    if known := vocabulary(tag):
        return known in _PASSING
    return tag.lower() in _HTML and any(each.tag == _TEXT_BOX for each in element.iterancestors())


def tidy_extensions(root: Element) -> None:
    """Empty extensions and undeclared vocabularies go."""
    for element in list(root.iter("*")):
        if local(str(element.tag)) == "ext" and element.get("uri") and not len(element):
            drop(element)
    for element in list(root.iter("*")):
        if local(str(element.tag)) == "extLst" and not len(element):
            drop(element)
    for element in list(root.iter(q("a:graphicData"))):
        if not len(element):
            drop(_holder(element))
    for element in root.iter("*"):
        _state_ignorable(element)


def _state_ignorable(element: Element) -> None:
    """`mc:Ignorable` names only vocabularies that are still there."""
    for key in [key for key in element.attrib if vocabulary(str(key)) == _COMPATIBILITY]:
        listed = element.attrib.pop(key)
        still = [each for each in str(listed).split() if element.nsmap.get(each) in _PASSING]
        if still and key == _IGNORABLE:
            element.set(_IGNORABLE, " ".join(still))
