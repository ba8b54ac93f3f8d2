"""Trees as bytes, and bytes as the text a stranger's tools would find in them."""

from __future__ import annotations

import html
import re

from lxml import etree

from redact.media.office._tree import Element
from redact.media.office.odf import vocabulary as words
from redact.media.office.odf.standard import is_font, is_standard

_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
#: Within these, letters on both sides of a tag make one word.
_INLINE = re.compile(r"</?text:(?:span|a|s|ruby|ruby-base|meta|bookmark[a-z-]*|reference-mark[a-z-]*)\b[^>]*>")
#: Vocabularies that formulas name in their text. Source: ODF 1.3 part 4, section 5.1; LibreOffice.
_GRAMMARS = {
    "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2",
    "oooc": "http://openoffice.org/2004/calc",
    "ooow": "http://openoffice.org/2004/writer",
    "msoxl": "http://schemas.microsoft.com/office/excel/formula",
}
_DECLARED = words.EVERY | frozenset(_GRAMMARS.values())


def written(root: Element) -> bytes:
    """The part as it is written: only vocabularies in use are declared."""
    kept = [prefix for prefix, uri in _GRAMMARS.items() if root.nsmap.get(prefix) == uri]
    etree.cleanup_namespaces(root, keep_ns_prefixes=kept)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def attributes(raw: str) -> str:
    """The values of attributes of a part that say more than the standard does, one a line."""
    found = (match.groups() for tag in _TAG.finditer(raw) for match in _ATTRIBUTE.finditer(tag.group()))
    told = dict.fromkeys(
        (name.rpartition(":")[2], html.unescape(value[1:-1]))
        for name, value in found
        if not (name.startswith("xmlns") and value[1:-1] in _DECLARED)
    )
    return "\n".join(value for name, value in told if not is_standard(name, value) and not is_font(value))


def bare(raw: str) -> str:
    """The text of a part without its tags."""
    return html.unescape(_TAG.sub("\n", _INLINE.sub("", raw)))
