"""An OpenDocument file: names first, then the text of each part, then the files it shows; all written anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from redact.core.errors import CorruptInput, EncryptedInput, LimitExceeded, UnsupportedMedia
from redact.core.flow import PartNote, PartState, Source
from redact.core.ports import Change
from redact.core.segment import Child, Segment
from redact.media._child import ask
from redact.media._package import Package, PackageWriter, opened
from redact.media._stream import Readable
from redact.media.office import _placeholder
from redact.media.office._asker import Asker
from redact.media.office._tree import Element, drop
from redact.media.office.odf import identifiers, manifest, members, strings
from redact.media.office.odf.layout import SETTINGS, layout
from redact.media.office.odf.pictures import MEDIA_TYPES, PLACEHOLDER, Picture
from redact.media.office.odf.survey import Folder, Survey
from redact.media.office.odf.vocabulary import q
from redact.media.office.odf.walk import Walk
from redact.settings import Settings

_HREF = q("xlink:href")
_XML = "text/xml"


@dataclass(slots=True)
class _Draft:
    """What of a draft is written, and what waits for files that it shows."""

    writer: PackageWriter
    ask: Asker
    types: dict[str, str] = field(default_factory=dict)  # media types by name
    waiting: list[tuple[str, Element, list[Element]]] = field(default_factory=list)

    def write(self, name: str, content: bytes, media_type: str) -> None:
        """Add a member, once."""
        if name not in self.types:
            self.types[name] = media_type
            self.writer.write(name, content)


class Odf:
    """An opened OpenDocument file."""

    def __init__(self, source: Source, settings: Settings) -> None:
        """Raises as `open_odf` says."""
        self._source = source
        self._settings = settings
        try:
            self._package = Package(source.path, settings)
            self._type = members.media_type(self._package, settings.max_depth)
            self._survey = Survey(self._package, settings)
            self._layout = layout(self._package, settings.max_depth)
        except (CorruptInput, EncryptedInput, LimitExceeded, UnsupportedMedia) as err:
            raise type(err)(f"source {source.id}: {err.message}", err.hint) from err

    def segments(self) -> Iterator[Segment]:
        """Names and values of attributes, each once; the text of every part; the files that are shown."""
        ordinal = 0
        for readable in self._readables():
            for _, text in readable.texts(ordinal, self._settings.piece_chars):
                yield text
                ordinal += 1
        for picture in self._survey.pictures:
            yield self._child(picture, ordinal)
            ordinal += 1

    def census(self) -> Iterable[PartNote]:
        """Every part, what is hidden in them, and what is left out."""
        yield PartNote("list of members", PartState.CLEANED, "made anew")
        for folder in self._survey.folders:
            for title, _, _ in folder.members(self._package):
                yield PartNote(title, PartState.READ)
        yield PartNote("names and values", PartState.READ, "of styles, sheets, shapes, links and fields")
        for picture in self._survey.pictures:
            yield PartNote(picture.title, PartState.READ, "a file within the file")
        yield from self._survey.notes()
        kept = [*self._survey.members]
        if self._layout:
            yield PartNote("settings", PartState.CLEANED, "only what changes the layout stays")
            kept.append(SETTINGS)
        yield from members.left_out(self._package, kept)

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the document again with its edits."""
        draft = _Draft(PackageWriter(out), Asker(change, self._settings.piece_chars))
        try:
            self._write(draft)
        finally:
            draft.writer.close()  # or it would be closed at some later time, behind a file that is gone

    def _write(self, draft: _Draft) -> None:
        draft.writer.write(members.MIMETYPE, self._type.encode(), stored=True)
        changed = self._renamed(draft.ask)
        for folder in self._survey.folders:
            if folder.draft:
                draft.types[folder.draft] = folder.kind
            self._write_folder(folder, changed, draft)
        addresses = {picture.stem: self._write_picture(picture, draft) for picture in self._survey.pictures}
        for name, root, shown in draft.waiting:
            _readdress(shown, addresses)
            draft.write(name, strings.written(root), _XML)
        self._write_rest(draft)

    def streams(self) -> Iterator[tuple[str, str]]:
        """Of every XML part its text, and those values of attributes that the standard does not know; names of members."""
        yield "names of members", "\n".join(self._package.names)
        for number, name in enumerate(self._package.names, 1):
            if name.endswith((".xml", ".rdf")) and name != members.MANIFEST:
                raw = self._package.read(name).decode("utf-8", "replace")
                yield f"member {number}, text", strings.bare(raw)
                yield f"member {number}, attributes", strings.attributes(raw)

    def _readables(self) -> Iterator[Readable]:
        for _, readable in self._survey.names.readables():
            yield readable
        for folder in self._survey.folders:
            for _, member, _ in folder.members(self._package):
                root, _ = self._survey.tree(folder, member)
                for site in Walk(folder.title).sites(root):
                    yield site.readable

    def _child(self, picture: Picture, ordinal: int) -> Child:
        name = f"picture-{picture.number}.{picture.suffix}"
        return Child(ordinal, picture.title, name, lambda: opened(self._package, picture.member), shown=False)

    def _renamed(self, asker: Asker) -> dict[identifiers.Key, str]:
        changed: dict[identifiers.Key, str] = {}
        for key, readable in self._survey.names.readables():
            edits = asker(readable)
            if edits:
                changed[key] = identifiers.own(key, identifiers.fresh(key, edits), changed)
        return changed

    def _write_folder(self, folder: Folder, changed: dict[identifiers.Key, str], draft: _Draft) -> None:
        for _, member, name in folder.members(self._package):
            root, shown = self._survey.tree(folder, member)
            for site in Walk(folder.title).sites(root):
                site.put(draft.ask(site.readable))
            identifiers.rename(root, changed)
            if shown:
                draft.waiting.append((name, root, shown))
            else:
                draft.write(name, strings.written(root), _XML)

    def _write_picture(self, picture: Picture, draft: _Draft) -> str:
        """Write what is to be shown; gives its address, or nothing where it was withheld."""
        released = ask(draft.ask.change, self._child(picture, draft.ask.ordinal))
        draft.ask.ordinal += 1
        if released.path is None:
            draft.write(picture.base + PLACEHOLDER, _placeholder.PNG, "image/png")
            return ""
        suffix = released.name.rpartition(".")[2].lower()
        suffix = suffix if suffix in MEDIA_TYPES else picture.suffix
        address = f"{picture.stem}.{suffix}"
        draft.types[picture.base + address] = MEDIA_TYPES[suffix]
        draft.writer.copy(picture.base + address, released.path)
        return address

    def _write_rest(self, draft: _Draft) -> None:
        for base in sorted({base for (base, _), picture in self._survey.gallery.shown.items() if picture is None}):
            draft.write(base + PLACEHOLDER, _placeholder.PNG, "image/png")
        if self._layout:
            draft.write(SETTINGS, self._layout, _XML)
        draft.writer.write(members.MANIFEST, manifest.written(self._type, self._survey.version, draft.types))


def _readdress(shown: list[Element], addresses: dict[str, str]) -> None:
    for element in shown:
        address = addresses[str(element.get(_HREF, "")).rpartition(".")[0]]
        if not address and element.tag == q("draw:plugin"):
            drop(element)
        else:
            element.set(_HREF, address or PLACEHOLDER)
