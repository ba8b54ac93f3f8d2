"""Names of elements and attributes that a file made up itself: each is read once, and changed everywhere or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.media._cut import splice
from redact.media._markup_tokens import Kind, tokens
from redact.media._page import Page
from redact.media._passages import Passage
from redact.media._reading import literal
from redact.media._spelling import as_name

#: In HTML, a made-up name has a hyphen; these are HTML's own. Source: HTML Living Standard, section 4.13.3, 2025.
_STANDARD = re.compile(r"[^-]*$|aria-|accept-charset$|http-equiv$")
_XHTML = "http://www.w3.org/1999/xhtml"
_HEAD_CHARS = 2000
_XML_OWN = re.compile(r"xml", re.I)


def names(page: Page, *, xml: bool) -> Iterator[Passage]:
    """Each made-up name of the page."""
    standard = _XML_OWN if xml and _XHTML not in page.raw[:_HEAD_CHARS] else _STANDARD
    first: dict[str, Chars] = {}
    for name, span in _places(page, xml):
        if not standard.match(name):
            first.setdefault(name, span)
    for number, (name, span) in enumerate(first.items(), 1):
        yield _passage(page, span, f"name {number}", name, xml=xml)


def _passage(page: Page, span: Chars, part: str, name: str, *, xml: bool) -> Passage:
    reading = literal(page.raw, span.start, span.end)

    def rewrite(edits: Sequence[Edit]) -> Iterator[Edit]:
        if edits:
            fresh = as_name(splice(reading.text, edits), page.encoding)
            yield from (Edit(place, fresh) for found, place in _places(page, xml) if found == name)

    return Passage(reading.text, part, TextKind.KEY, "", reading.raw, rewrite)


def _places(page: Page, xml: bool) -> Iterator[tuple[str, Chars]]:
    """Every name and where it stands; attributes without a value are read elsewhere."""
    for token in tokens(page.raw, Chars(0, len(page.raw)), xml=xml):
        if token.kind in (Kind.START, Kind.END):
            start = token.whole.start + (1 if token.kind is Kind.START else 2)
            yield token.name, Chars(start, start + len(token.name))
            for attribute in token.attributes:
                if attribute.value is not None:
                    yield attribute.name, Chars(attribute.at, attribute.at + len(attribute.name))
