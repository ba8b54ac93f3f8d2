"""Bytes of text as characters, each with the bytes in which it is written."""

from __future__ import annotations

import codecs

from redact.media.rtf.reading import Reading
from redact.media.rtf.tokens import Kind, Token

_WIDE = frozenset(("cp932", "cp949", "johab", "gbk", "cp950", "utf-8"))


class Decoding:
    """Decodes the text of one file. `skip` is how many characters more stand only for programs without Unicode."""

    def __init__(self, raw: bytes) -> None:
        """`raw` is the whole file."""
        self._raw = raw
        self._decoder: codecs.IncrementalDecoder | None = None
        self._reading: Reading | None = None
        self._codec = ""
        self._start = -1
        self._end = -1
        self.skip = 0

    def skipped(self, token: Token, reading: Reading) -> bool:
        """Whether this token is one of those; then it belongs to the character before it."""
        if not self.skip:
            return False
        self.skip -= 1
        reading.reach(token.end)
        return True

    def feed(self, token: Token, codec: str, reading: Reading) -> None:
        """Read a byte or a run of bytes."""
        if token.kind is Kind.HEX:
            if not self.skipped(token, reading):
                self._byte(token.number or 0, token.start, token.end, codec, reading)
            return
        start = min(token.end, token.start + self.skip)
        if self.skip:
            self.skip -= start - token.start
            reading.reach(start)
        run = self._raw[start : token.end]
        if self._start < 0 and run.isascii():
            reading.extend(run.decode("ascii"), start)
            return
        for at, byte in enumerate(run, start):
            self._byte(byte, at, at + 1, codec, reading)

    def end(self) -> None:
        """No more bytes follow: half a character is one that cannot be read."""
        if self._start >= 0 and self._reading is not None:
            self._reading.add("\ufffd", (self._start, self._end))
        self._start = -1
        self._decoder = None
        self.skip = 0

    def _byte(self, byte: int, start: int, end: int, codec: str, reading: Reading) -> None:
        if codec not in _WIDE:
            reading.add(bytes((byte,)).decode(codec, "replace"), (start, end))
            return
        if self._decoder is None or self._codec != codec:
            self._decoder = codecs.getincrementaldecoder(codec)("replace")
            self._codec, self._start = codec, -1
        text = self._decoder.decode(bytes((byte,)))
        if self._start < 0:
            self._start = start
        self._end, self._reading = end, reading
        if text:
            reading.add(text, (self._start, end))
            self._start = -1
