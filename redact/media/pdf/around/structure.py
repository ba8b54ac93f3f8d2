"""The structure tree (tags): kept for those who have a page read aloud, without names of the file's own making.

Source: ISO 32000-1:2008, 14.7 (logical structure), 14.8.4 (standard structure types).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from redact.core.errors import LimitExceeded
from redact.media.pdf.cleaning.schema import ELDERS, ROLES
from redact.media.pdf.cleaning.tally import Tally, Topic
from redact.media.pdf.objects import naming

_MAX_ELEMENTS = 5_000_000
_MAX_ROLES = 20
_OTHER = "/NonStruct"


def elements(pdf: pikepdf.Pdf) -> Iterator[Dictionary]:
    """Every element once, in the order in which it is read aloud.

    Raises:
        LimitExceeded: there is no end to them.
    """
    root = pdf.Root.get("/StructTreeRoot")
    seen: set[tuple[int, int]] = set()
    todo = _kids(root)
    for _ in range(_MAX_ELEMENTS):
        if not todo:
            return
        element = todo.pop()
        if element.is_indirect and element.objgen in seen:
            continue
        seen.add(element.objgen)
        if "/S" in element:
            yield element
            todo += _kids(element)
    raise LimitExceeded("the PDF has more tags than the limit", "save it without tags")


def settle(pdf: pikepdf.Pdf, tally: Tally) -> None:
    """Give every element a type that all readers know: what a file calls its types is its own."""
    root = pdf.Root.get("/StructTreeRoot")
    if not isinstance(root, Dictionary):
        return
    roles = root.get("/RoleMap")
    mapped = {key: naming.said(roles[key]) for key in roles.keys()} if isinstance(roles, Dictionary) else {}  # noqa: SIM118
    for element in elements(pdf):
        said = naming.said(element.get("/S"))
        if said not in ROLES:
            element["/S"] = Name(_role(said, mapped))
    if mapped:
        tally.add(Topic.TAG_TREE)
        del root["/RoleMap"]


def _role(said: str, mapped: dict[str, str]) -> str:
    for _ in range(_MAX_ROLES):
        said = ELDERS.get(said, said)
        if said in ROLES:
            return said
        said = mapped.get(said, _OTHER)
    return _OTHER


def _kids(holder: Any) -> list[Dictionary]:
    """The last first, as they are taken from the end."""
    held = holder.get("/K") if isinstance(holder, Dictionary) else None
    kids = list(held) if isinstance(held, Array) else [held]
    return [kid for kid in reversed(kids) if isinstance(kid, Dictionary)]
