"""What an adapter says of its format: which parts and relationships pass, how they are called, who reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import IO, Protocol

from redact.core.flow import Edit, PartNote, PartState
from redact.core.hidden import Hidden
from redact.media._stream import Readable
from redact.media.office._ooxml import Ooxml
from redact.media.office._relations import Relation

#: Gives the edits for a stretch that is read.
Ask = Callable[[Readable], Sequence[Edit]]


class Fate(Enum):
    """What becomes of a relationship. One of a type that is not named is left out, with what only it leads to."""

    FOLLOWED = auto()  # to a part of XML
    OPTIONAL = auto()  # the same, but left out where the part is of a kind that is not known
    PICTURE = auto()
    RECORDING = auto()
    FILE = auto()
    LINK = auto()  # to an address outside, which is read
    REFUSED = auto()  # part of what the document says, and of a kind that cannot be read here


@dataclass(frozen=True, slots=True)
class Part:
    """A part that passes. `source` is its name in the file, `name` its name in what is written, `title` for people.

    The names of pictures, recordings and files lack their suffix until it is known as what they are released.
    """

    source: str = field(repr=False)
    name: str
    title: str
    kind: Kind = field(repr=False)
    relations: tuple[Relation, ...] = field(default=(), repr=False)
    lost: frozenset[str] = field(default=frozenset(), repr=False)  # ids of relationships that are left out


class Body(Protocol):
    """The content of an XML part."""

    def notes(self) -> Iterator[PartNote]:
        """What of it a reader may overlook, or what is left out; each with a name of its own that begins with the part's."""

    def readables(self) -> Iterator[Readable]:
        """Every stretch that is read, the same each time."""

    def write(self, ask: Ask, out: IO[bytes]) -> None:
        """Write it, each stretch as `ask` will have it: asked once each, in the order of `readables`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of part that passes. `name` and `title` hold `{}` where several may be: `word/header{}.xml`."""

    name: str
    title: str
    media_type: str  # as it is written
    body: Callable[[Ooxml, Part], Body]
    state: PartState = PartState.READ
    hidden: Hidden | None = None
    note: str = ""
    without: frozenset[str] = (
        frozenset()
    )  # relationships of these types are left out where a part of this kind has them


@dataclass(frozen=True, slots=True)
class Format:
    """The rules of one format. `relations` is by the last word of a relationship's type, the rest by content type.

    `order` puts the relationships of a part in the order in which they are to be followed.
    """

    folder: str  # `word`: where pictures and the like are put
    mains: Mapping[str, Kind]
    kinds: Mapping[str, Kind]
    relations: Mapping[str, Fate]
    suffixes: Mapping[str, str] = field(default_factory=dict)  # content type of a main part -> what is written instead
    order: Callable[[Ooxml, str], tuple[Relation, ...]] = Ooxml.relations
    explicit: frozenset[str] = frozenset()  # types of relationships that are left out where the part names them nowhere
    programs: tuple[str, ...] = ()  # those whose name stays, as `_program` says
