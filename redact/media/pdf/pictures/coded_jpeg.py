"""A JPEG file without anything but its picture: segments that decoding needs are copied, all others left out.

Source: ITU-T T.81 (09/92), Annex B; JFIF 1.02; Adobe Technical Note 5116 (APP14). Profiles go too: in a PDF it is the image's
dictionary that says what its colours are (ISO 32000-2:2020, section 7.4.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.media.pdf.terms import Untrusted

_SOI, _EOI = b"\xff\xd8", b"\xff\xd9"
_SOS, _APP0, _APP14 = 0xDA, 0xE0, 0xEE
#: Frames, tables, restart interval, number of lines, scans.
_NEEDED = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, _SOS}) - {0xC8}
#: The head of JFIF before a thumbnail, whose size is its last two bytes; all of Adobe's segment.
_JFIF_BYTES, _ADOBE_BYTES = 14, 12
#: The end of a scan: a marker that is neither a stuffed FF nor a restart.
_SCAN_END = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def bare_jpeg(content: bytes) -> bytes:
    """The file with nothing but its picture; one that was cut off is ended where it stops.

    Raises:
        Untrusted: it is damaged before its first scan.
    """
    start = content.find(_SOI)
    if start < 0:
        raise _damaged()
    return b"".join((_SOI, *_needed(content, start + 2), _EOI))


def _needed(content: bytes, at: int) -> Iterator[bytes]:
    scanned = False
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        mark = content[at : at + 2]
        if mark == _EOI or (scanned and len(mark) < 2):
            return
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if len(mark) < 2 or mark[0] != 0xFF or mark[1] < 0xC0 or length < 2 or at + 2 + length > len(content):
            raise _damaged()
        body, start = content[at + 4 : at + 2 + length], at + 2 + length
        at = _scan_end(content, start) if mark[1] == _SOS else start
        scanned = scanned or mark[1] == _SOS
        yield _segment(mark[1], body) + content[start:at]


def _segment(marker: int, body: bytes) -> bytes:
    if marker == _APP0 and body.startswith(b"JFIF\x00") and len(body) >= _JFIF_BYTES:
        body = body[: _JFIF_BYTES - 2] + b"\x00\x00"
    elif marker == _APP14 and body.startswith(b"Adobe"):
        body = body[:_ADOBE_BYTES]
    elif marker not in _NEEDED:
        return b""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def _scan_end(content: bytes, start: int) -> int:
    end = _SCAN_END.search(content, start)
    return len(content) if end is None else end.start()


def _damaged() -> Untrusted:
    return Untrusted("an image is damaged")
