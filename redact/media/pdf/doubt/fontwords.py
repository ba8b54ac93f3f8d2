"""Words within font programs: what the font says of itself, and what its glyphs are called."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator

from fontTools import t1Lib, ttLib
from fontTools.cffLib import CFFFontSet
from fontTools.misc import eexec, psLib

from redact.media.pdf.doubt.vocabulary import is_glyph

#: What fontTools raises where a font contradicts itself.
_BROKEN = (
    *(ttLib.TTLibError, t1Lib.T1Error, psLib.PSError, struct.error, ValueError, TypeError, KeyError, IndexError),
    *(AttributeError, AssertionError, EOFError, OverflowError, RecursionError, UnicodeError, NotImplementedError),
)
#: What a Type 1 font is locked with. Source: Adobe Type 1 Font Format 1.1, 1990, chapter 7.
_EEXEC_KEY = 55665
_CHARSTRING = re.compile(rb"/([^\s/]{1,80}) \d+ (?:RD|-\||\S{1,8}) ")
_SAID = re.compile(rb"\(((?:\\.|[^\\()])*)\)|/(?:FontName|FullName|FamilyName)\s*/(\S+)|(%[^\r\n]*)")
_ENCODED = re.compile(rb"dup \d+\s*/(\S+) put")
_PRINTED = re.compile(rb"[\x20-\x7e\xa0-\xff]{4,}")


def words(program: bytes) -> Iterator[str]:
    """Texts and unusual glyph names of a font program; of one that cannot be taken apart, all that can be printed."""
    try:
        yield from _known(program)
    except _BROKEN:
        yield "\n".join(found.decode("latin-1") for found in _PRINTED.findall(program))


def _known(program: bytes) -> list[str]:
    if program.startswith((b"%!", b"\x80\x01")):
        return _type1(program)
    if program.startswith((b"\0\1\0\0", b"true", b"OTTO", b"ttcf")):
        return _sfnt(program)
    return _cff(program)


def _sfnt(program: bytes) -> list[str]:
    font = ttLib.TTFont(io.BytesIO(program), lazy=True, fontNumber=0)
    said = [record.toUnicode(errors="replace") for record in font["name"].names] if "name" in font else []
    if "post" in font and font["post"].formatType == 2.0:
        said += _unusual(font.getGlyphOrder())
    return said + (_cff(font.getTableData("CFF ")) if "CFF " in font else [])


def _cff(program: bytes) -> list[str]:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(program), None)
    strings = [fonts.strings[number] for number in range(391, 391 + len(fonts.strings))]
    return [*fonts.fontNames, *_unusual(strings)]


def _type1(program: bytes) -> list[str]:
    """The part in clear, line by line, and the names of the letters in the locked one."""
    whole = program if program.startswith(b"%!") else b"".join(_segments(program))
    clear, _, locked = whole.partition(b"eexec")
    locked = locked.lstrip()
    if re.fullmatch(rb"[0-9A-Fa-f\s]{4}", locked[:4]):
        locked = bytes.fromhex(re.sub(rb"[^0-9A-Fa-f]", b"", locked).decode("ascii")[:-1])
    opened, _ = eexec.decrypt(locked, _EEXEC_KEY)
    names = [found.decode("latin-1") for found in _CHARSTRING.findall(opened)]
    said = [b"".join(found).decode("latin-1") for found in _SAID.findall(clear)]
    encoded = [found.decode("latin-1") for found in _ENCODED.findall(clear)]
    return said + _unusual([*encoded, *names])


def _segments(program: bytes) -> Iterator[bytes]:
    at = 0
    while at + 6 <= len(program) and program[at] == 0x80 and program[at + 1] in (1, 2):
        size = struct.unpack_from("<I", program, at + 2)[0]
        yield program[at + 6 : at + 6 + size]
        at += 6 + size


def _unusual(names: list[str]) -> list[str]:
    return [name for name in names if not is_glyph(name)]
