"""Parses a CMap that stands in the file: code spaces, glyph numbers, and what codes stand for.

Source: Adobe Technical Note 5014; ISO 32000-2:2020, section 9.10.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from redact.media.pdf.terms import Untrusted

#: Code ranges, and characters a range may say, at most: a file of a few bytes can ask for millions.
_MOST_CODES = 200_000
_TOKENS = re.compile(
    rb"%[^\r\n]*|<<|>>|<([0-9A-Fa-f\s]*)>|\((?:[^()\\]|\\.)*\)|(\[)|(\])|/([^\s()<>\[\]{}/%]*)|([^\s()<>\[\]{}/%]+)",
    re.DOTALL,
)


@dataclass(slots=True)
class CMap:
    """A CMap in a file, as read."""

    spaces: list[tuple[bytes, bytes]] = field(default_factory=list)
    cids: dict[bytes, int] = field(default_factory=dict)
    ranges: list[tuple[bytes, bytes, int]] = field(default_factory=list)
    chars: dict[bytes, str] = field(default_factory=dict)
    base: str = ""
    vertical: bool = False

    def cid(self, code: bytes) -> int | None:
        """The glyph a code selects; None where the CMap does not say."""
        if code in self.cids:
            return self.cids[code]
        for low, high, first in self.ranges:
            if len(low) == len(code) and low <= code <= high:
                return first + int.from_bytes(code, "big") - int.from_bytes(low, "big")
        return None


def parsed(stream: pikepdf.Stream) -> CMap:
    """A CMap of the file.

    Raises:
        Untrusted: it cannot be decoded, or says more codes than a font can have.
    """
    try:
        raw = stream.read_bytes()
    except pikepdf.PdfError as err:
        raise Untrusted("a character map cannot be decoded") from err
    cmap = CMap()
    used = stream.get("/UseCMap")
    if isinstance(used, pikepdf.Name):
        cmap.base = str(used)[1:]
    elif used is not None:
        raise Untrusted("a character map builds on another in the file")
    left, pending = [_MOST_CODES], list[Any]()
    for token in _tokens(raw):
        if not isinstance(token, str) or token.startswith("/"):
            pending.append(token)
        elif token == "usecmap":  # noqa: S105 - an operator
            cmap.base = pending[-1][1:] if pending and isinstance(pending[-1], str) else "?"
        else:
            if token in _SECTIONS:
                _SECTIONS[token](cmap, pending, left)
            pending.clear()
    return cmap


def _tokens(raw: bytes) -> Iterator[Any]:
    """Hex strings as bytes, numbers as int, names with a slash, arrays as lists, operators as they stand."""
    array: list[Any] | None = None
    for match in _TOKENS.finditer(raw):
        token = _token(match)
        if match[2]:
            array = []
        elif match[3] and array is not None:
            yield array
            array = None
        elif token is not None:
            if array is None:
                yield token
            else:
                array.append(token)


def _token(match: re.Match[bytes]) -> Any:
    if match[1] is not None:
        digits = b"".join(match[1].split())
        return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    if match[4] is not None:
        return "/" + match[4].decode("latin-1")
    if match[5] is None:
        return None
    word = match[5].decode("latin-1")
    return int(word) if word.lstrip("+-").isdecimal() and word.isascii() else word


def _spend(left: list[int], codes: int) -> None:
    left[0] -= codes
    if left[0] < 0:
        raise Untrusted("a character map says more codes than a font can have")


def _spaces(cmap: CMap, pending: list[Any], left: list[int]) -> None:
    for low, high in zip(pending[::2], pending[1::2], strict=False):
        if isinstance(low, bytes) and isinstance(high, bytes) and len(low) == len(high) and low:
            _spend(left, 1)
            cmap.spaces.append((low, high))


def _cid_chars(cmap: CMap, pending: list[Any], left: list[int]) -> None:
    for code, cid in zip(pending[::2], pending[1::2], strict=False):
        if isinstance(code, bytes) and isinstance(cid, int):
            _spend(left, 1)
            cmap.cids[code] = cid


def _cid_ranges(cmap: CMap, pending: list[Any], left: list[int]) -> None:
    for low, high, cid in zip(pending[::3], pending[1::3], pending[2::3], strict=False):
        if not (isinstance(low, bytes) and isinstance(high, bytes) and isinstance(cid, int)) or len(low) != len(high):
            raise Untrusted("a character map cannot be read")
        if low == high:
            cmap.cids[low] = cid
        else:
            cmap.ranges.append((low, high, cid))
        _spend(left, 1)


def _bf_chars(cmap: CMap, pending: list[Any], left: list[int]) -> None:
    for code, char in zip(pending[::2], pending[1::2], strict=False):
        if isinstance(code, bytes) and isinstance(char, bytes):
            _spend(left, 1)
            cmap.chars[code] = _utf16(char)


def _bf_ranges(cmap: CMap, pending: list[Any], left: list[int]) -> None:
    for low, high, what in zip(pending[::3], pending[1::3], pending[2::3], strict=False):
        if not isinstance(low, bytes) or not isinstance(high, bytes) or not low or len(low) > 4:
            continue
        first = int.from_bytes(low, "big")
        count = max(int.from_bytes(high, "big") - first + 1, 0)
        if isinstance(what, list):
            count = min(count, len(what))
        _spend(left, count)
        for step in range(count):
            cmap.chars[(first + step).to_bytes(len(low), "big")] = _nth(what, step)


def _nth(what: Any, step: int) -> str:
    if isinstance(what, list):
        return _utf16(what[step]) if isinstance(what[step], bytes) else ""
    if not isinstance(what, bytes) or not what:
        return ""
    last = int.from_bytes(what[-2:], "big") + step
    return _utf16(what[:-2] + min(last, 0xFFFF).to_bytes(min(len(what), 2) if last < 256 else 2, "big"))


def _utf16(raw: bytes) -> str:
    if len(raw) == 1:
        return raw.decode("latin-1")
    return raw.decode("utf-16-be", "replace")


def _definition(cmap: CMap, pending: list[Any], _left: list[int]) -> None:
    if pending[-2:] == ["/WMode", 1]:
        cmap.vertical = True


_SECTIONS: dict[str, Callable[[CMap, list[Any], list[int]], None]] = {
    "def": _definition,
    "endcodespacerange": _spaces,
    "endcidchar": _cid_chars,
    "endcidrange": _cid_ranges,
    "endbfchar": _bf_chars,
    "endbfrange": _bf_ranges,
}
