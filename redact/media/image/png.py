"""PNG as chunks: what decoding needs is copied, everything else is read as text or dropped.

Source: W3C PNG (Third Edition, 2025), 5 and 11.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from redact.core.flow import PartNote, PartState
from redact.media.image.anatomy import Anatomy, Dress, Saying, counted, numbered
from redact.media.image.bounds import corrupt, unsupported
from redact.media.image.exif import Exif, exif_block
from redact.media.image.words import latin, of_xml, said

MAGIC = b"\x89PNG\r\n\x1a\n"
MOTION = frozenset({b"acTL", b"fcTL", b"fdAT"})
_CRITICAL = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
#: How the picture is to be shown: numbers of fixed length.
_LENGTHS = {b"gAMA": (4,), b"cHRM": (32,), b"sRGB": (1,), b"pHYs": (9,), b"sBIT": (1, 2, 3, 4), b"bKGD": (1, 2, 6)}
#: Those that say the same whatever the mode of the pixels is.
_ABOUT = frozenset({b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"cICP"})
_WORDED = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_XMP = "XML:com.adobe.xmp"
#: Keywords that may be shown; any other may be content. Source: as above, 11.3.3.1.
_KEYWORDS = frozenset(
    "Title Author Description Copyright Software Disclaimer Warning Source Comment Collection".split()
) | {"Creation Time"}
_KNOWN = frozenset("tIME hIST sPLT cICP mDCV cLLI iDOT oFFs pCAL sCAL sTER vpAg caBX".split())
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_STEP = 1 << 20  # bytes unpacked at a time
_MOST_TEXT = 1 << 24  # bytes of an unpacked text


class Chunk(NamedTuple):
    """One chunk, its checksum found right."""

    name: bytes
    body: bytes


def anatomy(content: bytes) -> Anatomy:
    """The picture taken apart.

    Raises:
        CorruptInput: it ends before its end, or a checksum is wrong.
        UnsupportedMedia: it holds a critical chunk that nobody knows.
    """
    chunks, rest = _chunks(content)
    moves = any(chunk.name == b"acTL" for chunk in chunks)
    exif = Exif(next((chunk.body for chunk in chunks if chunk.name == b"eXIf"), b""))
    sayings = [*exif.sayings(), *_sayings(chunks)]
    leftover = [*exif.leftover(), *_leftover(chunks, moves)]
    if rest:
        sayings += [Saying("bytes after the end", "", said(rest))] if said(rest) else []
        leftover.append(PartNote("trailer", PartState.DROPPED, "bytes after the end"))
    bare = joined(chunk for chunk in chunks if _is_needed(chunk, moves))
    return Anatomy(bare, numbered(sayings), counted(leftover), exif.orientation, _profile(chunks))


def dressed(bare: bytes, dress: Dress) -> bytes:
    """The bare picture with what it keeps, between its head and its palette."""
    chunks = split(bare)
    more = []
    if dress.profile:
        more.append(Chunk(b"iCCP", b"profile\x00\x00" + zlib.compress(dress.profile, 9)))
        chunks = [chunk for chunk in chunks if chunk.name != b"sRGB"]  # either the one or the other, 11.3.2.5
    block = exif_block(dress)
    if block:
        more.append(Chunk(b"eXIf", block))
    for key, text in sorted(dress.kept.items(), key=str):
        if len(key) == 1:
            more.append(Chunk(b"iTXt", str(key[0]).encode("latin-1") + b"\x00\x00\x00\x00\x00" + text.encode("utf-8")))
    return joined([chunks[0], *more, *chunks[1:]])


def split(content: bytes) -> list[Chunk]:
    """The chunks of a picture that is whole.

    Raises:
        CorruptInput: it is not.
    """
    return _chunks(content)[0]


def joined(chunks: Iterable[Chunk]) -> bytes:
    """A file of these chunks."""
    made = [MAGIC]
    for name, body in chunks:
        made.append(struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)))
    return b"".join(made)


def _chunks(content: bytes) -> tuple[list[Chunk], bytes]:
    found: list[Chunk] = []
    at = len(MAGIC)
    while not found or found[-1].name != b"IEND":
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        body, checksum = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if len(checksum) < 4 or zlib.crc32(name + body) != int.from_bytes(checksum, "big") or not name.isalpha():
            raise corrupt()
        if name[:1].isupper() and name not in _CRITICAL:
            raise unsupported("this PNG holds a part that nobody here knows")
        found.append(Chunk(name, body))
        at += 12 + length
    if found[0].name != b"IHDR" or len(found[0].body) != 13:
        raise corrupt()
    return found, content[at:]


def _is_needed(chunk: Chunk, moves: bool) -> bool:
    if chunk.name in MOTION:
        return moves
    if chunk.name == b"cICP":
        return len(chunk.body) == 4
    return chunk.name in _CRITICAL or chunk.name == b"tRNS" or len(chunk.body) in _LENGTHS.get(chunk.name, ())


def _sayings(chunks: Iterable[Chunk]) -> Iterator[Saying]:
    others = 0
    for chunk in chunks:
        if chunk.name not in _WORDED:
            continue
        keyword, text = _words(chunk)
        if keyword == _XMP:
            yield Saying("XMP", "XMP", of_xml(text.encode("utf-8")))
        elif keyword in _KEYWORDS:
            yield Saying(f"PNG text {keyword}", keyword, text, (keyword,))
        elif keyword or text:
            others += 1
            yield Saying(f"PNG text {others}", keyword, f"{keyword}: {text}")


def _words(chunk: Chunk) -> tuple[str, str]:
    """Keyword and text. Source: as above, 11.3.3."""
    keyword, _, rest = chunk.body.partition(b"\x00")
    name = keyword.decode("latin-1")
    if chunk.name == b"tEXt":
        return name, latin(rest)
    if chunk.name == b"zTXt":
        return name, latin(_unpacked(rest[1:]))
    packed, rest = rest[:1] == b"\x01", rest[2:]
    _language, _, rest = rest.partition(b"\x00")
    translated, _, rest = rest.partition(b"\x00")
    text = latin(_unpacked(rest) if packed else rest)
    return name, f"{latin(translated)}: {text}" if translated else text


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, _MOST_TEXT)
    except zlib.error:
        return b""


def _leftover(chunks: Iterable[Chunk], moves: bool) -> Iterator[PartNote]:
    unknown = 0
    for chunk in chunks:
        name = chunk.name.decode("ascii")
        if _is_needed(chunk, moves) or chunk.name in _WORDED | {b"eXIf", b"iCCP"}:
            continue
        unknown += name not in _KNOWN
        yield PartNote(f"PNG chunk {name if name in _KNOWN else unknown}", PartState.DROPPED, "not read")


def _profile(chunks: Iterable[Chunk]) -> bytes:
    for chunk in chunks:
        if chunk.name == b"iCCP":
            return _unpacked(chunk.body.partition(b"\x00")[2][1:])
    return b""


def refilled(bare: bytes, encoded: bytes) -> bytes:
    """The pixels of `encoded` with what `bare` says of their size on paper and their colours."""
    chunks = split(encoded)
    filling = [chunk for chunk in chunks[1:] if chunk.name in _CRITICAL or chunk.name == b"tRNS"]
    return joined([chunks[0], *about(bare), *filling])


def about(bare: bytes) -> list[Chunk]:
    """What a picture says of its size on paper and its colours."""
    return [chunk for chunk in split(bare) if chunk.name in _ABOUT]


def has_surplus(bare: bytes) -> bool:
    """Whether more bytes are packed behind the last pixel, where no program shows them.

    Of an interlaced picture only what stands behind the packed stream is found.
    """
    chunks = split(bare)
    unpack, count = zlib.decompressobj(), 0
    for chunk in chunks:
        rest = chunk.body if chunk.name == b"IDAT" else b""
        while rest and not unpack.eof:
            count += len(unpack.decompress(rest, _STEP))
            rest = unpack.unconsumed_tail
        if rest or unpack.unused_data:
            return True
    return not chunks[0].body[12] and count != _pixel_bytes(chunks[0].body)


def _pixel_bytes(head: bytes) -> int:
    """Source: as above, 7.2 and 9: each row is as many whole bytes as it needs, behind one that names its filter."""
    width, height, depth, colours = struct.unpack(">IIBB", head[:10])
    return int(height * (1 + (width * depth * _CHANNELS.get(colours, 1) + 7) // 8))
