"""The boxes of an ISO base media file: whether they hold coded pictures and nothing else.

Source: ISO/IEC 14496-12:2022, 4.2 and 8; ISO/IEC 23008-12:2022, 6.5.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

#: Boxes that hold boxes, with the bytes before the first of them.
_NESTS = {
    b"meta": 4, b"iinf": 6, b"iprp": 0, b"ipco": 0, b"moov": 0, b"trak": 0, b"mdia": 0, b"minf": 0, b"stbl": 0,
    b"edts": 0,
}  # fmt: skip
#: Boxes that hold numbers of a picture or of a film.
_PLAIN = frozenset(
    (
        b"ftyp mdat hdlr pitm iloc infe iref ispe pixi av1C colr irot imir pasp auxC ipma "
        b"mvhd tkhd mdhd elst vmhd dinf stsd stts stsc stsz stco co64 stss"
    ).split()
)
#: Boxes that begin, after version and flags, with two dates.
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
_ITEMS = frozenset({b"Color\x00", b"Alpha\x00", b"\x00"})
_MOST_ITEMS = 2
_PLACES = b"\x00\x00\x00\x00\x44\x00"  # what an iloc with offsets and lengths of four bytes begins with


class Box(NamedTuple):
    """One box: its type, where its body starts in the file, and the body."""

    name: bytes
    at: int
    body: bytes


def boxes(content: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Every box, before those in it. A box that goes beyond its end has the empty name, and is the last."""
    at, end = start, len(content) if end is None else end
    while at < end:
        length, name, head = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        if length < head or at + length > end:
            yield Box(b"", at, b"")
            return
        yield Box(name, at + head, content[at + head : at + length])
        if name in _NESTS:
            yield from boxes(content, at + head + _NESTS[name], at + length)
        at += length


def is_alone(content: bytes, profile: bytes) -> bool:
    """Whether the file holds pictures, what decoding them needs, that colour profile, and nothing else."""
    found = list(boxes(content))
    items = [box for box in found if box.name == b"infe"]
    return (
        all(box.name in _PLAIN or box.name in _NESTS for box in found)
        and all(_is_mute(box, profile) for box in found)
        and len(items) <= _MOST_ITEMS
        and (any(box.name == b"moov" for box in found) or _is_filled(found))
    )


def timeless(content: bytes) -> bytes:
    """The file without the dates on which it and its tracks were made."""
    made = bytearray(content)
    for box in boxes(content):
        if box.name in _DATED:
            made[box.at + 4 : box.at + 4 + _dates(box)] = bytes(_dates(box))
    return bytes(made)


def _dates(box: Box) -> int:
    return 16 if box.body[:1] == b"\x01" else 8


def _is_mute(box: Box, profile: bytes) -> bool:
    match box.name:
        case b"infe":
            return box.body[8:12] == b"av01" and box.body[12:] in _ITEMS
        case b"colr":
            return box.body[:4] == b"nclx" or box.body[4:] == profile
        case b"hdlr":
            return not box.body[20:].strip(b"\x00")
        case b"mvhd" | b"tkhd" | b"mdhd":
            return not any(box.body[4 : 4 + _dates(box)])
        case _:
            return True


def _is_filled(found: list[Box]) -> bool:
    """Whether there is not a byte between the coded pictures."""
    held = sum(len(box.body) for box in found if box.name == b"mdat")
    places = next((box.body for box in found if box.name == b"iloc"), b"")
    if not places.startswith(_PLACES):
        return False
    lengths = range(8, len(places), 14)  # item, reference, count of extents, then one offset and one length
    return sum(int.from_bytes(places[at + 10 : at + 14], "big") for at in lengths) == held
