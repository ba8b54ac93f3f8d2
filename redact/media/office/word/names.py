"""Names that people give to styles and bookmarks: neutral ones take their place, in every part alike.

Source: ECMA-376-1:2016, 17.7.4 (styles), 17.13.6 (bookmarks).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from redact.media.office._namespaces import names, q
from redact.media.office._ooxml import Ooxml
from redact.media.office._tree import Element, drop

_VAL = q("w:val")
#: The words of which the names of built-in styles are made. Source: [MS-DOCX] 2.6; ECMA-376-1:2016, 17.7.4.9.
_STYLE_WORDS = frozenset(
    """3d accent acronym address anchor annotation authorities balloon bibliography block body book bottom bullet caption
    char characters cite classic closing code colorful columns contemporary contents continue dark date default definition
    document e-mail effects elegant emphasis endnote envelope error figures first followedhyperlink font footer footnote form
    frame grid hashtag header heading html hyperlink indent index intense internet keyboard light line link list listlabel
    macro map medium mention message no normal note number of outline page paragraph placeholder plain preformatted
    professional quote reference return revision salutation sample shading signature simple smart spacing strong subject
    subtitle subtle table text theme title toa toc top typewriter unresolved variable web (web)""".split()
)
_STYLE_ID_SIGNS = re.compile(r"[^A-Za-z0-9]")
#: Elements that name a style by its id.
_REFERENCES = names(
    "w:pStyle w:rStyle w:tblStyle w:basedOn w:next w:link w:styleLink w:numStyleLink w:defaultTableStyle w:clickAndTypeStyle"
)
#: Bookmarks that Word makes itself.
_OWN_MARK = re.compile(r"_(?:Toc|Ref|Hlk|Hlt|PictureBullets|GoBack)\d*")
_STORIES = frozenset("header footer footnotes endnotes comments".split())
_MARK = q("w:bookmarkStart")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style is called in what is written."""

    id: str
    name: str


@dataclass(slots=True)
class Names:
    """The names of one document, found when they are first asked for."""

    _styles: dict[str, Style] | None = field(default=None, repr=False)
    _marks: dict[str, str] | None = field(default=None, repr=False)

    def styles(self, package: Ooxml) -> Mapping[str, Style]:
        """By the id of each style in the file, what it becomes."""
        if self._styles is None:
            self._styles = _styles(package)
        return self._styles

    def marks(self, package: Ooxml) -> Mapping[str, str]:
        """By the name of each bookmark in the file, what it becomes."""
        if self._marks is None:
            found = dict.fromkeys(_bookmarks(package))
            self._marks = {name: _mark(name, number) for number, name in enumerate(found, 1)}
        return self._marks

    def rename(self, package: Ooxml, root: Element) -> None:
        """Put the neutral names in place of all in a part. Instructions of fields are changed by `codes`."""
        styles, marks = self.styles(package), self.marks(package)
        anchor, name = q("w:anchor"), q("w:name")
        for element in list(root.iter("*")):
            if element.tag in _REFERENCES:
                _refer(element, styles)
            elif element.tag == _MARK:
                element.set(name, marks.get(element.get(name, ""), "Bookmark"))
            elif anchor in element.attrib:
                element.set(anchor, marks.get(element.get(anchor, ""), "Bookmark"))


def _refer(element: Element, styles: Mapping[str, Style]) -> None:
    style = styles.get(element.get(_VAL, ""))
    if style is None:
        drop(element)
    else:
        element.set(_VAL, style.id)


def _styles(package: Ooxml) -> dict[str, Style]:
    found: dict[str, Style] = {}
    for relation in package.relations(package.main):
        if relation.tail == "styles" and not relation.external and package.has(relation.target):
            for number, element in enumerate(package.xml(relation.target).iter(q("w:style")), 1):
                called = element.find(q("w:name"))
                name = called.get(_VAL, "") if called is not None else ""
                fit = name if _is_built_in(name) else f"Style {number}"
                found[element.get(q("w:styleId"), "")] = Style(_free_id(fit, number, found), fit)
    return found


def _free_id(name: str, number: int, found: Mapping[str, Style]) -> str:
    plain = _STYLE_ID_SIGNS.sub("", name.title())
    taken = any(style.id == plain for style in found.values())
    return f"{plain}{number}x" if taken or not plain else plain


def _is_built_in(name: str) -> bool:
    words = name.lower().split()
    return bool(words) and all(word in _STYLE_WORDS or word.isdecimal() for word in words)


def _bookmarks(package: Ooxml) -> Iterator[str]:
    main = package.main
    stories = [r.target for r in package.relations(main) if r.tail in _STORIES and not r.external]
    for part in dict.fromkeys((main, *stories)):
        if package.has(part):
            for element in package.xml(part).iter(_MARK):
                yield element.get(q("w:name"), "")


def _mark(name: str, number: int) -> str:
    return name if _OWN_MARK.fullmatch(name) else f"Bookmark{number}"
