"""Values as they are spelt and as they read: escapes, quoted-printable, parts of a structured value."""

from __future__ import annotations

import binascii
import quopri
import re

from redact.core.errors import CorruptInput

_ESCAPED = re.compile(r"\\([nN,;\\:\"])")
_OLD_ESCAPED = re.compile(r"\\(;)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_OLD = "2.1"
_SIGNS = 24  # of at most three characters each: no line gets longer than 76


def read(value: str, version: str) -> str:
    """A text as it reads. In vCard 2.1 only `;` is escaped."""
    pattern = _OLD_ESCAPED if version == _OLD else _ESCAPED
    return _CONTROLS.sub(" ", pattern.sub(lambda match: "\n" if match[1] in "nN" else match[1], value))


def spelt(text: str, version: str, *, structured: bool = False) -> str:
    """A text as it is spelt; in vCard 2.1 line ends stay, and quoted-printable hides them."""
    if version == _OLD:
        return text.replace(";", "\\;") if structured else text
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\n", "\\n")


def components(value: str, sign: str) -> list[str]:
    """The parts of a structured value, still spelt."""
    return re.split(rf"(?<!\\){sign}", value)


def unquoted(value: str, charset: str) -> str:
    """Quoted-printable of vCard 2.1.

    Raises:
        CorruptInput: it is in no charset, or in another than it says.
    """
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    for codec in ("utf-8", charset or "cp1252", "cp1252"):
        try:
            return raw.decode(codec).replace("\r\n", "\n").replace("\r", "\n")
        except (LookupError, ValueError):
            continue
    raise CorruptInput("a value is in no charset that we know", "export it anew as UTF-8")


def quoted(text: str) -> str:
    """Text in quoted-printable, with soft line ends."""
    raw = text.replace("\n", "\r\n").encode("utf-8", "replace")
    signs = [chr(byte) if 32 <= byte < 127 and byte != ord("=") else f"={byte:02X}" for byte in raw]
    lines = ("".join(signs[at : at + _SIGNS]) for at in range(0, len(signs), _SIGNS))
    return "=\r\n".join(lines)


def unpacked(value: str) -> bytes:
    """Base64, white space passed over.

    Raises:
        CorruptInput: it is none.
    """
    letters = re.sub(r"[\s\\n]", "", value) if "\\" in value else re.sub(r"\s", "", value)
    try:
        return binascii.a2b_base64(letters + "=" * (-len(letters) % 4))
    except ValueError as err:
        raise CorruptInput("a file in it is broken", "export it anew from the program that made it") from err
