"""What files in a letter are called, and what type they have under a name. The lists are ours: no type is passed through."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

#: Suffix -> media type. Source: IANA media types, 2025, and Microsoft, "Office file format MIME types", 2023.
_TYPES: Mapping[str, str] = {
    ".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".csv": "text/csv", ".ics": "text/calendar",
    ".vcf": "text/vcard", ".md": "text/markdown", ".xml": "application/xml", ".json": "application/json",
    ".rtf": "application/rtf", ".pdf": "application/pdf", ".eml": "message/rfc822", ".mbox": "application/mbox",
    ".msg": "application/vnd.ms-outlook", ".doc": "application/msword", ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation", ".zip": "application/zip", ".gz": "application/gzip",
    ".tar": "application/x-tar", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
    ".tif": "image/tiff", ".tiff": "image/tiff", ".bmp": "image/bmp", ".webp": "image/webp", ".heic": "image/heic",
    ".svg": "image/svg+xml", ".wav": "audio/wav", ".flac": "audio/flac", ".mp3": "audio/mpeg", ".m4a": "audio/mp4",
    ".ogg": "audio/ogg", ".mp4": "video/mp4", ".mov": "video/quicktime", ".mkv": "video/x-matroska",
    ".webm": "video/webm",
}  # fmt: skip
_OTHERWISE = "application/octet-stream"
#: Media types that mailers use beside those, and the suffix of what they hold.
_ALSO: Mapping[str, str] = {
    "text/rtf": ".rtf", "application/msword": ".doc", "text/x-vcard": ".vcf", "text/directory": ".vcf",
    "application/ics": ".ics", "image/jpg": ".jpg", "image/pjpeg": ".jpg", "image/x-png": ".png", "audio/x-wav": ".wav",
    "audio/amr": ".amr", "text/xml": ".xml", "application/x-zip-compressed": ".zip", "message/global": ".eml",
    "application/xhtml+xml": ".html", "text/x-amp-html": ".html", "application/csv": ".csv", "image/x-ms-bmp": ".bmp",
    "video/3gpp": ".3gp", "audio/x-m4a": ".m4a", "application/x-gzip": ".gz",
}  # fmt: skip
_STEMS: Mapping[str, str] = {
    "image": "picture", "audio": "sound", "video": "film", "message": "message", "text/html": "body",
    "text/calendar": "invitation", "text/vcard": "card", "application/rtf": "body",
}  # fmt: skip
_SEPARATORS = re.compile(r"[/\\]")


def suffix_for(media_type: str) -> str:
    """The suffix of a file of that type, with its dot; `.bin` for one that we do not know."""
    if media_type in _ALSO:
        return _ALSO[media_type]
    return next((suffix for suffix, known in _TYPES.items() if known == media_type), ".bin")


def type_for(name: str) -> str:
    """The type of a file of that name."""
    return _TYPES.get(PurePosixPath(name).suffix.lower(), _OTHERWISE)


def made_up(media_type: str) -> str:
    """A name for a file that has none."""
    suffix = suffix_for(media_type)
    known = _TYPES.get(suffix, media_type)
    return _STEMS.get(known, _STEMS.get(known.partition("/")[0], "attachment")) + suffix


def file_name(given: str, media_type: str) -> str:
    """The name that a letter gives, without folders; with a suffix where it lacks one that its type has."""
    name = _SEPARATORS.split(given)[-1].strip().strip(".")
    if not name:
        return ""
    suffix = suffix_for(media_type)
    return name if PurePosixPath(name).suffix or suffix == ".bin" else name + suffix
