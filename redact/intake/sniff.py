"""What a file is, from its bytes: the suffix only chooses among kinds that the bytes allow."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Mapping
from typing import BinaryIO

from redact.core.errors import UnsupportedMedia
from redact.intake.letters import letters_kind
from redact.intake.packages import in_ole, in_zip
from redact.intake.sounds import is_recording

#: How many bytes of a file `sniff` should be given.
HEAD_BYTES = 65_536

#: (offset, first bytes, what it is). Source: the formats' own specifications, as collected in file(1)'s magic, 2024.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"!BDN", "Outlook mailbox"),
    (0, b"RIFF", "RIFF file of an unknown kind"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "Windows Media recording"),
    (0, b"8BPS", "Photoshop picture"),
    (0, b"\xff\x0a", "JPEG XL picture"),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL picture"),
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", "JPEG 2000 picture"),
    (4, b"1AY&SY", "bzip2 archive"),
    (0, b"\xfd7zXZ\x00", "xz archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (0, b"Rar!\x1a\x07", "RAR archive"),
    (0, b"(\xb5/\xfd", "Zstandard archive"),
    (0, b"SQLite format 3\x00", "SQLite database"),
    (0, b"PAR1", "Parquet table"),
    (0, b"%!PS", "PostScript"),
    (0, b"\x7fELF", "program"),
    (0, b"MZ\x90", "program"),
)

#: (offset, first bytes, adapter). Source: as above.
_PICTURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF87a", "image"),
    (0, b"GIF89a", "image"),
    (0, b"II*\x00", "image"),
    (0, b"MM\x00*", "image"),
    (0, b"II+\x00", "image"),
    (0, b"MM\x00+", "image"),
    (0, b"\x1aE\xdf\xa3", "video"),
    (8, b"WEBP", "image"),
    (8, b"AVI ", "video"),
    (4, b"moov", "video"),
    (4, b"mdat", "video"),
    (4, b"wide", "video"),
)
#: ISO base media files of still pictures, by brand; what is neither one nor sound alone is taken for a film.
#: Source: MP4 Registration Authority, mp4ra.org, brands, 2024.
_STILL_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")

_ZIP, _ZIP_EMPTY, _OLE, _RTF = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf"
_GZIP, _TAR, _TAR_AT = b"\x1f\x8b", b"ustar", 257
#: Readers look for the mark of a PDF in so many bytes. Source: ISO 32000-1:2008, annex H, implementation note 13.
_PDF, _PDF_WITHIN = b"%PDF-", 1024

_BY_SUFFIX: Mapping[str, str] = {
    ".csv": "table", ".tsv": "table", ".tab": "table",
    ".json": "json", ".geojson": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".html": "markup", ".htm": "markup", ".xhtml": "markup", ".xml": "markup", ".svg": "markup",
}  # fmt: skip
#: Their suffix says prose, whatever the first line looks like.
_PROSE = frozenset({".md", ".markdown", ".rst", ".log"})
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKUP = re.compile(r"\s*(?:<\?xml\b|<!doctype\b|<html\b|<svg\b)", re.I)
_JSON_START = re.compile(r'\s*(?:\{\s*"|\[\s*\{)')
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(head: bytes, suffix: str, file: BinaryIO | None = None) -> str:
    """The name of the adapter for a file that starts with `head` (up to `HEAD_BYTES`) and is called `*suffix`.

    `file` is the whole of it: what a package is shows only inside.

    Raises:
        UnsupportedMedia: the bytes are of a kind no adapter reads, or not text although the suffix says so.
        InputError: it is a package that cannot be opened.
    """
    known = _document(head, file or io.BytesIO(head)) or ("audio" if is_recording(head, suffix) else _picture(head))
    if known:
        return known
    for offset, magic, kind in _SIGNATURES:
        # A signature that is a plain word may begin a text; binary files have a zero byte behind it.
        if head.startswith(magic, offset) and (not magic.isalnum() or b"\x00" in head):
            raise UnsupportedMedia(f"this is a {kind}, which cannot be read yet", "convert it to text, or leave it out")
    text = _as_text(head)
    if letters := letters_kind(text, suffix.lower()):
        return letters
    suffix = suffix.lower()
    if suffix in _PROSE:
        return "text"
    if _MARKUP.match(text):
        return "markup"
    named = _BY_SUFFIX.get(suffix, "text")
    if named in ("json", "jsonl") or (named == "text" and suffix in ("", ".txt") and _JSON_START.match(text)):
        return _json_or_lines(text, named)
    return named


def _document(head: bytes, file: BinaryIO) -> str:
    """The adapter of a document or archive, or nothing."""
    if head.startswith((_ZIP, _ZIP_EMPTY)):
        return in_zip(file)
    if head.startswith(_OLE):
        return in_ole(file)
    if head.startswith(_RTF):
        return "rtf"
    if head.startswith(_GZIP) or head.startswith(_TAR, _TAR_AT):
        return "archive"
    at = head.find(_PDF, 0, _PDF_WITHIN)
    return "pdf" if at == 0 or (at > 0 and not head[:at].strip(b"\xef\xbb\xbf").strip()) else ""


def _picture(head: bytes) -> str:
    """The adapter of a picture or film, or nothing. Words that may begin a text count only where zero bytes follow."""
    if head[4:8] == b"ftyp" and b"\x00" in head[:64]:
        return "image" if head[8:12] in _STILL_BRANDS else "video"
    if head[:2] == b"BM" and head[6:10] == bytes(4) and len(head) >= 26:  # BMP: two reserved words behind its length
        return "image"
    for offset, magic, adapter in _PICTURES:
        if head.startswith(magic, offset) and (b"\x00" in head[:64] or not magic.strip().isalnum()):
            return adapter
    return ""


def _as_text(head: bytes) -> str:
    """The head as characters, good enough to look at.

    Raises:
        UnsupportedMedia: these bytes are not text.
    """
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(codec, "replace")
    text = head.decode(_wide(head), "replace") if b"\x00" in head else head.decode("latin-1")
    if len(_CONTROLS.findall(text)) > len(text) // 50:
        raise _binary()
    return text


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: Western text has its zero bytes all on one side."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.3 * half and even <= 0.05 * half:
        return "utf-16-le"
    if even > 0.3 * half and odd <= 0.05 * half:
        return "utf-16-be"
    raise _binary()


def _binary() -> UnsupportedMedia:
    return UnsupportedMedia("this file holds binary content, not text", "find out what it is, or leave it out")


def _json_or_lines(text: str, named: str) -> str:
    """`.json` files that are JSON Lines, and the reverse, go by their bytes; otherwise the name is believed."""
    lines = [line for line in text.splitlines()[:2] if line.strip()]
    if not lines or (lines[0].strip() not in ("{", "[") and not _whole(lines[0])):
        return "json" if named == "text" else named
    if lines[0].strip() in ("{", "["):
        return "json"
    if len(lines) > 1:
        return "jsonl"
    return "json" if named == "text" else named


def _whole(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
