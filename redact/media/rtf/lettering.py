"""The characters of rich text, from whichever words, signs and bytes they are written with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redact.media.rtf import fields
from redact.media.rtf import vocabulary as words
from redact.media.rtf.decoding import Decoding
from redact.media.rtf.groups import Drop, Group, Item
from redact.media.rtf.reading import Reading
from redact.media.rtf.tokens import Kind, Token

#: So much is read together at least, where there is so much.
_PASSAGE_CHARS = 3_000
#: Lines shorter than this that follow each other are lines of one block: an address, a signature.
_LINE_CHARS = 60


class Lettering:
    """Puts characters to the readings in which they belong."""

    def __init__(self, raw: bytes, *, accepts: bool) -> None:
        """`accepts`: what was deleted is gone."""
        self._accepts = accepts
        self._decoding = Decoding(raw)
        self.unseen = 0  # characters that a reader does not see

    def end(self) -> None:
        """Something other than characters follows."""
        self._decoding.end()

    def sign(self, token: Token, group: Group) -> Iterator[Item]:
        """A word that stands for a character."""
        if token.word != "u":
            yield from self._read(words.SIGNS[token.word], token, group)
            return
        yield from self._read(chr((token.number or 0) % 0x10000), token, group)
        group.reading.join_surrogates()
        self._decoding.skip = group.fallback

    def symbol(self, token: Token, groups: Sequence[Group]) -> Iterator[Item]:
        """A backslash and a sign."""
        group = groups[-1]
        if self._decoding.skipped(token, group.reading):
            return
        self._decoding.end()
        if token.word in ("\n", "\r", "\r\n"):
            yield from self.line_end(token, groups)
        elif token.word in words.SYMBOLS:
            yield from self._read(words.SYMBOLS[token.word], token, group)

    def characters(self, token: Token, group: Group) -> Iterator[Item]:
        """Bytes of text, or what stands in their place in a picture or an object."""
        group.first = False
        if group.sketch is not None and group.destination == "pict":
            group.sketch.content(token)
        elif group.destination == "object" or token.kind is Kind.DATA:
            yield Drop(token.start, token.end, "raw data")
        elif group.deleted and self._accepts:
            yield Drop(token.start, token.end, "deleted text")
        else:
            before = len(group.reading)
            self._decoding.feed(token, group.codec, group.reading)
            self.unseen += (len(group.reading) - before) * group.hidden

    def line_end(self, token: Token, groups: Sequence[Group]) -> Iterator[Item]:
        """The end of a line, a cell or a paragraph. A passage that is long enough ends with it."""
        reading = groups[-1].reading
        sign = words.BREAKS.get(token.word, "\n")
        if not len(reading):
            return
        long = sign == "\n" and token.word != "line" and reading.line_length() > _LINE_CHARS
        reading.add("\n\n" if long else sign, None)
        if sign == "\n" and len(reading) > _PASSAGE_CHARS:
            yield from finished(reading)
            fresh = Reading(reading.label)
            for each in groups:
                if each.reading is reading:
                    each.reading = fresh

    def _read(self, text: str, token: Token, group: Group) -> Iterator[Item]:
        if group.deleted and self._accepts:
            yield Drop(token.start, token.end, "deleted text")
        elif group.destination not in ("object", "pict"):
            group.reading.add(text, (token.start, token.end))
            self.unseen += group.hidden


def finished(reading: Reading) -> Iterator[Item]:
    """A reading to which nothing is added any more, if it says something."""
    if fields.is_said(reading):
        yield reading
