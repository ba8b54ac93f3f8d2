"""CFF programs: glyphs that are no longer shown lose their outlines, and their names where they have any.

Source: Adobe Technical Notes 5176 (CFF) and 5177 (Type 2 charstrings).
"""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.ttLib import TTFont

_END = b"\x0e"  # endchar: draws nothing
_SAYINGS = "version Notice Copyright FullName FamilyName Weight BaseFontName PostScript FontName".split()
_NAME = "Cleaned"
_NOTDEF = ".notdef"


class Cff:
    """A program of one font, taken apart."""

    def __init__(self, content: bytes) -> None:
        self._set = CFFFontSet()
        self._set.decompile(io.BytesIO(content), None)
        self._top = self._set[0]
        self.by_cid = hasattr(self._top, "ROS")
        self._strings = self._top.CharStrings

    def glyphs_of_cids(self, cids: Iterable[int]) -> set[str]:
        """The glyphs of these numbers, which a font without CIDs takes for places in its list."""
        order = self._top.charset
        if self.by_cid:
            return {f"cid{cid:05d}" for cid in cids}
        return {order[cid] for cid in cids if cid < len(order)}

    def glyphs_of(self, names: Mapping[int, Collection[str]]) -> set[str]:
        """The glyphs that any reader may draw for these codes, each with the names it may have."""
        found = {name for named in names.values() for name in named}
        own = self._top.Encoding if not self.by_cid else None
        if isinstance(own, list):
            found.update(own[code] for code in names if code < len(own))
        else:
            found.update(StandardEncoding[code] for code in names)
        return found

    def kept(self, glyphs: Collection[str], *, in_place: bool) -> bytes:
        """The program with these glyphs and the accents and letters that they are composed of.

        `in_place` says that glyphs are asked for by their place in the list: the others stay there, empty and nameless.
        """
        wanted = {_NOTDEF, *glyphs, *self._parts(glyphs)}
        if in_place and not self.by_cid:
            self._empty(wanted)
        else:
            self._drop(wanted)
        for part in (self._top, *getattr(self._top, "FDArray", ())):
            _silence(part)
        self._set.fontNames = [_NAME]
        out = io.BytesIO()
        self._set.compile(out, TTFont(recalcBBoxes=False))
        return out.getvalue()

    def _parts(self, glyphs: Collection[str]) -> set[str]:
        """What `endchar` with four numbers puts together, by the codes of the standard encoding."""
        found: set[str] = set()
        for name in glyphs if not self.by_cid else ():
            if name in self._strings.charStrings:
                string = self._strings[name]
                coded = string.bytecode
                string.decompile()
                found.update(_composed(string.program))
                string.setBytecode(coded)  # it is written as it was
        return found

    def _empty(self, wanted: Collection[str]) -> None:
        index, order = self._strings.charStringsIndex, self._top.charset
        strings = [index[number] for number in range(len(order))]
        for name, string in zip(order, strings, strict=True):
            if name not in wanted:
                string.bytecode, string.program = _END, None
        index.items = strings
        self._list([name if name in wanted else f"g{number}" for number, name in enumerate(order)])

    def _drop(self, wanted: Collection[str]) -> None:
        index, order = self._strings.charStringsIndex, self._top.charset
        kept = [number for number, name in enumerate(order) if name in wanted]
        index.items = [index[number] for number in kept]
        if hasattr(self._top, "FDSelect"):
            select = self._top.FDSelect
            select.format, select.gidArray = None, [select.gidArray[number] for number in kept]
        self._list([order[number] for number in kept])
        self._top.numGlyphs = len(kept)

    def _list(self, order: list[str]) -> None:
        """Name the glyphs anew, in their order; codes of those that went lead nowhere."""
        self._top.charset = order
        self._strings.charStrings = {name: number for number, name in enumerate(order)}
        own: Any = None if self.by_cid else self._top.Encoding
        if isinstance(own, list):
            self._top.Encoding = [name if name in self._strings.charStrings else _NOTDEF for name in own]


def _composed(program: list[Any]) -> Iterator[str]:
    if len(program) >= 5 and program[-1] == "endchar":
        yield from (StandardEncoding[code] for code in program[-3:-1] if isinstance(code, int) and 0 <= code < 256)


def _silence(part: Any) -> None:
    """Drop what a font says of itself."""
    for saying in _SAYINGS:
        part.rawDict.pop(saying, None)
        if saying in part.__dict__:
            delattr(part, saying)
