"""What a zip or OLE file is, from the members inside it: the first bytes of all of them are the same."""

from __future__ import annotations

import struct
import zipfile
from typing import BinaryIO

import olefile

from redact.core.errors import CorruptInput, EncryptedInput, UnsupportedMedia

_ODF_MIME = b"application/vnd.oasis.opendocument."
_ODF_KNOWN = ("text", "spreadsheet", "presentation")
#: First folder of an OOXML package -> adapter. Source: ECMA-376-1:2016, clauses 11.3, 12.3, 13.3.
_OOXML = {"word/": "word", "xl/": "sheet", "ppt/": "slides"}
_MIME_BYTES = 128
#: Streams of an OLE file -> what it is. Source: [MS-DOC], [MS-XLS], [MS-PPT], [MS-OXMSG], [MS-OFFCRYPTO] 2.3.
_OLE = (
    ("EncryptedPackage", "locked"),
    ("__properties_version1.0", "msg"),
    ("WordDocument", "old_office"),
    ("Workbook", "old_office"),
    ("Book", "old_office"),
    ("PowerPoint Document", "old_office"),
)


def in_zip(file: BinaryIO) -> str:
    """The adapter for a zip file.

    Raises:
        CorruptInput: its directory cannot be read.
        UnsupportedMedia: it is an office document of a kind no adapter reads.
    """
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
            if "mimetype" in names:
                with package.open("mimetype") as member:
                    mime = member.read(_MIME_BYTES)
                if mime.startswith(_ODF_MIME):
                    return _odf(mime.removeprefix(_ODF_MIME))
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as err:
        raise CorruptInput("the archive is damaged", "pack it anew, or leave it out") from err
    if "[Content_Types].xml" in names:
        return _ooxml(names)
    return "archive"


def _odf(kind: bytes) -> str:
    if kind.decode("ascii", "replace").startswith(_ODF_KNOWN):
        return "odf"
    raise UnsupportedMedia("this is an OpenDocument file of a kind that cannot be read", "export it to PDF")


def _ooxml(names: list[str]) -> str:
    for folder, adapter in _OOXML.items():
        if any(name.startswith(folder) for name in names):
            return adapter
    raise UnsupportedMedia("this is an office document of a kind that cannot be read", "export it to PDF")


def in_ole(file: BinaryIO) -> str:
    """The adapter for an OLE file.

    Raises:
        CorruptInput: its directory cannot be read.
        EncryptedInput: it is an office document locked with a password.
        UnsupportedMedia: it is of a kind no adapter reads.
    """
    try:
        file.seek(0)
        with olefile.OleFileIO(file) as ole:
            kind = next((kind for stream, kind in _OLE if ole.exists(stream)), "")
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error) as err:
        raise CorruptInput("the OLE file is damaged", "save it anew in the program that made it") from err
    if not kind:
        raise UnsupportedMedia("this is an OLE file of a kind that cannot be read", "convert it, or leave it out")
    if kind == "locked":
        raise EncryptedInput("the document is locked with a password", "remove the password and try again")
    return kind
