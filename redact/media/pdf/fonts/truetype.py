"""TrueType programs: the outlines, widths and names of glyphs that are no longer shown are emptied; all stay in their places.

Source: OpenType 1.9.1: table cmap; ISO 32000-2:2020, section 9.6.5.4 (TrueType encodings).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from fontTools.agl import toUnicode
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

from redact.media.pdf.content.names import table
from redact.media.pdf.fonts.glyf import metrics, outlines_of, with_parts, written
from redact.media.pdf.fonts.post import post_names, pruned_post

#: All that drawing needs. Names, licences, signatures, layout and vendors' tables are left out.
_KEPT = ("OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "post", "prep", "vhea", "vmtx")
_DATES = slice(20, 36)  # in head
#: Formats of cmap that say codes in groups of any length, and how many they may say.
_IN_GROUPS, _RARE = frozenset({12, 13}), frozenset({8, 10})
_MOST_CODES = 500_000
#: Where symbolic fonts keep their codes.
_SYMBOL_BASES = (0xF000, 0xF100, 0xF200)


class TrueType:
    """A program, taken apart."""

    def __init__(self, content: bytes) -> None:
        reader = SFNTReader(io.BytesIO(content))
        self._version = reader.sfntVersion
        self._tables = {tag: reader[tag] for tag in _KEPT if tag in reader.tables}
        self.glyphs: int = struct.unpack_from(">H", self._tables["maxp"], 4)[0]
        self._cmap = self._decompiled()

    def glyphs_of(self, names: Mapping[int, Collection[str]]) -> set[int]:
        """The glyphs that any reader may draw for these codes, each with the names it may have."""
        found: set[int] = set()
        by_name = {name: glyph for glyph, name in enumerate(post_names(self._tables.get("post", b"")))}
        maps = [dict(held.cmap) for held in self._subtables()]
        for code, named in names.items():
            wanted = {code, *(base + code for base in _SYMBOL_BASES), *_unicode(named), *_roman(named)}
            found.update(_number(held[char]) for held in maps for char in wanted if char in held)
            found.update(by_name[name] for name in named if name in by_name)
            if not maps:
                found.add(code)
        return found

    def kept(self, glyphs: Collection[int], *, codes: bool) -> bytes:
        """The program with these glyphs alone, and those they are made of; `codes` says whether its cmap is asked at all."""
        tables = dict(self._tables)
        outlines = outlines_of(tables)
        wanted = with_parts(outlines, {0, *glyphs})
        tables["glyf"], tables["loca"] = written(outlines, wanted, tables["head"])
        for head, body in (("hhea", "hmtx"), ("vhea", "vmtx")):
            if head in tables and body in tables:
                tables[body] = metrics(tables[body], struct.unpack_from(">H", tables[head], 34)[0], wanted)
        tables["head"] = tables["head"][: _DATES.start] + bytes(16) + tables["head"][_DATES.stop :]
        for tag in ("cmap", "post"):
            tables.pop(tag, None)
        if codes:
            tables |= self._naming(wanted)
        return _assembled(self._version, tables)

    def _naming(self, wanted: Collection[int]) -> dict[str, bytes]:
        """The tables that lead from codes and names to glyphs."""
        made: dict[str, bytes] = {}
        if "post" in self._tables:
            made["post"] = pruned_post(self._tables["post"], wanted)
        if self._cmap is not None:
            for held in self._subtables():
                held.cmap = {code: name for code, name in held.cmap.items() if _number(name) in wanted}
            made["cmap"] = self._cmap[0].compile(self._cmap[1])
        return made

    def _decompiled(self) -> tuple[Any, TTFont] | None:
        if "cmap" not in self._tables:
            return None
        _check(self._tables["cmap"])
        font = TTFont(recalcTimestamp=False)
        font.setGlyphOrder([f"g{number}" for number in range(self.glyphs)])
        made = newTable("cmap")
        made.decompile(self._tables["cmap"], font)
        return made, font

    def _subtables(self) -> list[Any]:
        return [] if self._cmap is None else [held for held in self._cmap[0].tables if hasattr(held, "cmap")]


def _check(cmap: bytes) -> None:
    """Refuse tables that say more codes than there are, which would be read one by one."""
    left = _MOST_CODES
    for number in range(struct.unpack_from(">H", cmap, 2)[0]):
        start = struct.unpack_from(">I", cmap, 8 + 8 * number)[0]
        kind = struct.unpack_from(">H", cmap, start)[0]
        if kind in _RARE:
            raise ValueError("a rare kind of table")
        if kind not in _IN_GROUPS:
            continue
        for group in range(struct.unpack_from(">I", cmap, start + 12)[0]):
            first, last = struct.unpack_from(">II", cmap, start + 16 + 12 * group)
            left -= max(last - first + 1, 0)
            if left < 0:
                raise ValueError("too many codes")


def _number(name: str) -> int:
    return int(name[1:]) if name.startswith("g") else 0


def _roman(names: Collection[str]) -> Iterator[int]:
    """The codes that names have in the encoding of old Macintosh tables."""
    return (code for code, name in table("/MacRomanEncoding").items() if name in names)


def _unicode(names: Collection[str]) -> Iterator[int]:
    for name in names:
        char = toUnicode(name)
        if len(char) == 1:
            yield ord(char)


def _assembled(version: str, tables: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    writer = SFNTWriter(out, len(tables), version)
    for tag, body in tables.items():
        writer[tag] = body
    writer.close()
    return out.getvalue()
