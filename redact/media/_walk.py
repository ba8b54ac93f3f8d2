"""A markup file gone through tag by tag: everything in it that can be read, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.media import _html, _spelling
from redact.media._attributes import attributes, words
from redact.media._css import own_words
from redact.media._flow import Flow
from redact.media._markup_tokens import Kind, Token, tokens
from redact.media._page import Page
from redact.media._passages import Drop, Label, Passage, Spell, address, apart, passage, speller
from redact.media._reading import literal

_XML_DECLARATION = re.compile(r"""<\?xml\s+version=["'][0-9.]+["'](?:\s+[a-z]+=["'][\w.-]+["'])*\s*\?>""")
_PLAIN_DOCTYPE = re.compile(r"<!doctype\s+[\w:-]+\s*>", re.I)
_PATH_NAMES = 3

Found = Iterator[Passage | Drop]


def walk(page: Page, *, xml: bool) -> Found:
    """Every passage of the page, and what has to be dropped.

    Raises:
        CorruptInput: it declares a document type of its own.
        LimitExceeded: it is nested too deep.
    """
    return _Walker(page, Chars(0, len(page.raw)), xml=xml, part="" if xml else "text").all()


class _Walker:
    """Goes over one span. Comments and the like are spans of their own; what is deeper still is read as it is."""

    def __init__(self, page: Page, span: Chars, *, xml: bool, part: str, nested: bool = False) -> None:
        self._page = page
        self._span = span
        self._xml = xml
        self._nested = nested
        self._flow = Flow(page, part)
        self._path: list[str] = []
        self._kept_space = 0
        self._take: dict[Kind, Callable[[Token], Found]] = {
            Kind.COMMENT: self._comment,
            Kind.CDATA: self._cdata,
            Kind.RAW: self._raw,
            Kind.INSTRUCTION: self._instruction,
            Kind.DECLARATION: self._declaration,
        }

    def all(self) -> Found:
        before: Token | None = None
        for token, after in _with_next(tokens(self._page.raw, self._span, xml=self._xml)):
            if token.kind is Kind.TEXT:
                self._text(token)
            elif token.kind is Kind.START:
                yield from self._start(token, before)
            elif token.kind is Kind.END:
                yield from self._end(token, after)
            else:
                yield from self._take[token.kind](token)
            before = token
        yield from self._flow.flush(field=self._xml)

    def _text(self, token: Token) -> None:
        reading = _spelling.entities(literal(self._page.raw, token.inner.start, token.inner.end))
        if not self._kept_space:
            reading = _spelling.collapsed(reading)
        self._flow.add(reading, self._context())

    def _start(self, token: Token, before: Token | None) -> Found:
        yield from attributes(self._page, token, xml=self._xml)
        if self._xml:
            if not self._speaks(before):
                yield from self._flow.flush(field=True)
            if not token.closed:
                self._path.append(words(token.name))
            return
        if token.name in _html.NESTING and not token.closed:
            self._path.append(token.name)
            if len(self._path) > self._page.max_depth and not self._nested:
                raise LimitExceeded("the markup is nested deeper than the limit", "raise max_depth in the settings")
        self._kept_space += token.name in _html.PREFORMATTED
        yield from self._broken(token.name)

    def _end(self, token: Token, after: Token | None) -> Found:
        if self._page.raw[token.inner.start : token.inner.end].strip():
            yield self._code("end tag", token.inner, _spelling.as_bare)
        if self._xml:
            if not self._speaks(after):
                yield from self._flow.flush(field=True)
            if self._path:
                self._path.pop()
            return
        if token.name in _html.NESTING and token.name in self._path:
            while self._path.pop() != token.name:
                pass
        if token.name in _html.PREFORMATTED:
            self._kept_space = max(0, self._kept_space - 1)
        yield from self._broken(token.name)

    def _broken(self, name: str) -> Found:
        sign = _html.BREAKS.get(name, "")
        if "\n" in sign and self._flow.long:
            yield from self._flow.flush(field=False)
        elif sign:
            self._flow.line_break(sign)

    def _speaks(self, token: Token | None) -> bool:
        """Whether this neighbour is text: then the tag between stands inside a sentence, as in ``Ja<hi>ne</hi>``."""
        if token is None or token.kind not in (Kind.TEXT, Kind.CDATA):
            return False
        return bool(self._page.raw[token.inner.start : token.inner.end].strip())

    def _context(self) -> str:
        return " ".join(self._path[-_PATH_NAMES:]) if self._xml else ""

    def _comment(self, token: Token) -> Found:
        return self._inside(token.inner, self._page.number("comment"))

    def _inside(self, span: Chars, part: str) -> Found:
        """A span that may hold markup of its own."""
        if not self._nested:
            yield from _Walker(self._page, span, xml=False, part=part, nested=True).all()
        elif len(span):
            reading = _spelling.entities(literal(self._page.raw, span.start, span.end))
            yield passage(Label(part, TextKind.CODE), reading, speller(_spelling.as_markup, self._page.encoding))

    def _cdata(self, token: Token) -> Found:
        inner = self._page.raw[token.inner.start : token.inner.end]
        if "<" in inner or "&" in inner:
            yield from self._flow.flush(field=self._xml)
            yield from self._inside(token.inner, self._page.number("cdata"))
        elif inner:
            reading = literal(self._page.raw, token.inner.start, token.inner.end)
            self._flow.add(reading, self._context(), verbatim=token.inner)

    def _raw(self, token: Token) -> Found:
        if token.name not in ("script", "style"):
            yield from self._inside(token.inner, self._page.number("raw"))
            return
        script = token.name == "script"
        reading, found = apart(literal(self._page.raw, token.inner.start, token.inner.end))
        for inside in found:
            (home,) = inside.raw(Chars(0, len(inside.text)))
            yield address(Label(self._page.number("data"), TextKind.FIELD), inside, home, self._page.encoding)
        spell = speller(_spelling.as_script if script else _spelling.as_bare, self._page.encoding)
        for said in (_spelling.scripted(reading),) if script else own_words(reading):
            if said.text.strip():
                yield passage(Label(self._page.number(token.name), TextKind.CODE), said, spell)

    def _instruction(self, token: Token) -> Found:
        if not _XML_DECLARATION.fullmatch(self._page.raw, token.whole.start, token.whole.end) and len(token.inner):
            yield self._code("instruction", token.inner, _spelling.as_bare)

    def _declaration(self, token: Token) -> Found:
        if "[" in self._page.raw[token.inner.start : token.inner.end]:
            raise CorruptInput("the markup declares a document type of its own", "remove the DOCTYPE and try again")
        if not _PLAIN_DOCTYPE.fullmatch(self._page.raw, token.whole.start, token.whole.end):
            yield self._code("doctype", token.inner, _spelling.as_bare)

    def _code(self, sort: str, span: Chars, spell: Spell) -> Passage:
        label = Label(self._page.number(sort), TextKind.CODE)
        return passage(label, literal(self._page.raw, span.start, span.end), speller(spell, self._page.encoding))


def _with_next(found: Iterable[Token]) -> Iterator[tuple[Token, Token | None]]:
    held: Token | None = None
    for token in found:
        if held is not None:
            yield held, token
        held = token
    if held is not None:
        yield held, None
