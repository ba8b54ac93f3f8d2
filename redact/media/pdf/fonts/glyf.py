"""Outlines and widths of TrueType glyphs.

Source: OpenType 1.9.1: tables glyf, loca, head, hmtx, vmtx.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

_WORDS, _MORE, _SCALE, _TWO_SCALES, _MATRIX = 1, 0x20, 8, 0x40, 0x80


def outlines_of(tables: Mapping[str, bytes]) -> list[bytes]:
    """The outline of each glyph as glyf has it."""
    short = not _is_long(tables["head"])
    loca = tables["loca"]
    count = len(loca) // (2 if short else 4)
    offsets = [offset * (2 if short else 1) for offset in struct.unpack_from(f">{count}{'H' if short else 'I'}", loca)]
    glyf = tables["glyf"]
    return [glyf[start:end] for start, end in pairwise(offsets)]


def with_parts(outlines: list[bytes], glyphs: set[int]) -> set[int]:
    """The glyphs and all that they are composed of."""
    found: set[int] = set()
    left = list(glyphs)
    while left:
        glyph = left.pop()
        if glyph not in found and glyph < len(outlines):
            found.add(glyph)
            left += _parts(outlines[glyph])
    return found | glyphs


def _parts(outline: bytes) -> Iterator[int]:
    if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE and at + 4 <= len(outline):
        flags, glyph = struct.unpack_from(">HH", outline, at)
        yield glyph
        at += 8 if flags & _WORDS else 6
        at += 2 if flags & _SCALE else 4 if flags & _TWO_SCALES else 8 if flags & _MATRIX else 0


def written(outlines: list[bytes], wanted: Collection[int], head: bytes) -> tuple[bytes, bytes]:
    """The tables glyf and loca, in the form that head says."""
    body, offsets = bytearray(), [0]
    long = _is_long(head)
    for glyph, outline in enumerate(outlines):
        if glyph in wanted:
            body += outline + bytes(-len(outline) % (4 if long else 2))
        offsets.append(len(body))
    if long:
        return bytes(body), struct.pack(f">{len(offsets)}I", *offsets)
    return bytes(body), struct.pack(f">{len(offsets)}H", *(offset // 2 for offset in offsets))


def metrics(table: bytes, longs: int, wanted: Collection[int]) -> bytes:
    """Advances and bearings, nothing for glyphs that went; all behind the last long entry share its advance."""
    made = bytearray(table)
    last = longs - 1
    shared = any(glyph >= last for glyph in wanted)
    for glyph in range(longs):
        if glyph not in wanted and not (glyph == last and shared):
            made[4 * glyph : 4 * glyph + 4] = bytes(4)
    for at in range(4 * longs, len(made) - 1, 2):
        if longs + (at - 4 * longs) // 2 not in wanted:
            made[at : at + 2] = b"\0\0"
    return bytes(made[: len(table)])


def _is_long(head: bytes) -> bool:
    return head[50:52] != b"\0\0"
