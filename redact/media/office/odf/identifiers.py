"""Names and values in attributes: each is read once, and changed everywhere it stands or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import unquote

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import TextKind, chars_from
from redact.media._cut import splice
from redact.media._stream import Readable
from redact.media.office._tree import Element
from redact.media.office.odf import vocabulary as words
from redact.media.office.odf.standard import is_font, is_standard
from redact.media.office.odf.vocabulary import q

_HREF, _TABLE_NAME, _FORMULA = q("xlink:href"), q("table:name"), q("table:formula")
_RANGES = frozenset(map(q, ("table:named-range", "table:named-expression", "table:database-range")))
_STYLE_NAMES = re.compile(
    r"(?:^|-)(?:style-name|master-page-name|page-layout-name|next-style-name)$"
    r"|^(?:fill-gradient-name|fill-hatch-name|fill-image-name|opacity-name|marker-start|marker-end|stroke-dash)$"
)
#: Attributes that a reader is shown.
_SHOWN = re.compile(r"(?:label|value|title|text|string|note|comment|message|description|author|condition)$")
_ENCODED = re.compile(r"_([0-9a-f]{1,4})_")
_SHEET = re.compile(r"'((?:[^']|'')*)'(?=\.|#)|(?<![\w'.])([^\W\d]\w*)(?=\.)")
_NO_SHEET_NAME = re.compile(r"[\[\]*?:/\\']")
#: Where a link leads in which anything was cut: what is left of an address leads somewhere else, or to somebody's disk.
_NOWHERE = "#"


_DRAWN = q("draw:name")
#: Looks of shapes, which are called as styles are.
_LOOKS = frozenset(
    map(q, ("draw:gradient", "draw:hatch", "draw:fill-image", "draw:marker", "draw:stroke-dash", "draw:opacity"))
)


class Sort(StrEnum):
    """How a name has to be spelt."""

    PLAIN = "value"
    STYLE = "style name"
    SHEET = "sheet name"
    RANGE = "range name"
    LINK = "link"


Key = tuple[Sort, str]


@dataclass(slots=True)
class Names:
    """Every name and value of a document's attributes, in the order in which they were met."""

    _met: dict[Key, TextKind] = field(default_factory=dict, repr=False)

    def collect(self, root: Element) -> None:
        """Add those of a scrubbed part."""
        met = self._met
        seen: set[tuple[str, str | bytes, str | bytes]] = set()
        for element in root.iter():
            tag = str(element.tag)
            for name, value in element.attrib.items():
                mark = (tag, name, value)
                if mark in seen:
                    continue
                if len(seen) < _REMEMBERED:
                    seen.add(mark)
                sort = sort_of(tag, str(name), str(value))
                if sort is not None:
                    shown = sort in (Sort.LINK, Sort.PLAIN) and _SHOWN.search(_local(str(name))) is not None
                    met.setdefault((sort, str(value)), TextKind.FIELD if shown else TextKind.KEY)

    def readables(self) -> Iterator[tuple[Key, Readable]]:
        """Each as it is read."""
        for number, (key, kind) in enumerate(self._met.items(), 1):
            text, _ = _decoded(key)
            if text:
                yield key, Readable(text, f"name {number}, {key[0]}", kind, "", chars_from(0))

    @property
    def sheets(self) -> int:
        """How many sheets and tables have names."""
        return sum(sort is Sort.SHEET for sort, _ in self._met)


_REMEMBERED = 100_000


def sort_of(tag: str, name: str, value: str) -> Sort | None:
    """How an attribute is read; None where it is a word or number of the standard, or belongs to a cell."""
    if name == _HREF:
        return Sort.LINK if tag in words.LINKS and value != _NOWHERE else None
    local = _local(name)
    if tag == _FONT and name == q("style:name") and is_font(value):
        return None
    if _is_cell_s(tag, name) or _is_neutral(tag, name) or is_standard(name, value):
        return None
    if name == _TABLE_NAME:
        return Sort.RANGE if tag in _RANGES else Sort.SHEET if tag == q("table:table") else Sort.PLAIN
    if _STYLE_NAMES.search(local) or (name == q("style:name") and tag != _FONT) or (name == _DRAWN and tag in _LOOKS):
        return Sort.STYLE
    return Sort.PLAIN


