"""The members of an OpenDocument package: what each is for, and what is said of those that are left out.

Source: OASIS, Open Document Format for Office Applications 1.3, part 2 (packages), 27 April 2021.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from redact.core.errors import EncryptedInput, UnsupportedMedia
from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media._package import Package
from redact.media.office._tree import parse
from redact.media.office.odf.vocabulary import q

MIMETYPE, MANIFEST = "mimetype", "META-INF/manifest.xml"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
#: What can be read, as the media type ends; `base` and `database` are programs with data, not documents.
_READABLE = frozenset(
    f"{kind}{form}"
    for kind in ("text", "spreadsheet", "presentation", "graphics", "chart", "formula", "image")
    for form in ("", "-template", "-master", "-web", "-master-template")
)
_LONGEST_TYPE = 200

#: How a member's name begins or ends -> what it is, and where people look for it. The first that fits counts.
_LEFT_OUT: tuple[tuple[str, str, Hidden | None], ...] = (
    ("meta.xml", "document properties", Hidden.METADATA),
    ("settings.xml", "settings of the writer's program", Hidden.METADATA),
    ("manifest.rdf", "statements about the document", Hidden.METADATA),
    ("layout-cache", "layout cache", Hidden.METADATA),
    ("Thumbnails/", "thumbnail", Hidden.THUMBNAILS),
    ("Basic/", "macros", Hidden.CODE),
    ("Scripts/", "macros", Hidden.CODE),
    ("Dialogs/", "macros", Hidden.CODE),
    ("Configurations", "commands for the menu", Hidden.CODE),
    ("META-INF/", "signature", Hidden.METADATA),
    ("Versions/", "earlier version", Hidden.CHANGES),
    ("VersionList.xml", "list of earlier versions", Hidden.CHANGES),
    ("ObjectReplacements/", "preview of an embedded object", Hidden.THUMBNAILS),
    ("Fonts/", "embedded font", None),
    ("Pictures/", "picture that nothing shows", Hidden.EMBEDDED),
    ("Media/", "recording that nothing plays", Hidden.EMBEDDED),
    ("Obj", "part of an embedded object", Hidden.EMBEDDED),
)


def media_type(package: Package, max_depth: int) -> str:
    """What kind of document this is.

    Raises:
        EncryptedInput: its parts are locked.
        UnsupportedMedia: it is none that is read here.
    """
    listed = package.read(MANIFEST) if MANIFEST in package.names else b""
    if b"encryption-data" in listed or "encrypted-package" in package.names:
        raise EncryptedInput("it is locked with a password", "remove the password and try again")
    told = ""
    if MIMETYPE in package.names and package.size(MIMETYPE) <= _LONGEST_TYPE:
        told = package.read(MIMETYPE).decode("latin-1").strip()
    elif listed:
        entries = parse(listed, max_depth).iter(q("manifest:file-entry"))
        roots = (entry for entry in entries if entry.get(q("manifest:full-path")) == "/")
        told = next((str(entry.get(q("manifest:media-type"), "")) for entry in roots), "")
    if not told.startswith(_OPEN_DOCUMENT) or told.removeprefix(_OPEN_DOCUMENT) not in _READABLE:
        raise UnsupportedMedia("this is no OpenDocument text, sheet or presentation", "export it to one of these")
    return told


def typed(kind: str) -> str:
    """The media type of an embedded document of this kind (`chart`)."""
    return _OPEN_DOCUMENT + kind


def resolved(base: str, target: str) -> str:
    """The member to which an address in the document at `base` leads; nothing where it leads out of the package."""
    path = unquote(target)
    if not path or ":" in path or path.startswith(("/", "#")):
        return ""
    name = posixpath.normpath(posixpath.join(base, path))
    return "" if name.startswith("..") or name == "." else name


def left_out(package: Package, kept: Iterable[str]) -> Iterator[PartNote]:
    """A note for each member that is not among the `kept`."""
    stay = {*kept, MIMETYPE, MANIFEST}
    met: Counter[str] = Counter()
    for name in package.names:
        if name in stay:
            continue
        title, hidden = _described(name)
        met[title] += 1
        yield PartNote(f"{title} {met[title]}, left out", PartState.DROPPED, "", hidden)
    if package.has_comment:
        yield PartNote("comment of the zip file", PartState.DROPPED, "", Hidden.COMMENTS)


def _described(name: str) -> tuple[str, Hidden | None]:
    for start, title, hidden in _LEFT_OUT:
        if name.startswith(start) or name.endswith(f"/{start}"):
            return title, hidden
    return "unknown part", None
