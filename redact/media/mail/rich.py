r"""HTML taken out of the rich text in which Outlook hides it.

`{\*\htmltag64 <p>}Jane {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 Doe` is `<p>Jane <b>Doe`.
Source: [MS-OXRTFEX] 2.1 and 3.1; Rich Text Format 1.9.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.I
)
#: Groups with nothing for the reader.
_SILENT = frozenset((b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pntext", b"generator", b"listtable", b"pict"))
_SIGNS: Mapping[bytes, str] = {
    b"par": "\r\n", b"line": "\r\n", b"tab": "\t", b"lquote": "&lsquo;", b"rquote": "&rsquo;", b"ldblquote": "&ldquo;",
    b"rdblquote": "&rdquo;", b"bullet": "&bull;", b"endash": "&ndash;", b"emdash": "&mdash;", b"_": "&shy;", b"~": "&nbsp;",
}  # fmt: skip
#: Code pages of fonts. Source: Rich Text Format 1.9.1, \fcharset.
_CHARSETS: Mapping[int, str] = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _State:
    """What holds in a group; `skip` is how many characters stand for one in Unicode."""

    hidden: bool = False
    silent: bool = False
    tag: bool = False
    star: bool = False
    fonts: bool = False
    skip: int = 1
    codec: str = "cp1252"


def as_html(rich: bytes) -> bytes:
    r"""The HTML in rich text, in UTF-8; nothing where there is none (`\fromhtml1` says that there is)."""
    if b"\\fromhtml1" not in rich[:1024]:
        return b""
    return "".join(_Taker().taken(rich)).encode("utf-8", "replace")


class _Taker:
    def __init__(self) -> None:
        self._state = _State()
        self._stack: list[_State] = []
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._default = "cp1252"
        self._left = 0  # characters to pass over, which stand for the one before in old programs
        self._bytes = bytearray()
        self._units: list[int] = []

    def taken(self, rich: bytes) -> Iterator[str]:
        for match in _TOKEN.finditer(rich):
            word, number, code, sign, brace, text = match.groups()
            if code is not None:
                self._add(bytes((int(code, 16),)))
                continue
            if text is not None:
                self._add(text)
                continue
            if word == b"u" and number is not None:
                yield self._flushed(units=False)
                self._unicode(int(number))
                continue
            yield self._flushed()
            if brace is not None:
                self._brace(brace)
            elif word is not None:
                yield self._word(word.lower(), None if number is None else int(number))
            elif sign is not None:
                yield self._sign(sign)
        yield self._flushed()

    @property
    def _shown(self) -> bool:
        return (self._state.tag or not self._state.hidden) and not self._state.silent

    def _add(self, raw: bytes) -> None:
        passed = min(self._left, len(raw))
        self._left -= passed
        if self._shown and len(raw) > passed:
            self._units_out()
            self._bytes += raw[passed:]

    def _units_out(self) -> None:
        if self._units:
            raw = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units.clear()
            self._bytes += raw.decode("utf-16-le", "replace").encode(self._state.codec, "xmlcharrefreplace")

    def _unicode(self, number: int) -> None:
        self._left = self._state.skip
        if self._shown:
            self._units.append(number & 0xFFFF)

    def _flushed(self, *, units: bool = True) -> str:
        if units:
            self._units_out()
        text = self._bytes.decode(self._state.codec, "replace")
        self._bytes.clear()
        return text

    def _brace(self, brace: bytes) -> None:
        self._left = 0
        if brace == b"{":
            self._stack.append(self._state)
            self._state = replace(self._state, star=False)
        elif self._stack:
            self._state = self._stack.pop()

    def _sign(self, sign: bytes) -> str:
        if sign == b"*":
            self._state = replace(self._state, star=True)
        elif self._shown:
            return _SIGNS.get(sign, sign.decode("latin-1") if sign in b"\\{}" else "")
        return ""

    def _word(self, word: bytes, number: int | None) -> str:
        state = self._state
        if word == b"htmltag":
            self._state = replace(state, tag=True, hidden=False, star=False)
        elif word == b"htmlrtf":
            self._state = replace(state, hidden=number != 0)
        elif state.star or word in _SILENT:
            self._state = replace(state, silent=True, star=False, fonts=word == b"fonttbl")
        elif word == b"uc" and number is not None:
            self._state = replace(state, skip=max(0, min(number, 8)))
        elif word == b"ansicpg" and number:
            self._default = f"cp{number}" if number != 65001 else "utf-8"
            self._state = replace(state, codec=_known(self._default))
        elif word in (b"f", b"fcharset") and number is not None:
            self._choose(word, number)
        elif self._shown:
            return _SIGNS.get(word, "")
        return ""

    def _choose(self, word: bytes, number: int) -> None:
        if word == b"f":
            self._font = number
            if not self._state.fonts:
                self._state = replace(self._state, codec=_known(self._fonts.get(number, self._default)))
        elif self._state.fonts and number in _CHARSETS:
            self._fonts[self._font] = _CHARSETS[number] if number else self._default


def _known(codec: str) -> str:
    try:
        "".encode(codec)
    except LookupError:
        return "cp1252"
    return codec
