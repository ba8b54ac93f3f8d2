"""A file in a property: a photograph, a sound, an attachment."""

from __future__ import annotations

import binascii
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from redact.core.segment import Child
from redact.media._child import Released
from redact.media.calendar.lines import Line, folded, spelt_param
from redact.media.calendar.properties import heading
from redact.media.calendar.spelling import unpacked

#: Stands where a file was withheld; it is not read.
WITHHELD = "invalid:withheld"
_DATA = re.compile(r"data:([\w.+/-]*)[^,]*;base64,(.*)", re.I | re.S)
_NAMES = ("FILENAME", "X-FILENAME", "X-ORACLE-FILENAME", "X-APPLE-FILENAME")
_TYPES: Mapping[str, str] = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".tif": "image/tiff",
    ".bmp": "image/bmp", ".webp": "image/webp", ".wav": "audio/wav", ".flac": "audio/flac", ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg", ".pdf": "application/pdf", ".txt": "text/plain", ".html": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
_STEMS: Mapping[str, str] = {"PHOTO": "photo", "LOGO": "logo", "SOUND": "sound", "ATTACH": "attachment"}
_USUAL: Mapping[str, str] = {"PHOTO": ".jpg", "LOGO": ".jpg", "SOUND": ".wav", "ATTACH": ".bin"}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The file that a line holds; `in_address` says that it is spelt as a `data:` address."""

    part: str
    line: Line = field(repr=False)
    name: str = field(repr=False)
    shown: bool
    packed: str = field(repr=False)
    in_address: bool

    def child(self, ordinal: int) -> Child:
        """The file as it stands there."""
        return Child(ordinal, self.part, self.name, lambda: io.BytesIO(unpacked(self.packed)), self.shown)

    def written(self, released: Released, version: str) -> bytes:
        """The line with what goes out."""
        if released.path is None:
            return folded(f"{heading(self.line)};VALUE=URI:{WITHHELD}")
        packed = binascii.b2a_base64(released.path.read_bytes(), newline=False).decode("ascii")
        suffix = PurePosixPath(released.name).suffix.lower()
        kind = _TYPES.get(suffix, "application/octet-stream")
        named = spelt_param("FILENAME", released.name) if self.shown else ""
        if self.in_address:
            return folded(f"{self.line.name}{named}:data:{kind};base64,{packed}")
        if self.line.name == "ATTACH":
            return folded(f"ATTACH;FMTTYPE={kind};ENCODING=BASE64;VALUE=BINARY{named}:{packed}")
        encoding = "BASE64" if version == "2.1" else "b"
        short = kind.partition("/")[2].upper()
        line = folded(f"{self.line.name};ENCODING={encoding};TYPE={short}{named}:{packed}")
        return line + b"\r\n" if version == "2.1" else line


def enclosed(line: Line, part: str) -> Enclosed | None:
    """The file in a line; None where it is only an address of one."""
    data = _DATA.fullmatch(line.value)
    binary = line.param("ENCODING").upper() in ("B", "BASE64") or line.param("VALUE").upper() == "BINARY"
    if data is None and not binary:
        return None
    given = next((found for key in _NAMES if (found := line.param(key))), "")
    given = re.split(r"[/\\]", given)[-1].strip(" .")
    said = (data[1] if data else line.param("FMTTYPE") or line.param("TYPE") or line.param("MEDIATYPE")).lower()
    suffix = next((end for end, kind in _TYPES.items() if said and said in (kind, kind.partition("/")[2])), "")
    made_up = _STEMS[line.name] + (suffix or _USUAL[line.name])
    return Enclosed(part, line, given or made_up, bool(given), data[2] if data else line.value, data is not None)
