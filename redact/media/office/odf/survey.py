"""What an OpenDocument package holds: its documents, their names and files, found in one reading before all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media._package import Package
from redact.media.office._tree import Element, parse
from redact.media.office.odf import hidden
from redact.media.office.odf.identifiers import Names
from redact.media.office.odf.members import typed
from redact.media.office.odf.pictures import Gallery, Picture
from redact.media.office.odf.scrub import Neutral, Scrub
from redact.media.office.odf.vocabulary import q
from redact.settings import Settings

_BODY = q("office:body")
_MATH = q("math:math")
_VERSION = re.compile(r"1\.\d")
_KINDS = {"drawing": "graphics"}
#: What is counted as it goes -> where people look for it.
_GONE = {
    "comments": Hidden.COMMENTS,
    "tracked changes": Hidden.CHANGES,
    "scripts and sources": Hidden.CODE,
    "links to the writer's own files": Hidden.FORMULAS,
    "formulas with links to elsewhere": Hidden.FORMULAS,
}


@dataclass(frozen=True, slots=True)
class Folder:
    """A document in the package: the outermost one, whose folder is empty, or one embedded in it."""

    title: str
    base: str = field(repr=False)
    draft: str
    kind: str = ""

    def members(self, package: Package) -> Iterator[tuple[str, str, str]]:
        """Its parts: what people call each, its name in the source, its name in the draft."""
        for part in ("content", "styles"):
            member = f"{self.base}{part}.xml"
            if member in package.names:
                title = part if not self.base else f"{self.title}, {part}"
                yield title, member, f"{self.draft}{part}.xml"


class Survey:
    """Everything that has to be known of a package before its parts are read one by one."""

    def __init__(self, package: Package, settings: Settings) -> None:
        """Read all parts once.

        Raises:
            CorruptInput: the document has no content, or a part is not what it should be.
            LimitExceeded: a part is too large or deep, or documents are nested too deep.
        """
        self.package = package
        self.names = Names()
        self.folders: list[Folder] = []
        self.gallery = Gallery(package)
        self.version = ""
        self._settings = settings
        self._neutral = Neutral()
        self._gone: Counter[str] = Counter()
        self._hidden: Counter[str] = Counter()
        if "content.xml" not in package.names:
            raise CorruptInput("the document has no content", "open it in the program that made it and save it anew")
        self._visit("text", "", "")

    @property
    def pictures(self) -> list[Picture]:
        """The files that are shown and can be read, in the order of their first showing."""
        return [picture for picture in self.gallery.shown.values() if picture is not None]

    @property
    def members(self) -> Iterator[str]:
        """The names of all members that stay, as the source has them."""
        for folder in self.folders:
            yield from (member for _, member, _ in folder.members(self.package))
        yield from (member for (_, member), _ in self.gallery.shown.items())

    def tree(self, folder: Folder, member: str) -> tuple[Element, list[Element]]:
        """A part, scrubbed, and those of its elements that show files."""
        return self._tree(member, folder.base, folder.draft, Scrub(self._settings, self._neutral))

    def notes(self) -> Iterator[PartNote]:
        """What of the documents is hidden, and what of them is left out."""
        yield from hidden.notes(self._hidden)
        for sort, topic in _GONE.items():
            if self._gone[sort]:
                yield PartNote(f"{sort}, left out", PartState.DROPPED, f"{self._gone[sort]} found", topic)
        for sort, count in self.gallery.blanked.items():
            if count:
                yield PartNote(f"{sort}, blanked", PartState.DROPPED, f"{count} found", Hidden.EMBEDDED)

    def _visit(self, title: str, base: str, draft: str) -> None:
        if base.count("/") > self._settings.max_nesting:
            raise LimitExceeded("documents are nested deeper than the limit", "raise max_nesting in the settings")
        before = len(self.gallery.objects)
        at = len(self.folders)
        self.folders.append(Folder(title, base, draft))
        kind = ""
        for _, member, _ in self.folders[at].members(self.package):
            scrub = Scrub(self._settings, self._neutral, self._gone)
            root, _ = self._tree(member, base, draft, scrub)
            kind = kind or _kind(root)
            told = root.get(q("office:version"), "")
            if not base and _VERSION.fullmatch(told):
                self.version = self.version or told
            self._hidden.update(hidden.hidden(root))
            self.names.collect(root)
        self.folders[at] = Folder(title, base, draft, typed(kind or "text"))
        for found, fresh in list(self.gallery.objects.items())[before:]:
            self._visit(f"object {len(self.folders)}", f"{found}/", f"{fresh}/")

    def _tree(self, member: str, base: str, draft: str, scrub: Scrub) -> tuple[Element, list[Element]]:
        root = parse(self.package.read(member), self._settings.max_depth)
        scrub(root)
        return root, list(self.gallery.settle(root, base, draft))


def _kind(root: Element) -> str:
    """What kind of document a content part holds (`spreadsheet`)."""
    if root.tag == _MATH:
        return "formula"
    body = root.find(_BODY)
    if body is None or not len(body):
        return ""
    word = str(body[-1].tag).rpartition("}")[2]
    return _KINDS.get(word, word)
