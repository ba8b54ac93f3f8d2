"""Pictures in rich text: their bytes are written as hexadecimal digits, or raw behind a control word."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from redact.core.errors import WriteError
from redact.media.rtf.reading import Patch, Span
from redact.media.rtf.tokens import Kind, Token

#: Word -> suffix, first bytes. All other kinds are drawn by commands, or raw pixels of old programs.
_KINDS = {"pngblip": ("png", b"\x89PNG\r\n\x1a\n"), "jpegblip": ("jpg", b"\xff\xd8\xff")}
_WORDS = {"png": b"\\pngblip", "jpg": b"\\jpegblip", "jpeg": b"\\jpegblip"}
_NOT_HEX = re.compile(rb"[^0-9A-Fa-f]+")
_LINE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be read: its group, the word for its kind, the bytes that hold it."""

    group: Span
    word: Span
    pieces: tuple[tuple[Span, bool], ...] = field(repr=False)  # True: raw
    suffix: str

    def content(self, raw: bytes) -> bytes:
        """The picture's own bytes."""
        return b"".join(_unpacked(raw, self.pieces))

    def file(self, raw: bytes) -> BinaryIO:
        """The same as a file."""
        return io.BytesIO(self.content(raw))

    def patches(self, raw: bytes, released: Path | None) -> Iterator[Patch]:
        """The changes that put the released picture in its place; none where it is the same, all gone where withheld."""
        if released is None:
            yield Patch(*self.group)
            return
        try:
            fresh = released.read_bytes()
        except OSError as err:
            raise WriteError("a released picture cannot be read", "run again") from err
        if fresh == self.content(raw):
            return
        suffix = next((suffix for suffix, magic in _KINDS.values() if fresh.startswith(magic)), "")
        if not suffix:
            yield Patch(*self.group)
            return
        if suffix != self.suffix:
            yield Patch(*self.word, _WORDS[suffix])
        digits = fresh.hex()
        lines = (digits[at : at + 2 * _LINE_BYTES] for at in range(0, len(digits), 2 * _LINE_BYTES))
        packed = b"\n" + "\n".join(lines).encode("ascii")
        for (start, end), _ in self.pieces:
            yield Patch(start, end, packed)
            packed = b""


@dataclass(slots=True)
class Sketch:
    """A picture of which not all has been seen."""

    _kind: str = ""
    _word: Span = (0, 0)
    _pieces: list[tuple[Span, bool]] = field(default_factory=list, repr=False)

    def word(self, token: Token) -> None:
        """A control word of the picture's group."""
        if token.word in _KINDS:
            self._kind = token.word
            self._word = (token.start, token.end)
        elif token.word == "bin":
            self._pieces.append(((token.start, token.end), False))

    def content(self, token: Token) -> None:
        """Bytes of the picture."""
        self._pieces.append(((token.start, token.end), token.kind is Kind.DATA))

    def picture(self, raw: bytes, start: int, end: int) -> Picture | None:
        """The picture, if it is of a kind that can be read."""
        if self._kind not in _KINDS:
            return None
        suffix, magic = _KINDS[self._kind]
        made = Picture((start, end), self._word, tuple(self._pieces), suffix)
        return made if made.content(raw).startswith(magic) else None


def _unpacked(raw: bytes, pieces: Sequence[tuple[Span, bool]]) -> Iterator[bytes]:
    waiting = b""
    for (start, end), is_raw in pieces:
        if is_raw:
            yield raw[start:end]
        elif not raw.startswith(b"\\bin", start):
            digits = waiting + _NOT_HEX.sub(b"", raw[start:end])
            whole = len(digits) & ~1
            yield bytes.fromhex(digits[:whole].decode("ascii"))
            waiting = digits[whole:]
