"""Files made of chunks: which there are and where, without reading them. Sizes are what the file holds, not what it claims.

RIFF, RF64, AIFF and CAF are a head and chunks; W64, MP4 and FLAC are chunks from the start (behind a mark).
"""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO

#: A file of more chunks than this was made to be one.
MOST_CHUNKS = 500
_UNKNOWN = 0xFFFFFFFF
#: What the header of a stream says of its length, which is not known: it goes to the end.
_OPEN = (0, _UNKNOWN, (1 << 64) - 1)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk: its name, where its content starts, how long that is in the file, and how long its header claims."""

    name: bytes
    at: int
    size: int
    claimed: int


#: Given the bytes at a chunk's start: its name, the length of its header, the size of its content, what it is padded to.
_Head = Callable[[bytes], tuple[bytes, int, int, int]]


def _riff(head: bytes) -> tuple[bytes, int, int, int]:
    return head[:4], 8, struct.unpack("<I", head[4:8])[0], 2


def _aiff(head: bytes) -> tuple[bytes, int, int, int]:
    return head[:4], 8, struct.unpack(">I", head[4:8])[0], 2


def _caf(head: bytes) -> tuple[bytes, int, int, int]:
    return head[:4], 12, struct.unpack(">Q", head[4:12])[0], 1


def _w64(head: bytes) -> tuple[bytes, int, int, int]:
    size = struct.unpack("<Q", head[16:24])[0]
    if head[:4] == b"riff":
        return head[:4], 40, 0, 1  # the file itself: its chunks follow behind the word that says what it is
    return head[:4], 24, max(0, size - 24), 8


def _mp4(head: bytes) -> tuple[bytes, int, int, int]:
    size = struct.unpack(">I", head[:4])[0]
    if size == 1:
        return head[4:8], 16, max(0, struct.unpack(">Q", head[8:16])[0] - 16), 1
    return head[4:8], 8, max(0, size - 8) if size else _UNKNOWN, 1


def _flac(head: bytes) -> tuple[bytes, int, int, int]:
    return bytes((head[0] & 0x7F,)), 4, int.from_bytes(head[1:4], "big"), 1


#: First bytes -> where the chunks start, how their heads are read, and how long these are at most.
#: Source: Microsoft/IBM RIFF (1991); EBU Tech 3306 (RF64); Sony Wave64 (2003); Apple AIFF-C (1991); Apple CAF (2005);
#: ISO/IEC 14496-12:2022, 4.2; RFC 9639, 8.1.
_KINDS: tuple[tuple[int, bytes, int, _Head, int], ...] = (
    (0, b"RIFF", 12, _riff, 8),
    (0, b"RF64", 12, _riff, 8),
    (0, b"FORM", 12, _aiff, 8),
    (0, b"caff", 8, _caf, 12),
    (0, b"riff", 0, _w64, 24),
    (4, b"ftyp", 0, _mp4, 16),
    (0, b"fLaC", 4, _flac, 4),
)
_LAST_BLOCK = 0x80  # Source: RFC 9639, 8.1


def chunks(file: FileIO, start: int = 0) -> Iterator[Chunk]:
    """The chunks of a file of such a kind, in order, as far as they go; none of any other file. `start` skips a tag."""
    mark = _at(file, start, 8)
    for offset, magic, first, head, length in _KINDS:
        if mark.startswith(magic, offset):
            yield from _walk(file, start + first, head, length)


def _walk(file: FileIO, at: int, read: _Head, length: int) -> Iterator[Chunk]:
    end, large = os.fstat(file.fileno()).st_size, 0
    for _ in range(MOST_CHUNKS):
        head = _at(file, at, length)
        if len(head) < min(length, 8):
            return
        name, used, claimed, padded = read(head.ljust(length, b"\x00"))
        if name == b"ds64":
            large = int.from_bytes(_at(file, at + 16, 8), "little")
        elif name == b"data" and claimed in _OPEN:
            claimed = large if claimed and large else end - at - used
        there = max(0, min(claimed, end - at - used))
        yield Chunk(name, at + used, there, claimed)
        at += used + -(-there // padded) * padded
        if read is _flac and head[0] & _LAST_BLOCK:
            return


def _at(file: FileIO, at: int, count: int) -> bytes:
    file.seek(at)
    return file.read(count)


def content(file: FileIO, chunk: Chunk, most: int, *, headed: bool = False) -> bytes:
    """The first bytes of a chunk, `most` of them at most; with those of its head, if it may be no chunk at all."""
    head = min(8, chunk.at) if headed else 0
    return _at(file, chunk.at - head, min(chunk.size + head, most))
