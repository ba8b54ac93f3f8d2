"""Files that a document shows: pictures and recordings in its package, each under a neutral name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from redact.media._package import Package
from redact.media.office import _placeholder
from redact.media.office._tree import Element, drop
from redact.media.office.odf import vocabulary as words
from redact.media.office.odf.members import resolved
from redact.media.office.odf.vocabulary import q

_HREF = q("xlink:href")
_PLUGIN, _OLE, _OBJECT, _IMAGE = q("draw:plugin"), q("draw:object-ole"), q("draw:object"), q("draw:image")
_MIME = tuple(map(q, ("draw:mime-type", "loext:mime-type")))
_HEAD_BYTES = 512
#: (first bytes, suffix). What is drawn by commands (WMF, EMF, SVM) can be read by nobody but its makers' programs.
#: Source: the formats' own specifications, as collected in file(1)'s magic, 2024.
_FORMATS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"%PDF-", "pdf"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"\x1aE\xdf\xa3", "mkv"),
)
_RIFF = {b"WEBP": "webp", b"WAVE": "wav", b"AVI ": "avi"}
#: Suffix -> media type, for the manifest.
MEDIA_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
    "tif": "image/tiff", "tiff": "image/tiff", "webp": "image/webp", "svg": "image/svg+xml", "pdf": "application/pdf",
    "mp3": "audio/mpeg", "ogg": "audio/ogg", "flac": "audio/flac", "wav": "audio/x-wav", "avi": "video/x-msvideo",
    "mkv": "video/x-matroska", "mp4": "video/mp4", "avif": "image/avif", "heic": "image/heic",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of the package that the document shows. `suffix` is empty where nobody can read it."""

    number: int
    member: str = field(repr=False)
    base: str  # of the document that shows it, as it is named in the draft
    suffix: str

    @property
    def title(self) -> str:
        """What people call it."""
        return (
            f"picture {self.number}" if not MEDIA_TYPES[self.suffix].startswith(_PLAYED) else f"recording {self.number}"
        )

    @property
    def stem(self) -> str:
        """Its address in the draft, without a suffix."""
        return f"Pictures/picture-{self.number}"


_PLAYED = ("audio/", "video/")


@dataclass(slots=True)
class Gallery:
    """The files that a document shows, in the order in which it does."""

    package: Package
    shown: dict[tuple[str, str], Picture | None] = field(default_factory=dict, repr=False)  # None: a placeholder
    blanked: Counter[str] = field(default_factory=Counter)
    objects: dict[str, str] = field(default_factory=dict, repr=False)  # folder in the source -> folder in the draft

    def settle(self, root: Element, base: str, draft: str) -> Iterator[Element]:
        """Bring every address of a scrubbed part to what stays; gives the elements that show files.

        `base` and `draft` are the folder of the part's document in the source and in the draft.
        """
        for element in list(_with_address(root)):
            tag = str(element.tag)
            if tag in (_OBJECT, _OLE):
                self._object(element, base, draft)
            elif tag in words.PICTURES:
                if self._picture(element, base, draft) is not None:
                    yield element
            elif tag not in words.LINKS and element.get(_HREF) != "..":
                del element.attrib[_HREF]

    def _object(self, element: Element, base: str, draft: str) -> None:
        """An embedded document stays; of anything else embedded only its picture does."""
        folder = resolved(base, element.get(_HREF, ""))
        is_document = element.tag == _OBJECT and folder and f"{folder}/content.xml" in self.package.names
        if not is_document:
            drop(element)
            return
        if folder not in self.objects:
            self.objects[folder] = f"{draft}Object {len(self.objects) + 1}"
        element.set(_HREF, f"./{self.objects[folder].removeprefix(draft)}")
        parent = element.getparent()
        for preview in [] if parent is None else parent.findall(_IMAGE):
            drop(preview)

    def _picture(self, element: Element, base: str, draft: str) -> Picture | None:
        if element.getparent() is None:
            return None  # the preview of a document that stays
        member = resolved(base, element.get(_HREF, ""))
        key = (draft, member)
        if key not in self.shown:
            self.shown[key] = self._known(member, draft)
        picture = self.shown[key]
        for name in _MIME:
            element.attrib.pop(name, "")
        if picture is None and element.tag == _PLUGIN:
            drop(element)
            return None
        stem = f"{picture.stem}.{picture.suffix}" if picture else PLACEHOLDER
        element.set(_HREF, stem)
        return picture

    def _known(self, member: str, draft: str) -> Picture | None:
        if member not in self.package.names:
            self.blanked["pictures that are not in the file"] += 1
            return None
        if self._is_placeholder(member):
            return None
        suffix = self._suffix(member)
        self.blanked["pictures that cannot be read"] += not suffix
        number = 1 + sum(picture is not None for picture in self.shown.values())
        return Picture(number, member, draft, suffix) if suffix else None

    def _is_placeholder(self, member: str) -> bool:
        small = self.package.size(member) == len(_placeholder.PNG)
        return small and self.package.read(member) == _placeholder.PNG

    def _suffix(self, member: str) -> str:
        with self.package.open(member) as file:
            head = file.read(_HEAD_BYTES)
        if head[:4] == b"RIFF":
            return _RIFF.get(head[8:12], "")
        if head[4:8] == b"ftyp":
            return {b"avif": "avif", b"heic": "heic", b"mif1": "heic"}.get(head[8:12], "mp4")
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<svg")) and b"<svg" in head:
            return "svg"
        return next((suffix for magic, suffix in _FORMATS if head.startswith(magic)), "")


#: Where the stand-in is, in the folder of the document that shows it.
PLACEHOLDER = f"Pictures/placeholder.{_placeholder.SUFFIX}"


def _with_address(root: Element) -> Iterator[Element]:
    wanted = words.PICTURES | {_OLE, _OBJECT}
    for element in root.iter():
        if _HREF in element.attrib or (element.tag in wanted and element.tag != _BACKGROUND):
            yield element


_BACKGROUND = q("style:background-image")
