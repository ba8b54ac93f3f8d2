"""Running text of markup put together from its pieces between tags, as a reader sees it on the page."""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.media import _spelling
from redact.media._page import Page
from redact.media._passages import Label, Passage, passage
from redact.media._reading import Builder, Reading

_PROSE_CHARS = 80
_SHORT_CHARS = 40


class Flow:
    """Collects text; a break waits until more text comes, so that empty elements make no empty lines."""

    def __init__(self, page: Page, part: str) -> None:
        self._page = page
        self._part = part
        self._builder = Builder()
        self._break = ""
        self._verbatim: list[Chars] = []
        self._context = ""
        self._before = ""

    @property
    def long(self) -> bool:
        """Whether there is enough for one text."""
        return self._builder.length > self._page.about // 2

    def line_break(self, sign: str) -> None:
        """Part what comes from what was, by the strongest sign there has been."""
        if self._builder.length and (len(sign), sign) > (len(self._break), self._break):
            self._break = sign

    def add(self, reading: Reading, context: str, *, verbatim: Chars | None = None) -> None:
        """Add text. `verbatim` marks characters in which references are not undone (CDATA)."""
        start = 1 if reading.text[:1] == " " and (self._break or self._builder.ends_in_space()) else 0
        if start == len(reading.text):
            return
        if not self._builder.length:
            self._context = context
        if self._break:
            self._builder.put(self._break, reading.runs[0].raw_start, reading.runs[0].raw_start)
            self._break = ""
        self._builder.add(reading, start, len(reading.text))
        if verbatim is not None:
            self._verbatim.append(verbatim)

    def flush(self, *, field: bool) -> Iterator[Passage]:
        """What there is, as one passage; `field` says that it may be a lone value with a context."""
        reading, verbatim = self._builder.reading(), tuple(self._verbatim)
        self._builder, self._verbatim, self._break = Builder(), [], ""
        if not reading.text.strip():
            return
        short = field and len(reading.text) <= _PROSE_CHARS
        context = " | ".join(filter(None, (self._context, self._before))) if field else ""
        self._before = reading.text.strip() if len(reading.text) <= _SHORT_CHARS else ""
        part = self._part or self._page.number("element")
        label = Label(part, TextKind.FIELD if short else TextKind.PROSE, context)
        yield passage(label, reading, _Speller(self._page, verbatim))


class _Speller:
    """Spells a replacement for the place it stands at."""

    def __init__(self, page: Page, verbatim: tuple[Chars, ...]) -> None:
        self._page = page
        self._verbatim = verbatim

    def __call__(self, text: str, at: int) -> str:
        if any(span.start <= at < span.end for span in self._verbatim):
            return _spelling.as_bare(text, self._page.encoding)
        return _spelling.as_markup(text, self._page.encoding)
