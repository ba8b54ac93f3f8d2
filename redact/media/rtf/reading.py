"""Characters of rich text and the bytes in which each is written; and how a change is spelt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from redact.core.flow import Edit
from redact.core.segment import chars_from
from redact.media._cut import splice
from redact.media._stream import Readable
from redact.media.rtf.vocabulary import Apart

_SURROGATE = re.compile("[\ud800-\udfff]")
_STRETCH = re.compile(r"([ -\[\]-z|~]+)|(.)", re.S)
_NAMED = {"\n": b"\\line ", "\t": b"\\tab ", "\r": b""}
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Patch:
    """Bytes ``[start, end)`` of the source that become others."""

    start: int
    end: int
    fresh: bytes = field(default=b"", repr=False)


@dataclass(slots=True)
class Reading:
    """Text as it reads. A character without a span is a sign that stays: the end of a line, of a cell.

    `whole` makes a change rewrite all of it, which suits what is no more than a string.
    """

    label: Apart
    whole: bool = False
    altered: bool = False  # its text is not what the file has: it is written in any case
    _signs: list[str] = field(default_factory=list, repr=False)
    _spans: list[Span | None] = field(default_factory=list, repr=False)

    @property
    def text(self) -> str:
        """The characters, one for each span."""
        return _SURROGATE.sub("\ufffd", "".join(self._signs))

    def __len__(self) -> int:
        return len(self._signs)

    def add(self, text: str, span: Span | None) -> None:
        """Add characters that share their bytes."""
        for sign in text:
            self._signs.append(sign)
            self._spans.append(span)

    def extend(self, text: str, start: int) -> None:
        """Add characters of one byte each."""
        self._signs.extend(text)
        self._spans.extend((at, at + 1) for at in range(start, start + len(text)))

    def reach(self, end: int) -> None:
        """Count the bytes up to `end` to the last character: what stands there for programs without Unicode."""
        last = self._spans[-1] if self._spans else None
        if last is not None:
            self._spans[-1] = (last[0], end)

    def join_surrogates(self) -> None:
        """Make one character of the last two, if they are halves of one."""
        pair = "".join(self._signs[-2:])
        first, last = (self._spans[-2], self._spans[-1]) if len(pair) == 2 else (None, None)
        if first and last and "\ud800" <= pair[0] <= "\udbff" and "\udc00" <= pair[1] <= "\udfff":
            whole = pair.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
            self._signs[-2:] = [whole]
            self._spans[-2:] = [(first[0], last[1])]

    def drop_end(self, sign: str) -> None:
        """Read it without a sign at its end, which only parts it from the next."""
        if self._signs and self._signs[-1] == sign:
            self._signs.pop()
            self._spans.pop()

    def line_length(self) -> int:
        """How many characters stand behind the last line end."""
        for back, sign in enumerate(reversed(self._signs)):
            if sign == "\n":
                return back
        return len(self._signs)

    def rewritten(self, text: str) -> Reading:
        """The same with another text, spelt anew as a whole."""
        return Reading(self.label, True, text != self.text, list(text), self._spans)

    def readable(self, number: int) -> Readable:
        """How it is put to the pipeline."""
        part = f"{self.label.part} {number}"
        return Readable(self.text, part, self.label.kind, "", chars_from(0))

    def patches(self, edits: Sequence[Edit]) -> Iterator[Patch]:
        """The changes of bytes that these edits need."""
        if self.whole:
            if edits or self.altered:
                yield from self._anew(splice(self.text, edits))
            return
        for edit in edits:
            spans = self._spans[edit.chars.start : edit.chars.end]
            yield from _put(edit.replacement, dict.fromkeys(span for span in spans if span is not None))

    def _anew(self, text: str) -> Iterator[Patch]:
        yield from _put(text, dict.fromkeys(span for span in self._spans if span is not None))


def _put(text: str, spans: Iterable[Span]) -> Iterator[Patch]:
    fresh = spelt(text)
    for start, end in spans:
        yield Patch(start, end, fresh)
        fresh = b""


def spelt(text: str) -> bytes:
    """Text as any reader of rich text understands it. Source: RTF Specification 1.9.1, "Unicode RTF"."""
    parts: list[bytes] = []
    for match in _STRETCH.finditer(text):
        plain, sign = match.groups()
        if plain:
            parts.append(plain.encode("ascii"))
        elif sign in _NAMED:
            parts.append(_NAMED[sign])
        elif sign in "\\{}":
            parts.append(b"\\" + sign.encode("ascii"))
        elif sign >= " ":
            wide = sign.encode("utf-16-le", "replace")
            units = (int.from_bytes(wide[at : at + 2], "little", signed=True) for at in range(0, len(wide), 2))
            parts.append(b"{\\uc1" + b"".join(b"\\u%d?" % unit for unit in units) + b"}")
    return b"".join(parts)
