"""The program of a font, whichever its kind, cut down to what the fonts that share it still show.

Source: ISO 32000-2:2020, section 9.9 (embedded font programs).
"""

from __future__ import annotations

import struct
import zlib
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

import pikepdf
from fontTools.ttLib import TTLibError
from pikepdf import Dictionary, Name, Stream

from redact.media.pdf.content.names import names_of_codes, table
from redact.media.pdf.content.objects import dictionary
from redact.media.pdf.fonts.cff import Cff
from redact.media.pdf.fonts.truetype import TrueType
from redact.media.pdf.fonts.type1 import Type1

FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_BARE_CFF = ("/Type1C", "/CIDFontType0C")
#: What the readers of font programs raise on those that are broken.
_BROKEN = (
    *(
        TTLibError,
        struct.error,
        pikepdf.PdfError,
        ArithmeticError,
        AssertionError,
        AttributeError,
        EOFError,
        LookupError,
    ),
    *(NotImplementedError, OSError, RuntimeError, TypeError, ValueError),
)


@dataclass(slots=True)
class Need:
    """What the fonts that share a program need of it, and the descriptors that name it."""

    stream: Stream
    kind: str  # of FILES
    descriptors: list[Dictionary] = field(default_factory=list)
    cids: set[int] = field(default_factory=set)
    names: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    simple: bool = False
    composite: bool = False
    whole: bool = False


def names_for(font: Dictionary, codes: Collection[bytes]) -> dict[int, set[str]]:
    """For each code all names that any reader may look it up by."""
    encoding = font.get("/Encoding")
    tables = [names_of_codes(font, symbolic=False)]
    if not isinstance(encoding, Name) and "/BaseEncoding" not in dictionary(encoding):
        tables += [table("/WinAnsiEncoding"), table("/MacRomanEncoding")]
    return {code[0]: {held[code[0]] for held in tables if code[0] in held} for code in codes}


def glyphs_of_cids(inner: Dictionary, cids: Collection[int]) -> set[int]:
    """Where a CIDFont finds these glyphs in its TrueType program."""
    places = inner.get("/CIDToGIDMap")
    if not isinstance(places, Stream):
        return set(cids)
    held = places.read_bytes()
    return {int.from_bytes(held[2 * cid : 2 * cid + 2], "big") for cid in cids}


def cut_down(pdf: pikepdf.Pdf, need: Need) -> None:
    """Give the descriptors a program with nothing more than is needed; one that nobody understands stays as it is."""
    if need.whole:
        return
    try:
        made = _made(pdf, need)
    except _BROKEN:
        return
    if made is not None:
        for descriptor in need.descriptors:
            descriptor[need.kind] = made


def _made(pdf: pikepdf.Pdf, need: Need) -> Stream | None:
    content = need.stream.read_bytes()
    if need.kind == "/FontFile2":
        return _of_truetype(pdf, need, TrueType(content))
    if need.kind == "/FontFile" and not need.composite:
        program = Type1(content)
        kept, lengths = program.kept(program.glyphs_of(need.names))
        return _stream(pdf, kept, **{f"Length{number}": size for number, size in enumerate(lengths, 1)})
    if need.kind == "/FontFile3" and str(need.stream.get("/Subtype")) in _BARE_CFF:
        cff = Cff(content)
        glyphs = (cff.glyphs_of(need.names) if need.simple else set()) | cff.glyphs_of_cids(need.cids)
        return _stream(pdf, cff.kept(glyphs, in_place=need.composite), Subtype=need.stream["/Subtype"])
    return None


def _of_truetype(pdf: pikepdf.Pdf, need: Need, program: TrueType) -> Stream:
    glyphs = need.cids | (program.glyphs_of(need.names) if need.simple else set())
    kept = program.kept(glyphs, codes=need.simple)
    return _stream(pdf, kept, Length1=len(kept))


def _stream(pdf: pikepdf.Pdf, content: bytes, **entries: object) -> Stream:
    return pdf.make_stream(zlib.compress(content), Filter=Name.FlateDecode, **entries)
