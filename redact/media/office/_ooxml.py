"""An opened OOXML package: its parts by name, what type each is, what each refers to, and its XML as trees.

Source: ECMA-376-2 (Open Packaging Conventions), 5th edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import IO

from redact.core.errors import CorruptInput, UnsupportedMedia
from redact.core.flow import Source
from redact.media._package import Package
from redact.media.office import _content_types, _relations
from redact.media.office._content_types import ContentTypes
from redact.media.office._namespaces import KNOWN
from redact.media.office._relations import Relation
from redact.media.office._tree import Element, parse
from redact.settings import Settings

_MAIN = "officeDocument"
_REFERENCES = f"{{{KNOWN['r']}}}"
#: Drawings of the old kind, and diagrams, name a relationship in a vocabulary of their own.
_OLD_REFERENCES = (f"{{{KNOWN['o']}}}relid", "relId")


class Ooxml:
    """The parts of a package. Names tell no large and small letters apart, and begin without '/'."""

    def __init__(self, source: Source, settings: Settings) -> None:
        """Open it.

        Raises:
            CorruptInput: it is no whole zip file, or no OOXML package.
            EncryptedInput: a member is locked.
            LimitExceeded: it holds too much.
            InputError: it cannot be read.
        """
        self.settings = settings
        self._package = Package(source.path, settings)
        self._members = {_folded(name): name for name in self._package.names}
        if len(self._members) < len(self._package.names):
            raise CorruptInput("two parts of the document have one name", "save it anew and run again")
        self._relations: dict[str, tuple[Relation, ...]] = {}

    @cached_property
    def types(self) -> ContentTypes:
        """What type each part is."""
        return ContentTypes(self.read(_content_types.MEMBER), self.settings.max_depth)

    @property
    def parts(self) -> tuple[str, ...]:
        """Every member that is a part: not content types and relationships. In the order of the file."""
        own = _folded(_content_types.MEMBER)
        return tuple(name for name in self._members if name != own and not name.endswith(".rels"))

    @property
    def has_comment(self) -> bool:
        """Whether words stand beside the members of the zip file."""
        return self._package.has_comment

    @property
    def main(self) -> str:
        """The part with which everything begins.

        Raises:
            UnsupportedMedia: there is none.
        """
        for relation in self.relations(""):
            if relation.tail == _MAIN and not relation.external:
                return relation.target
        raise UnsupportedMedia("this is a zip file, but no Office document", "check what it is, and name it so")

    def has(self, part: str) -> bool:
        """Whether a part is there."""
        return _folded(part) in self._members

    def size(self, part: str) -> int:
        """How long a part claims to be."""
        return self._package.size(self._member(part))

    def read(self, part: str) -> bytes:
        """A whole part.

        Raises:
            CorruptInput: it is missing or damaged.
        """
        return self._package.read(self._member(part))

    @contextmanager
    def open(self, part: str) -> Iterator[IO[bytes]]:
        """A part, unpacked as it is read.

        Raises:
            CorruptInput: it is missing or damaged; so does whoever reads it.
        """
        with self._package.open(self._member(part)) as file:
            yield file

    def xml(self, part: str) -> Element:
        """The root of an XML part; relationship ids that could say something are neutral ones here.

        Raises:
            CorruptInput: it is missing, damaged or not well-formed, or declares a document type.
            LimitExceeded: it is too large or too deep.
        """
        root = parse(self.read(part), self.settings.max_depth)
        if fresh := self.fresh_ids(part):
            _renumber(root, fresh)
        return root

    def fresh_ids(self, part: str) -> Mapping[str, str]:
        """Old relationship id -> the neutral one that `xml` and `relations` give in its place."""
        return _relations.neutral_ids(self._raw(part))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What a part refers to; what the package itself does for the empty name. With neutral ids.

        Raises:
            CorruptInput: the relationships are broken, or lead out of the package.
        """
        raw = self._raw(part)
        fresh = _relations.neutral_ids(raw)
        return tuple(Relation(fresh.get(r.id, r.id), r.type, r.target, r.external) for r in raw)

    def _raw(self, part: str) -> tuple[Relation, ...]:
        if part not in self._relations:
            home = _relations.home(part)
            found = self.has(home)
            self._relations[part] = _relations.read(self.read(home), part, self.settings.max_depth) if found else ()
        return self._relations[part]

    def _member(self, part: str) -> str:
        try:
            return self._members[_folded(part)]
        except KeyError as err:
            raise CorruptInput("a part of the document is missing", "save it anew and run again") from err


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def refers(attribute: str) -> bool:
    """Whether an attribute holds the id of a relationship."""
    return attribute.startswith(_REFERENCES) or attribute in _OLD_REFERENCES


def _renumber(root: Element, fresh: Mapping[str, str]) -> None:
    for element in root.iter("*"):
        for key, value in element.attrib.items():
            name, told = str(key), str(value)
            if told in fresh and refers(name):
                element.set(name, fresh[told])
