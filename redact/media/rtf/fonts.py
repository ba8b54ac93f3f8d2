"""The fonts of a rich text file, of which only the code page is of interest."""

from __future__ import annotations

from redact.media.rtf import charsets
from redact.media.rtf.groups import Group


class Fonts:
    """Says in which code page the text of each group is written."""

    WORDS = frozenset((*charsets.NAMED, "ansicpg", "f", "fcharset", "cpg", "deff", "plain"))

    def __init__(self) -> None:
        """No font is known yet."""
        self._by_number: dict[int, str | None] = {}
        self.codec = charsets.ANSI
        self._default = -1

    def word(self, word: str, number: int | None, group: Group) -> None:
        """Take note of a control word in `WORDS`."""
        if word in charsets.NAMED:
            self.codec = group.codec = charsets.NAMED[word]
        elif word == "ansicpg":
            self.codec = group.codec = charsets.of_page(number)
        elif word == "deff":
            self._default = number or 0
        elif word == "plain":
            group.codec = self._of(self._default)
        elif group.destination != "fonttbl":
            group.codec = self._of(number or 0) if word == "f" else group.codec
        elif word == "f":
            group.font, group.codec = number or 0, self.codec
            self._by_number.setdefault(group.font, None)
        else:
            codec = charsets.of_charset(number) if word == "fcharset" else charsets.of_page(number)
            self._by_number[group.font] = codec
            group.codec = codec or self.codec

    def _of(self, number: int) -> str:
        return self._by_number.get(number) or self.codec
