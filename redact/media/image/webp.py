"""WebP as RIFF chunks: what decoding needs is copied, everything else is read as text or dropped.

Source: RFC 9649 (2024), 2 and 3.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from PIL import Image

from redact.core.flow import PartNote, PartState
from redact.media.image.anatomy import Anatomy, Dress, Saying, counted, numbered
from redact.media.image.bounds import corrupt
from redact.media.image.exif import Exif, exif_block
from redact.media.image.motion import Motion
from redact.media.image.stills import as_webp
from redact.media.image.words import of_xml, said

_ICC, _ALPHA, _EXIF, _MOVES = 0x20, 0x10, 0x08, 0x02
_PIXELS = frozenset({b"VP8 ", b"VP8L", b"ALPH"})


class Chunk(NamedTuple):
    """One chunk without its padding."""

    name: bytes
    body: bytes


def anatomy(content: bytes) -> Anatomy:
    """The picture taken apart.

    Raises:
        CorruptInput: it ends before its end, or there is no picture in it.
    """
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content):
        raise corrupt()
    chunks = list(_chunks(content[12:end]))
    rest = content[end + end % 2 :]
    exif = Exif(next((chunk.body for chunk in chunks if chunk.name == b"EXIF"), b""))
    sayings = [*exif.sayings(), *(Saying("XMP", "XMP", of_xml(c.body)) for c in chunks if c.name == b"XMP ")]
    leftover = [*exif.leftover(), *_leftover(chunks)]
    if rest:
        sayings += [Saying("bytes after the end", "", said(rest))] if said(rest) else []
        leftover.append(PartNote("trailer", PartState.DROPPED, "bytes after the end"))
    profile = next((chunk.body for chunk in chunks if chunk.name == b"ICCP"), b"")
    return Anatomy(_bare(chunks), numbered(sayings), counted(leftover), exif.orientation, profile)


def dressed(bare: bytes, dress: Dress) -> bytes:
    """The bare picture with what it keeps, under a head that says so."""
    chunks = list(_chunks(bare[12:]))
    block = exif_block(dress)
    if not block and not dress.profile:
        return bare
    head = next((chunk.body for chunk in chunks if chunk.name == b"VP8X"), b"")
    if not head:
        clear = chunks[0].name == b"VP8L" and bool(chunks[0].body[4] & 0x10)
        head = _head(*_size(chunks[0]), _ALPHA if clear else 0)
    head = bytes((head[0] | (_EXIF if block else 0) | (_ICC if dress.profile else 0),)) + head[1:]
    inner = [chunk for chunk in chunks if chunk.name != b"VP8X"]
    profile = [Chunk(b"ICCP", dress.profile)] if dress.profile else []
    exif = [Chunk(b"EXIF", block)] if block else []
    return _joined([Chunk(b"VP8X", head), *profile, *inner, *exif])


def motion(bare: bytes) -> Motion | None:
    """How the frames are shown; None for a single picture."""
    chunks = list(_chunks(bare[12:]))
    delays = [Fraction(int.from_bytes(c.body[12:15], "little"), 1000) for c in chunks if c.name == b"ANMF"]
    loops = next((int.from_bytes(c.body[4:6], "little") for c in chunks if c.name == b"ANIM"), 0)
    return Motion(tuple(delays), loops) if delays else None


def is_lossless(bare: bytes) -> bool:
    """Whether every frame of the picture was coded without loss."""
    return all(chunk.name != b"VP8 " for chunk in _pictures(_chunks(bare[12:])))


def still(image: Image.Image, _source: Image.Image, bare: bytes, dress: Dress) -> bytes:
    """One picture, in the quality class of the one it was made from."""
    return dressed(anatomy(as_webp(image, lossless=is_lossless(bare))).bare, dress)


def film(frames: Iterable[Image.Image], shown: Motion, bare: bytes, dress: Dress) -> bytes:
    """Whole frames one after another, none mixed with the one before."""
    lossless = is_lossless(bare)
    made = [chunk for chunk in _chunks(bare[12:]) if chunk.name in (b"VP8X", b"ANIM")]
    for frame, delay in zip(frames, shown.delays, strict=True):
        coded = _pictures(_chunks(as_webp(frame, lossless=lossless)[12:]))
        inner = b"".join(_packed(chunk) for chunk in coded)
        size = struct.pack("<II", frame.width - 1, frame.height - 1)
        place = bytes(6) + size[:3] + size[4:7] + round(delay * 1000).to_bytes(3, "little") + b"\x02"
        made.append(Chunk(b"ANMF", place + inner))
    return dressed(_joined(made), dress)


def _chunks(content: bytes) -> Iterator[Chunk]:
    at = 0
    while at + 8 <= len(content):
        length = int.from_bytes(content[at + 4 : at + 8], "little")
        if at + 8 + length > len(content):
            raise corrupt()
        yield Chunk(content[at : at + 4], content[at + 8 : at + 8 + length])
        at += 8 + length + length % 2


def _pictures(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    for chunk in chunks:
        if chunk.name == b"ANMF":
            yield from _pictures(_chunks(chunk.body[16:]))
        elif chunk.name in _PIXELS:
            yield chunk


def _bare(chunks: list[Chunk]) -> bytes:
    pixels = [chunk for chunk in chunks if chunk.name in _PIXELS]
    head = next((chunk.body for chunk in chunks if chunk.name == b"VP8X"), b"")
    frames = [chunk for chunk in chunks if chunk.name == b"ANMF"]
    if head and len(head) >= 10 and head[0] & _MOVES:
        if not frames:
            raise corrupt()
        start = [Chunk(b"VP8X", bytes((head[0] & (_ALPHA | _MOVES),)) + bytes(3) + head[4:10])]
        start += [Chunk(b"ANIM", c.body[:6]) for c in chunks if c.name == b"ANIM"][:1]
        return _joined([*start, *(_frame(chunk) for chunk in frames)])
    if not pixels or pixels[-1].name == b"ALPH":
        raise corrupt()
    if pixels[0].name == b"ALPH":
        return _joined([Chunk(b"VP8X", _head(*_size(pixels[-1]), _ALPHA)), *pixels[:2]])
    return _joined(pixels[:1])


def _frame(chunk: Chunk) -> Chunk:
    inner = b"".join(_packed(inside) for inside in _pictures(_chunks(chunk.body[16:])))
    return Chunk(b"ANMF", chunk.body[:16] + inner)


def _head(width: int, height: int, flags: int) -> bytes:
    return bytes((flags, 0, 0, 0)) + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]


def _size(chunk: Chunk) -> tuple[int, int]:
    """Source: RFC 9649, 3.4 (lossless); RFC 6386, 9.1 (lossy)."""
    body = chunk.body
    if len(body) < 10:
        raise corrupt()
    if chunk.name == b"VP8L":
        packed = int.from_bytes(body[1:5], "little")
        return (packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", body[6:10])
    return width & 0x3FFF, height & 0x3FFF


def _packed(chunk: Chunk) -> bytes:
    return chunk.name + struct.pack("<I", len(chunk.body)) + chunk.body + bytes(len(chunk.body) % 2)


def _joined(chunks: Iterable[Chunk]) -> bytes:
    body = b"WEBP" + b"".join(_packed(chunk) for chunk in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _leftover(chunks: Iterable[Chunk]) -> Iterator[PartNote]:
    known = _PIXELS | {b"VP8X", b"ANIM", b"ANMF", b"EXIF", b"XMP ", b"ICCP"}
    for chunk in chunks:
        if chunk.name not in known:
            yield PartNote("WebP chunk of an unknown kind", PartState.DROPPED, "not read")
