"""Relationships: what a part refers to, under which id. Targets are part names, or addresses outside the package.

Source: ECMA-376-2 (Open Packaging Conventions), 5th edition, sections 6.2 (part names) and 6.5 (relationships).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from redact.core.errors import CorruptInput
from redact.media.office._namespaces import PACKAGE_RELATIONSHIPS
from redact.media.office._tree import parse, serialised

_RELATIONSHIP = f"{{{PACKAGE_RELATIONSHIPS}}}Relationship"
_NEUTRAL_ID = re.compile(r"rId[0-9]{1,6}")
MEDIA_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship. `type` is its whole address; `target` a part name without leading '/', or an address outside."""

    id: str = field(repr=False)
    type: str = field(repr=False)
    target: str = field(repr=False)
    external: bool = False

    @property
    def tail(self) -> str:
        """The last word of its type: `image`, `hyperlink`."""
        return self.type.rpartition("/")[2]


def home(part: str) -> str:
    """Where the relationships of a part stand; those of the package itself for the empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read(content: bytes, owner: str, max_depth: int) -> tuple[Relation, ...]:
    """The relationships that a part of the name `owner` has.

    Raises:
        CorruptInput: they are broken, or one leads out of the package.
    """
    found: dict[str, Relation] = {}
    for element in parse(content, max_depth).iter(_RELATIONSHIP):
        mode, target = element.get("TargetMode", "Internal"), element.get("Target", "")
        if not element.get("Id") or not element.get("Type") or element.get("Id") in found:
            raise CorruptInput("a relationship of the document is broken", "save it anew and run again")
        external = mode == "External"
        place = target if external else resolved(owner, target)
        relation = Relation(str(element.get("Id")), str(element.get("Type")), place, external)
        found[relation.id] = relation
    return tuple(found.values())


def resolved(owner: str, target: str) -> str:
    """The part that a target means, in small letters; nothing for a place within `owner` itself.

    Raises:
        CorruptInput: it leads out of the package.
    """
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    if not path:
        return ""
    joined = path if path.startswith("/") else posixpath.join(posixpath.dirname(owner), path)
    name = posixpath.normpath(joined).lstrip("/").lower()
    if name.startswith("..") or "\0" in name:
        raise CorruptInput("a relationship leads out of the document", "this may be an attack: do not open it")
    return name


def neutral_ids(relations: Iterable[Relation]) -> dict[str, str]:
    """Old id -> new one, for ids that could say something: all but `rId1` and its like."""
    relations = tuple(relations)
    taken = {each.id for each in relations}
    fresh: dict[str, str] = {}
    number = 1
    for each in relations:
        if _NEUTRAL_ID.fullmatch(each.id):
            continue
        while f"rId{number}" in taken:
            number += 1
        fresh[each.id] = f"rId{number}"
        taken.add(f"rId{number}")
    return fresh


def written(relations: Iterable[Relation], owner: str) -> bytes:
    """The relationships of a part, with targets seen from its folder."""
    root = etree.fromstring(f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}"/>')
    folder = posixpath.dirname(owner) or "."
    for each in relations:
        element = etree.SubElement(root, _RELATIONSHIP)
        element.set("Id", each.id)
        element.set("Type", each.type)
        element.set("Target", each.target if each.external else posixpath.relpath(each.target, folder))
        if each.external:
            element.set("TargetMode", "External")
    return serialised(root)