def _is_cell_s(tag: str, name: str) -> bool:
    return tag in words.CELLS and (name in words.VALUES or name == _FORMULA)


def _is_neutral(tag: str, name: str) -> bool:
    """Whether the attribute has got a name of ours."""
    if name in words.IDS or name in words.ID_REFS:
        return True
    return tag in words.BOOKMARKS and words.namespace(name) == words.TEXT


_FONT = q("style:font-face")  # called by name in attributes that are no names of styles


def fresh(key: Key, edits: Sequence[Edit]) -> str:
    """The name after edits of what was read."""
    sort, value = key
    text, starts = _decoded(key)
    if sort is Sort.STYLE:
        raw = [replace(edit, place=Chars(starts[edit.chars.start], starts[edit.chars.end])) for edit in edits]
        return splice(value, [replace(edit, replacement=_encoded(edit.replacement)) for edit in raw])
    if sort is Sort.LINK:
        return _NOWHERE if edits else value
    changed = splice(text, edits)
    if sort is Sort.SHEET:
        return _NO_SHEET_NAME.sub("", changed).strip() or "Sheet"
    if sort is Sort.RANGE:
        return "_" + re.sub(r"\W", "_", changed)
    return changed


def own(key: Key, name: str, taken: Mapping[Key, str]) -> str:
    """The name, or the name and a number where another of its sort has it: two sheets of one name would be one."""
    if key[0] in (Sort.PLAIN, Sort.LINK):
        return name
    used = {other.casefold() for (sort, _), other in taken.items() if sort is key[0]}
    number, fitting = 1, name
    while fitting.casefold() in used:
        number += 1
        fitting = f"{name}_{number}"
    return fitting


def _decoded(key: Key) -> tuple[str, Sequence[int]]:
    """A name as people know it, and where each of its characters begins in the file's spelling."""
    sort, value = key
    if sort is Sort.LINK:
        return unquote(value), ()
    if sort is not Sort.STYLE:
        return value, ()
    text, starts, done = [], [], 0
    for match in _ENCODED.finditer(value):
        text.append(value[done : match.start()] + chr(int(match.group(1), 16)))
        starts += [*range(done, match.start()), match.start()]
        done = match.end()
    text.append(value[done:])
    return "".join(text), (*starts, *range(done, len(value) + 1))


def _encoded(text: str) -> str:
    """Source: the spelling of LibreOffice for signs that no XML name may have: `_20_` is a blank."""
    return "".join(sign if sign.isascii() and sign.isalnum() else f"_{ord(sign):x}_" for sign in text)


def rename(root: Element, changed: Mapping[Key, str]) -> None:
    """Put changed names and values in the place of the old ones, in expressions too."""
    if not changed:
        return
    sheets = {old: new for (sort, old), new in changed.items() if sort is Sort.SHEET}
    ranges = {old: new for (sort, old), new in changed.items() if sort is Sort.RANGE}
    for element in root.iter():
        tag = str(element.tag)
        for name, value in element.attrib.items():
            sort = sort_of(tag, str(name), str(value))
            new = changed.get((sort, str(value)), str(value)) if sort is not None else str(value)
            if (sheets or ranges) and sort not in (Sort.SHEET, Sort.RANGE, Sort.STYLE):
                new = _respelt(new, sheets, ranges)
            if new != value:
                element.set(name, new)


def _respelt(value: str, sheets: Mapping[str, str], ranges: Mapping[str, str]) -> str:
    """An expression or address with the new names of the sheets and ranges it speaks of."""
    if sheets and "." in value:
        value = _SHEET.sub(lambda match: _reference(match, sheets), value)
    for old, new in ranges.items():
        if old in value:
            value = re.sub(rf"(?<![\w'.]){re.escape(old)}(?![\w'.])", new, value)
    return value


def _reference(match: re.Match[str], sheets: Mapping[str, str]) -> str:
    quoted, bare = match.groups()
    name = quoted.replace("''", "'") if quoted is not None else bare
    return f"'{sheets[name]}'" if name in sheets else match.group()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
