"""XML parts as trees: no document type, no entities, nothing fetched, no comments, and one vocabulary for both dialects."""

from __future__ import annotations

import codecs

from lxml import etree

from redact.core.errors import CorruptInput, LimitExceeded
from redact.media.office._namespaces import STRICT, q

Element = etree._Element  # lxml has no public name for it

#: A tree takes some ten times the bytes of its file.
MAX_TREE_BYTES = 128 << 20
_IGNORABLE = q("mc:Ignorable")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def parse(content: bytes, max_depth: int) -> Element:
    """The root of a part. Comments and processing instructions are gone; strict vocabularies became transitional.

    Raises:
        CorruptInput: it is not well-formed, or declares a document type or entities.
        LimitExceeded: it is too large for a tree, or nested too deep.
    """
    if len(content) > MAX_TREE_BYTES:
        raise LimitExceeded("a part of the document is too large", "split the document and run again")
    try:
        root = etree.fromstring(transitional(content), _parser())
    except (etree.XMLSyntaxError, UnicodeDecodeError, ValueError) as err:
        if "depth" in str(err):
            raise _too_deep() from err
        raise CorruptInput("a part of the document is not well-formed XML", "save it anew and run again") from err
    if root.getroottree().docinfo.internalDTD is not None:
        raise CorruptInput("a part of the document declares a document type", "remove the DOCTYPE and run again")
    if _deeper(root, max_depth):
        raise _too_deep()
    return root


def transitional(content: bytes) -> bytes:
    """A part with transitional names in place of strict ones; UTF-16 becomes UTF-8."""
    if content.startswith(_WIDE):
        text = content.decode("utf-16")
        head, end, rest = text.partition("?>")
        content = (rest if end and head.lstrip().startswith("<?xml") else text).encode()
    if b"purl.oclc.org/ooxml" in content:
        for strict, known in STRICT.items():
            content = content.replace(strict, known)
    return content


def serialised(root: Element) -> bytes:
    """The part as it is written: UTF-8, with only the vocabularies declared that it uses, or says it could do without."""
    wanted = {
        prefix
        for element in root.iter("*")
        for key in (_IGNORABLE, "Requires")
        if key in element.attrib
        for prefix in element.get(key, "").split()
    }
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(wanted))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def drop(element: Element) -> None:
    """Take an element out of its tree, with all in it; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def unwrap(element: Element) -> None:
    """Put the children of an element in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for offset, child in enumerate(list(element)):
        parent.insert(at + offset, child)
    parent.remove(element)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def _deeper(root: Element, limit: int) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def _too_deep() -> LimitExceeded:
    return LimitExceeded("a part of the document is nested deeper than the limit", "raise max_depth in the settings")
