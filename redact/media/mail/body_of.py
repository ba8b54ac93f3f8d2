"""The body of an Outlook item in each form that it has: plain text, HTML, rich text.

Source: [MS-OXCMSG] 2.2.1.58, [MS-OXRTFCP] (compression).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

import compressed_rtf
from compressed_rtf.crc32 import crc32

from redact.core.errors import LimitExceeded
from redact.media.mail.charset import decode
from redact.media.mail.mapi import Key, Value, codec_for, damaged
from redact.media.mail.rich import as_html

_PLAIN, _HTML, _RTF, _PACKED, _CODEPAGE = 0x1000, 0x1013, 0x1009, (b"LZFu", b"MELA"), 0x3FDE
_HEADER_BYTES = 16
_MAX_RTF_BYTES = 256 << 20


def bodies(props: Mapping[Key, Value]) -> Iterator[tuple[str, bytes]]:
    """`plain`, `html` or `rtf`, and the content, texts in UTF-8, as far as there are any."""
    plain = props.get(_PLAIN)
    if isinstance(plain, str) and plain.strip():
        yield "plain", plain.encode("utf-8", "replace")
    packed = props.get(_RTF)
    rich = unpacked(packed) if isinstance(packed, bytes) and packed else b""
    html = _html(props) or as_html(rich)
    if html:
        yield "html", html
    elif rich.strip() and (b"\\fromtext" not in rich[:1024] or not (isinstance(plain, str) and plain.strip())):
        yield "rtf", rich


def _html(props: Mapping[Key, Value]) -> bytes:
    found = props.get(_HTML)
    if isinstance(found, str):
        return found.encode("utf-8", "replace")
    if not isinstance(found, bytes) or not found.strip(b"\x00\r\n\t "):
        return b""
    number = props.get(_CODEPAGE)
    text = decode(found.rstrip(b"\x00"), codec_for(number) if isinstance(number, int) else "")
    return found if text is None else text.encode("utf-8", "replace")


def unpacked(packed: bytes) -> bytes:
    """Compressed rich text, unpacked.

    Raises:
        CorruptInput: it is damaged.
        LimitExceeded: it claims to be larger than any letter.
    """
    if len(packed) < _HEADER_BYTES:
        raise damaged()
    length, size, kind, check = struct.unpack_from("<II4sI", packed)
    if kind not in _PACKED or length + 4 > len(packed):
        raise damaged()
    if size > _MAX_RTF_BYTES or len(packed) > _MAX_RTF_BYTES:
        raise LimitExceeded("the text of an item is larger than any letter", "save it in parts")
    content = packed[_HEADER_BYTES : length + 4]
    # What the library would raise has no type of its own, so it is not asked.
    if check != (crc32(content) if kind == b"LZFu" else 0):
        raise damaged()
    try:
        rich: bytes = compressed_rtf.decompress(packed)
    except (struct.error, IndexError) as err:
        raise damaged() from err
    return rich[:size]
