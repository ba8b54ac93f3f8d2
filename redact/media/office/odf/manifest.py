"""The list of a package's members, made anew for those that stay. Source: ODF 1.3 part 2, section 3.2 and 4."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from redact.media.office.odf.vocabulary import namespace, q


def written(document: str, version: str, members: Mapping[str, str]) -> bytes:
    """The manifest of a document of this media type and version; `members` are media types by name.

    LibreOffice takes a package for damaged whose manifest tells another version than its content.
    """
    root = etree.Element(q("manifest:manifest"), nsmap={"manifest": namespace(q("manifest:x"))})
    if version:
        root.set(q("manifest:version"), version)
    for name, kind in (("/", document), *members.items()):
        entry = etree.SubElement(root, q("manifest:file-entry"))
        entry.set(q("manifest:full-path"), name)
        entry.set(q("manifest:media-type"), kind)
        if version and name.endswith("/"):
            entry.set(q("manifest:version"), version)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
