"""Elements that pass, and how: which attributes stay as they are, which are read, which are left out with all else.

A rule is an allow-list. What it does not name is not written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from lxml import etree

from redact.core.flow import Edit
from redact.core.segment import TextKind, chars_from
from redact.media._cut import splice
from redact.media._stream import Readable
from redact.media.office._namespaces import KNOWN, STRICT
from redact.media.office.sheet.book import Book
from redact.media.office.sheet.formulas import as_literal, barred, carried, literal_list, uses_lost, words
from redact.media.office.sheet.headers import header_leaves
from redact.media.office.sheet.spelling import decoded, encoded

#: Makes an attribute or text anew; nothing where it cannot stand.
Maker = Callable[[str, "Spot"], Generator[Readable, Sequence[Edit], str]]

_SPACES: Any = {None: KNOWN["s"]}
#: The vocabularies of extensions keep the prefixes by which programs write them.
_FURTHER: Any = {None: KNOWN["s"], "x14": KNOWN["x14"], "xm": KNOWN["xm"]}
_PREFIXES = {space: prefix for prefix, space in KNOWN.items()}
_STRICT = {strict.decode(): known.decode() for strict, known in STRICT.items()}
#: Numbers, references, colours, the address of an extension, words of the vocabulary. Nothing that people write.
_TAME = re.compile(
    r"[-+]?[\d.]+(?:[eE][-+]?\d+)?|(?:\$?[A-Z]{1,3})?\$?\d+(?::(?:\$?[A-Z]{1,3})?\$?\d+)?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}"
    r"|[0-9A-Fa-f]{6,8}|\{[0-9A-Fa-f\-]{36}\}|[0-9a-z][A-Za-z0-9]*|R1C1|NA"
)
_LONG = frozenset({"sqref", "ref", "spans", "r1", "r2", "activeCell", "topLeftCell"})
_TAME_CHARS = 64
_MAX_LIST_CHARS = 255  # Source: Microsoft, Excel specifications and limits, 2024


class Content(Enum):
    """What the text of an element is."""

    NONE = auto()
    TAME = auto()  # a reference or number
    FORMULA = auto()
    LIST = auto()  # a formula, or a list of values in quotes
    SAID = auto()
    HEADER = auto()  # text with codes of a page header


@dataclass(frozen=True, slots=True)
class Rule:
    """How one element passes: attributes by what they hold, children by name.

    `keeps` stay as they are, `tells` are read and changed, `binds` too, and `made` are made anew, each in its own way. A
    cut in the latter two touches the element; `falls`: it goes when touched; `filled`: it does not stand without children.
    """

    keeps: frozenset[str] = frozenset()
    tells: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    made: Mapping[str, Maker] = field(default_factory=dict)
    inside: Mapping[str, Rule] = field(default_factory=dict)
    content: Content = Content.NONE
    falls: bool = False
    filled: bool = False


def rule(keeps: str = "", tells: str = "", **inside: Rule) -> Rule:
    """A rule from the names of attributes, and rules for the children by name."""
    return Rule(frozenset(keeps.split()), tuple(tells.split()), inside=inside)


def filled(keeps: str, inside: Mapping[str, Rule]) -> Rule:
    """A rule for an element that does not stand without children."""
    return Rule(frozenset(keeps.split()), inside=inside, filled=True)


def text(content: Content) -> Rule:
    """A rule for an element that holds text."""
    return Rule(content=content)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an element stands: in which part, as people are told, and which relationships of it stay, by old id."""

    book: Book
    part: str
    ids: Mapping[str, str]

    def readable(self, text: str, kind: TextKind, context: str = "") -> Readable:
        """A stretch of this part."""
        return Readable(text, self.part, kind, context, chars_from(0))


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What became of an element; None where it does not pass. `touched` says that something in it was cut."""

    element: Any
    touched: bool = False


def short(name: str) -> str:
    """`{http://…/main}row` is `row`, a name of another known vocabulary has its prefix, an unknown one is `?`."""
    if not name.startswith("{"):
        return name
    space, _, local = name[1:].partition("}")
    prefix = _PREFIXES.get(_STRICT.get(space, space))
    return "?" if prefix is None else local if prefix == "s" else f"{prefix}:{local}"


def _long(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{KNOWN[prefix or 's']}}}{local}"


def cleaned(element: Any, rule: Rule, spot: Spot) -> Generator[Readable, Sequence[Edit], Cleaned]:
    """The element with what its rule lets pass; everything read is asked about on the way."""
    name = short(element.tag)
    fresh = etree.Element(_long(name), nsmap=_FURTHER if name == "ext" or ":" in name else _SPACES)
    touched = yield from _attributes(element, fresh, rule, spot)
    if touched is None:
        return Cleaned(None)
    for child in element.iterchildren(etree.Element):
        if within := rule.inside.get(short(child.tag)):
            made = yield from cleaned(child, within, spot)
            touched = touched or made.touched
            if made.element is not None:
                fresh.append(made.element)
    cut = yield from _content(element, fresh, rule, spot)
    touched = touched or cut
    if (touched and rule.falls) or (rule.filled and not len(fresh)):
        return Cleaned(None, touched)
    return Cleaned(fresh, touched)


def _attributes(element: Any, fresh: Any, rule: Rule, spot: Spot) -> Generator[Readable, Sequence[Edit], bool | None]:
    """Whether an attribute was cut; None where a relationship is gone, without which the element does not stand."""
    touched = False
    for key, value in element.attrib.items():
        name = short(key)
        if name.startswith("r:") and name in rule.keeps:
            if value not in spot.ids:
                return None
            fresh.set(f"{{{KNOWN['r']}}}{name[2:]}", spot.ids[value])
        elif name in rule.keeps and is_tame(name, value):
            fresh.set(name, value)
        elif name in rule.made and value:
            if made := (yield from rule.made[name](decoded(value), spot)):
                fresh.set(name, encoded(made))
            touched = touched or not made
        elif name in (*rule.tells, *rule.binds) and value:
            shown = decoded(value)
            edits = yield spot.readable(shown, TextKind.FIELD)
            fresh.set(name, encoded(splice(shown, edits)))
            touched = touched or (bool(edits) and name in rule.binds)
    return touched


def is_tame(name: str, value: str) -> bool:
    """Whether a value can be no more than a number, a reference or a word of the vocabulary."""
    return _is_tame(value) and (len(value) <= _TAME_CHARS or name in _LONG)


def _is_tame(value: str) -> bool:
    return all(map(_TAME.fullmatch, value.split()))


def _content(element: Any, fresh: Any, rule: Rule, spot: Spot) -> Generator[Readable, Sequence[Edit], bool]:
    """Whether the text was cut; it stands in `fresh` afterwards."""
    text = element.text or ""
    if rule.content is Content.NONE or not text.strip():
        return False
    if rule.content is Content.TAME:
        fresh.text = text if _is_tame(text) else ""
        return False
    if rule.content is Content.HEADER:
        leaves, made = header_leaves(text)
        edits = yield spot.readable(leaves.text, TextKind.FIELD)
        leaves.put(edits)
        fresh.text = made()
        return bool(edits)
    if rule.content is Content.SAID:
        edits = yield spot.readable(decoded(text), TextKind.FIELD)
        fresh.text = encoded(splice(decoded(text), edits))
        return bool(edits)
    listed = literal_list(text) if rule.content is Content.LIST else None
    if listed is not None:
        edits = yield spot.readable(listed, TextKind.FIELD)
        fresh.text = as_literal(splice(listed, edits))
        return len(fresh.text) > _MAX_LIST_CHARS + 2 and bool(edits)
    fresh.text = yield from formula(text, spot)
    return not fresh.text


def formula(text: str, spot: Spot) -> Generator[Readable, Sequence[Edit], str]:
    """The formula as it is written; nothing where it is not let out, or something in it was cut."""
    book = spot.book
    if barred(text):
        return ""
    if shown := words(text, book.known):
        edits = yield spot.readable(shown, TextKind.CODE)
        if edits:
            return ""
    return "" if uses_lost(text, book.turn.renamed) else carried(text, book.turn.renamed)
