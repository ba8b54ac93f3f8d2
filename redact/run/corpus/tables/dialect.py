"""How a table of a corpus is written: its delimiter, known by its header, and the rows below that.

Source: RFC 4180, section 2, read as leniently as spreadsheets do.
"""

from __future__ import annotations

import codecs
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from redact.core.errors import CorruptInput, LimitExceeded, UnsupportedMedia, UsageError
from redact.media._rows import RawCell, rows
from redact.run.corpus.tables.fields import parse_one

_CHUNK_BYTES = 1 << 18
#: A header row ends within this.
_HEAD_CHARS = 1 << 20
#: In the order of their claim when two fit equally well.
_DELIMITERS = (",", "\t", ";", "|")
#: Excel's own note of the delimiter, on a line by itself.
_NOTE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)
#: How the decoder marks a byte that is not UTF-8: no character of text that is.
STRAY = re.compile("[\udc80-\udcff]")
HINT_UTF8 = "save the table as UTF-8 and run again"


@dataclass(frozen=True, slots=True)
class Dialect:
    """What stands before the header, the delimiter, the columns."""

    note: str
    delimiter: str
    header: tuple[str, ...] = field(repr=False)

    def column(self, name: str) -> int:
        """The number of a column.

        Raises:
            UsageError: there is none of this name, or there are two.
        """
        found = self.header.count(meant(name, self.header))
        if found != 1:
            how = "more than one column" if found else "no column"
            raise UsageError(
                f"a table has {how} {name!r}", "name another: --text-field; or take tables as files: --format files"
            )
        return self.header.index(meant(name, self.header))

    def spelt(self, text: str, quoted: bool = False) -> str:
        """A cell in the table's manner. An empty one is quoted: bare and alone in its row it would be a blank line."""
        if quoted or not text or any(sign in text for sign in (self.delimiter, '"', "\r", "\n")):
            return '"' + text.replace('"', '""') + '"'
        return text

    def rows(self, content: BinaryIO, longest: int) -> Iterator[list[RawCell]]:
        """The rows from the header on, those that are blank left out.

        Raises:
            CorruptInput: a quote is never closed.
            LimitExceeded: a row is longer than `longest` characters, or wider than any table.
        """
        parts, held = _characters(content), ""
        while len(held) < len(self.note):
            held += next(parts)
        parts = itertools.chain((held[len(self.note) :],), parts)
        return (row for row in rows(parts, self.delimiter, longest) if len(row) > 1 or row[0].raw)


def recognised(content: BinaryIO, wanted: Sequence[str]) -> Dialect:
    """The dialect under whose header most of the wanted columns are found, and of these the widest.

    An output has the header of its source, and so is read in the same dialect.

    Raises:
        CorruptInput: there is no header in UTF-8.
        UnsupportedMedia: this is no text in UTF-8 at all.
    """
    sample = _sample(content)
    if "\0" in sample:
        raise UnsupportedMedia("a table is not in UTF-8", HINT_UTF8)
    note = _NOTE.match(sample)
    start = note.end() if note else 0
    claims = note.group(1) if note else _DELIMITERS
    found = [Dialect(sample[:start], mark, _header(sample[start:], mark)) for mark in claims]

    def fit(dialect: Dialect) -> tuple[int, int]:
        return sum(meant(name, dialect.header) in dialect.header for name in wanted), len(dialect.header)

    best = max(found, key=fit)
    if not any(best.header) or STRAY.search("".join(best.header)):
        raise CorruptInput("a table has no header row in UTF-8", f"give it one; {HINT_UTF8}")
    return best


def meant(name: str, header: Sequence[str]) -> str:
    """The column that is meant: the name as it stands, or what it says when it is quoted as in paths."""
    return name if name in header or not name.startswith('"') else ".".join(parse_one(name))


def _header(sample: str, delimiter: str) -> tuple[str, ...]:
    try:
        found = rows((sample,), delimiter, _HEAD_CHARS)
        return tuple(cell.text for cell in next((row for row in found if len(row) > 1 or row[0].raw), ()))
    except (CorruptInput, LimitExceeded):
        return ()


def _sample(content: BinaryIO) -> str:
    """About as much of the beginning as a header may be long."""
    held = ""
    for part in _characters(content):
        held += part
        if len(held) >= _HEAD_CHARS:
            break
    return held[:_HEAD_CHARS]


def _characters(content: BinaryIO) -> Iterator[str]:
    """The characters of a file, without byte order mark; a byte that is not UTF-8 becomes half a character."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    first = True
    while chunk := content.read(_CHUNK_BYTES):
        text = decoder.decode(chunk)
        yield text.removeprefix("\ufeff") if first else text
        first = False
    yield decoder.decode(b"", final=True)
