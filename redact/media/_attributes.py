"""What stands in tags: every attribute value, by what kind of attribute it is; and names that are no standard ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.media import _html, _spelling
from redact.media._data_uri import begins
from redact.media._markup_tokens import Attribute, Token
from redact.media._page import Page
from redact.media._passages import Drop, Label, Passage, address, apart, bare, passage, speller, whole
from redact.media._reading import Reading, literal

#: Names of vocabularies, for machines: they are not addresses of anybody.
_VOCABULARY = re.compile(r"https?://(?:www\.)?(?:w3\.org|schemas\.|purl\.org|xml\.org)", re.I)
_BREAK = re.compile(r"[-_:.]+|(?<=[a-z0-9])(?=[A-Z])")


def words(name: str) -> str:
    """A name as the words it is made of: `nhsNumber`, `nhs_number` and `nhs-number` all are `nhs number`."""
    return " ".join(_BREAK.sub(" ", name).split())


def attributes(page: Page, token: Token, *, xml: bool) -> Iterator[Passage | Drop]:
    """What the attributes of a start tag say."""
    if not token.attributes:
        return
    about = " ".join((words(token.name), *_telling(page, token)))
    for attribute in token.attributes:
        label = Label(page.number("attribute"), _kind(attribute, xml), f"{about} {words(attribute.name)}")
        if attribute.value is None:
            yield from _valueless(page, attribute, label)
        elif len(attribute.value) and not _is_vocabulary(page, attribute):
            yield from _valued(page, attribute, attribute.value, label)


def _telling(page: Page, token: Token) -> Iterator[str]:
    """Short values of neighbours such as ``name="date_of_birth"``."""
    for attribute in token.attributes:
        if attribute.name in _html.TELLING and attribute.value is not None and len(attribute.value) <= 40:
            yield words(page.raw[attribute.value.start : attribute.value.end])


def _kind(attribute: Attribute, xml: bool) -> TextKind:
    if attribute.value is None:
        return TextKind.KEY
    machine = not xml and (attribute.name in _html.CODE or attribute.name.startswith("on"))
    return TextKind.CODE if machine else TextKind.FIELD


def _is_vocabulary(page: Page, attribute: Attribute) -> bool:
    if attribute.value is None or not attribute.name.lower().startswith(("xmlns", "xsi:schemalocation")):
        return False
    return _VOCABULARY.match(page.raw, attribute.value.start) is not None


def _valueless(page: Page, attribute: Attribute, label: Label) -> Iterator[Passage]:
    """``alt=Jane Smith`` without quotes makes an attribute of the surname."""
    if attribute.name in _html.BOOLEAN:
        return
    span = Chars(attribute.at, attribute.at + len(attribute.name))
    yield whole(label, literal(page.raw, *_ends(span)), span, lambda text: _spelling.as_name(text, page.encoding))


def _valued(page: Page, attribute: Attribute, span: Chars, label: Label) -> Iterator[Passage | Drop]:
    reading = _spelling.entities(literal(page.raw, *_ends(span)))
    if begins(reading.text):
        yield address(label, reading, span, page.encoding)
        return
    found: list[Reading] = []
    if attribute.quote:
        reading, found = apart(reading)
    for inside in found:
        home = inside.raw(Chars(0, len(inside.text)))
        at = Label(page.number("data"), TextKind.FIELD, label.context)
        yield address(at, inside, Chars(home[0].start, home[-1].end), page.encoding)
    spell = speller(_spelling.as_markup, page.encoding)
    if attribute.name.lower() in _html.ADDRESSES:
        reading = _spelling.percents(reading)
        spell = speller(_spelling.as_address, page.encoding)
    if not reading.text.strip():
        return
    if attribute.quote:
        yield passage(label, reading, spell)
    else:
        yield bare(label, reading, span, page.raw[span.start : span.end], spell)


def _ends(span: Chars) -> tuple[int, int]:
    return span.start, span.end
