"""Names of TrueType glyphs.

Source: OpenType 1.9.1: table post.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator

from fontTools.ttLib.standardGlyphOrder import standardGlyphOrder

_STANDARD_NAMES = 258


def post_names(table: bytes) -> list[str]:
    """The names of all glyphs; none if the table has no names of its own."""
    if table[:4] != b"\0\2\0\0":
        return []
    count = struct.unpack_from(">H", table, 32)[0]
    numbers = struct.unpack_from(f">{count}H", table, 34)
    names = list(_pascal(table[34 + 2 * count :]))
    return [
        names[number - _STANDARD_NAMES]
        if _STANDARD_NAMES <= number < _STANDARD_NAMES + len(names)
        else _standard(number)
        for number in numbers
    ]


def _pascal(content: bytes) -> Iterator[str]:
    at = 0
    while at < len(content):
        size = content[at]
        yield content[at + 1 : at + 1 + size].decode("latin-1")
        at += 1 + size


def _standard(number: int) -> str:
    return str(standardGlyphOrder[number]) if number < len(standardGlyphOrder) else ""


def pruned_post(table: bytes, wanted: Collection[int]) -> bytes:
    """The table with the names of these glyphs alone."""
    names = post_names(table)
    if not names:
        return b"\0\3\0\0" + table[4:32]
    numbers, strings, met = list[int](), b"", 0
    for glyph, name in enumerate(names):
        if glyph in wanted and name:
            strings += bytes((len(name),)) + name.encode("latin-1")
            numbers.append(_STANDARD_NAMES + met)
            met += 1
        else:
            numbers.append(0)
    return table[:32] + struct.pack(f">H{len(numbers)}H", len(numbers), *numbers) + strings
