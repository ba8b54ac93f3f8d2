"""Tags of players: ID3v2 before the sound, ID3v1, Lyrics3 and APE behind it. Read where FFmpeg passes them over.

Source: id3.org, ID3v2.2 to 2.4 (1998-2000) and ID3v1.1; Lyrics3 v2.00 (1998); APE tags 2.0, wiki.hydrogenaudio.org.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import FileIO

from redact.media._words import said

_HEAD = 10
#: Frames that FFmpeg hands over as tags, chapters or covers.
_KNOWN = (b"T", b"COMM", b"COM", b"USLT", b"ULT", b"APIC", b"PIC", b"CHAP", b"CTOC")
_WORDS_BYTES = 1 << 16
_MOST_FRAMES = 1_000
_ID3V1, _APE_FOOT = 128, 32
_APE, _LYRICS_END = b"APETAGEX", b"LYRICS200"
_TAIL_BYTES = 1 << 20
#: How files start whose sound goes on to their end: MP3 and AAC, with a tag before it or not, and FLAC.
_STREAMS = (b"ID3", b"\xff", b"fLaC")


def length_of(file: FileIO, at: int = 0) -> int:
    """How many bytes the ID3v2 tag at a place takes, as far as the file goes; 0 where there is none."""
    head = _read(file, at, _HEAD)
    if len(head) < _HEAD or head[:3] != b"ID3" or max(head[6:10]) > 0x7F:
        return 0
    size = os.fstat(file.fileno()).st_size
    return min(_HEAD + _synchsafe(head[6:10]) + (_HEAD if head[5] & 0x10 else 0), size - at)


def frames(file: FileIO, at: int = 0) -> Iterator[tuple[str, str]]:
    """Number and words of each frame of the ID3v2 tag at a place that FFmpeg does not hand over."""
    end, version = at + length_of(file, at), _read(file, at + 3, 1)
    short = version < b"\x03"
    at += _HEAD
    for number in range(1, _MOST_FRAMES):
        name = _read(file, at, 3 if short else 4)
        head = _read(file, at + len(name), 3 if short else 6)
        if at >= end or not name.strip(b"\x00") or len(head) < 3:
            return
        size = _synchsafe(head[:4]) if version == b"\x04" else int.from_bytes(head[: 3 if short else 4], "big")
        at += len(name) + len(head)
        if not name.startswith(_KNOWN):
            yield f"frame {number}", said(_read(file, at, min(size, max(0, end - at), _WORDS_BYTES)))
        at += size


@dataclass(frozen=True, slots=True)
class Tail:
    """What hangs behind the sound: what it is called, where it starts, and its words."""

    part: str
    at: int
    words: str = field(repr=False)


def tails(file: FileIO) -> Iterator[Tail]:
    """The tags behind the sound of a file that is not made of chunks, from the last to the first."""
    end = os.fstat(file.fileno()).st_size
    if not _read(file, 0, 4).startswith(_STREAMS):
        return
    if end > _ID3V1 and _read(file, end - _ID3V1, 3) == b"TAG":
        end -= _ID3V1
        yield Tail("ID3v1 tag", end, _id3v1(_read(file, end + 3, _ID3V1 - 3)))
    for part, size in (("Lyrics3 tag", _lyrics(file, end)), ("APE tag", _ape(file, end))):
        if size:
            end = max(0, end - size)
            yield Tail(part, end, said(_read(file, end, min(size, _TAIL_BYTES))))


def _id3v1(fields: bytes) -> str:
    """Title, artist, album, year and comment, each on its line."""
    parts = (fields[0:30], fields[30:60], fields[60:90], fields[90:94], fields[94:124])
    return "\n".join(filter(None, (part.split(b"\x00")[0].decode("latin-1").strip() for part in parts)))


def _lyrics(file: FileIO, end: int) -> int:
    """How long the Lyrics3 block is that ends at a place."""
    foot = _read(file, end - 15, 15) if end > 15 else b""
    return int(foot[:6]) + 15 if foot.endswith(_LYRICS_END) and foot[:6].isdigit() else 0


def _ape(file: FileIO, end: int) -> int:
    """How long the APE tag is that ends at a place."""
    foot = _read(file, end - _APE_FOOT, _APE_FOOT) if end > _APE_FOOT else b""
    if not foot.startswith(_APE):
        return 0
    size: int = struct.unpack("<I", foot[12:16])[0]
    return size + (_APE_FOOT if _read(file, end - size - _APE_FOOT, len(_APE)) == _APE else 0)


def _synchsafe(digits: bytes) -> int:
    """A number of seven bits in each byte."""
    value = 0
    for digit in digits:
        value = value << 7 | digit & 0x7F
    return value


def _read(file: FileIO, at: int, count: int) -> bytes:
    file.seek(max(0, at))
    return file.read(count)
