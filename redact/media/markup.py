"""HTML and XML: text across inline tags, attributes, comments, scripts and names; untouched markup keeps every byte.

One file is held in memory while it is read: a markup file may have at most `MAX_BYTES`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePosixPath
from typing import BinaryIO

from redact.core.errors import CorruptInput, Defect, LimitExceeded
from redact.core.flow import Edit, PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change, Document
from redact.core.segment import Segment
from redact.media import _xml
from redact.media._charset import detect
from redact.media._cut import splice
from redact.media._encoding import Encoding, characters, chunks
from redact.media._names import names
from redact.media._page import Page
from redact.media._passages import Drop, Passage
from redact.media._walk import walk
from redact.settings import Settings

MAX_BYTES = 256 * 1024**2
_HEAD_BYTES = 1024
#: What a browser does not show.
_HIDDEN = {"comment": Hidden.COMMENTS, "script": Hidden.CODE}
_SLICE_CHARS = 1 << 20
#: What a file says its encoding is. Source: XML 1.0, section 4.3.3; HTML Living Standard, section 13.2.3.2, 2025.
_DECLARED = re.compile(
    rb"""<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)|<meta[^>]*\bcharset\s*=\s*["']?([\w.:-]+)""", re.I
)
_XML_START = re.compile(r"\s*<(?:\?xml\b(?![^<]*<!doctype\s+html)|svg\b)", re.I)
_XML_SUFFIXES = (".xml", ".svg", ".xhtml")
_HTML_SUFFIXES = (".html", ".htm")


def open_markup(source: Source, settings: Settings | None = None) -> Document:
    """The source as running text, attributes, comments, code, names; places count in the characters of the whole file.

    Raises:
        CorruptInput: it is not in one encoding, declares a document type of its own, or is XML and not well-formed.
        LimitExceeded: it is larger than `MAX_BYTES` or nested deeper than `settings.max_depth`.
        InputError: it cannot be read.
    """
    settings = settings or Settings()
    if source.size > MAX_BYTES:
        raise LimitExceeded(f"source {source.id} is larger than markup may be", "split it into files below 256 MB")
    declared = _DECLARED.search(next(chunks(source), b"")[:_HEAD_BYTES])
    encoding = detect(source, next(filter(None, declared.groups())).decode("ascii") if declared else "")
    raw = "".join(characters(source, encoding))
    suffix = PurePosixPath(source.name).suffix.lower()
    xml = suffix in _XML_SUFFIXES or (suffix not in _HTML_SUFFIXES and _XML_START.match(raw) is not None)
    if xml:
        try:
            _xml.check(raw, settings.max_depth)
        except (CorruptInput, LimitExceeded) as err:
            raise type(err)(f"source {source.id}: {err.message}", err.hint) from err
    return _Markup(source, encoding, xml, settings)


@dataclass(frozen=True, slots=True)
class _Markup:
    """A markup file, read from disk anew each time."""

    source: Source
    encoding: Encoding
    xml: bool
    settings: Settings

    def segments(self) -> Iterator[Segment]:
        """All that can be read, in the order of the file; names of elements and attributes last."""
        ordinal = 0
        for found in self._found(self._page()):
            if isinstance(found, Drop):
                continue
            for _, text in found.texts(ordinal, self.settings.piece_chars):
                yield text
                ordinal += 1

    def census(self) -> Iterable[PartNote]:
        """How many there are of each sort of part, and every stretch that is left out."""
        read: Counter[str] = Counter()
        dropped = 0
        for found in self._found(self._page()):
            if isinstance(found, Drop):
                dropped += 1
            else:
                read[found.part.rstrip("0123456789 ")] += 1
        notes = [PartNote(sort, PartState.READ, f"{count} read", _HIDDEN.get(sort)) for sort, count in read.items()]
        gone = "a data: address that holds no plain text"
        numbers = range(1, dropped + 1)
        return (*notes, *(PartNote(f"data {n}", PartState.DROPPED, gone, Hidden.EMBEDDED) for n in numbers))

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the file with its passages changed and what cannot be read left out."""
        page = self._page()
        edits: list[Edit] = []
        ordinal = 0
        for found in self._found(page):
            if isinstance(found, Drop):
                edits.append(found.edit())
                continue
            asked, ordinal = found.ask(change, ordinal, self.settings.piece_chars)
            edits += found.rewrite(asked)
        written = splice(page.raw, sorted(edits, key=lambda edit: edit.chars))
        self._check(written)
        out.write(self.encoding.bom)
        for at in range(0, len(written), _SLICE_CHARS):
            out.write(self.encoding.encode(written[at : at + _SLICE_CHARS]))

    def _page(self) -> Page:
        raw = "".join(characters(self.source, self.encoding))
        return Page(raw, self.encoding, self.settings.piece_chars, self.settings.max_depth)

    def _found(self, page: Page) -> Iterator[Passage | Drop]:
        try:
            yield from chain(walk(page, xml=self.xml), names(page, xml=self.xml))
        except (CorruptInput, LimitExceeded) as err:
            raise type(err)(f"source {self.source.id}: {err.message}", err.hint) from err

    def _check(self, written: str) -> None:
        if not self.xml:
            return
        try:
            _xml.check(written, self.settings.max_depth)
        except (CorruptInput, LimitExceeded) as err:
            raise Defect(f"source {self.source.id}: the changed XML is not well-formed", "please report this") from err
