"""Bytes to characters and back, streamed: the encoding a file came in is the one it leaves in, mark included."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from redact.core.errors import CorruptInput, InputError, WriteError
from redact.core.flow import Source

#: Bytes read at a time.
CHUNK = 1 << 18

#: What stands for a character that the file's encoding lacks, before accents are dropped.
_TWINS = str.maketrans({
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "…": "...", "•": "*", "ß": "ss", "æ": "ae",
    "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "þ": "th",
    "Þ": "Th", "ð": "d", "€": "EUR",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec that has decoded the whole of a file, and the byte order mark that stood before it."""

    codec: str
    bom: bytes = b""

    def fits(self, text: str) -> bool:
        """Whether the codec can write every character of `text`."""
        try:
            text.encode(self.codec)
        except UnicodeEncodeError:
            return False
        return True

    def plain(self, text: str) -> str:
        """`text` itself, or a form of it that the codec can write: accents dropped, `#` for what has no twin."""
        if self.fits(text):
            return text
        return "".join(char if self.fits(char) else _ascii(char) for char in text)

    def encode(self, text: str) -> bytes:
        """The bytes of `text`.

        Raises:
            WriteError: a character has no place in this encoding.
        """
        try:
            return text.encode(self.codec)
        except UnicodeEncodeError as err:
            raise WriteError("the output does not fit the encoding of its source", "please report this") from err


def _ascii(char: str) -> str:
    bare = unicodedata.normalize("NFKD", char.translate(_TWINS)).encode("ascii", "ignore").decode("ascii")
    return bare or "#"


def chunks(source: Source, skip: int = 0) -> Iterator[bytes]:
    """The bytes of a source from `skip` on, read from disk each time.

    Raises:
        InputError: the file is gone or cannot be read.
    """
    try:
        with source.path.open("rb") as file:
            file.seek(skip)
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as err:
        raise InputError(f"source {source.id} cannot be read", "check that it is there and its permissions") from err


def characters(source: Source, encoding: Encoding) -> Iterator[str]:
    """The characters of a source, mark left out, line ends as they are.

    Raises:
        CorruptInput: the bytes are not in this encoding.
        InputError: the file cannot be read.
    """
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    try:
        for chunk in chunks(source, len(encoding.bom)):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError as err:
        raise CorruptInput(f"source {source.id} is not in one encoding", "save it as UTF-8 and try again") from err
