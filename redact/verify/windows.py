"""A file in windows of text: each ends between words and begins with the end of the one before it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from redact.core.errors import InputError

_CHUNK_BYTES = 1 << 19
_SPACE = re.compile(r"\s(?=\S*\Z)")
_SIGN = re.compile(r"[\W_](?=[^\W_]*\Z)")
_LOOK_BACK = 4096  # a run without a space longer than this is cut where it is


@dataclass(frozen=True, slots=True)
class Window:
    """`text` is to be searched; its first `again` characters were in the window before as well."""

    text: str = field(repr=False)
    again: int

    @property
    def repeated(self) -> str:
        """The part that was searched before."""
        return self.text[: self.again]


def chunks(path: Path, skip: int = 0) -> Iterator[bytes]:
    """The bytes of a file from `skip` on.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            file.seek(skip)
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk
    except OSError as err:
        raise InputError("the draft cannot be read again", "check the record folder, then run again") from err


def is_utf8(path: Path) -> bool:
    """Whether all bytes of a file are UTF-8.

    Raises:
        InputError: it cannot be read.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        for chunk in chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decoded(parts: Iterable[bytes], codec: str) -> Iterator[str]:
    """The characters; a byte that the codec does not know becomes U+FFFD."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    for part in parts:
        yield decoder.decode(part)
    yield decoder.decode(b"", final=True)


def windows(parts: Iterable[str], overlap: int) -> Iterator[Window]:
    """The text in windows that overlap by about `overlap` characters."""
    held, again = "", 0
    for part in parts:
        held += part
        if len(held) - again <= overlap * 2:
            continue
        end = between_words(held, len(held))
        yield Window(held[:end], again)
        start = between_words(held, max(0, end - overlap))
        held, again = held[start:], end - start
    if len(held) > again:
        yield Window(held, again)


def between_words(text: str, at: int) -> int:
    """The place after the last white space before `at`, else after the last sign, else `at`."""
    for gap in (_SPACE, _SIGN):
        if match := gap.search(text, max(0, at - _LOOK_BACK), at):
            return match.end()
    return at
