"""Addresses outside a document to which it links: read like any text, and never a place on somebody's machine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from redact.core.flow import Edit
from redact.core.segment import TextKind, chars_from
from redact.media.office._fields import Field
from redact.media.office._relations import Relation
from redact.media.office._rules import Fate, Format, Part

#: Where a link leads whose address was cut.
NOWHERE = "about:blank"
#: What may stand before an address that is one for everybody. Source: RFC 3986 section 3.1; RFC 6068; RFC 3966.
_PUBLIC = re.compile(r"(?:https?|ftp|mailto|tel|sms|about|urn):|#", re.I)


class Links:
    """The links of one part: read, and as they are written again."""

    def __init__(self, part: Part, rules: Format) -> None:
        self._part = part
        self.relations = [self._fit(each) if self._is_link(rules, each) else each for each in part.relations]
        self._links = [at for at, each in enumerate(self.relations) if self._is_link(rules, each)]

    def fields(self) -> Iterator[Field]:
        """Each address, as people read it; a cut anywhere in it takes it away as a whole."""
        for number, at in enumerate(self._links, 1):
            address = _legible(self.relations[at].target)
            if address != NOWHERE:
                part = f"{self._part.title}, link {number}"
                yield Field(address, part, TextKind.FIELD, "link", chars_from(0), self._putter(at))

    def _putter(self, at: int) -> Callable[[Sequence[Edit]], None]:
        def put(edits: Sequence[Edit]) -> None:
            if edits:
                self.relations[at] = replace(self.relations[at], target=NOWHERE)

        return put

    @staticmethod
    def _is_link(rules: Format, relation: Relation) -> bool:
        return rules.relations.get(relation.tail) is Fate.LINK

    @staticmethod
    def _fit(relation: Relation) -> Relation:
        """Paths and file addresses name folders, machines and people: nobody else can follow them."""
        return relation if _PUBLIC.match(relation.target) else replace(relation, target=NOWHERE)


def _legible(address: str) -> str:
    if "%" not in address:
        return address
    plain = unquote(address, errors="replace")
    return address if "\ufffd" in plain or not plain.isprintable() else plain
