"""Content types: what kind of part each member of a package is.

Source: ECMA-376-2 (Open Packaging Conventions), 5th edition, section 6.2.3.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from redact.media.office._namespaces import CONTENT_TYPES
from redact.media.office._relations import MEDIA_TYPE as RELATIONS_TYPE
from redact.media.office._tree import parse, serialised

MEMBER = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument"
OCTETS = "application/octet-stream"

#: Suffix -> type, for every file that may stand within a document: declared in each, so that the first member of a
#: package can be written before it is known as what its files come back.
SUFFIXES: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "pdf": "application/pdf",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "csv": "text/csv",
    "html": "text/html",
    "eml": "message/rfc822",
    "zip": "application/zip",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "avi": "video/x-msvideo",
    "mkv": "video/x-matroska",
    "webm": "video/webm",
    "bin": OCTETS,
    "vml": f"{_OFFICE}.vmlDrawing",
}


class ContentTypes:
    """The types of a package's parts, by name."""

    def __init__(self, content: bytes, max_depth: int) -> None:
        """Read them. Raises as `parse` does."""
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        for element in parse(content, max_depth):
            kind = element.get("ContentType", "").strip()
            if extension := element.get("Extension"):
                self._defaults[extension.lower()] = kind
            elif name := element.get("PartName"):
                self._overrides[name.lstrip("/").lower()] = kind

    def of(self, part: str) -> str:
        """The type of a part; the empty one if none is declared. Names do not tell large and small letters apart."""
        suffix = part.rpartition("/")[2].rpartition(".")[2]
        return self._overrides.get(part.lower()) or self._defaults.get(suffix.lower(), "")


def written(overrides: Mapping[str, str]) -> bytes:
    """The member for a package whose XML parts have the types `overrides`, by part name."""
    root = etree.fromstring(f'<Types xmlns="{CONTENT_TYPES}"/>')
    for suffix, kind in {"rels": RELATIONS_TYPE, "xml": "application/xml", **SUFFIXES}.items():
        default = etree.SubElement(root, f"{{{CONTENT_TYPES}}}Default")
        default.set("Extension", suffix)
        default.set("ContentType", kind)
    for name, kind in overrides.items():
        override = etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", kind)
    return serialised(root)
