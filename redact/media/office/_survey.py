"""The walk through a package from its main part: what is reached passes by its type, and nothing else does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from redact.core.errors import UnsupportedMedia
from redact.core.flow import PartNote
from redact.media.office import _content_types, _placeholder
from redact.media.office._body import TreeBody
from redact.media.office._dropped import dropped
from redact.media.office._ooxml import Ooxml
from redact.media.office._relations import Relation
from redact.media.office._rules import Fate, Format, Kind, Part

#: Suffix by which a file within a document is known to the adapter that reads it, by content type.
_SUFFIXES = {kind: suffix for suffix, kind in _content_types.SUFFIXES.items()} | {
    "image/jpeg": "jpg",
    "image/tiff": "tif",
    "image/jpg": "jpg",
    "image/pjpeg": "jpg",
    "image/x-png": "png",
    "image/x-ms-bmp": "bmp",
    "video/x-ms-wmv": "wmv",
    "audio/x-wav": "wav",
    "audio/mp3": "mp3",
    "audio/x-m4a": "m4a",
    "video/avi": "avi",
}
#: Files whose name must tell what they are, for their type does not.
_TOLD_BY_NAME = ("", _content_types.OCTETS)

#: What files within are called: in the package, and by people.
_CALLED = {
    Fate.PICTURE: ("media/image{}", "picture {}"),
    Fate.RECORDING: ("media/media{}", "recording {}"),
    Fate.FILE: ("embeddings/file{}", "embedded file {}"),
}


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file within the document. `name` is that in what is written, without suffix; `suffix` its own, without a dot.

    Without suffix nobody can read it. `stands_for` says that it is our own placeholder.
    """

    source: str = field(repr=False)
    name: str
    title: str
    fate: Fate
    suffix: str
    stands_for: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether it is a child, and not merely written or left out."""
        return bool(self.suffix) and not self.stands_for


@dataclass(frozen=True, slots=True)
class Survey:
    """What passes: XML parts in the order in which they are read, then the files among them; and what does not."""

    parts: tuple[Part, ...] = field(repr=False)
    files: tuple[Embedded, ...] = field(repr=False)
    left_out: tuple[PartNote, ...]

    @property
    def main(self) -> Part:
        """The part with which everything begins."""
        return self.parts[0]


class _Walk:
    """The state of one walk."""

    def __init__(self, package: Ooxml, rules: Format) -> None:
        self.package = package
        self.rules = rules
        self.parts: dict[str, Part] = {}
        self.files: dict[str, Embedded] = {}
        self._count: Counter[str] = Counter()

    def follow(self, main: str, kind: Kind) -> None:
        """Visit the main part and all that it leads to; each part is visited once, whatever leads to it."""
        waiting = [(main, kind)]
        while waiting:
            name, kind = waiting.pop()
            if name in self.parts:
                continue
            part = self._fitted(self._named(name, kind))
            self.parts[name] = part
            onward = []
            for relation in part.relations:
                found = self._tie(relation)
                if isinstance(found, Kind):
                    onward.append((relation.target, found))
                elif found in _CALLED:
                    self._embed(relation.target, found)
            waiting += reversed(onward)

    def _fitted(self, part: Part) -> Part:
        """The part with the relationships that pass: those of known types to what is there, and is referred to.

        What is cut away with one reference may hold others, so that it is looked at until nothing more falls away.
        """
        relations = self.rules.order(self.package, part.source)
        kept = [each for each in relations if each.tail not in part.kind.without and self._tie(each) is not None]
        while True:
            lost = frozenset(each.id for each in relations) - frozenset(each.id for each in kept)
            part = replace(part, relations=tuple(kept), lost=lost)
            still = self._referred(part)
            if len(still) == len(kept):
                return part
            kept = still

    def _referred(self, part: Part) -> list[Relation]:
        explicit = self.rules.explicit
        if not any(each.tail in explicit for each in part.relations):
            return list(part.relations)
        body = part.kind.body(self.package, part)
        wanted = body.references() if isinstance(body, TreeBody) else None
        if wanted is None:
            return list(part.relations)
        return [each for each in part.relations if each.tail not in explicit or each.id in wanted]

    def _tie(self, relation: Relation) -> Kind | Fate | None:
        """The kind of the part a relationship leads to, or what it is; None where it is left out."""
        fate = self.rules.relations.get(relation.tail)
        if fate is Fate.REFUSED:
            raise UnsupportedMedia(
                "a part of the document's text is a file of another kind",
                "open it in the program that made it, copy the text in, and save it anew",
            )
        if fate is None or relation.external is not (fate is Fate.LINK):
            return None
        if fate is Fate.LINK:
            return fate
        if not self.package.has(relation.target):
            return None
        if fate is Fate.OPTIONAL:
            return self.rules.kinds.get(self.package.types.of(relation.target))
        if fate is Fate.FOLLOWED:
            return self._kind(relation.target)
        return fate if fate is Fate.PICTURE or self._suffix(relation.target) else None

    def _kind(self, target: str) -> Kind:
        try:
            return self.rules.kinds[self.package.types.of(target)]
        except KeyError as err:
            raise UnsupportedMedia(
                "the document holds a part of a kind that is not known here",
                "save it anew in the program that made it, and run again",
            ) from err

    def _embed(self, target: str, fate: Fate) -> None:
        if target not in self.files:
            stands_for = fate is Fate.PICTURE and self._is_placeholder(target)
            name, title = (self._count_up(each) for each in _CALLED[fate])
            name = f"{self.rules.folder}/{name}"
            self.files[target] = Embedded(target, name, title, fate, self._suffix(target), stands_for)

    def _suffix(self, target: str) -> str:
        """What kind of file stands in the document, as a suffix says it; none for a kind that nobody can read."""
        media_type = self.package.types.of(target).lower()
        told = target.rpartition(".")[2]
        if media_type in _TOLD_BY_NAME:
            return told if told in _content_types.SUFFIXES else ""
        return _SUFFIXES.get(media_type, "")

    def _is_placeholder(self, target: str) -> bool:
        return self.package.size(target) == len(_placeholder.PNG) and self.package.read(target) == _placeholder.PNG

    def _named(self, source: str, kind: Kind) -> Part:
        if "{}" not in kind.name and kind.name in self._count:
            raise UnsupportedMedia("the document holds a part twice that may be there once", "save it anew")
        return Part(source, self._count_up(kind.name), self._count_up(kind.title), kind)

    def _count_up(self, pattern: str) -> str:
        self._count[pattern] += 1
        return pattern.format(self._count[pattern])


def survey(package: Ooxml, rules: Format) -> Survey:
    """What of a package passes.

    Raises:
        CorruptInput: a part or relationship is broken.
        UnsupportedMedia: it is no document of this format, or holds what cannot be read and may not be left out.
    """
    main = package.main
    kind = rules.mains.get(package.types.of(main))
    if kind is None:
        raise UnsupportedMedia("this is no document of the kind it was taken for", "check what it is, and name it so")
    walk = _Walk(package, rules)
    walk.follow(main, kind)
    thumbnails = frozenset(r.target.lower() for r in package.relations("") if r.tail == "thumbnail")
    left_out = tuple(dropped(package, (*walk.parts, *walk.files), thumbnails, rules.programs))
    return Survey(tuple(walk.parts.values()), tuple(walk.files.values()), left_out)
