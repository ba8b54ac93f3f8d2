"""Words in fonts: what a font says of itself is blanked, and glyphs that are called by unusual names are numbered.

Where a font is set by such names (`/Differences`), they stay: the sweep of a draft finds what they say.
Source: ISO 32000-2:2020, 9.6.4 (Type 3 fonts); OpenType 1.9, `name` and `post`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from redact.media.pdf.doubt.vocabulary import is_glyph
from redact.media.pdf.objects.naming import said

_FORMAT_2, _HEAD = 0x00020000, 32
#: The head of a font file, then an entry for each of its tables.
_DIRECTORY, _ENTRY, _MAX_TABLES = 12, 16, 64


def differences(fonts: Iterable[Any]) -> set[str]:
    """The glyph names by which fonts are set."""
    encodings = (font.get("/Encoding") for font in fonts)
    lists = (held.get("/Differences") for held in encodings if isinstance(held, Dictionary))
    return {said(name)[1:] for held in lists if isinstance(held, Array) for name in held if isinstance(name, Name)}


def number_letters(font: Any) -> None:
    """Give the unusual glyphs of a Type 3 font numbers for names."""
    letters, encoding = font.get("/CharProcs"), font.get("/Encoding")
    listed = encoding.get("/Differences") if isinstance(encoding, Dictionary) else None
    if not isinstance(letters, Dictionary) or not isinstance(listed, Array):
        return
    unusual = (key for key in sorted(letters.keys()) if not is_glyph(key[1:]))
    taken = set(letters.keys())
    numbers = (f"/g{number}" for number in range(len(taken) * 2 + 1) if f"/g{number}" not in taken)
    for old, new in zip(list(unusual), numbers, strict=False):
        letters[new] = letters[old]
        del letters[old]
        for index, name in enumerate(list(listed)):
            if said(name) == old:
                listed[index] = Name(new)


def silence(program: Stream, wanted: set[str]) -> None:
    """Blank what a TrueType font says of itself and its unusual glyph names, other than the `wanted`, where they stand."""
    try:
        content = bytes(program.read_bytes())
    except pikepdf.PdfError:  # no reader shows a letter of it
        return
    made = bytearray(content)
    for entry in range(_DIRECTORY, min(len(content) - _ENTRY, _DIRECTORY + _MAX_TABLES * _ENTRY), _ENTRY):
        name, _, start, size = struct.unpack_from(">4sIII", content, entry)
        table = content[start : start + size]
        plain = _numbered(table, wanted) if name == b"post" else _speechless(table) if name == b"name" else table
        if plain != table:
            made[start : start + size] = plain
            struct.pack_into(">I", made, entry + 4, _checksum(plain))
    if made != content:
        program.write(bytes(made))


def _speechless(table: bytes) -> bytes:
    """A table of names whose names are all blank."""
    start = struct.unpack_from(">H", table, 4)[0] if len(table) >= 6 else len(table)
    return table[:start] + bytes(max(0, len(table) - start))


def _numbered(table: bytes, wanted: set[str]) -> bytes:
    if len(table) < _HEAD + 2 or struct.unpack_from(">I", table)[0] != _FORMAT_2:
        return table
    made = bytearray(table)
    at = _HEAD + 2 + 2 * struct.unpack_from(">H", table, _HEAD)[0]
    while at < len(table):
        length = table[at]
        name = table[at + 1 : at + 1 + length].decode("latin-1")
        if name not in wanted and not is_glyph(name):
            made[at + 1 : at + 1 + len(name)] = b"g".ljust(len(name), b"0")
        at += 1 + length
    return bytes(made)


def _checksum(table: bytes) -> int:
    words = table.ljust(-(-len(table) // 4) * 4, b"\0")
    return sum(int.from_bytes(words[at : at + 4], "big") for at in range(0, len(words), 4)) & 0xFFFFFFFF
