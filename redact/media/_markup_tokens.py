"""Tags, text, comments and the rest of a markup file, each by its place: nothing is built, nothing is lost.

Source: WHATWG HTML Living Standard, section 13.2.5 (tokenisation), 2025; XML 1.0, sections 2.4 to 2.7 and 3.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from redact.core.place import Chars
from redact.media import _html


class Kind(Enum):
    """What a token is."""

    TEXT = "text"
    START = "start"
    END = "end"
    COMMENT = "comment"
    CDATA = "cdata"
    INSTRUCTION = "instruction"
    DECLARATION = "declaration"
    RAW = "raw"  # script, style and the like


class Attribute(NamedTuple):
    """One attribute: `value` is None if it has none, `quote` is empty if it stands bare."""

    name: str
    at: int
    value: Chars | None
    quote: str


class Token(NamedTuple):
    """One token: `inner` is where its content stands, `name` its element or, for RAW and TEXT, the one it stands in."""

    kind: Kind
    whole: Chars
    inner: Chars
    name: str = ""
    attributes: tuple[Attribute, ...] = ()
    closed: bool = False  # <name/>


_NAME = re.compile(r"[A-Za-z_:\u0080-\U0010ffff][^\s/>]*")
_HTML_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(r"=?[^\s/>=]+|=")
_GAP = re.compile(r"[\s/]*")
_EQUALS = re.compile(r"\s*=\s*")
_BARE = re.compile(r"[^\s>]+")
_COMMENT_END = re.compile(r"--!?>")


def tokens(raw: str, span: Chars, *, xml: bool) -> Iterator[Token]:
    """Every token of the span, in order and without gaps. Names are lower-cased unless `xml`.

    From a tag that never ends on, all is text: a browser shows none of it, but it stands in the file.
    """
    return _Tokeniser(raw, span, xml).all()


class _Tokeniser:
    """Goes over one span; `_foreign` counts open svg and math elements, where CDATA is real."""

    def __init__(self, raw: str, span: Chars, xml: bool) -> None:
        self._raw = raw
        self._end = span.end
        self._at = span.start
        self._xml = xml
        self._foreign = 0
        self._name = _NAME if xml else _HTML_NAME

    def all(self) -> Iterator[Token]:
        text_from = self._at
        while (at := self._raw.find("<", self._at, self._end)) >= 0:
            token = self._token(at)
            if token is None:
                self._at = at + 1
                continue
            if text_from < at:
                yield Token(Kind.TEXT, Chars(text_from, at), Chars(text_from, at))
            yield token
            self._at = text_from = token.whole.end
            if token.kind is Kind.START and not self._xml:
                yield from self._content(token)
                text_from = self._at
        if text_from < self._end:
            yield Token(Kind.TEXT, Chars(text_from, self._end), Chars(text_from, self._end))

    def _token(self, at: int) -> Token | None:
        if self._name.match(self._raw, at + 1, self._end):
            return self._start(at)
        following = self._raw[at + 1 : min(at + 2, self._end)]
        if following == "/":
            return self._finish(at)
        if following == "!":
            return self._declaration(at)
        if following == "?":
            return self._until(at, Kind.INSTRUCTION, 2, "?>" if self._xml else ">")
        return None

    def _start(self, at: int) -> Token | None:
        name = self._name.match(self._raw, at + 1, self._end)
        if name is None:
            return None
        attributes: list[Attribute] = []
        here = name.end()
        while True:
            gap = _GAP.match(self._raw, here, self._end)
            here = gap.end() if gap else here
            if here >= self._end:
                return self._rest(at)
            if self._raw[here] == ">":
                break
            attribute, here = self._attribute(here)
            if attribute is None:
                return self._rest(at)
            attributes.append(attribute)
        closed = self._raw[here - 1] == "/"
        spelt = name.group() if self._xml else name.group().lower()
        if spelt in ("svg", "math") and not closed:
            self._foreign += 1
        return Token(Kind.START, Chars(at, here + 1), Chars(name.end(), here), spelt, tuple(attributes), closed)

    def _attribute(self, at: int) -> tuple[Attribute | None, int]:
        """The attribute at `at` and where it ends; None if its quote is never closed."""
        found = _ATTRIBUTE.match(self._raw, at, self._end)
        if found is None:
            return None, at
        name = found.group() if self._xml else found.group().lower()
        equals = _EQUALS.match(self._raw, found.end(), self._end)
        if equals is None or equals.end() >= self._end:
            return Attribute(name, at, None, ""), found.end()
        start = equals.end()
        quote = self._raw[start]
        if quote in "\"'":
            close = self._raw.find(quote, start + 1, self._end)
            return (Attribute(name, at, Chars(start + 1, close), quote), close + 1) if close >= 0 else (None, at)
        bare = _BARE.match(self._raw, start, self._end)
        end = bare.end() if bare else start
        return Attribute(name, at, Chars(start, end), ""), end

    def _finish(self, at: int) -> Token:
        name = self._name.match(self._raw, at + 2, self._end)
        if name is None:
            return self._until(at, Kind.COMMENT, 2, ">")
        close = self._raw.find(">", name.end(), self._end)
        if close < 0:
            return self._rest(at)
        spelt = name.group() if self._xml else name.group().lower()
        if spelt in ("svg", "math"):
            self._foreign = max(0, self._foreign - 1)
        return Token(Kind.END, Chars(at, close + 1), Chars(name.end(), close), spelt)

    def _declaration(self, at: int) -> Token:
        if self._raw.startswith("<!--", at):
            return self._comment(at)
        if self._raw.startswith("<![CDATA[", at) and (self._xml or self._foreign):
            return self._until(at, Kind.CDATA, 9, "]]>")
        is_doctype = self._raw[at + 2 : at + 9].lower() == "doctype"
        return self._until(at, Kind.DECLARATION if is_doctype else Kind.COMMENT, 2, ">")

    def _comment(self, at: int) -> Token:
        """A comment; one that is never closed runs to the end, as in browsers."""
        for abrupt in ("<!-->", "<!--->"):
            if self._raw.startswith(abrupt, at) and not self._xml:
                whole = Chars(at, at + len(abrupt))
                return Token(Kind.COMMENT, whole, Chars(whole.end, whole.end))
        close = _COMMENT_END.search(self._raw, at + 4, self._end)
        if close is None:
            return Token(Kind.COMMENT, Chars(at, self._end), Chars(at + 4, self._end))
        return Token(Kind.COMMENT, Chars(at, close.end()), Chars(at + 4, close.start()))

    def _rest(self, at: int) -> Token:
        """All that is left, as text: one look at it, however many tags begin in it."""
        return Token(Kind.TEXT, Chars(at, self._end), Chars(at, self._end))

    def _until(self, at: int, kind: Kind, lead: int, mark: str) -> Token:
        close = self._raw.find(mark, at + lead, self._end)
        if close < 0:
            return self._rest(at)
        return Token(kind, Chars(at, close + len(mark)), Chars(at + lead, close))

    def _content(self, start: Token) -> Iterator[Token]:
        """What stands in an element that holds no markup, up to its own end tag."""
        if start.closed and self._foreign:
            return
        if start.name not in _html.RAW_TEXT and start.name not in _html.ESCAPABLE:
            return
        end = re.compile(rf"</{start.name}(?=[\s/>])", re.I).search(self._raw, self._at, self._end)
        inner = Chars(self._at, end.start() if end else self._end)
        if len(inner):
            kind = Kind.RAW if start.name in _html.RAW_TEXT else Kind.TEXT
            yield Token(kind, inner, inner, start.name)
        self._at = inner.end
