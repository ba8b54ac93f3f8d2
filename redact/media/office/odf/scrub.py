"""What no reader of an OpenDocument part needs is taken out of its tree before a word of it is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from redact.media.office._tree import Element, drop
from redact.media.office.odf import vocabulary as words
from redact.media.office.odf.vocabulary import q
from redact.settings import Settings

_SPAN = q("text:span")
_NAME, _REF_NAME, _OFFICE_NAME = q("text:name"), q("text:ref-name"), q("office:name")
_HREF, _FORMULA = q("xlink:href"), q("table:formula")
#: A formula that fetches something from another file or program.
_ELSEWHERE = re.compile(r"file:|'#|\]#|\b(?:DDE|WEBSERVICE)\s*\(", re.I)
_CHANGES = q("text:tracked-changes")
_CHANGE_MARKS = frozenset(map(q, ("text:change", "text:change-start", "text:change-end")))
_COMMENTS = frozenset(map(q, ("office:annotation", "office:annotation-end")))
_DC = words.namespace(q("dc:x"))
_PARAGRAPH = words.PARAGRAPHS | words.SPANS
_INLINE = words.SPANS | words.FIELDS | words.MARKS | words.SIGNS.keys() | {words.SPACES}
#: Addresses that mean the same to everybody; any other says where the writer kept what.
_PUBLIC = re.compile(r"#|(?:https?|ftp|mailto|tel|sms|news):", re.I)


@dataclass(slots=True)
class Neutral:
    """Names of ours for what is named in the file and shown to nobody. The first to be met is number 1."""

    _known: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)

    def fresh(self, sort: str, name: str) -> str:
        """The name of ours for a name of the file's."""
        known = self._known.setdefault(sort, {})
        return known.setdefault(name, f"{sort}{len(known) + 1}")

    def known(self, sort: str, name: str) -> str | None:
        """The same, if it was met before."""
        return self._known.get(sort, {}).get(name)


@dataclass(slots=True)
class Scrub:
    """Takes out of trees what goes. `gone` counts it by sort, until it is read."""

    settings: Settings
    neutral: Neutral
    gone: Counter[str] = field(default_factory=Counter)

    def __call__(self, root: Element) -> None:
        """Scrub one part. Links are mended last: they may lead to marks further on."""
        for element in list(self._doomed(root)):
            drop(element)
        fine: set[str] = set()
        links: list[Element] = []
        for element in root.iter():
            tag = str(element.tag)
            self._attributes(element, tag, fine)
            if tag in words.LINKS and _HREF in element.attrib:
                links.append(element)
        for element in links:
            element.set(_HREF, self._link(element.get(_HREF, "")))
        _without_strays(root)

    def _doomed(self, root: Element) -> Iterator[Element]:
        """What goes with everything in it; fields that are worked out from what goes become their text meanwhile."""
        for element in root.iter():
            tag = str(element.tag)
            if self._goes(tag):
                yield element
                continue
            parent = element.getparent()
            if parent is not None and parent.tag in _PARAGRAPH and tag not in _INLINE and _plain(tag):
                element.attrib.clear()
                element.tag = _SPAN
            elif words.namespace(tag) not in words.KNOWN:
                yield element

    def _goes(self, tag: str) -> bool:
        if tag in words.DROPPED or words.namespace(tag) == _DC:
            self.gone["scripts and sources"] += tag in words.DROPPED
            return True
        if tag in _COMMENTS and self.settings.office_comments != "keep":
            self.gone["comments"] += tag == q("office:annotation")
            return True
        if (tag == _CHANGES or tag in _CHANGE_MARKS) and self.settings.tracked_changes != "keep":
            self.gone["tracked changes"] += tag in _CHANGE_MARKS
            return True
        return False

    def _attributes(self, element: Element, tag: str, fine: set[str]) -> None:
        for name in element.attrib:
            if name in fine:
                continue
            if _forgotten(str(name), tag) or (name == _FORMULA and self._leads_away(element.get(name, ""))):
                del element.attrib[name]
            elif not self._renamed(element, tag, str(name)) and name != _FORMULA:
                fine.add(str(name))

    def _leads_away(self, formula: str) -> bool:
        away = _ELSEWHERE.search(formula) is not None
        self.gone["formulas with links to elsewhere"] += away
        return away

    def _renamed(self, element: Element, tag: str, name: str) -> bool:
        """Whether this attribute may be one that gets a name of ours; then it has it."""
        value = element.get(name, "")
        if name in words.IDS:
            element.set(name, self.neutral.fresh("id", value))
        elif name in words.ID_REFS:
            element.set(name, self.neutral.known("id", value) or value)
        elif name in (_NAME, _REF_NAME):
            if tag in words.BOOKMARKS:
                element.set(name, self.neutral.fresh("mark", value))
        elif name == _OFFICE_NAME and tag in _COMMENTS:
            element.set(name, self.neutral.fresh("comment", value))
        else:
            return False
        return True

    def _link(self, target: str) -> str:
        if not _PUBLIC.match(target):
            self.gone["links to the writer's own files"] += target != ""
            return "#"
        known = self.neutral.known("mark", target[1:]) if target.startswith("#") else None
        return f"#{known}" if known else target


def _plain(tag: str) -> bool:
    """Whether an element of a paragraph is no more than its text."""
    return words.namespace(tag) not in words.DRAWN


def _forgotten(name: str, tag: str) -> bool:
    if name in words.FORGOTTEN:
        return True
    vocabulary = words.namespace(name)
    if not vocabulary:
        return words.namespace(tag) != words.MATH
    return vocabulary not in words.KNOWN


def _without_strays(root: Element) -> None:
    """Take out text that stands between elements where no text belongs: no program shows it."""
    allowed = words.PARAGRAPHS | words.SPANS | words.FIELDS
    for element in root.iter():
        if element.tail and not element.tail.isspace():
            parent = element.getparent()
            if parent is None or (parent.tag not in allowed and words.namespace(str(parent.tag)) != words.MATH):
                element.tail = None
