"""Type 1 programs: glyphs that are no longer shown are taken out, and what the font says of itself.

Source: Adobe Type 1 Font Format, version 1.1 (1990), chapters 2, 6 and 7.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from fontTools.encodings.StandardEncoding import StandardEncoding

_EEXEC_KEY, _CHAR_KEY = 55665, 4330
_C1, _C2 = 52845, 22719
_LEAD = 4  # random bytes before what is encrypted
_NOTDEF = ".notdef"
_TRAILER = b"\n" + (b"0" * 64 + b"\n") * 8 + b"cleartomark\n"
_ENTRY = re.compile(rb"/([^\s/()<>\[\]{}%]+)\s+(\d+)\s+(?:RD|-\|)\s")
_COUNT = re.compile(rb"(/CharStrings\s+)(\d+)(\s+dict)")
_LEN_IV = re.compile(rb"/lenIV\s+(-?\d+)")
_CODE = re.compile(rb"dup\s+(\d+)\s*/(\S+)\s+put[^\S\r\n]*\r?\n?")
_SAYING = re.compile(rb"(/(?:FullName|FamilyName|Notice|Copyright|version|Weight)\s*)\((?:[^()\\]|\\.|\([^()]*\))*\)")
_COMMENT = re.compile(rb"(?m)^%(?!!).*$")
_NAMED = re.compile(rb"(/FontName\s*/)[^\s/]+")
_BANNER = re.compile(rb"^(%!\S+)[^\r\n]*")
_UNIQUE = re.compile(rb"/(?:UniqueID|XUID)\s+(?:\d+|\[[\d\s]*\])\s+(?:readonly\s+)?def[^\S\r\n]*")
_SEAC = 6  # after the escape byte


class Glyph(NamedTuple):
    """A glyph's place in the private part, and its encrypted outline."""

    start: int
    end: int
    outline: bytes


class Type1:
    """A program, taken apart.

    Raises:
        ValueError: it is none.
    """

    def __init__(self, content: bytes) -> None:
        if content[:1] == b"\x80":
            content = b"".join(_segments(content))
        head, mark, rest = content.partition(b"eexec")
        if not mark:
            raise ValueError("no private part")
        self._head = head + mark + rest[:1]
        rest = rest[1:].lstrip(b" \t\r\n") if rest[:1] in b" \t\r\n" else rest
        if re.fullmatch(rb"[0-9A-Fa-f\s]{8}", rest[:8]):
            digits = re.sub(rb"\s", b"", rest)
            rest = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
        self._private = _decrypted(rest, _EEXEC_KEY)[_LEAD:]
        found = _LEN_IV.search(self._private)
        self._lead = int(found[1]) if found else _LEAD
        self._glyphs = dict(self._entries())
        if _NOTDEF not in self._glyphs:
            raise ValueError("no glyphs")

    def glyphs_of(self, names: Mapping[int, Collection[str]]) -> set[str]:
        """The glyphs that any reader may draw for these codes, each with the names it may have."""
        found = {name for named in names.values() for name in named}
        own = {int(code): name.decode("latin-1") for code, name in _CODE.findall(self._head)}
        found.update(own[code] for code in names if code in own)
        found.update(StandardEncoding[code] for code in names)
        return found

    def kept(self, glyphs: Collection[str]) -> tuple[bytes, tuple[int, int, int]]:
        """The program with these glyphs and the accents and letters they are composed of, and the length of its parts."""
        wanted = {_NOTDEF, *glyphs, *self._parts(glyphs)}
        private, done = list[bytes](), 0
        for name, glyph in self._glyphs.items():
            if name not in wanted:
                private.append(self._private[done : glyph.start])
                done = glyph.end
        private.append(self._private[done:])
        count = len(wanted & self._glyphs.keys())
        body = _COUNT.sub(lambda found: found[1] + str(count).encode() + found[3], b"".join(private), count=1)
        end = body.rfind(b"closefile")
        body = _UNIQUE.sub(b"", body[: end + 9] if end >= 0 else body) + b"\n"
        locked = _encrypted(bytes(_LEAD) + body, _EEXEC_KEY)
        head = self._clear(wanted)
        return head + locked + _TRAILER, (len(head), len(locked), len(_TRAILER))

    def _clear(self, wanted: Collection[str]) -> bytes:
        head = _CODE.sub(lambda found: found[0] if found[2].decode("latin-1") in wanted else b"", self._head)
        head = _SAYING.sub(rb"\1()", _COMMENT.sub(b"", head))
        return _UNIQUE.sub(b"", _NAMED.sub(rb"\1Cleaned", _BANNER.sub(rb"\1", head)))

    def _entries(self) -> Iterator[tuple[str, Glyph]]:
        begun = _COUNT.search(self._private)
        at = begun.end() if begun else len(self._private)
        while found := _ENTRY.search(self._private, at):
            start = found.end()
            stop = start + int(found[2])
            end = self._line_end(stop)
            yield found[1].decode("latin-1"), Glyph(found.start(), end, self._private[start:stop])
            at = end

    def _line_end(self, stop: int) -> int:
        """Behind the operator that defines the glyph."""
        found = re.compile(rb"\s*(?:ND|\|-|noaccess\s+def|readonly\s+def|def)\s*").match(self._private, stop)
        if found is None:
            raise ValueError("a glyph has no end")
        return found.end()

    def _parts(self, glyphs: Collection[str]) -> set[str]:
        found: set[str] = set()
        for name in glyphs:
            if name in self._glyphs:
                outline = self._glyphs[name].outline
                plain = outline if self._lead < 0 else _decrypted(outline, _CHAR_KEY)[self._lead :]
                found.update(StandardEncoding[code] for code in _composed(plain))
        return found


def _composed(plain: bytes) -> tuple[int, ...]:
    """The two codes that `seac` puts together; none for other glyphs."""
    numbers, at = list[int](), 0
    while at < len(plain):
        byte = plain[at]
        if byte >= 32:
            value, size = _number(plain, at)
            numbers.append(value)
            at += size
            continue
        if byte == 12 and plain[at + 1 : at + 2] == bytes((_SEAC,)):
            return tuple(code for code in numbers[-2:] if 0 <= code < 256)
        at += 2 if byte == 12 else 1
    return ()


def _number(plain: bytes, at: int) -> tuple[int, int]:
    byte = plain[at]
    after = plain[at + 1] if at + 1 < len(plain) else 0
    if byte <= 246:
        return byte - 139, 1
    if byte <= 250:
        return (byte - 247) * 256 + after + 108, 2
    if byte <= 254:
        return -(byte - 251) * 256 - after - 108, 2
    return int.from_bytes(plain[at + 1 : at + 5], "big", signed=True), 5


def _segments(content: bytes) -> Iterator[bytes]:
    """The parts of a file of the kind that PCs keep (PFB)."""
    at = 0
    while content[at : at + 1] == b"\x80" and content[at + 1] in (1, 2):
        size = int.from_bytes(content[at + 2 : at + 6], "little")
        yield content[at + 6 : at + 6 + size]
        at += 6 + size


def _decrypted(content: bytes, key: int) -> bytes:
    made = bytearray(len(content))
    for at, byte in enumerate(content):
        made[at] = byte ^ (key >> 8)
        key = ((byte + key) * _C1 + _C2) & 0xFFFF
    return bytes(made)


def _encrypted(content: bytes, key: int) -> bytes:
    made = bytearray(len(content))
    for at, byte in enumerate(content):
        made[at] = cipher = byte ^ (key >> 8)
        key = ((cipher + key) * _C1 + _C2) & 0xFFFF
    return bytes(made)
