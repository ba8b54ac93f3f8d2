"""The content of an XML part as a tree: cleaned, then read field by field, then written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO

from redact.core.flow import PartNote
from redact.media._stream import Readable
from redact.media.office._fields import Field
from redact.media.office._ooxml import Ooxml, refers
from redact.media.office._rules import Ask, Body, Part
from redact.media.office._tree import Element, serialised
from redact.settings import Settings


@dataclass(frozen=True, slots=True)
class Page:
    """A part opened as a tree."""

    part: Part
    root: Element = field(repr=False)
    package: Ooxml = field(repr=False)

    @property
    def settings(self) -> Settings:
        """What the user turned."""
        return self.package.settings

    @property
    def title(self) -> str:
        """What people call the part."""
        return self.part.title


def nothing(_page: Page) -> Iterator[PartNote]:
    """No notes: for parts in which nothing is overlooked."""
    yield from ()


def unread(_page: Page) -> Iterator[Field]:
    """No fields: for parts that hold no words once they are clean."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Habits:
    """How one type of part is taken: `notes` looks at it as it came, `clean` changes it, `fields` reads what is left."""

    clean: Callable[[Page], None]
    fields: Callable[[Page], Iterator[Field]] = unread
    notes: Callable[[Page], Iterator[PartNote]] = nothing

    def body(self, package: Ooxml, part: Part) -> TreeBody:
        """The content of a part that is taken so."""
        return TreeBody(package, part, self)


class TreeBody(Body):
    """A part that is read as a tree, made anew each time it is asked for something: none is kept."""

    def __init__(self, package: Ooxml, part: Part, habits: Habits) -> None:
        self._package = package
        self._part = part
        self._habits = habits

    def notes(self) -> Iterator[PartNote]:
        """As `Body`."""
        yield from self._habits.notes(self._page())

    def readables(self) -> Iterator[Readable]:
        """As `Body`."""
        yield from self._fields(self._clean())

    def references(self) -> frozenset[str]:
        """The ids of the relationships that the part names once it is clean."""
        root = self._clean().root
        return frozenset(
            str(value) for each in root.iter("*") for key, value in each.attrib.items() if refers(str(key))
        )

    def edited(self, ask: Ask) -> Element:
        """The tree with each field as `ask` will have it."""
        page = self._clean()
        for each in self._fields(page):
            each.put(ask(each))
        return page.root

    def write(self, ask: Ask, out: IO[bytes]) -> None:
        """As `Body`."""
        out.write(serialised(self.edited(ask)))

    def _fields(self, page: Page) -> Iterator[Field]:
        return (each for each in self._habits.fields(page) if each.text.strip())

    def _clean(self) -> Page:
        page = self._page()
        self._habits.clean(page)
        return page

    def _page(self) -> Page:
        return Page(self._part, self._package.xml(self._part.source), self._package)
