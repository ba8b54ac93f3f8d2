"""A JPEG 2000 file without anything but its picture: boxes that decoding needs are copied, all others left out.

Source: ITU-T T.800 (06/2019), Annexes A (codestream) and I (JP2 file format).
"""

from __future__ import annotations

from collections.abc import Iterator

from redact.media.pdf.terms import Untrusted

_BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
_HEAD_BOXES = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef"})
_SOC, _SOT, _COM = b"\xff\x4f", 0xFF90, 0xFF64


def bare_jpx(content: bytes) -> bytes:
    """The file with nothing but its picture, be it boxes or a bare codestream.

    Raises:
        Untrusted: it is damaged.
    """
    if content.startswith(_SOC):
        return _codestream(content)
    made = b"".join(_boxes(content, _BOXES))
    if not made:
        raise _damaged()
    return made


def _boxes(content: bytes, wanted: frozenset[bytes]) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(content):
        size, name, head = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        size = size or len(content) - at
        if size < head or at + size > len(content):
            raise _damaged()
        if name in wanted:
            yield _box(name, content[at + head : at + size])
        at += size


def _box(name: bytes, body: bytes) -> bytes:
    if name == b"jp2h":
        body = b"".join(_boxes(body, _HEAD_BOXES))
    elif name == b"jp2c":
        body = _codestream(body)
    return (len(body) + 8).to_bytes(4, "big") + name + body


def _codestream(content: bytes) -> bytes:
    """The codestream without the comments of its main header."""
    kept, at = [content[:2]], 2
    while True:
        marker, length = int.from_bytes(content[at : at + 2], "big"), int.from_bytes(content[at + 2 : at + 4], "big")
        if marker == _SOT:
            return b"".join((*kept, content[at:]))
        if marker < 0xFF00 or length < 2 or at + 2 + length > len(content):
            raise _damaged()
        if marker != _COM:
            kept.append(content[at : at + 2 + length])
        at += 2 + length


def _damaged() -> Untrusted:
    return Untrusted("an image is damaged")
