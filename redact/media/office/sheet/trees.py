"""Parts that are small enough to be held whole: styles, tables, and the workbook itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from lxml import etree

from redact.core.errors import CorruptInput
from redact.core.flow import PartNote
from redact.media._stream import Readable
from redact.media.office._namespaces import KNOWN
from redact.media.office._rules import Ask, Body, Part
from redact.media.office._tree import serialised
from redact.media.office.sheet.allow import Rule, Spot, cleaned, short
from redact.media.office.sheet.asking import Asking, answered, readables
from redact.media.office.sheet.book import Book

_SPACES: Any = {None: KNOWN["s"], "r": KNOWN["r"]}
_ROOTS = ("workbook", "styleSheet", "table", "comments")
#: Makes the root of a part anew.
Making = Callable[[Any, Part, Spot], Asking]
Noting = Callable[[Any, Part, Spot], Iterator[PartNote]]


def _nothing(_root: Any, _part: Part, _spot: Spot) -> Iterator[PartNote]:
    yield from ()


@dataclass(frozen=True, slots=True)
class TreePart(Body):
    """A part that is read whole; `make` says how its root is made anew."""

    book: Book = field(repr=False)
    part: Part
    make: Making
    note: Noting = _nothing

    def notes(self) -> Iterator[PartNote]:
        """As `note` says."""
        yield from self.note(self._root(), self.part, self._spot())

    def readables(self) -> Iterator[Readable]:
        """What `make` asks about."""
        yield from readables(self.make(self._root(), self.part, self._spot()))

    def write(self, ask: Ask, out: IO[bytes]) -> None:
        """Write what `make` makes."""
        out.write(serialised(answered(self.make(self._root(), self.part, self._spot()), ask)))

    def _root(self) -> Any:
        root = self.book.package.xml(self.part.source)
        if short(root.tag) not in _ROOTS:
            raise CorruptInput("a part of the workbook is not what it claims", "open it in Excel and save it anew")
        return root

    def _spot(self) -> Spot:
        return Spot(self.book, self.part.title, {each.id: each.id for each in self.part.relations})


def fresh(name: str) -> Any:
    """A new element of the main vocabulary, as the root of a part."""
    return etree.Element(f"{{{KNOWN['s']}}}{name}", nsmap=_SPACES)


def by_rules(rules: Mapping[str, Rule]) -> Making:
    """The children of the root each by its rule; all others are left out."""

    def make(root: Any, _part: Part, spot: Spot) -> Asking:
        made = fresh(short(root.tag))
        for child in root.iterchildren(etree.Element):
            if passes := rules.get(short(child.tag)):
                child_made = yield from cleaned(child, passes, spot)
                if child_made.element is not None:
                    made.append(child_made.element)
        return made

    return make
