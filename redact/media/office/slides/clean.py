"""What is taken out of slides, masters and notes before they are read.

Source: ECMA-376-1:2016, 19.3 (PresentationML); [MS-PPTX] 2.2.
"""

from __future__ import annotations

import re

from redact.media.office import _vml
from redact.media.office._body import Page
from redact.media.office._namespaces import local, names, q
from redact.media.office._sayings import tidy
from redact.media.office._scrub import loosen, scrub
from redact.media.office._tree import Element, drop, unwrap

_FRAME, _OBJECT, _PICTURE = q("p:graphicFrame"), q("p:oleObj"), q("p:pic")
_NUMBERED, _TIMING = q("p:cNvPr"), q("p:timing")
_MEDIA = names("a:videoFile a:audioFile a:quickTimeFile a:wavAudioFile p14:media p:snd")
_GONE = names(
    "p:custDataLst p:modifyVerifier p:smartTags p:embeddedFontLst p:controls p:htmlPubPr p14:creationId p14:modId "
    "p14:laserTraceLst p14:showEvtLst p15:presenceInfo p15:threadingInfo"
)
_PROPERTIES_STAY = names("p:showPr")
#: A sound, and what holds it, from the inside out.
_SOUND_HOLDERS = tuple(map(q, ("p:stSnd", "p:sndAc")))
#: The words of which programs make the names of layouts.
_LAYOUT_WORDS = frozenset(
    """title slide and content section header two comparison only blank with caption picture vertical text custom layout
    design theme office master body footer name card quote true or false column panoramic default""".split()
)
_CONFORMANCE = "conformance"


def clean(page: Page) -> None:
    """Clean a part of a presentation in place."""
    root = page.root
    _modern_objects(root)
    detach(root, page.part.lost)
    scrub(root, frozenset(), _GONE)
    for element in root.iter("*"):
        _neutral_names(element)
    if _CONFORMANCE in root.attrib:
        del root.attrib[_CONFORMANCE]
    tidy(root)
    _vml.tidy(root)


def clean_properties(page: Page) -> None:
    """How the show runs stays; where it was published and printed goes."""
    clean(page)
    for element in list(page.root):
        if element.tag not in _PROPERTIES_STAY:
            drop(element)


def clean_authors(page: Page) -> None:
    """Who commented becomes a number."""
    clean(page)
    for number, element in enumerate(page.root.iter(q("p:cmAuthor")), 1):
        element.set("name", f"Author {number}")
        element.set("initials", f"A{number}")


def clean_comments(page: Page) -> None:
    """When somebody commented goes."""
    clean(page)
    for element in page.root.iter(q("p:cm")):
        if "dt" in element.attrib:
            del element.attrib["dt"]


def detach(root: Element, lost: frozenset[str]) -> None:
    """Take away references to what is gone: objects become their pictures, recordings fall silent."""
    reference = q("r:id")
    for element in list(root.iter(_OBJECT)):
        if element.get(reference) in lost or element.get(reference) is None:
            _leave_picture(element)
    media = sum(1 for _ in root.iter(*_MEDIA))
    loosen(root, lost)
    for holder in _SOUND_HOLDERS:
        for element in list(root.iter(holder)):
            if not len(element):
                drop(element)
    if sum(1 for _ in root.iter(*_MEDIA)) < media:
        for element in list(root.iter(_TIMING)):
            drop(element)


def _modern_objects(root: Element) -> None:
    """Of the two forms in which an object stands, the one stays that needs no drawing of the old kind."""
    for block in list(root.iter(q("mc:AlternateContent"))):
        fallback = block.find(q("mc:Fallback"))
        if fallback is not None and fallback.find(_OBJECT) is not None:
            for choice in block.findall(q("mc:Choice")):
                block.remove(choice)
            unwrap(fallback)
            unwrap(block)


def _leave_picture(element: Element) -> None:
    """An object becomes the picture that stood for it, under the number of its frame."""
    frame = next(element.iterancestors(_FRAME), None)
    picture = next(element.iter(_PICTURE), None)
    parent = frame.getparent() if frame is not None else None
    if frame is None or parent is None:
        return
    if picture is not None:
        own, was = next(picture.iter(_NUMBERED), None), next(frame.iter(_NUMBERED), None)
        if own is not None and was is not None:
            for key, value in was.attrib.items():
                own.set(key, value)
        parent.insert(parent.index(frame), picture)
    drop(frame)


def _neutral_names(element: Element) -> None:
    if element.tag == q("p:cSld"):
        words = re.findall(r"[^\W\d]+", element.get("name", ""))
        if not all(word.lower() in _LAYOUT_WORDS for word in words):
            element.set("name", "Layout")
    elif element.tag == q("p:sldLayout"):
        if "matchingName" in element.attrib:
            del element.attrib["matchingName"]
    elif element.tag == q("p:snd") or local(str(element.tag)) == "snd":
        element.set("name", "sound")
